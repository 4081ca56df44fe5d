"""The rules of plans and money for the state machine of all commands."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from store.views import Actor
from store.words import ACTIVE, BookingStatus, PaymentMethod, PlanState
from tests.factories import FRONT_DESK, MANAGER, PROVIDER
from tests.store.clinic_machine import ClinicMachine

CARD = PaymentMethod.CARD
BECOMES = {
    (PlanState.DRAFT, PlanState.PRESCRIBED),
    (PlanState.PRESCRIBED, PlanState.DRAFT),
    (PlanState.PRESCRIBED, PlanState.ACTIVE),
    (PlanState.PRESCRIBED, PlanState.FINISHED),
    (PlanState.ACTIVE, PlanState.FINISHED),
    (PlanState.FINISHED, PlanState.ACTIVE),
    (PlanState.CANCELLED, PlanState.PRESCRIBED),
    (PlanState.CANCELLED, PlanState.ACTIVE),
}
NOT_BEGUN = (PlanState.DRAFT, PlanState.PRESCRIBED)

actors = st.sampled_from([MANAGER, PROVIDER, FRONT_DESK])
picks = st.integers(0, 23)
plans = st.sampled_from([1, 2])


class PlansAndMoney(ClinicMachine):
    """What happens to plans and accounts."""

    @rule(
        pick=picks,
        back=st.booleans(),
        amount=st.sampled_from([-1, 0, 1, 20_000, 45_000, 65_000]),
        by=actors,
    )
    def money(self, pick: int, back: bool, amount: int, by: Actor) -> None:
        session, key = self.pick(pick, self.world.sessions), self.next_key()
        step, paid = self.world.sessions[session], self.world.paid(session)
        act = self.clinic.refund if back else self.clinic.take_payment
        most = paid if back else self.world.price(session) - paid
        if self.give(
            lambda: act(session, amount=amount, method=CARD, key=key, by=by),
            allowed=0 < amount <= most,
        ):
            step.refunded += amount * back
            step.received += amount * (not back)

    @precondition(lambda self: self.world.bookings)
    @rule(plan=plans, by=actors)
    def cancel_plan(self, plan: int, by: Actor) -> None:
        allowed = self.world.plans[plan] is not PlanState.CANCELLED
        assert len(self.clinic.plan_bookings_ahead(plan)) == len(self.world.ahead(plan))
        if self.give(lambda: self.clinic.cancel_plan(plan, reason="Moved", by=by), allowed=allowed):
            for key in self.world.ahead(plan):
                self.world.end(key, BookingStatus.CANCELLED)
            self.world.plans[plan] = PlanState.CANCELLED

    @rule(plan=plans, state=st.sampled_from([*PlanState, *[PlanState.ACTIVE] * 4]), by=actors)
    def change_plan(self, plan: int, state: PlanState, by: Actor) -> None:
        active = [b for b in self.world.bookings.values() if b.status in ACTIVE]
        booked = any(self.world.sessions[b.session].plan == plan for b in active)
        allowed = (self.world.plans[plan], state) in BECOMES
        if self.give(
            lambda: self.clinic.change_plan_state(plan, state=state, by=by),
            allowed=allowed and not (state in NOT_BEGUN and booked),
        ):
            self.world.plans[plan] = state
