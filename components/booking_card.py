"""The card of a booking in the calendar: who, what for, and what can be done with it."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import events, ui

from components import session_reading as reading
from components.dialog import Dialog
from store.views import BookingView, ItemView, SessionDetail

ACTIONS = (*reading.BOOKING_ACTIONS, ("length", "Change length"))
NAMES = frozenset(name for name, _label in ACTIONS)
WALK_IN = ("Walk-in", "person", "green")
OnAct = Callable[[str], Awaitable[Any] | Any]


class CardBody(ui.element, component="scripts/booking_card.js"):
    """All that is on the card."""


class BookingCard:
    """Stands beside the block that was pressed; Esc, a press beside it and the cross close it."""

    def __init__(
        self,
        detail: SessionDetail,
        booking_id: int | None,
        *,
        near: str,
        on_act: OnAct,
        on_dismiss: Callable[[], Any],
    ) -> None:
        """``near`` is the block's key; ``on_act`` gets the action's name, once the card is gone."""
        self._booking_id = booking_id
        self._on_act = on_act
        self._dialog = Dialog(detail.patient_name, near=near, on_dismiss=on_dismiss)
        with self._dialog:
            self._body = CardBody()
        self._body.on("act", self._acted)
        self.show(detail)

    @property
    def is_open(self) -> bool:
        """Whether it is still there."""
        return not self._dialog.is_deleted

    def open(self) -> None:
        """Show it; the focus goes back to the block when it is closed."""
        self._dialog.open()

    def show(self, detail: SessionDetail) -> None:
        """Show the booking as it is now."""
        shown = card(detail, self._booking_id)
        if self._body.props.get("card") != shown:
            self._body.props["card"] = shown

    def close(self) -> None:
        """Take it away."""
        if self.is_open:
            self._dialog.delete()

    def _acted(self, event: events.GenericEventArguments) -> Any:
        if event.args not in NAMES:
            return None
        self.close()
        return self._on_act(event.args)


def card(detail: SessionDetail, booking_id: int | None) -> dict[str, Any]:
    """What the card reads out; without a booking, what was performed without one."""
    booking = next((one for one in detail.bookings if one.id == booking_id), None)
    money = detail.billing
    shown = {
        "place": f"{detail.treatment}, session {detail.position} of {detail.total}",
        "alerts": ", ".join(detail.alerts),
        "money": money.status.label if money else "",
        "href": f"/sessions/{detail.id}",
    }
    told = _walk_in(detail) if booking is None else _booking(booking, detail)
    return {**shown, **told}


def _booking(booking: BookingView, detail: SessionDetail) -> dict[str, Any]:
    (read,) = (one for one in reading.bookings(detail) if one["id"] == booking.id)
    items = tuple(_item(item) for item in detail.items if item.id in booking.item_ids)
    actions = (*read["actions"], ("length", "Change length", booking.reschedule.refusal))
    reasons: dict[str, list[tuple[str, str]]] = {}
    for name, label, why in actions:
        if why:
            reasons.setdefault(why, []).append((name, label))
    return {
        "when": read["when"],
        "status": read["status"],
        "where": f"{read['provider']}, {read['room']}",
        "moving": read["moving"],
        "items": items or ((read["services"], ""),),
        "actions": actions,
        "next": read["next"],
        "reasons": tuple(
            (why, ", ".join(label for _, label in those), tuple(name for name, _ in those))
            for why, those in reasons.items()
        ),
    }


def _walk_in(detail: SessionDetail) -> dict[str, Any]:
    done = [read for read in reading.items(detail) if read["performed"]]
    return {
        "when": "Performed without a booking",
        "status": WALK_IN,
        "where": detail.status_reason,
        "moving": "",
        "items": tuple((read["name"], read["performed"]) for read in done),
        "actions": (),
        "next": "",
        "reasons": (),
    }


def _item(item: ItemView) -> tuple[str, str]:
    return item.service_name, "performed" if item.performed_at else f"{item.minutes} min"
