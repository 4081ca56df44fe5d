"""Sockets: each belongs to the sign-in that loaded its page, and reaches no other page."""

import hmac
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import parse_qs

from nicegui import Client, core
from socketio.exceptions import ConnectionRefusedError  # noqa: A004 - their name for it

from pages import cookies

Handler = Callable[..., Any]
GUARDED = ("event", "javascript_response", "ack", "log")
"""Messages that name the page they are for, which nobody but that page may."""
RELOAD = "Implicit handshake failed"
"""The framework's word to a page that has to be loaded again."""
_ACTED: set[str] = set()
SIMULATED = "test-"
"""Begins the socket of a simulated user in tests, who has no socket at all."""


def register() -> None:
    """Stand before the framework's own handlers, once however often pages are registered."""
    handlers = core.sio.handlers["/"]
    handlers["connect"] = _once(handlers["connect"], _connecting)
    handlers["handshake"] = _once(handlers["handshake"], _shaking)
    for name in GUARDED:
        handlers[name] = _once(handlers[name], _naming)


def has_acted(client_id: str) -> bool:
    """Whether somebody did something on the page since it was last forgotten."""
    return client_id in _ACTED


def forget(client_id: str) -> None:
    """Let a page count as one on which nobody did anything yet."""
    _ACTED.discard(client_id)


def is_own(client_id: object, environ: Mapping[str, Any] | None) -> bool:
    """Whether the page was loaded under the sign-in that this socket's browser holds."""
    client = Client.instances.get(str(client_id))
    scope = environ.get("asgi.scope") if environ else None
    if client is None or scope is None:
        return False
    held = cookies.read(scope, cookies.SIGN_IN)
    loaded = cookies.read(client.request.scope, cookies.SIGN_IN)
    return bool(held) and hmac.compare_digest(held.encode(), loaded.encode())


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


def _naming(handler: Handler) -> Handler:
    @wraps(handler)
    def named(sid: str, told: dict[str, Any]) -> None:
        if is_own(told.get("client_id"), core.sio.get_environ(sid)):
            _ACTED.add(str(told.get("client_id")))
            handler(sid, told)

    return named
