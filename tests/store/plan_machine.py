"""The rules of plans and money for the state machine of all commands."""

from itertools import permutations
from math import factorial

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from store.views import Actor
from store.words import ACTIVE, BookingStatus, PaymentMethod, PlanState
from tests.factories import FRONT_DESK, MANAGER, PROVIDER
from tests.store import world as plain
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
MOST_SESSIONS = 5
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
        assert len(self.clinic.plan_bookings_ahead(plan, by=MANAGER)) == len(self.world.ahead(plan))
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

    @rule(plan=plans, by=actors)
    def add_session(self, plan: int, by: Actor) -> None:
        world, order = self.world, self.world.order(plan)
        if len(world.sessions) >= MOST_SESSIONS:
            return
        allowed = world.plans[plan] not in plain.SETTLED_PLANS
        if told := self.give(lambda: self.clinic.add_session(plan, by=by), allowed=allowed):
            self.last_session += 1
            key = self.last_session
            assert told.session_id == key
            world.sessions[key] = plain.Step(plan, plan, len(order) + 1)
            for item in world.items_of(order[-1]):
                self.last_item += 1
                world.items[self.last_item] = plain.Item(key, item.service, item.units)
            self.undos.clear()

    @rule(pick=picks, by=actors)
    def drop_session(self, pick: int, by: Actor) -> None:
        world = self.world
        key = self.pick(pick, world.sessions, aim=filter(world.is_droppable, world.sessions))
        plan = world.sessions[key].plan
        allowed = world.is_droppable(key) and world.plans[plan] not in plain.SETTLED_PLANS
        if self.give(lambda: self.clinic.drop_session(key, by=by), allowed=allowed):
            world.put_in_order([one for one in world.order(plan) if one != key])
            del world.sessions[key]
            world.items = {k: item for k, item in world.items.items() if item.session != key}

    @rule(plan=plans, pick=picks, by=actors)
    def reorder_sessions(self, plan: int, pick: int, by: Actor) -> None:
        world, before = self.world, self.world.order(plan)
        after = list(list(permutations(before))[pick % factorial(min(len(before), 4))])
        moved = [key for key, old in zip(after, before, strict=True) if key != old]
        happened = [i for key in moved for i in world.items_of(key) if i.performed]
        allowed = moved and not happened and world.plans[plan] not in plain.SETTLED_PLANS
        if self.give(
            lambda: self.clinic.reorder_sessions(plan, after, by=by), allowed=bool(allowed)
        ):
            world.put_in_order(after)
            self.undos.clear()
