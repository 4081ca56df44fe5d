"""One session whole: its values in, the action pressed and what it concerns out."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import events, ui

from components import session_reading as reading
from components.text import heading
from store.views import SessionDetail

OnAct = Callable[[str, int], Awaitable[Any] | Any]

ACTIONS = frozenset(
    name
    for names in (reading.BOOKING_ACTIONS, reading.ITEM_ACTIONS, reading.MONEY_ACTIONS)
    for name, _label in names
) | {"book", "add_item", "undo"}


class SessionHead(ui.element, component="scripts/session_head.js"):
    """Where the session stands: the way back, its neighbours, status and dates."""


class SessionBody(ui.element, component="scripts/session_body.js"):
    """Bookings, items, patient, plan, billing and history."""


class SessionView:
    """Updated in place by ``show``: focus, scroll and what is folded out stay."""

    def __init__(self, detail: SessionDetail, *, on_act: OnAct) -> None:
        """``on_act`` gets the action's name and the id of the booking, item or change it is about.

        Actions on the session itself come with the session's id.
        """
        self._on_act = on_act
        self._head = SessionHead()
        with self._head:
            self._title = heading(reading.title(detail))
        self._body = SessionBody()
        for part in (self._head, self._body):
            part.on("act", self._acted)
        self.show(detail)

    def show(self, detail: SessionDetail) -> None:
        """Show the session as it is now; only parts that changed are sent."""
        self._title.set_text(reading.title(detail))
        _give(self._head, {"session_id": detail.id, "head": reading.head(detail)})
        _give(
            self._body,
            {
                "session_id": detail.id,
                "about": reading.about(detail),
                "items": reading.items(detail),
                "bookings": reading.bookings(detail),
                "billing": reading.billing(detail),
                "history": reading.history(detail),
                "add_refusal": detail.add_item.refusal,
            },
        )

    def _acted(self, event: events.GenericEventArguments) -> Any:
        match event.args:
            case [str(name), int(key)] if name in ACTIONS:
                return self._on_act(name, key)
        return None


def _give(part: ui.element, values: dict[str, Any]) -> None:
    changed = {name: value for name, value in values.items() if part.props.get(name) != value}
    if changed:
        part.props.update(changed)
