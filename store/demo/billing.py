"""What was charged and paid for each session of the demo."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random

from store.demo.drafts import Receipt, Step
from store.words import BillingStatus as M
from store.words import PaymentMethod, PaymentOption, PlanState, Scope, SessionStatus

WANTED = 5
"""How often every combination of status, scope and billing is to occur."""
COMPLETED = (M.NOT_BILLED, M.DEPOSIT_DUE, M.PAYMENT_DUE, M.PART_PAID, M.REFUNDED, M.PAID)
OPEN = (M.NOT_BILLED, M.DEPOSIT_DUE, M.PART_PAID, M.REFUNDED, M.PREPAID)

USUAL_DEPOSIT = 5_000
PASSES = 3
"""A change for one combination may make room for another."""

Cell = tuple[SessionStatus, Scope, M]
Place = tuple[SessionStatus, frozenset[Scope]]


def choose(step: Step, rng: Random) -> M:
    """The likeliest billing status of a session, or now and then another."""
    plan, dice = step.plan, rng.random()
    if step.price == 0:
        return M.PAID if step.is_completed else M.NOT_BILLED
    if plan.option is PaymentOption.PREPAID_PACKAGE:
        begun = plan.state not in (PlanState.DRAFT, PlanState.PRESCRIBED)
        return M.PAID if step.is_completed else (M.PREPAID if begun else M.NOT_BILLED)
    if step.is_completed:
        return _for_completed(has_deposit=plan.deposit > 0, dice=dice)
    if plan.deposit:
        return M.PART_PAID if step.visits and dice < 0.7 else M.DEPOSIT_DUE
    return M.NOT_BILLED


def _for_completed(*, has_deposit: bool, dice: float) -> M:
    if dice < 0.84:
        return M.PAID
    if has_deposit:
        return M.PART_PAID if dice < 0.97 else M.DEPOSIT_DUE
    if dice < 0.95:
        return M.PAYMENT_DUE
    return M.REFUNDED if dice < 0.97 else M.PART_PAID


def allowed(step: Step) -> Iterable[M]:
    """The billing statuses that would be believable for a session."""
    if step.price == 0:
        return ()
    prepaid = step.plan.option is PaymentOption.PREPAID_PACKAGE
    unpaid = (M.NOT_BILLED, M.PAYMENT_DUE, M.DEPOSIT_DUE)
    return (
        billing
        for billing in (COMPLETED if step.is_completed else OPEN)
        if not (prepaid and billing in unpaid)
    )


def spread(steps: Sequence[tuple[Step, Place]]) -> None:
    """Change some choices, so that every combination that has enough sessions occurs."""
    counts: dict[Cell, int] = defaultdict(int)
    members: dict[tuple[SessionStatus, Scope], list[tuple[Step, Place]]] = defaultdict(list)
    for step, place in steps:
        _count(counts, step, place, 1)
        for scope in place[1]:
            members[place[0], scope].append((step, place))
    groups = sorted(members.items(), key=lambda pair: len(pair[1]))
    for (status, scope), those in groups * PASSES:
        wanted = COMPLETED if status is SessionStatus.COMPLETED else OPEN
        for billing in wanted[: len(those) // WANTED]:
            _bring_to(billing, (status, scope), those, counts)


def _bring_to(
    billing: M,
    where: tuple[SessionStatus, Scope],
    those: Sequence[tuple[Step, Place]],
    counts: dict[Cell, int],
) -> None:
    for step, place in those:
        if counts[*where, billing] >= WANTED:
            return
        if billing in allowed(step) and _can_spare(counts, step, place):
            _count(counts, step, place, -1)
            step.billing = billing
            _count(counts, step, place, 1)
            if billing is M.DEPOSIT_DUE and not step.plan.deposit:
                step.plan.deposit = USUAL_DEPOSIT


def _count(counts: dict[Cell, int], step: Step, place: Place, by: int) -> None:
    assert step.billing is not None
    for scope in place[1]:
        counts[place[0], scope, step.billing] += by


def _can_spare(counts: dict[Cell, int], step: Step, place: Place) -> bool:
    assert step.billing is not None
    return all(counts[place[0], scope, step.billing] > WANTED for scope in place[1])


def settle(step: Step, now: datetime, rng: Random) -> None:
    """Invoice, deposit and receipts that make the session's billing status what was chosen."""
    billing, price = step.billing, step.price
    at = _paid_at(step, now)
    step.deposit = step.plan.deposit
    if billing in (M.NOT_BILLED, M.PAYMENT_DUE):
        step.deposit = 0
    method = rng.choice((PaymentMethod.CARD, PaymentMethod.CARD, PaymentMethod.CASH))
    if step.plan.option is PaymentOption.PREPAID_PACKAGE:
        method = PaymentMethod.PACKAGE_CREDIT
    if price and billing in (M.PAID, M.PREPAID):
        step.receipts = [Receipt(price, method, at)]
    elif billing is M.PART_PAID:
        part = step.deposit if 0 < step.deposit < price else price // 200 * 100
        step.receipts = [Receipt(part or price // 2, method, at)]
    elif billing is M.REFUNDED:
        paid = price if step.is_completed else (step.deposit or price)
        later = min(at + timedelta(days=2), now)
        step.receipts = [Receipt(paid, method, at), Receipt(-paid, method, later)]
    is_charged = step.is_completed and billing is not M.NOT_BILLED
    step.invoiced_at = at if is_charged or step.receipts else None


def _paid_at(step: Step, now: datetime) -> datetime:
    done = [task.documented_at for task in step.tasks if task.documented_at]
    if step.is_completed:
        return min(max(done), now)
    made = [visit.made_at for visit in step.visits]
    if made:
        return min(min(made) + timedelta(minutes=5), now)
    return now - timedelta(days=3, minutes=(step.id * 7) % 4000)
