"""Plays a session's history again, for what each change found and what it left."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from store.demo.drafts import Step, Task, Visit
from store.words import ACTIVE, BookingStatus, Change, SessionStatus

UNDOABLE_FOR = timedelta(hours=25)
"""Only what can still be undone keeps whole states; older entries keep the step alone."""


@dataclass(slots=True)
class Event:
    """One line of a session's history, and what it changed."""

    at: datetime
    change: Change
    by: str
    summary: str
    visit: Visit | None = None
    status: BookingStatus | None = None
    tasks: Sequence[Task] = ()


class Replay:
    """The state of one session between two events."""

    def __init__(self, step: Step, now: datetime, providers: dict[int, str]) -> None:
        """Begin with nothing booked; ``providers`` are names by id."""
        self._tasks, self._now, self._providers = step.tasks, now, providers
        self._visits: dict[int, Visit] = {}
        """The active booking of each task, by the task's id."""
        self._performed: set[int] = set()
        self._documented: set[int] = set()
        self._steps: dict[int, BookingStatus] = {}
        self._status = SessionStatus.AWAITING_BOOKING

    def play(self, event: Event) -> tuple[dict[str, Any], dict[str, Any]]:
        """Let an event happen; what was before and what is after, as the history keeps it."""
        before = self._state(event)
        self._apply(event)
        if event.change is Change.BOOKED:
            return {}, {"item_ids": [task.id for task in event.tasks], "together": []}
        return before, self._state(event)

    def status_change(self) -> tuple[SessionStatus, SessionStatus] | None:
        """The session's status before and after what was played last, when it changed."""
        before, self._status = self._status, self._status_now()
        return (before, self._status) if before is not self._status else None

    def _apply(self, event: Event) -> None:
        ids = [task.id for task in event.tasks]
        if event.visit and event.status:
            self._steps[event.visit.id] = event.status
        if event.change is Change.PERFORMED:
            self._performed.update(ids)
        elif event.change is Change.DOCUMENTED:
            self._documented.update(ids)
        elif event.change is Change.BOOKED and event.visit:
            self._visits.update(dict.fromkeys(ids, event.visit))
        else:
            for key in ids:
                self._visits.pop(key, None)

    def _status_now(self) -> SessionStatus:
        taken = sum(t.id in self._visits or t.id in self._performed for t in self._tasks)
        if len(self._documented) == len(self._tasks):
            return SessionStatus.COMPLETED
        if not taken:
            return SessionStatus.AWAITING_BOOKING
        if taken < len(self._tasks):
            return SessionStatus.PARTIALLY_BOOKED
        return SessionStatus.BOOKED

    def _state(self, event: Event) -> dict[str, Any]:
        state: dict[str, Any] = {}
        if event.visit and event.status:
            state["status"] = self._steps.get(event.visit.id, BookingStatus.NEW).value
        if event.at < self._now - UNDOABLE_FOR:
            return state
        if event.visit and event.status:
            state |= self._details(event.visit)
        if event.tasks or event.status:
            state["items"] = {str(task.id): self._item(task) for task in event.tasks}
        return state

    def _details(self, visit: Visit) -> dict[str, Any]:
        has_ended = self._steps.get(visit.id, BookingStatus.NEW) not in ACTIVE
        return {
            "needs_moving": bool(visit.moving_reason),
            "moving_reason": visit.moving_reason,
            "cancel_reason": visit.cancel_reason if has_ended else "",
        }

    def _item(self, task: Task) -> dict[str, Any]:
        visit = self._visits.get(task.id)
        is_done, is_told = task.id in self._performed, task.id in self._documented
        return {
            "booking_id": visit.id if visit else None,
            "performed_at": _text(task.performed_at) if is_done else None,
            "performed_until": _text(task.performed_until) if is_done else None,
            "performed_by_id": task.performed_by if is_done else None,
            "performed_location_id": task.walk_in_site if is_done else None,
            "note": task.note if is_told else "",
            "documented_at": _text(task.documented_at) if is_told else None,
            "documented_by": self._providers[task.performed_by or 0] if is_told else "",
        }


def _text(instant: datetime | None) -> str | None:
    return instant.isoformat() if instant else None
