"""What a session went through, and what of it can still be undone."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row

from store.history import UNDO_WITHIN, Subject, can_be_undone, subjects
from store.views import HistoryView, Sight
from store.words import BookingStatus, Change

MONEY = frozenset({Change.PAID, Change.REFUNDED})


def history_views(
    entries: Sequence[Row[Any]], now: datetime, sight: Sight
) -> tuple[HistoryView, ...]:
    """The entries, newest first; one can be undone while recent and not built upon since.

    Payments are left out where money is out of sight; that a note was written is told, the note not.
    """
    hidden = frozenset() if sight.money else MONEY
    built_upon: set[Subject] = set()
    views = []
    for entry in entries:
        mine = subjects(entry)
        counts = can_be_undone(entry)
        recent = now - entry.at <= UNDO_WITHIN
        if entry.change not in hidden:
            can_undo = counts and recent and not mine & built_upon
            views.append(_view(entry, can_undo=can_undo))
        if counts and entry.change is not Change.PLAN_CHANGED:
            built_upon |= mine
    return tuple(views)


def _view(entry: Row[Any], *, can_undo: bool) -> HistoryView:
    return HistoryView(
        id=entry.id,
        change=entry.change,
        at=entry.at,
        by=entry.by_name,
        summary=entry.summary,
        can_undo=can_undo,
    )


def last_steps(
    entries: Sequence[Row[Any]],
) -> Mapping[tuple[int | None, BookingStatus], BookingStatus]:
    """By booking and status, what the booking was before the last step to it; newest first.

    Steps that were taken back do not count.
    """
    steps: dict[tuple[int | None, BookingStatus], BookingStatus] = {}
    for entry in entries:
        told = "status" in entry.before and "status" in entry.after
        if entry.change is Change.STEPPED and told and not entry.undone:
            reached = BookingStatus.of(entry.after["status"])
            came_from = BookingStatus.of(entry.before["status"])
            steps.setdefault((entry.booking_id, reached), came_from)
    return steps
