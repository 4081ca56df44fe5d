"""What a page's socket may say: about its own page only, and in the shape the framework uses."""

from collections.abc import Callable
from typing import Any

from nicegui import core

from pages import logs
from pages.failures import reference_for

log = logs.get("regimen.sockets")
SAID: dict[str, dict[str, type]] = {
    "event": {"id": int, "listener_id": str, "args": list},
    "javascript_response": {"request_id": str},
    "ack": {"next_message_id": int},
}
"""What a message has to have besides the page it is about."""
UNHEARD = "log"
"""Browsers could write into the log by it."""


def register() -> None:
    """Hear only those who speak for the page they opened; a page's number alone gives no right."""
    handlers = core.sio.handlers["/"]
    for name, shape in SAID.items():
        if not isinstance(handlers[name], Own):
            core.sio.on(name, Own(handlers[name], shape))
    core.sio.on(UNHEARD, _ignore)


class Own:
    """Passes a message on if it is about the page that its socket belongs to."""

    def __init__(self, inner: Callable[..., Any], shape: dict[str, type]) -> None:
        """``inner`` is the framework's own handler."""
        self.inner = inner
        self.shape = shape

    def __call__(self, sid: str, message: Any = None) -> None:
        """Hear one message."""
        if not self._is_sound(message) or message["client_id"] not in core.sio.rooms(sid):
            log.warning("forged message dropped")
            return
        try:
            self.inner(sid, message)
        except Exception as failure:  # noqa: BLE001 - whatever it says, the socket of a page stays
            reference_for(failure)

    def _is_sound(self, message: Any) -> bool:
        return (
            isinstance(message, dict)
            and isinstance(message.get("client_id"), str)
            and all(isinstance(message.get(name), kind) for name, kind in self.shape.items())
        )


def _ignore(_sid: str, _message: Any = None) -> None:
    """Nothing a browser says of itself is kept."""
