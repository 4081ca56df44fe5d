"""Makes and writes the courses of a few locations at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from store.demo import billing
from store.demo.diary import Diary
from store.demo.drafts import Person, Plan, Step
from store.demo.fitting import fitted
from store.demo.history import entries
from store.demo.outcomes import Outcomes, Wishes
from store.demo.people import Team, patient_row, word_rows
from store.demo.places import Site, opening
from store.demo.prescriptions import Ids, Prescriber
from store.demo.rows import (
    booking_row,
    derived,
    item_row,
    money_rows,
    part_rows,
    plan_row,
    scopes,
    session_row,
)
from store.demo.showcase import balance
from store.demo.size import Size
from store.demo.writer import Writer
from store.tables import (
    BOOKING,
    CHARGE,
    HISTORY_ENTRY,
    INVOICE,
    ITEM,
    PATIENT,
    PATIENT_WORD,
    PAYMENT,
    PLAN,
    SESSION,
    SESSION_PART,
)
from store.words import BookingStatus, PlanState

MONEY = {"invoice": INVOICE, "charge": CHARGE, "payment": PAYMENT}


@dataclass(slots=True)
class Batch:
    """What one go makes; ``is_shown`` asks for every kind of session to be seen in it."""

    sites: list[Site]
    people: list[Person]
    rng: Random
    ids: Ids
    sessions: int
    size: Size
    is_shown: bool


def write_batch(batch: Batch, writer: Writer, team: Team, now: datetime) -> None:
    """Make patients, courses and all that hangs on them, and write them."""
    today = batch.sites[0].today
    for person in batch.people:
        patient = patient_row(person, today, batch.rng)
        writer.add(PATIENT, patient)
        for word in word_rows(patient):
            writer.add(PATIENT_WORD, word)
    steps = [step for plan in make_plans(batch, now) for step in plan.steps]
    _bill(batch, steps, now)
    _write_steps(batch, steps, writer, team, now)
    writer.flush()


def make_plans(batch: Batch, now: datetime) -> list[Plan]:
    """The courses of these locations, with exactly as many sessions as asked for."""
    plans: list[Plan] = []
    prescribers: list[Prescriber] = []
    crowds = _shares(batch.people, len(batch.sites))
    for site, crowd, wishes in zip(batch.sites, crowds, _wishes(batch), strict=True):
        prescriber = Prescriber(batch.rng, batch.ids, crowd, site.id, batch.size.fresh_share)
        prescribers.append(prescriber)
        diary = Diary(site, batch.rng, prescriber, Outcomes(now, wishes).settle, batch.is_shown)
        first = site.today - timedelta(weeks=batch.size.weeks)
        diary.fill(first, site.today + timedelta(weeks=10), batch.size.density)
        plans += diary.plans
        for plan in diary.plans:
            _close(plan, now)
    return fitted(plans, prescribers, batch.sessions, batch.sites[0].today)


def _shares(people: list[Person], count: int) -> list[list[Person]]:
    return [people[index::count] for index in range(count)]


def _wishes(batch: Batch) -> list[Wishes]:
    if not batch.is_shown:
        return [Wishes() for _ in batch.sites]
    staffed = [
        len(site.team) if site.minute >= opening(site.today.weekday())[0] + 60 else 0
        for site in batch.sites
    ]
    everyone = sum(staffed) or 1
    return [
        Wishes(
            missed=-(-28 * staff // everyone),
            completed=-(-36 * len(site.team) // 9),
            partly=11,
        )
        for site, staff in zip(batch.sites, staffed, strict=True)
    ]


def _close(plan: Plan, now: datetime) -> None:
    """Give the course the state that follows from what happened."""
    given_up = plan.stops_after is not None and plan.visited >= plan.stops_after
    if all(step.is_completed for step in plan.steps):
        plan.state = PlanState.FINISHED
    elif given_up:
        plan.state = PlanState.CANCELLED
        for step in plan.steps:
            _call_off_ahead(step, now)
    elif any(step.visits or step.waiting for step in plan.steps):
        plan.state = PlanState.ACTIVE
    plan.starts_on = min(plan.starts_on, now.date())


def _call_off_ahead(step: Step, now: datetime) -> None:
    for task in step.tasks:
        visit = task.visit
        if visit and visit.starts_at > now and task.performed_at is None:
            visit.status, visit.cancel_reason = BookingStatus.CANCELLED, "Plan cancelled"
            visit.moving_reason = ""
            task.visit = None


def _bill(batch: Batch, steps: list[Step], now: datetime) -> None:
    zones = {site.id: site.zone for site in batch.sites}
    if batch.is_shown:
        balance(steps, zones, now, batch.rng)
    for step in steps:
        step.billing = billing.choose(step, batch.rng)
    if batch.is_shown:
        todays = {site.id: site.today for site in batch.sites}
        placed = []
        for step in steps:
            found = derived(step, now, zones)
            place = scopes(found, now, todays[step.plan.site_id])
            placed.append((step, (found.status, place)))
        billing.spread(placed)
    for step in steps:
        billing.settle(step, now, batch.rng)


def _write_steps(
    batch: Batch, steps: list[Step], writer: Writer, team: Team, now: datetime
) -> None:
    zones = {site.id: site.zone for site in batch.sites}
    for step in steps:
        if step.position == 1:
            writer.add(PLAN, plan_row(step.plan))
        found = derived(step, now, zones)
        writer.add(SESSION, session_row(step, found, team.names))
        for visit in step.visits:
            writer.add(BOOKING, booking_row(visit, step))
        for position, task in enumerate(step.tasks, 1):
            writer.add(ITEM, item_row(task, position, step, team.names))
        for part in part_rows(step, found):
            writer.add(SESSION_PART, part)
        for name, row in money_rows(step, team.front_desk):
            writer.add(MONEY[name], row)
        for row in entries(step, zones[step.plan.site_id], team, now):
            writer.add(HISTORY_ENTRY, row)
