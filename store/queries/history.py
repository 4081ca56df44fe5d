"""What a session went through, and what of it can still be undone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from store.history import UNDO_WITHIN, UNDOABLE, Subject, subjects
from store.views import HistoryView
from store.words import BookingStatus, Change


def history_views(entries: Sequence[Row[Any]], now: datetime) -> tuple[HistoryView, ...]:
    """The entries, newest first; one can be undone while recent and not built upon since."""
    built_upon: set[Subject] = set()
    views = []
    for entry in entries:
        mine = subjects(entry)
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
            steps.setdefault(entry.booking_id, BookingStatus.of(before))
    return steps
