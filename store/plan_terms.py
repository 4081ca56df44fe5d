"""A plan's terms changed: what it aims at, how its sessions lie apart, how it is paid for."""

from typing import Any

from store.course_history import course, moments_of, record_course
from store.courses import check_money, check_spacing
from store.errors import NotAllowed
from store.lookup import steps_of
from store.models import TreatmentPlan
from store.phrases import listed, money
from store.plan_sessions import plan_to_edit
from store.queries.patients import spacing_text
from store.targets import retarget
from store.text import required
from store.unit import Unit
from store.versions import check_version
from store.views import Outcome, PlanEdit

SPACING = ("spacing_min", "spacing_ideal", "spacing_max")
NAMES = {
    "goal": "goal",
    "treatment": "treatment",
    **dict.fromkeys(SPACING, "spacing"),
    "payment_option": "payment option",
    "deposit": "deposit",
}


def edit_plan(unit: Unit, plan_id: int, edit: PlanEdit) -> Outcome:
    """Write the terms, unless somebody else changed the plan meanwhile: then Stale.

    Target dates follow another spacing; treatment and deposit reach the sessions that nothing has
    happened to. Raises Invalid, with the field, and NotAllowed for a closed plan.
    """
    plan = plan_to_edit(unit, plan_id, None)
    values = _values(edit, plan.currency)
    stored = {name: getattr(plan, name) for name in NAMES}
    kept, typed = _words(stored, plan.currency), _words(values, plan.currency)
    check_version(edit.version, plan.version, kept=kept, typed=typed)
    changed = [name for name, value in values.items() if getattr(plan, name) != value]
    if not changed:
        raise NotAllowed("Nothing was changed.")
    steps = steps_of(unit, plan_id)
    was = course(plan, steps, *changed)
    for name in changed:
        setattr(plan, name, values[name])
    _reach_sessions(unit, plan, changed)
    if not set(SPACING).isdisjoint(changed):
        retarget(unit, plan, since=2)
    plan.version += 1
    what = listed(list(dict.fromkeys(NAMES[name] for name in changed)))
    summary = f"The plan's {what} changed."
    told = course(plan, steps, *changed)
    unit.tell("plan", plan_id, summary, before=was["plan"], after=told["plan"])
    ids = [step.id or 0 for step in steps]
    change_id = record_course(unit, was, told, [(key, summary) for key in ids])
    unit.plans.add(plan_id)
    unit.patients.add(plan.patient_id)
    return Outcome(session_id=ids[0] if ids else 0, message=summary, change_id=change_id)


def _values(edit: PlanEdit, currency: str) -> dict[str, Any]:
    check_spacing(edit.spacing_min, edit.spacing_ideal, edit.spacing_max)
    check_money(edit.deposit, "The deposit", "deposit", currency)
    values = {name: getattr(edit, name) for name in NAMES}
    values["treatment"] = required(values["treatment"], "The treatment", field="treatment")
    values["goal"] = values["goal"].strip() or values["treatment"]
    return values


def _words(values: dict[str, Any], currency: str) -> dict[str, str]:
    return {
        "goal": values["goal"],
        "treatment": values["treatment"],
        "spacing": spacing_text(*(values[name] for name in SPACING)),
        "payment option": values["payment_option"].label,
        "deposit": money(values["deposit"], currency),
    }


def _reach_sessions(unit: Unit, plan: TreatmentPlan, changed: list[str]) -> None:
    unit.session.flush()
    moments = moments_of(unit, plan)
    for step in steps_of(unit, plan.id or 0):
        about = moments[step.id or 0]
        if not about.is_open or about.has_money:
            continue
        for name in {"treatment", "deposit"}.intersection(changed):
            setattr(step, name, getattr(plan, name))
