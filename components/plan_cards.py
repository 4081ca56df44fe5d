"""A patient's treatment plans as cards; at most one of them narrows the list beside them."""

from collections.abc import Callable, Sequence
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from components.money import money_text
from store.views import PlanCard
from store.words import PlanState

STATE_LOOKS = {
    PlanState.DRAFT: ("grey", "edit"),
    PlanState.PRESCRIBED: ("violet", "note"),
    PlanState.ACTIVE: ("accent", "sessions"),
    PlanState.FINISHED: ("green", "check"),
    PlanState.CANCELLED: ("red", "close"),
}
"""Colour and icon beside the word of each state."""


class PlanCards(ui.element, component="scripts/plan_cards.js"):
    """One card a plan with its progress and what comes next; tells which one was pressed."""

    def __init__(self, *, on_press: Callable[[int], Any]) -> None:
        """``on_press`` gets a plan's id."""
        super().__init__()
        self._ids: set[int] = set()
        self._on_press = on_press
        self.props.update({"cards": (), "pressed": None})
        self.on("press", self._press)

    def show(self, plans: Sequence[PlanCard], *, pressed: int | None) -> None:
        """Draw these, with the one pressed that the list is narrowed to."""
        self._ids = {plan.id for plan in plans}
        self.props.update({"cards": tuple(_card(plan) for plan in plans), "pressed": pressed})

    def _press(self, event: GenericEventArguments) -> Any:
        plan = event.args.get("plan") if isinstance(event.args, dict) else None
        return self._on_press(plan) if plan in self._ids else None


def _card(plan: PlanCard) -> dict[str, Any]:
    tone, icon = STATE_LOOKS[plan.state]
    terms = (plan.payment_option.label, _deposit(plan), plan.spacing_text)
    return {
        "id": plan.id,
        "goal": plan.goal,
        "treatment": plan.treatment,
        "state": plan.state.label,
        "tone": tone,
        "icon": icon,
        "completed": plan.completed,
        "total": plan.total,
        "next": next_text(plan),
        "overdue": plan.is_overdue,
        "terms": " · ".join(text for text in terms if text),
    }


def next_text(plan: PlanCard) -> str:
    """What comes next in the plan, in words."""
    if plan.next_on is None:
        return "Nothing ahead" if plan.next_session_id is None else "Next: no date yet"
    day = f"{plan.next_on.day} {plan.next_on:%b %Y}"
    if plan.next_is_scheduled:
        return f"Next scheduled {day}"
    return f"Next due {day}, overdue" if plan.is_overdue else f"Next due {day}"


def _deposit(plan: PlanCard) -> str:
    return f"Deposit {money_text(plan.deposit)}" if plan.deposit and plan.deposit.amount else ""
