"""Commands that change a treatment plan."""

from store import plans
from store.commands.giving import Giving
from store.views import Actor, Outcome
from store.words import PlanState


class PlanCommands(Giving):
    """Given where a course is planned."""

    def cancel_plan(self, plan_id: int, *, reason: str, by: Actor) -> Outcome:
        """Cancel a plan and its bookings ahead."""
        with self._unit("cancel_plan", by) as unit:
            return plans.cancel_plan(unit, plan_id, reason=reason)

    def plan_bookings_ahead(self, plan_id: int) -> tuple[str, ...]:
        """What cancelling the plan would cancel, a line a booking."""
        with self._look() as unit:
            return plans.plan_bookings_ahead(unit, plan_id)

    def change_plan_state(self, plan_id: int, *, state: PlanState, by: Actor) -> Outcome:
        """Prescribe, finish or reopen a plan."""
        with self._unit("change_plan_state", by) as unit:
            return plans.change_plan_state(unit, plan_id, state=state)
