"""A treatment plan's state: what it may become, and what cancelling it takes along."""

from collections.abc import Sequence

from sqlmodel import col, select

from store.errors import NotAllowed, Stale
from store.lookup import find_plan, items_in, slot_text
from store.models import Booking, TreatmentPlan, TreatmentSession
from store.steps import end
from store.text import required
from store.unit import Unit
from store.views import Outcome
from store.words import ACTIVE, MOVABLE, BookingStatus, Change, PlanState

BECOMES = {
    PlanState.DRAFT: frozenset({PlanState.PRESCRIBED}),
    PlanState.PRESCRIBED: frozenset({PlanState.DRAFT, PlanState.ACTIVE, PlanState.FINISHED}),
    PlanState.ACTIVE: frozenset({PlanState.FINISHED}),
    PlanState.FINISHED: frozenset({PlanState.ACTIVE}),
    PlanState.CANCELLED: frozenset({PlanState.PRESCRIBED, PlanState.ACTIVE}),
}


def cancel_plan(
    unit: Unit, plan_id: int, *, reason: str, ahead: tuple[str, ...] | None = None
) -> Outcome:
    """Cancel the plan and every booking of it that lies ahead; what took place stays.

    ``ahead`` are those bookings as they were listed; Stale when they are others by now.
    """
    reason = required(reason, "The reason", field="reason")
    plan = find_plan(unit, plan_id)
    if plan.state is PlanState.CANCELLED:
        raise NotAllowed("This plan is cancelled already.")
    if ahead is not None and ahead != (now := plan_bookings_ahead(unit, plan_id)):
        raise Stale(f"Its bookings changed meanwhile. Ahead are now: {'; '.join(now) or 'none'}.")
    ended = [
        end(unit, booking, BookingStatus.CANCELLED, reason=reason)
        for booking in _ahead(unit, plan_id)
    ]
    summary = f"Plan cancelled ({reason}); {_count(len(ended))} cancelled with it."
    entries = [outcome.change_id for outcome in ended if outcome.change_id]
    return _change(unit, plan, PlanState.CANCELLED, summary, entries)


def plan_bookings_ahead(unit: Unit, plan_id: int) -> tuple[str, ...]:
    """The bookings that cancelling the plan would cancel, a line each, soonest first."""
    plan = find_plan(unit, plan_id)
    lines = []
    for booking in _ahead(unit, plan_id):
        position = unit.session.get_one(TreatmentSession, booking.session_id).position
        lines.append(f"Session {position} of {plan.total}: {slot_text(unit, booking)}")
    return tuple(lines)


def change_plan_state(unit: Unit, plan_id: int, *, state: PlanState) -> Outcome:
    """Prescribe a draft, finish a plan, open a finished or cancelled one again.

    Raises NotAllowed for any other change; cancelling asks for a reason and is a command of its own.
    """
    plan = find_plan(unit, plan_id)
    if state is PlanState.CANCELLED:
        raise NotAllowed("Cancelling a plan needs a reason.", field="reason")
    if state not in BECOMES[plan.state]:
        raise NotAllowed(f"A plan that is {plan.state.label} does not become {state.label}.")
    guard(unit, plan, state)
    return _change(unit, plan, state, f"Plan {plan.state.label} became {state.label}.", [])


def has_bookings(unit: Unit, plan: TreatmentPlan) -> bool:
    """Whether the plan has an active booking."""
    return plan.id is not None and bool(_bookings(unit, plan.id, ACTIVE))


def guard(unit: Unit, plan: TreatmentPlan, state: PlanState) -> None:
    """What was not begun has no bookings, what is cancelled none ahead; raises NotAllowed."""
    holds = state in (PlanState.DRAFT, PlanState.PRESCRIBED) and has_bookings(unit, plan)
    if state is PlanState.CANCELLED and plan.id:
        holds = bool(_ahead(unit, plan.id))
    if holds:
        raise NotAllowed("The plan has bookings: cancel them first.")


def set_state(unit: Unit, plan: TreatmentPlan, state: PlanState) -> Sequence[int]:
    """Write the state and touch all its sessions, whose ids come back in their order."""
    plan.state = state
    plan.version += 1
    query = select(TreatmentSession.id).where(TreatmentSession.plan_id == plan.id)
    ids = [key for key in unit.session.exec(query.order_by(col(TreatmentSession.position))) if key]
    unit.touch(*ids)
    if plan.id:
        unit.plans.add(plan.id)
    unit.patients.add(plan.patient_id)
    return ids


def _change(
    unit: Unit, plan: TreatmentPlan, state: PlanState, summary: str, entries: list[int]
) -> Outcome:
    before = {"plan": {"id": plan.id, "state": plan.state.value}}
    after = {"plan": {"id": plan.id, "state": state.value}, "entries": entries}
    ids = set_state(unit, plan, state)
    if not ids:
        raise NotAllowed("This plan has no sessions yet.")
    changes = [
        unit.record(Change.PLAN_CHANGED, key, summary, before=before, after=after) for key in ids
    ]
    return Outcome(session_id=ids[0], message=summary, change_id=changes[0])


def _ahead(unit: Unit, plan_id: int) -> list[Booking]:
    return [
        booking
        for booking in _bookings(unit, plan_id, MOVABLE)
        if booking.starts_at > unit.now
        and not any(item.performed_at for item in items_in(unit, booking))
    ]


def _bookings(unit: Unit, plan_id: int, statuses: frozenset[BookingStatus]) -> Sequence[Booking]:
    query = (
        select(Booking)
        .join(TreatmentSession, col(TreatmentSession.id) == Booking.session_id)
        .where(TreatmentSession.plan_id == plan_id, col(Booking.status).in_(statuses))
    )
    return unit.session.exec(query.order_by(col(Booking.starts_at), col(Booking.id))).all()


def _count(number: int) -> str:
    return "1 booking" if number == 1 else f"{number or 'no'} bookings"
