"""What a session went through, and what of it can still be undone."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row

from store.views import HistoryView
from store.words import BookingStatus, Change

UNDO_WITHIN = timedelta(hours=24)
UNDOABLE = frozenset(
    {
        Change.BOOKED,
        Change.MOVED,
        Change.STEPPED,
        Change.STEP_TAKEN_BACK,
        Change.CANCELLED,
        Change.NO_SHOW,
        Change.PERFORMED,
        Change.UNMARKED,
        Change.DOCUMENTED,
        Change.ITEM_ADDED,
        Change.ITEM_REMOVED,
        Change.PLAN_CHANGED,
    }
)

Subject = tuple[str, int]


def history_views(entries: Sequence[Row[Any]], now: datetime) -> tuple[HistoryView, ...]:
    """The entries, newest first; one can be undone while recent and not built upon since."""
    built_upon: set[Subject] = set()
    views = []
    for entry in entries:
        mine = set(_subjects(entry))
        counts = entry.change in UNDOABLE and not entry.undone
        recent = now - entry.at <= UNDO_WITHIN
        views.append(
            HistoryView(
                id=entry.id,
                change=entry.change,
                at=entry.at,
                by=entry.by_name,
                summary=entry.summary,
                can_undo=counts and recent and not mine & built_upon,
            )
        )
        if counts and entry.change is not Change.PLAN_CHANGED:
            built_upon |= mine
    return tuple(views)


def last_steps(entries: Sequence[Row[Any]]) -> Mapping[int, BookingStatus]:
    """What each booking was before the last step that was not taken back; entries newest first."""
    steps: dict[int, BookingStatus] = {}
    for entry in entries:
        if entry.change is not Change.STEPPED or entry.undone or entry.booking_id is None:
            continue
        before = entry.before.get("status")
        if before in set(BookingStatus):
            steps.setdefault(entry.booking_id, _STATUSES[before])
    return steps


def _subjects(entry: Row[Any]) -> Iterator[Subject]:
    """The booking and the items an entry changed."""
    of_booking = entry.change in (Change.BOOKED, Change.MOVED) or "status" in entry.before
    if entry.booking_id is not None and of_booking:
        yield "booking", entry.booking_id
    for state in (entry.before, entry.after):
        for key in state.get("items", {}):
            yield "item", int(key)
        for key in state.get("item_ids", ()):
            yield "item", key
        if "whole" in state:
            yield "item", state["whole"]["id"]


_STATUSES = {status.value: status for status in BookingStatus}
