"""Regimen: reads the settings, opens the clinic, guards the door, serves the pages."""

import gc
import sys
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from nicegui import app, background_tasks, core, ui
from pydantic import ValidationError

from components.assets import FAVICON
from pages import guard, handlers, identity_provider, keeping, limits, logs, site, tls
from pages.limits import Limits
from pages.packing import Packing
from store.clinic import Clinic, utc_now
from store.database import Database
from store.errors import RegimenError
from store.opening import begin, is_empty, lock_as_set
from store.settings import Settings

RECONNECT_SECONDS = 60.0
"""How long a tablet may be away without losing what was typed."""
PING_SECONDS, PONG_SECONDS = 5, 3
"""How soon a dead connection is noticed on either side."""

LAST_DAYS = timedelta(days=21)
"""Of a certificate, in which each start reminds of it."""
log = logs.get("regimen.start")


def main() -> int:
    """Serve until stopped; 2 when the settings or the database do not allow it."""
    try:
        settings = Settings()
        logs.set_up(level=settings.log_level, as_json=settings.log_format == "json")
        _check_certificate(settings)
        identity_provider.check_installed(settings.oidc)
        clinic = open_clinic(settings)
    except ValidationError as wrong:
        return _give_up(
            f"REGIMEN_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" if e["loc"] else e["msg"]
            for e in wrong.errors()
        )
    except RegimenError as wrong:
        return _give_up([wrong.message])
    serve(clinic, settings)
    return 0


def open_clinic(settings: Settings) -> Clinic:
    """The clinic with its database made and brought up to date, filled with the demo if asked."""
    database = Database(settings.database_path)
    database.migrate()
    clinic = Clinic(
        database, shelf=settings.shelf, schedule=settings.schedule, limits=settings.limits
    )
    if settings.demo and is_empty(database):
        from store import demo  # only a demo pays for loading it

        demo.fill(database, now=clinic.now())
    begin(database)
    lock_as_set(database, settings.limits, clinic.now())
    return clinic


def serve(clinic: Clinic, settings: Settings) -> None:
    """Register every page behind the guard and run the server."""
    handlers.register()
    open_pages = site.register(clinic, settings.oidc)
    hosts = settings.hosts if settings.allowed_hosts else settings.hosts | guard.own_addresses()
    bounds = Limits(pages_a_minute=settings.pages_per_minute, sockets=settings.sockets_per_address)
    guard.register(hosts, bounds)
    app.on_startup(_notice_dead_connections)
    app.on_startup(lambda: keeping.watch(clinic))
    app.on_startup(lambda: background_tasks.create(open_pages.watch(), name="sign-ins"))
    app.on_shutdown(clinic.append_noted)
    app.on_startup(lambda: _announce(clinic, settings))
    app.on_startup(_set_apart)
    ui.run(
        host=settings.host,
        port=settings.port,
        title="Regimen",
        favicon=FAVICON,
        dark=None,
        language="en-US",
        tailwind=False,
        reload=False,
        show=False,
        show_welcome_message=False,
        binding_refresh_interval=None,
        gzip_middleware_factory=Packing,
        reconnect_timeout=RECONNECT_SECONDS,
        log_config=None,
        access_log=False,
        server_header=False,
        ws_max_size=limits.MOST_OF_MESSAGE,
        **_encrypted(settings),
    )


def _check_certificate(settings: Settings) -> None:
    """Raises Invalid where TLS is asked for and cannot be; warns in its last weeks."""
    ends = tls.check(settings.tls_certificate, settings.tls_key)
    if ends is not None and ends - utc_now() < LAST_DAYS:
        log.warning("certificate expires soon", on=f"{ends:%Y-%m-%d}")


def _encrypted(settings: Settings) -> dict[str, Any]:
    if settings.tls_certificate is None:
        return {}
    return {"ssl_certfile": settings.tls_certificate, "ssl_keyfile": settings.tls_key}


def _notice_dead_connections() -> None:
    core.sio.eio.ping_interval = PING_SECONDS
    core.sio.eio.ping_timeout = PONG_SECONDS


def _set_apart() -> None:
    """Let garbage be looked for among what comes from now on: all that was loaded stays anyway.

    Going through all of it held every page up for a tenth of a second, again and again.
    """
    gc.collect()
    gc.freeze()


def _announce(clinic: Clinic, settings: Settings) -> None:
    print(f"Regimen is at {settings.address}", flush=True)  # noqa: T201
    if link := clinic.make_first_link():
        told = (
            f"Nobody can sign in yet. Within 30 minutes, open {settings.link_address(link.token)}"
        )
        print(told, flush=True)  # noqa: T201


def _give_up(sentences: Iterable[str]) -> int:
    print("Regimen cannot start.", *sentences, sep="\n", file=sys.stderr)  # noqa: T201
    return 2


if __name__ == "__main__":
    sys.exit(main())
