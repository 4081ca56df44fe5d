"""What may be done to a session's place in its plan, and to the plan; pure, for reads and writes.

As in ``store.actions``: each answers refusals, and an empty one means it may be done.
"""

from dataclasses import dataclass

from store.actions import plan_edit_refusal
from store.words import PlanState


@dataclass(frozen=True, slots=True)
class StepMoment:
    """What decides about a session of a plan."""

    plan_state: PlanState
    is_booked: bool = False
    """Whether it has an active booking."""
    was_booked: bool = False
    """Whether it has any booking, one that ended too."""
    has_performed: bool = False
    has_money: bool = False
    """Whether anything was charged or paid for it."""
    is_only: bool = False

    @property
    def is_open(self) -> bool:
        """Whether its target date still follows the plan: nothing is booked or took place."""
        return not (self.is_booked or self.has_performed)


def drop_refusal(moment: StepMoment) -> str:
    """Why a session cannot be dropped from its plan: what happened to it stays on record."""
    if refusal := plan_edit_refusal(moment.plan_state):
        return refusal
    reasons = (
        (moment.has_performed, "An item in it is performed."),
        (moment.is_booked, "It is booked: cancel its booking first."),
        (moment.was_booked, "It had a booking, which stays on record."),
        (moment.has_money, "It was charged or paid for, which stays on record."),
        (moment.is_only, "A plan keeps at least one session."),
    )
    return next((reason for holds, reason in reasons if holds), "")


def move_refusal(moment: StepMoment) -> str:
    """Why a session keeps its place in the plan."""
    if refusal := plan_edit_refusal(moment.plan_state):
        return refusal
    return "It took place, so it keeps its place." if moment.has_performed else ""


def prescribe_refusal(state: PlanState) -> str:
    """Why a plan is not prescribed."""
    return "" if state is PlanState.DRAFT else f"It is {state.label} already."


def finish_refusal(state: PlanState) -> str:
    """Why a plan cannot be finished."""
    if state in (PlanState.PRESCRIBED, PlanState.ACTIVE):
        return ""
    return "Prescribe it first." if state is PlanState.DRAFT else f"It is {state.label} already."


def reopen_refusal(state: PlanState) -> str:
    """Why a plan cannot be reopened."""
    return "" if state in (PlanState.FINISHED, PlanState.CANCELLED) else "It is open."


def cancel_refusal(state: PlanState) -> str:
    """Why a plan cannot be cancelled."""
    return "It is cancelled already." if state is PlanState.CANCELLED else ""
