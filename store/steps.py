"""The steps of a booking: forwards, the last one back, and the two ways in which it ends."""

from collections.abc import Sequence
from typing import Any

from store import rights
from store.actions import booking_actions, step_before, step_refusal
from store.bookings.place import check_clashes
from store.displacement import reconsider
from store.errors import Invalid
from store.history import last_step
from store.lookup import find_booking, forbid, items_in, moment_of, service_of, slot_text
from store.models import Booking, HistoryEntry, Item
from store.performing import mark_performed, performer_in
from store.snapshots import booking_state, item_states
from store.tables import BOOKING
from store.text import required
from store.unit import Unit
from store.views import Outcome
from store.words import BookingStatus, Change


def step(unit: Unit, booking_id: int, to: BookingStatus, *, version: int) -> Outcome:
    """Take the booking forward to a later step; steps in between may be skipped.

    Only clashes are checked, not hours or the past.
    """
    booking = find_booking(unit, booking_id, version)
    forbid(step_refusal(booking.status, to))
    return _advance(unit, booking, to, ())


def check_out(unit: Unit, booking_id: int, *, version: int, performed: frozenset[int]) -> Outcome:
    """Check out and settle each item: performed when named, or released to be booked again.

    What was marked performed before stays so. Raises Invalid, field items, for a stranger.
    """
    booking = find_booking(unit, booking_id, version)
    forbid(step_refusal(booking.status, BookingStatus.CHECKED_OUT))
    items = items_in(unit, booking)
    if performed - {item.id for item in items}:
        raise Invalid("One of these items is not in this booking.", field="items")
    return _advance(unit, booking, BookingStatus.CHECKED_OUT, items, performed)


def step_back(unit: Unit, booking_id: int, *, version: int) -> Outcome:
    """Take the last step back; what a check-out released returns where it is still free."""
    booking = find_booking(unit, booking_id, version)
    moment = moment_of(unit, booking)
    forbid(booking_actions(moment, unit.now).step_back)
    check_clashes(unit.session, booking)
    entry = last_step(unit, booking)
    items = _released_by(unit, entry)
    before = _state(booking, items)
    booking.status = step_before(moment)
    booking.version += 1
    for item in items:
        item.booking_id = booking.id
    if entry:
        entry.undone = True
    told = _recorded(
        unit,
        booking,
        Change.STEP_TAKEN_BACK,
        f"{BookingStatus.of(before['status']).label} taken back to {booking.status.label}",
        before=before,
        after=_state(booking, items) | {"entry": entry.id if entry else None},
    )
    reconsider(unit, BOOKING.c.id == booking_id)
    return told


def cancel(unit: Unit, booking_id: int, *, version: int, reason: str) -> Outcome:
    """Cancel the booking; its items are to be booked again. Needs a reason."""
    reason = required(reason, "The reason", field="reason")
    booking = find_booking(unit, booking_id, version)
    forbid(booking_actions(moment_of(unit, booking), unit.now).cancel)
    return end(unit, booking, BookingStatus.CANCELLED, reason=reason)


def no_show(unit: Unit, booking_id: int, *, version: int) -> Outcome:
    """The patient did not come; from the booking's start on."""
    booking = find_booking(unit, booking_id, version)
    forbid(booking_actions(moment_of(unit, booking), unit.now).no_show)
    return end(unit, booking, BookingStatus.NO_SHOW)


def end(unit: Unit, booking: Booking, status: BookingStatus, *, reason: str = "") -> Outcome:
    """End a booking that may be ended: its items leave it and the slot is free."""
    items = items_in(unit, booking)
    before = _state(booking, items)
    for item in items:
        item.booking_id = None
    booking.status = status
    booking.cancel_reason = reason
    booking.needs_moving, booking.moving_reason = False, ""
    booking.version += 1
    change = Change.CANCELLED if status is BookingStatus.CANCELLED else Change.NO_SHOW
    words = f"Cancelled ({reason})" if reason else status.label
    return _recorded(unit, booking, change, words, before=before, after=_state(booking, items))


def _advance(
    unit: Unit,
    booking: Booking,
    to: BookingStatus,
    items: Sequence[Item],
    performed: frozenset[int] = frozenset(),
) -> Outcome:
    check_clashes(unit.session, booking)
    items = [item for item in items if item.performed_at is None]
    before = _state(booking, items)
    settled = _settle(unit, booking, items, performed)
    booking.status = to
    booking.version += 1
    after = _state(booking, items)
    return _recorded(unit, booking, Change.STEPPED, to.label + settled, before=before, after=after)


def _settle(unit: Unit, booking: Booking, items: Sequence[Item], performed: frozenset[int]) -> str:
    if any(item.id in performed for item in items):
        rights.check(unit.by, "perform")
    told = []
    for item in items:
        if item.id in performed:
            mark_performed(unit, item, performer_in(unit, booking))
        else:
            item.booking_id = None
        told.append(
            f"{service_of(unit, item).name} {'performed' if item.performed_at else 'released'}"
        )
    return f" ({', '.join(told)})" if told else ""


def _state(booking: Booking, items: Sequence[Item]) -> dict[str, Any]:
    return booking_state(booking) | {"items": item_states(items)}


def _released_by(unit: Unit, entry: HistoryEntry | None) -> list[Item]:
    states = entry.after.get("items", {}) if entry else {}
    released = [int(key) for key, state in states.items() if state["booking_id"] is None]
    found = (unit.session.get(Item, key) for key in released)
    return [item for item in found if item and item.booking_id is None and not item.performed_at]


def _recorded(
    unit: Unit,
    booking: Booking,
    change: Change,
    words: str,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
) -> Outcome:
    assert booking.id is not None
    summary = f"{words}: {slot_text(unit, booking)}."
    change_id = unit.record(
        change,
        booking.session_id,
        summary,
        booking_id=booking.id,
        before=before,
        after=after,
    )
    return Outcome(
        session_id=booking.session_id,
        message=summary,
        change_id=change_id,
        booking_ids=(booking.id,),
    )
