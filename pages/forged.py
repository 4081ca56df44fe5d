"""What no page of ours says over a socket: each kind goes on record, once a minute for a sign-in."""

from collections.abc import Callable, Mapping
from time import monotonic
from typing import Any

from nicegui import Client

from pages import logs
from store.views import Actor, SignedIn

OnForged = Callable[[str, Actor], None]
log = logs.get("regimen.sockets")
AGAIN_SECONDS = 60.0
"""Whoever says a thing a thousand times stands in the audit trail once a minute."""
MOST = 1_000
"""Sign-ins and kinds remembered for that; the oldest make room."""
ODD = "A message came that no page of ours sends."
FOREIGN = "A message came for a page that this browser did not load."
UNKNOWN = "An event came for something that was never on the page."
LOCKED = "An event came from something hidden or disabled."


class Forgeries:
    """Tells of each kind now and then; ``on_forged`` is called on the event loop and takes no time."""

    def __init__(self, on_forged: OnForged) -> None:
        """Nothing was heard yet."""
        self._on_forged = on_forged
        self._told: dict[tuple[int | None, str], float] = {}

    def tell(self, what: str, environ: Mapping[str, Any] | None) -> None:
        """Something was dropped that came over the socket opened by this request."""
        log.warning("forged message dropped")
        held = _signed_in(environ)
        if held is None:
            return
        now, key = monotonic(), (held.id, what)
        if now - self._told.get(key, -AGAIN_SECONDS) < AGAIN_SECONDS:
            return
        self._told.pop(key, None)
        self._told[key] = now
        if len(self._told) > MOST:
            del self._told[next(iter(self._told))]
        self._on_forged(what, held.actor)


def impossible(told: Mapping[str, Any]) -> str:
    """Why no page of ours sends this event to itself; empty when it may.

    What was taken off a page a moment ago may be pressed in good faith, what never was on it not.
    """
    client = Client.instances[told["client_id"]]
    element = client.elements.get(told["id"])
    if element is None:
        return UNKNOWN if told["id"] >= client.next_element_id or told["id"] < 0 else ""
    if element.is_ignoring_events or element.props.get("refusal"):
        return LOCKED
    return "" if told["listener_id"] in element._event_listeners else UNKNOWN  # noqa: SLF001


def _signed_in(environ: Mapping[str, Any] | None) -> SignedIn | None:
    """Who opened the socket, as the door let them in."""
    scope = environ.get("asgi.scope") if environ else None
    held = scope.get("state", {}).get("signed_in") if scope else None
    return held if isinstance(held, SignedIn) else None
