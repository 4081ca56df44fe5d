"""The sessions of a plan: added, dropped, put into another order; what happened is not rewritten."""

from collections.abc import Sequence
from datetime import date

from store.actions import plan_edit_refusal
from store.course_history import course, moments_of, record_course
from store.courses import MOST_SESSIONS, Step, Task, following, interval
from store.dropping import remove, targets
from store.errors import Invalid, NotAllowed, Stale
from store.lookup import find_plan, find_session, forbid, items_of, steps_of
from store.models import TreatmentPlan, TreatmentSession
from store.planning import drop_refusal, move_refusal
from store.prescribing import add_step
from store.queries.courses import offers
from store.queries.moment import load_moment
from store.queries.plans import check_whole_plan, day_of, step_moment, step_rows
from store.targets import retarget
from store.unit import Unit
from store.views import Outcome
from store.words import Change

STALE = "Somebody changed this plan meanwhile. Look at it again."


def add_session(unit: Unit, plan_id: int, *, version: int | None = None) -> Outcome:
    """Put a session behind the last one, with its services at today's prices."""
    plan = plan_to_edit(unit, plan_id, version)
    steps = steps_of(unit, plan_id)
    if len(steps) >= MOST_SESSIONS:
        raise Invalid(f"A plan has at most {MOST_SESSIONS} sessions.", field="sessions")
    if not steps:
        raise NotAllowed("This plan has no sessions yet.")
    tasks = _tasks_like(unit, steps[-1])
    position = steps[-1].position + 1
    plan.total = max(plan.total, position)
    key = add_step(unit, plan, Step(position, _next_target(unit, plan), tasks))
    _changed(unit, plan, [*(step.id or 0 for step in steps), key])
    summary = f"Session {position} of {plan.total} added."
    unit.record(Change.SESSION_ADDED, key, summary)
    return Outcome(session_id=key, message=summary)


def drop_session(unit: Unit, session_id: int, *, version: int | None = None) -> Outcome:
    """Take a session out of its plan; those behind it move up, and their target dates with them."""
    session = find_session(unit, session_id)
    check_whole_plan(unit.session.connection(), unit.sight, session.plan_id)
    plan = plan_to_edit(unit, session.plan_id, version)
    forbid(drop_refusal(moments_of(unit, plan)[session_id]))
    position, total, due = session.position, plan.total, session.target_date
    others = [step for step in steps_of(unit, session.plan_id) if step.id != session_id]
    summary = f"Session {position} of {total} dropped."
    entry = remove(unit, session, others, summary)
    for step in others:
        step.position -= step.position > position
    plan.total = max(total - 1, len(others))
    unit.session.flush()
    retarget(unit, plan, since=position, begins=due)
    entry.after = {"targets": targets(others)}
    _changed(unit, plan, [step.id or 0 for step in others])
    return Outcome(session_id=entry.session_id, message=summary, change_id=entry.id)


def reorder_sessions(
    unit: Unit, plan_id: int, session_ids: Sequence[int], *, version: int | None = None
) -> Outcome:
    """Put the plan's sessions into this order; those that took place keep their places.

    Raises Invalid when the ids are not exactly those of the plan.
    """
    plan = plan_to_edit(unit, plan_id, version)
    steps = steps_of(unit, plan_id)
    by_id = {step.id: step for step in steps}
    if sorted(session_ids) != sorted(step.id or 0 for step in steps):
        raise Invalid("These are not the sessions of this plan. Look at it again.")
    moments = moments_of(unit, plan)
    places = [step.position for step in steps]
    moved = [
        (by_id[key], place)
        for key, place in zip(session_ids, places, strict=True)
        if by_id[key].position != place
    ]
    if not moved:
        raise NotAllowed("The sessions are in this order already.")
    for step, _ in moved:
        if refusal := move_refusal(moments[step.id or 0]):
            raise NotAllowed(f"Session {step.position}: {refusal}")
    begins, was = steps[0].target_date, course(plan, steps)
    told = [
        (step.id or 0, f"Session {step.position} became session {place}.") for step, place in moved
    ]
    for step, place in moved:
        step.position = place
    retarget(unit, plan, since=min(place for _, place in moved), begins=begins)
    change_id = record_course(unit, was, course(plan, steps), told)
    _changed(unit, plan, session_ids)
    before, after = {"order": [step.id for step in steps]}, {"order": [*session_ids]}
    unit.tell("plan", plan_id, before=before, after=after)
    message = "The sessions were put into another order."
    return Outcome(session_id=told[0][0], message=message, change_id=change_id)


def plan_to_edit(unit: Unit, plan_id: int, version: int | None) -> TreatmentPlan:
    """The plan, as it was seen; Stale when it is another by now, NotAllowed when it is closed."""
    plan = find_plan(unit, plan_id)
    if version is not None and version != plan.version:
        raise Stale(STALE)
    forbid(plan_edit_refusal(plan.state))
    return plan


def _changed(unit: Unit, plan: TreatmentPlan, session_ids: Sequence[int]) -> None:
    plan.version += 1
    unit.touch(*session_ids)
    unit.plans.add(plan.id or 0)
    unit.patients.add(plan.patient_id)


def _tasks_like(unit: Unit, session: TreatmentSession) -> tuple[Task, ...]:
    """The items of a session anew; what is no longer offered is left out."""
    items = items_of(unit, session.id or 0)
    known = offers(unit.session.connection(), (item.service_id for item in items))
    likes = [(known[item.service_id], item.units) for item in items]
    tasks = tuple(Task(offer, units, offer.price) for offer, units in likes if not offer.disabled)
    if not tasks:
        raise NotAllowed("What is done in the last session is no longer offered.")
    return tasks


def _next_target(unit: Unit, plan: TreatmentPlan) -> date | None:
    connection = unit.session.connection()
    last = step_rows(connection, plan.id or 0)[-1]
    is_open = step_moment(last, plan.state, 0).is_open
    booked = None if is_open else day_of(last, load_moment(connection, unit.now))
    step = interval(plan.spacing_min, plan.spacing_ideal, plan.spacing_max)
    return following(booked or last.target_date, step)
