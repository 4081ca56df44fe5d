"""Evens out what today shows, so that every session status is there often enough."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random

from store.demo.catalogue import OFFER_BY_NAME
from store.demo.drafts import Step, Task
from store.demo.outcomes import NOTES
from store.status import ItemFact, session_status
from store.words import BookingStatus, SessionStatus
from store.zones import local_day

WANTED = {
    SessionStatus.COMPLETED: 36,
    SessionStatus.BOOKED: 29,
    SessionStatus.PARTIALLY_BOOKED: 29,
}
"""Five of each billing status and a few to spare."""


def balance(steps: Sequence[Step], zones: dict[int, str], now: datetime, rng: Random) -> None:
    """Let some of today's sessions be documented, left open or booked in part."""
    found: dict[SessionStatus, list[Step]] = {status: [] for status in WANTED}
    for step in steps:
        status = status_of(step)
        if status in found and is_today(step, zones[step.plan.site_id], now):
            found[status].append(step)
    for source, goal, change in (
        (SessionStatus.BOOKED, SessionStatus.COMPLETED, _finish),
        (SessionStatus.PARTIALLY_BOOKED, SessionStatus.COMPLETED, _finish),
        (SessionStatus.COMPLETED, SessionStatus.PARTIALLY_BOOKED, _release),
        (SessionStatus.BOOKED, SessionStatus.PARTIALLY_BOOKED, _release),
        (SessionStatus.COMPLETED, SessionStatus.BOOKED, _reopen),
    ):
        for step in list(found[source]):
            spare = len(found[source]) > WANTED[source] and len(found[goal]) < WANTED[goal]
            if spare and change(step, now, rng):
                found[source].remove(step)
                found[goal].append(step)


def status_of(step: Step) -> SessionStatus:
    """The session's status as the rules have it."""
    return session_status(
        [
            ItemFact(
                task.id,
                booking_id=task.visit.id if task.visit else None,
                performed_at=task.performed_at,
                is_documented=task.documented_at is not None,
            )
            for task in step.tasks
        ]
    )


def is_today(step: Step, zone: str, now: datetime) -> bool:
    """Whether a part of a session that is booked or performed lies on today's date."""
    today = local_day(now, zone)
    return any(_day(task, zone) == today for task in step.tasks)


def _day(task: Task, zone: str) -> date | None:
    if task.visit:
        return local_day(task.visit.starts_at, zone)
    return local_day(task.performed_at, zone) if task.performed_at else None


def _finish(step: Step, now: datetime, rng: Random) -> bool:
    """Perform and document everything, where its time has gone by; what is left is dropped."""
    if any(task.visit and task.visit.ends_at > now for task in step.tasks):
        return False
    step.tasks = [task for task in step.tasks if task.visit or task.performed_at]
    for task in step.tasks:
        if task.visit and task.performed_at is None:
            _perform(task, step)
        if task.documented_at is None and task.performed_until:
            task.note = rng.choice(NOTES)
            task.documented_at = min(task.performed_until + timedelta(minutes=4), now)
    return True


def _perform(task: Task, step: Step) -> None:
    visit = task.visit
    assert visit is not None
    before = [t for t in step.tasks if t.visit is visit and t.id < task.id]
    begun = visit.starts_at + timedelta(minutes=sum(t.offer.minutes for t in before))
    visit.status = BookingStatus.CHECKED_OUT
    task.performed_at = begun
    task.performed_until = begun + timedelta(minutes=task.offer.minutes)
    task.performed_by, task.performed_site = visit.provider_id, visit.site_id


def _release(step: Step, _now: datetime, rng: Random) -> bool:
    """Leave the last item of several to be booked again, or add one that is not booked yet."""
    last = step.tasks[-1]
    if len(step.tasks) == 1 and step.plan.course.extras:
        offer = OFFER_BY_NAME[rng.choice(step.plan.course.extras)]
        step.tasks.append(Task(step.spare_id, offer, 100 * offer.price))
        return True
    shared = last.visit and any(t.visit is last.visit for t in step.tasks[:-1])
    if not shared or last.visit is None or last.visit.moving_reason:
        return False
    last.visit = last.performed_at = last.performed_until = None
    last.performed_by = last.performed_site = last.documented_at = None
    last.note = ""
    return True


def _reopen(step: Step, _now: datetime, _rng: Random) -> bool:
    """Take the note of the last item away."""
    step.tasks[-1].note, step.tasks[-1].documented_at = "", None
    return True
