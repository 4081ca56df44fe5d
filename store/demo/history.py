"""The history of the demo's sessions: who did what, in the words the commands use."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from store.demo.drafts import Step, Task, Visit
from store.demo.people import MANAGER, Team
from store.words import STEPS, BookingStatus, Change
from store.zones import local

LONG_AGO = timedelta(days=60)
"""Of older visits only the last step is told, as if those before had been skipped."""


@dataclass(slots=True)
class Event:
    """One line of a session's history."""

    at: datetime
    change: Change
    by: str
    summary: str
    visit_id: int | None = None
    before: str = ""
    after: str = ""


def entries(step: Step, zone: str, team: Team, now: datetime) -> list[dict[str, Any]]:
    """The rows of a session's history, oldest first."""
    events = [event for visit in step.visits for event in _visit_events(visit, zone, team, now)]
    events += [event for task in step.tasks for event in _task_events(task, team)]
    events += _money_events(step, team)
    events.sort(key=lambda event: event.at)
    return [_row(step.id, event, team) for event in events]


def _visit_events(visit: Visit, zone: str, team: Team, now: datetime) -> Iterator[Event]:
    desk, provider = _desk(team, visit.id), team.names[visit.provider_id]
    clock = local(visit.starts_at, zone)
    when = f"{clock:%a} {clock.day} {clock:%b %Y, %H:%M}"
    yield Event(visit.made_at, Change.BOOKED, desk, f"Booked {when} with {provider}.", visit.id)
    if visit.status is BookingStatus.CANCELLED:
        at = min(visit.starts_at - timedelta(hours=5), now - timedelta(minutes=9))
        at = max(at, visit.made_at + timedelta(minutes=3))
        reason = visit.cancel_reason
        yield Event(at, Change.CANCELLED, desk, f"Cancelled {when}: {reason}.", visit.id)
    elif visit.status is BookingStatus.NO_SHOW:
        at = min(visit.starts_at + timedelta(minutes=15), now)
        yield Event(at, Change.NO_SHOW, desk, f"No Show {when} with {provider}.", visit.id)
    else:
        yield from _step_events(visit, desk, provider, now)
    if visit.moving_reason:
        at = max(visit.made_at, now - timedelta(days=1, hours=2))
        yield Event(
            at, Change.NEEDS_MOVING, MANAGER, f"Needs moving: {visit.moving_reason}.", visit.id
        )


def _step_events(visit: Visit, desk: str, provider: str, now: datetime) -> Iterator[Event]:
    begun = min(visit.starts_at, now - timedelta(minutes=25))
    ended = min(visit.ends_at, now - timedelta(minutes=1))
    times = {
        BookingStatus.CONFIRMED: max(visit.made_at, begun - timedelta(hours=26)),
        BookingStatus.CHECKED_IN: begun - timedelta(minutes=6),
        BookingStatus.IN_PROCEDURE: begun,
        BookingStatus.CHECKED_OUT: max(begun, ended),
    }
    before = BookingStatus.NEW
    taken = STEPS[1 : STEPS.index(visit.status) + 1]
    for status in taken[-1:] if visit.ends_at < now - LONG_AGO else taken:
        by = provider if status is BookingStatus.IN_PROCEDURE else desk
        at = max(times[status], visit.made_at)
        summary = f"{before.label} became {status.label}."
        yield Event(at, Change.STEPPED, by, summary, visit.id, before.value, status.value)
        before = status


def _task_events(task: Task, team: Team) -> Iterator[Event]:
    if task.performed_at is None or task.performed_until is None or task.performed_by is None:
        return
    by, name = team.names[task.performed_by], task.offer.name
    visit_id = task.visit.id if task.visit else None
    at = task.documented_at or task.performed_until
    yield Event(min(task.performed_until, at), Change.PERFORMED, by, f"{name} performed.", visit_id)
    if task.documented_at:
        yield Event(task.documented_at, Change.DOCUMENTED, by, f"{name} documented.", visit_id)


def _money_events(step: Step, team: Team) -> Iterator[Event]:
    for receipt in step.receipts:
        back = receipt.amount < 0
        amount = f"USD {abs(receipt.amount) // 100:,}.{abs(receipt.amount) % 100:02}"
        yield Event(
            receipt.taken_at,
            Change.REFUNDED if back else Change.PAID,
            _desk(team, step.id),
            f"{'Refunded' if back else 'Paid'} {amount} by {receipt.method.label.lower()}.",
        )


def _desk(team: Team, number: int) -> str:
    return team.front_desk[number % len(team.front_desk)]


def _row(step_id: int, event: Event, team: Team) -> dict[str, Any]:
    return {
        "session_id": step_id,
        "booking_id": event.visit_id,
        "change": event.change,
        "at": event.at,
        "by_id": team.ids[event.by],
        "by_name": event.by,
        "summary": event.summary,
        "before": {"status": event.before} if event.before else {},
        "after": {"status": event.after} if event.after else {},
        "undone": False,
    }
