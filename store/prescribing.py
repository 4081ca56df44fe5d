"""A new plan, with its sessions, their items and their target dates made at once."""

from sqlmodel import col, func, select

from store.courses import Step, planned
from store.errors import Invalid, NotAllowed
from store.lookup import find
from store.models import DroppedSession, Item, Patient, TreatmentPlan, TreatmentSession
from store.queries.courses import currency_of, offers
from store.snapshots import taken
from store.unit import Unit
from store.views import Outcome, PlanForm
from store.words import Change, PlanState

BEGINNINGS = (PlanState.DRAFT, PlanState.PRESCRIBED)


def add_plan(unit: Unit, form: PlanForm) -> Outcome:
    """Make the plan; the outcome's session is its first.

    Raises Invalid, with the field, NotFound, and NotAllowed for a patient that was merged.
    """
    patient = find(unit, Patient, form.patient_id, "patient")
    if patient.merged_into_id:
        raise NotAllowed("This record was merged into another one: open that one.")
    if form.state not in BEGINNINGS:
        raise Invalid("A new plan is Draft or Prescribed.", field="state")
    connection = unit.session.connection()
    currency = currency_of(connection)
    known = offers(connection, (item.service_id for item in form.items))
    steps = planned(form, known, currency, form.starts_on)
    plan = TreatmentPlan(
        id=_next_plan_id(unit),
        patient_id=form.patient_id,
        goal=form.goal or form.treatment,
        treatment=form.treatment,
        total=form.sessions,
        spacing_min=form.spacing_min,
        spacing_ideal=form.spacing_ideal,
        spacing_max=form.spacing_max,
        payment_option=form.payment_option,
        deposit=form.deposit,
        currency=currency,
        state=form.state,
        starts_on=form.starts_on,
    )
    unit.session.add(plan)
    unit.session.flush()
    assert plan.id is not None
    ids = [add_step(unit, plan, step) for step in steps]
    count = "1 session" if len(ids) == 1 else f"{len(ids)} sessions"
    summary = f"Plan {form.state.label}: {form.treatment}, {count}."
    terms = ("goal", "treatment", "total", "state", "payment_option", "deposit", "starts_on")
    unit.tell("plan", plan.id, summary, after=taken(plan, terms))
    for key in ids:
        unit.record(Change.PLAN_CHANGED, key, summary)
    unit.plans.add(plan.id)
    return Outcome(session_id=ids[0], message=summary)


def add_step(unit: Unit, plan: TreatmentPlan, step: Step) -> int:
    """Write one session of a plan with its items, and hand back its id."""
    focus = step.tasks[0].offer
    session = TreatmentSession(
        id=next_session_id(unit),
        plan_id=plan.id or 0,
        patient_id=plan.patient_id,
        position=step.position,
        treatment=plan.treatment,
        category=focus.category,
        target_date=step.target_date,
        deposit=plan.deposit,
    )
    unit.session.add(session)
    unit.session.flush()
    assert session.id is not None
    for position, task in enumerate(step.tasks, 1):
        unit.session.add(
            Item(
                session_id=session.id,
                service_id=task.offer.id,
                position=position,
                units=task.units,
                unit_price=task.unit_price,
                currency=plan.currency,
            )
        )
    unit.session.flush()
    return session.id


def _next_plan_id(unit: Unit) -> int:
    """The same of plans: one may have been taken back."""
    highest = unit.session.exec(select(func.max(col(TreatmentPlan.id)))).one() or 0
    dropped = unit.session.exec(select(func.max(col(DroppedSession.plan_id)))).one() or 0
    return max(highest, dropped) + 1


def next_session_id(unit: Unit) -> int:
    """An id that no session has or had: a page may still show one that was dropped."""
    highest = unit.session.exec(select(func.max(col(TreatmentSession.id)))).one() or 0
    dropped = unit.session.exec(select(func.max(col(DroppedSession.id)))).one() or 0
    return max(highest, dropped) + 1
