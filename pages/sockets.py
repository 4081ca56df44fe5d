"""Sockets: each belongs to the sign-in that loaded its page, and speaks for that page alone."""

from collections.abc import Awaitable, Callable, Mapping
from functools import partial, wraps
from typing import Any
from urllib.parse import parse_qs

from nicegui import Client, core
from socketio.exceptions import ConnectionRefusedError  # noqa: A004 - their name for it

from pages import forged
from pages.failures import reference_for
from pages.forged import Forgeries, OnForged

Handler = Callable[..., Any]
SAID: Mapping[str, Mapping[str, type]] = {
    "event": {"id": int, "listener_id": str, "args": list},
    "javascript_response": {"request_id": str},
    "ack": {"next_message_id": int},
}
"""Messages that name the page they are for, and what each has to have besides."""
UNHEARD = "log"
"""Browsers could write into the log by it."""
RELOAD = "Implicit handshake failed"
"""The framework's word to a page that has to be loaded again."""
_FORGERIES = [Forgeries(lambda _what, _who: None)]
"""Told of what no page says; the framework's handlers are one for the whole process, as this is."""
PRESSED = "event"
_SILENT: set[str] = set()
SIMULATED = "test-"
"""Begins the socket of a simulated user in tests, who has no socket at all."""


def register(on_forged: OnForged) -> None:
    """Stand before the framework's own handlers, once however often pages are registered.

    ``on_forged`` is told what was dropped, and who said it; on the event loop, and must take no time.
    """
    _FORGERIES[:] = [Forgeries(on_forged)]
    handlers = core.sio.handlers["/"]
    handlers["connect"] = _once(handlers["connect"], _connecting)
    handlers["handshake"] = _once(handlers["handshake"], _shaking)
    for name, shape in SAID.items():
        handlers[name] = _once(handlers[name], partial(_naming, name=name, shape=shape))
    core.sio.on(UNHEARD, _ignore)


def silence(client_id: str) -> None:
    """Hear nothing of what is pressed on a page from now on."""
    _SILENT.add(client_id)


def hear(client_id: str) -> None:
    """Hear it again."""
    _SILENT.discard(client_id)


def is_own(client_id: object, environ: Mapping[str, Any] | None) -> bool:
    """Whether the page was loaded under the sign-in that this socket's browser holds."""
    client = Client.instances.get(str(client_id))
    scope = environ.get("asgi.scope") if environ else None
    if client is None or scope is None:
        return False
    held, loaded = _sign_in(scope), _sign_in(client.request.scope)
    return held is not None and held == loaded


def _sign_in(scope: Mapping[str, Any]) -> int | None:
    """The sign-in that the door let a request in by; its id in the browser may be new since."""
    held = scope.get("state", {}).get("signed_in")
    return held.id if held else None


def _once(handler: Handler, guard: Callable[[Handler], Handler]) -> Handler:
    if getattr(handler, "is_guarded", False):
        return handler
    guarded = guard(handler)
    guarded.is_guarded = True  # type: ignore[attr-defined]
    return guarded


def _connecting(handler: Handler) -> Handler:
    @wraps(handler)
    async def connect(sid: str, environ: dict[str, Any], *more: Any) -> Any:
        query = parse_qs(environ.get("QUERY_STRING", ""))
        for client_id in query.get("client_id", []):
            if not is_own(client_id, environ):
                if client_id in Client.instances:
                    _FORGERIES[0].tell(forged.FOREIGN, environ)
                raise ConnectionRefusedError(RELOAD)
        return await handler(sid, environ, *more)

    return connect


def _shaking(handler: Callable[..., Awaitable[bool]]) -> Handler:
    @wraps(handler)
    async def handshake(sid: str, told: dict[str, Any]) -> bool:
        if not sid.startswith(SIMULATED) and not is_own(
            told.get("client_id"), core.sio.get_environ(sid)
        ):
            return False
        return await handler(sid, told)

    return handshake


def _naming(handler: Handler, *, name: str, shape: Mapping[str, type]) -> Handler:
    @wraps(handler)
    def named(sid: str, told: Any = None) -> None:
        if problem := _problem(sid, told, shape):
            _FORGERIES[0].tell(problem, core.sio.get_environ(sid))
            return
        if name == PRESSED and told["client_id"] in _SILENT:
            return
        try:
            handler(sid, told)
        except Exception as failure:  # noqa: BLE001 - whatever it says, the socket of a page stays
            reference_for(failure)

    return named


def _problem(sid: str, told: Any, shape: Mapping[str, type]) -> str:
    """Why the message is not heard; empty when it is."""
    if not _is_sound(told, shape):
        return forged.ODD
    if told["client_id"] not in core.sio.rooms(sid):
        return forged.FOREIGN
    return forged.impossible(told) if "listener_id" in shape else ""


def _is_sound(told: Any, shape: Mapping[str, type]) -> bool:
    return (
        isinstance(told, dict)
        and isinstance(told.get("client_id"), str)
        and all(isinstance(told.get(name), kind) for name, kind in shape.items())
    )


def _ignore(_sid: str, _told: Any = None) -> None:
    """Nothing a browser says of itself is kept."""
