"""Makes and writes the courses of a few locations at a time."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from store.demo import billing
from store.demo.diary import Diary
from store.demo.drafts import Person, Plan, Step
from store.demo.fitting import fitted
from store.demo.history import Scene
from store.demo.meter import Meter
from store.demo.outcomes import Outcomes, Wishes, call_off_time
from store.demo.people import Team
from store.demo.places import Site, opening
from store.demo.prescriptions import Ids, Prescriber
from store.demo.records import Records, write_people
from store.demo.rows import derived, scopes
from store.demo.showcase import balance
from store.demo.size import Size
from store.demo.writer import Writer
from store.words import BookingStatus, PlanState

WEEKS_AHEAD = 10


@dataclass(slots=True)
class Batch:
    """What one go makes; ``is_shown`` asks for every kind of session to be seen in it."""

    sites: list[Site]
    people: list[Person]
    rng: Random
    ids: Ids
    sessions: int
    size: Size
    now: datetime
    is_shown: bool

    @property
    def zones(self) -> dict[int, str]:
        """The zone of each location."""
        return {site.id: site.zone for site in self.sites}


def write_batch(batch: Batch, writer: Writer, team: Team, meter: Meter) -> None:
    """Make patients, courses and all that hangs on them, and write them."""
    write_people(batch.people, writer, batch.sites[0].today, batch.rng)
    steps = [step for plan in make_plans(batch, meter) for step in plan.steps]
    _bill(batch, steps)
    rooms = {room.id: room.name for site in batch.sites for room in site.rooms}
    scenes = {key: Scene(zone, rooms, team, batch.now) for key, zone in batch.zones.items()}
    Records(writer, scenes, batch.zones).write(steps, meter)


def make_plans(batch: Batch, meter: Meter) -> list[Plan]:
    """The courses of these locations, with exactly as many sessions as asked for."""
    plans: list[Plan] = []
    prescribers: list[Prescriber] = []
    each = batch.sessions / len(batch.sites)
    crowds = _shares(batch.people, len(batch.sites))
    for site, crowd, wishes in zip(batch.sites, crowds, _wishes(batch), strict=True):
        prescriber = Prescriber(batch.rng, batch.ids, crowd, site.id, batch.size.fresh_share)
        prescribers.append(prescriber)
        outcomes = Outcomes(batch.now, wishes)
        diary = Diary(site, batch.rng, prescriber, outcomes.settle, batch.is_shown)
        days = range(-7 * batch.size.weeks, 7 * WEEKS_AHEAD + 1)
        for offset in days:
            diary.fill(site.today + timedelta(offset), batch.size.density(offset))
            meter.planned(each / len(days))
        for plan in diary.plans:
            _close(plan, batch.now)
        plans += diary.plans
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
            call_off_time(visit, now)
            task.visit = None


def _bill(batch: Batch, steps: list[Step]) -> None:
    if batch.is_shown:
        balance(steps, batch.zones, batch.now, batch.rng)
    for step in steps:
        step.billing = billing.choose(step, batch.rng)
    if batch.is_shown:
        billing.spread(_placed(batch, steps))
    for step in steps:
        billing.settle(step, batch.now, batch.rng)


def _placed(batch: Batch, steps: list[Step]) -> list[tuple[Step, billing.Place]]:
    days = {site.id: site.today for site in batch.sites}
    found = [(step, derived(step, batch.now, batch.zones)) for step in steps]
    return [
        (step, (facts.status, scopes(facts, batch.now, days[step.plan.site_id])))
        for step, facts in found
    ]
