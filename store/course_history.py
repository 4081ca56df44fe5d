"""A plan's terms or order changed: kept whole in the history of its sessions, and put back from there."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import col, select

from store.actions import plan_edit_refusal
from store.errors import NotAllowed, Stale
from store.lookup import find_plan, forbid, steps_of
from store.models import HistoryEntry, TreatmentPlan, TreatmentSession
from store.planning import StepMoment, move_refusal
from store.queries.plans import step_moment, step_rows
from store.snapshots import put_back, stands, taken
from store.unit import Unit
from store.words import Change

STEP = ("position", "treatment", "deposit", "target_date")
GROWN = "The plan was changed since and cannot be undone any more."


def course(plan: TreatmentPlan, steps: Iterable[TreatmentSession], *terms: str) -> dict[str, Any]:
    """The plan's terms of these names, and all that the plan decides of its sessions."""
    whole = taken(plan, ("id", *terms))
    return {"plan": whole, "steps": {str(step.id): taken(step, STEP) for step in steps}}


def record_course(
    unit: Unit, before: dict[str, Any], after: dict[str, Any], told: Sequence[tuple[int, str]]
) -> int | None:
    """Append a sentence to each of these sessions' histories; the first entry's id.

    That one keeps what the change is undone by, the others lead to it.
    """
    first: int | None = None
    for session_id, summary in told:
        was, became = before, after
        if first is not None:
            was, became = {"plan": was["plan"]}, {"plan": became["plan"], "first": first}
        key = unit.record(Change.PLAN_CHANGED, session_id, summary, before=was, after=became)
        first = first or key
    return first


def is_course(entry: HistoryEntry) -> bool:
    """Whether it tells of terms or of an order, not of the plan's state."""
    return "steps" in entry.after or "first" in entry.after


def put_course_back(unit: Unit, entry: HistoryEntry) -> None:
    """Let terms, order and target dates be what they were, in every session's history.

    What was begun since keeps its own. Raises NotAllowed for a closed plan, and for a session that
    would move and took place; Stale when the plan was changed since.
    """
    whole = unit.session.get_one(HistoryEntry, entry.after.get("first") or entry.id)
    before, after = whole.before, whole.after
    plan = find_plan(unit, after["plan"]["id"])
    forbid(plan_edit_refusal(plan.state))
    steps = steps_of(unit, plan.id or 0)
    known = {str(step.id): step for step in steps}
    moments = moments_of(unit, plan)
    if not stands(plan, after["plan"]) or known.keys() != after["steps"].keys():
        raise Stale(GROWN)
    for key, step in known.items():
        was, became = before["steps"][key], after["steps"][key]
        _step_back(step, was, became, moments[int(key)])
    put_back(plan, before["plan"])
    plan.version += 1
    unit.plans.add(plan.id or 0)
    unit.patients.add(plan.patient_id)
    ids = [step.id or 0 for step in steps]
    unit.touch(*ids)
    same = select(HistoryEntry).where(
        col(HistoryEntry.session_id).in_(ids), HistoryEntry.at == whole.at
    )
    for other in unit.session.exec(same):
        other.undone = other.undone or whole.id in (other.id, other.after.get("first"))


def moments_of(unit: Unit, plan: TreatmentPlan) -> dict[int, StepMoment]:
    """What decides about moving and dropping each session of a plan."""
    rows = step_rows(unit.session.connection(), plan.id or 0)
    return {row.id: step_moment(row, plan.state, len(rows)) for row in rows}


def _step_back(
    step: TreatmentSession, was: dict[str, Any], became: dict[str, Any], about: StepMoment
) -> None:
    changed = {name: value for name, value in was.items() if value != became[name]}
    if not stands(step, {name: became[name] for name in changed}):
        raise Stale(GROWN)
    if "position" in changed and (refusal := move_refusal(about)):
        raise NotAllowed(f"Session {step.position}: {refusal}")
    if not about.is_open:
        return
    if about.has_money:
        changed = {name: changed[name] for name in changed.keys() - {"treatment", "deposit"}}
    put_back(step, changed)
