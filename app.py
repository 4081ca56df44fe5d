"""Regimen: reads the settings, opens the clinic, guards the door, serves the pages."""

import logging
import sys
from collections.abc import Iterable

from nicegui import app, core, ui
from pydantic import ValidationError

from components.assets import FAVICON
from pages import guard, keeping, site
from pages.packing import Packing
from store.clinic import Clinic
from store.database import Database
from store.errors import RegimenError
from store.opening import begin, is_empty
from store.settings import Settings

RECONNECT_SECONDS = 60.0
"""How long a tablet may be away without losing what was typed."""
PING_SECONDS, PONG_SECONDS = 5, 3
"""How soon a dead connection is noticed on either side."""


def main() -> int:
    """Serve until stopped; 2 when the settings or the database do not allow it."""
    logging.basicConfig(format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        settings = Settings()
        clinic = open_clinic(settings)
    except ValidationError as wrong:
        return _give_up(
            f"REGIMEN_{'_'.join(map(str, e['loc'])).upper()}: {e['msg']}" for e in wrong.errors()
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
    return clinic


def serve(clinic: Clinic, settings: Settings) -> None:
    """Register every page behind the guard and run the server."""
    site.register(clinic)
    hosts = settings.hosts if settings.allowed_hosts else settings.hosts | guard.own_addresses()
    guard.register(hosts)
    app.on_startup(_notice_dead_connections)
    app.on_startup(lambda: keeping.watch(clinic))
    app.on_startup(lambda: _announce(clinic, settings))
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
    )


def _notice_dead_connections() -> None:
    core.sio.eio.ping_interval = PING_SECONDS
    core.sio.eio.ping_timeout = PONG_SECONDS


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
