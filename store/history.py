"""What rules and screens read from the history: the last steps, and what can still be undone."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Row
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from store.models import Booking, HistoryEntry, Item
from store.unit import Unit
from store.words import BookingStatus, Change

UNDO_WITHIN = timedelta(hours=24)
NEEDED = {
    Change.BOOKED: ("after", "item_ids"),
    Change.MOVED: ("before", "starts_at"),
    Change.STEPPED: ("before", "status"),
    Change.STEP_TAKEN_BACK: ("before", "status"),
    Change.CANCELLED: ("before", "items"),
    Change.NO_SHOW: ("before", "items"),
    Change.PERFORMED: ("before", "items"),
    Change.UNMARKED: ("before", "items"),
    Change.DOCUMENTED: ("before", "items"),
    Change.ITEM_ADDED: ("after", "whole"),
    Change.ITEM_REMOVED: ("before", "whole"),
    Change.PLAN_CHANGED: ("before", "plan"),
    Change.SESSION_DROPPED: ("before", "dropped"),
}
"""What each kind is undone by. Money is given back by a refund, and an undo is not undone."""

Subject = tuple[str, int]


def can_be_undone(entry: HistoryEntry | Row[Any]) -> bool:
    """Whether the entry keeps what it is undone by, and was not undone yet."""
    side, key = NEEDED.get(entry.change, ("after", "nothing"))
    kept: dict[str, Any] = entry.before if side == "before" else entry.after
    return key in kept and not entry.undone


def last_entry(unit: Unit, booking: Booking) -> HistoryEntry | None:
    """The latest thing that happened to a booking."""
    return unit.session.exec(_of(booking).limit(1)).first()


def last_step(unit: Unit, booking: Booking) -> HistoryEntry | None:
    """The latest step to the booking's status that was not taken back; None without a record."""
    steps = _of(booking).where(
        HistoryEntry.change == Change.STEPPED, col(HistoryEntry.undone).is_(False)
    )
    led_here = (e for e in unit.session.exec(steps) if e.after.get("status") == booking.status)
    return next(led_here, None)


def previous_status(unit: Unit, booking: Booking) -> BookingStatus | None:
    """What the booking was before its last step; None when that is not on record."""
    entry = last_step(unit, booking)
    return BookingStatus.of(entry.before["status"]) if entry else None


def note_since(unit: Unit, item: Item, version: int) -> HistoryEntry | None:
    """The latest change to the item's note that whoever saw the session at ``version`` missed."""
    query = select(HistoryEntry).where(
        HistoryEntry.session_id == item.session_id,
        col(HistoryEntry.change).in_((Change.DOCUMENTED, Change.RESTORED)),
    )
    for entry in unit.session.exec(query.order_by(col(HistoryEntry.id).desc())):
        if str(item.id) in entry.after.get("items", {}):
            return entry if entry.after.get("session_version", 0) >= version else None
    return None


def _of(booking: Booking) -> SelectOfScalar[HistoryEntry]:
    return (
        select(HistoryEntry)
        .where(
            HistoryEntry.session_id == booking.session_id,
            HistoryEntry.booking_id == booking.id,
        )
        .order_by(col(HistoryEntry.id).desc())
    )


def subjects(entry: HistoryEntry | Row[Any]) -> frozenset[Subject]:
    """The booking and the items an entry changed; whoever undoes it needs them as it left them."""
    found: set[Subject] = set()
    for state in (entry.before, entry.after):
        found.update(("item", int(key)) for key in state.get("items", {}))
        found.update(("item", key) for key in state.get("item_ids", ()))
        found.update([("item", state["whole"]["id"])] if "whole" in state else [])
    of_booking = entry.change is Change.BOOKED or "status" in entry.before
    if entry.booking_id is not None and of_booking:
        found.add(("booking", entry.booking_id))
    return frozenset(found)
