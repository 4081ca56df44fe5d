"""Brings the courses of a demo to exactly as many sessions as were asked for."""

from collections.abc import Sequence
from datetime import date, timedelta

from store.demo.catalogue import Skill
from store.demo.drafts import Plan, Step
from store.demo.prescriptions import Prescriber, Wish
from store.words import PlanState

UNBOOKED = 0.07
"""The share of sessions that belong to courses nobody has booked anything of."""


def fitted(
    plans: list[Plan], prescribers: Sequence[Prescriber], sessions: int, today: date
) -> list[Plan]:
    """The same courses, shortened at their open ends, and drafts and prescriptions beside them."""
    most = round(sessions * (1 - UNBOOKED))
    have = _shorten(plans, sum(plan.total for plan in plans), most)
    kept = [plan for plan in plans if plan.steps]
    while have > sessions:
        have -= kept.pop(0).total
    while have < sessions:
        prescriber = prescribers[len(kept) % len(prescribers)]
        plan = _unbooked(prescriber, today, sessions - have)
        have += plan.total
        kept.append(plan)
    return kept


def _shorten(plans: list[Plan], have: int, most: int) -> int:
    for least in (2, 1, 0):
        for plan in plans:
            while have > most and plan.total > least and is_untouched(plan.steps[-1]):
                plan.steps.pop()
                plan.total -= 1
                have -= 1
    return have


def is_untouched(step: Step) -> bool:
    """Nothing was ever booked or done for it."""
    return not step.visits and not any(task.performed_at for task in step.tasks)


def _unbooked(prescriber: Prescriber, today: date, most: int) -> Plan:
    rng = prescriber.rng
    day = today + timedelta(rng.randint(-18, 21))
    plan = None
    while plan is None:
        plan = prescriber.prescribe(Wish(rng.choice(list(Skill))), day)
    plan.stops_after = None
    plan.state = PlanState.DRAFT if rng.random() < 0.35 else PlanState.PRESCRIBED
    plan.starts_on = min(plan.starts_on, today)
    plan.total = min(plan.total, most)
    del plan.steps[plan.total :]
    return plan
