"""The history of the demo's sessions: who did what, in the words the commands use."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from store.demo.drafts import Step, Task, Visit
from store.demo.people import MANAGER, Team
from store.demo.replay import Event, Replay
from store.phrases import dated, listed, money
from store.words import ACTIVE, STEPS, BookingStatus, Change

LONG_AGO = timedelta(days=60)
"""Of older visits only the last step is told, as if those before had been skipped."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a session's history takes place; ``rooms`` are names by id."""

    zone: str
    rooms: dict[int, str]
    team: Team
    now: datetime

    def slot(self, visit: Visit) -> str:
        """Where and when, such as "Thu 5 Mar 2026, 10:00 with Hana Mori in Room 1"."""
        place = f" in {self.rooms[visit.room_id]}" if visit.room_id else ""
        provider = self.team.names[visit.provider_id]
        return f"{dated(visit.starts_at, self.zone)} with {provider}{place}"

    def desk(self, number: int) -> str:
        """Somebody at the front desk."""
        return self.team.front_desk[number % len(self.team.front_desk)]


def entries(step: Step, scene: Scene) -> Iterator[dict[str, Any]]:
    """The rows of a session's history, oldest first, its changes of status among them."""
    events = [event for visit in step.visits for event in _visit_events(visit, step, scene)]
    events += [event for task in step.tasks for event in _task_events(task, scene)]
    events += _money_events(step, scene)
    events.sort(key=lambda event: event.at)
    replay = Replay(step, scene.now, scene.team.names)
    for event in events:
        before, after = replay.play(event)
        yield _row(step.id, event, scene, before, after)
        if change := replay.status_change():
            told = Event(
                event.at, Change.STATUS, event.by, f"{change[0].label} became {change[1].label}."
            )
            yield _row(
                step.id, told, scene, {"status": change[0].value}, {"status": change[1].value}
            )


def carried(visit: Visit, step: Step) -> list[Task]:
    """The tasks that were booked with a visit, those it released included."""
    let_go = visit.status not in ACTIVE or visit.status is BookingStatus.CHECKED_OUT
    return [task for task in step.tasks if task.visit is visit or (let_go and task in visit.tasks)]


def _visit_events(visit: Visit, step: Step, scene: Scene) -> Iterator[Event]:
    desk, slot, tasks = scene.desk(visit.id), scene.slot(visit), carried(visit, step)
    services = listed([task.offer.name for task in tasks])
    booked = f"Booked {services} for {slot}."
    yield Event(visit.made_at, Change.BOOKED, desk, booked, visit, BookingStatus.NEW, tasks)
    if visit.status is BookingStatus.CANCELLED:
        summary = f"Cancelled ({visit.cancel_reason}): {slot}."
        yield Event(visit.ended_at, Change.CANCELLED, desk, summary, visit, visit.status, tasks)
    elif visit.status is BookingStatus.NO_SHOW:
        summary = f"No Show: {slot}."
        yield Event(visit.ended_at, Change.NO_SHOW, desk, summary, visit, visit.status, tasks)
    else:
        yield from _step_events(visit, tasks, scene)
    if visit.moving_reason:
        at = max(visit.made_at, scene.now - timedelta(days=1, hours=2))
        summary = f"Needs moving, {slot}: {visit.moving_reason}"
        yield Event(at, Change.NEEDS_MOVING, MANAGER, summary, visit)


def _step_events(visit: Visit, tasks: list[Task], scene: Scene) -> Iterator[Event]:
    done = [task for task in tasks if task.visit is visit and task.performed_at]
    begun = min((t.performed_at for t in done if t.performed_at), default=visit.starts_at)
    ended = max((t.performed_until for t in done if t.performed_until), default=visit.ends_at)
    begun = min(begun, scene.now)
    times = {
        BookingStatus.CONFIRMED: begun - timedelta(hours=26),
        BookingStatus.CHECKED_IN: begun - timedelta(minutes=6),
        BookingStatus.IN_PROCEDURE: begun,
        BookingStatus.CHECKED_OUT: min(ended, scene.now),
    }
    steps = STEPS[1 : STEPS.index(visit.status) + 1]
    for status in steps[-1:] if visit.ends_at < scene.now - LONG_AGO else steps:
        is_theirs = status is BookingStatus.IN_PROCEDURE
        by = scene.team.names[visit.provider_id] if is_theirs else scene.desk(visit.id)
        at = max(times[status], visit.made_at)
        summary = f"{status.label}: {scene.slot(visit)}."
        left = [t for t in tasks if t not in done] if status is BookingStatus.CHECKED_OUT else []
        yield Event(at, Change.STEPPED, by, summary, visit, status, left)


def _task_events(task: Task, scene: Scene) -> Iterator[Event]:
    if task.performed_at is None or task.performed_by is None:
        return
    by, name = scene.team.names[task.performed_by], task.offer.name
    how = "performed" if task.visit else "performed without a booking"
    yield Event(
        task.performed_at, Change.PERFORMED, by, f"{name}: {how}.", task.visit, tasks=[task]
    )
    if task.documented_at:
        summary = f"{name}: documented."
        yield Event(task.documented_at, Change.DOCUMENTED, by, summary, task.visit, tasks=[task])


def _money_events(step: Step, scene: Scene) -> Iterator[Event]:
    for receipt in step.receipts:
        is_back = receipt.amount < 0
        change = Change.REFUNDED if is_back else Change.PAID
        amount = money(abs(receipt.amount), "USD")
        words = f"{amount} {'given back' if is_back else 'taken'}, {receipt.method.label.lower()}."
        yield Event(receipt.taken_at, change, scene.desk(step.id), words)


def _row(
    step_id: int, event: Event, scene: Scene, before: dict[str, Any], after: dict[str, Any]
) -> dict[str, Any]:
    return {
        "session_id": step_id,
        "booking_id": event.visit.id if event.visit else None,
        "change": event.change,
        "at": event.at,
        "by_id": scene.team.ids[event.by],
        "by_name": event.by,
        "summary": event.summary,
        "before": before,
        "after": after,
        "undone": False,
    }
