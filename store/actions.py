"""What the moment allows: every action with the reason why not, pure and shared by reads and writes.

Each function answers refusals; an empty one means it may be done. Roles, clashes and hours are
judged where the command runs.
"""

from dataclasses import dataclass
from datetime import datetime

from store.words import ACTIVE, MOVABLE, STEPS, BookingStatus, PlanState, SessionStatus

BEFORE_CHECK_IN = frozenset({BookingStatus.NEW, BookingStatus.CONFIRMED})
UNMARK_FIRST = "An item in it is performed: un-mark it first."


@dataclass(frozen=True, slots=True)
class BookingMoment:
    """What decides about a booking; ``previous`` is the status before its last step, if known."""

    status: BookingStatus
    starts_at: datetime
    has_performed: bool = False
    previous: BookingStatus | None = None


@dataclass(frozen=True, slots=True)
class BookingActions:
    """Why each action on a booking is refused; empty where it is not."""

    confirm: str
    check_in: str
    start: str
    check_out: str
    step_back: str
    reschedule: str
    cancel: str
    no_show: str


@dataclass(frozen=True, slots=True)
class ItemMoment:
    """What decides about an item: where its session's plan, its booking and its own work stand.

    ``booking_status`` is that of its active booking, None without one; ``is_only`` says that the
    session has no other item.
    """

    plan_state: PlanState
    booking_status: BookingStatus | None
    is_performed: bool
    is_only: bool = False


@dataclass(frozen=True, slots=True)
class ItemActions:
    """Why each action on an item is refused; empty where it is not."""

    perform: str
    unmark: str
    document: str
    remove: str


def plan_edit_refusal(plan: PlanState) -> str:
    """Why nothing of a plan can be changed; empty when it can."""
    if plan is PlanState.FINISHED:
        return "The plan is finished: reopen it first."
    return "The plan is cancelled: reopen it first." if plan is PlanState.CANCELLED else ""


def booking_refusal(status: SessionStatus, plan: PlanState) -> str:
    """Why Create Booking is not offered for a session; empty when it is."""
    if status is SessionStatus.COMPLETED:
        return "This session is completed."
    if status is SessionStatus.BOOKED:
        return "This session is already booked."
    return plan_refusal(plan)


def plan_refusal(plan: PlanState) -> str:
    """Why sessions of such a plan take no booking; empty when they do."""
    if plan is PlanState.DRAFT:
        return "The plan is still a draft."
    if plan is PlanState.CANCELLED:
        return "The plan is cancelled."
    return ""


def booking_actions(moment: BookingMoment, now: datetime) -> BookingActions:
    """What can be done with a booking at ``now``."""
    status = moment.status
    return BookingActions(
        confirm=step_refusal(status, BookingStatus.CONFIRMED),
        check_in=step_refusal(status, BookingStatus.CHECKED_IN),
        start=step_refusal(status, BookingStatus.IN_PROCEDURE),
        check_out=step_refusal(status, BookingStatus.CHECKED_OUT),
        step_back=_step_back_refusal(moment),
        reschedule=_leave_refusal(moment),
        cancel=_leave_refusal(moment),
        no_show=_no_show_refusal(moment, now),
    )


def step_refusal(status: BookingStatus, step: BookingStatus) -> str:
    """Why a booking cannot go forward to ``step``; steps may be skipped, never repeated."""
    if status not in ACTIVE:
        return _ended(status)
    if STEPS.index(step) > STEPS.index(status):
        return ""
    return f"It is already {status.label}."


def step_before(moment: BookingMoment) -> BookingStatus:
    """Where taking the last step back leads: to the status it came from, else to the step before."""
    if moment.previous in ACTIVE:
        return moment.previous
    return STEPS[max(STEPS.index(moment.status) - 1, 0)]


def item_actions(moment: ItemMoment) -> ItemActions:
    """What can be done with an item."""
    return ItemActions(
        perform=_perform_refusal(moment),
        unmark="" if moment.is_performed else "It has not been performed.",
        document="" if moment.is_performed else "Mark it performed first.",
        remove=_remove_refusal(moment),
    )


def add_item_refusal(plan: PlanState) -> str:
    """Why a session takes no further item; empty when it does. A completed one is reopened by it."""
    return "The plan is cancelled." if plan is PlanState.CANCELLED else ""


def payment_refusal(balance: int) -> str:
    """Why no payment is taken; ``balance`` is what is still owed, in minor units."""
    return "" if balance > 0 else "Nothing is owed."


def refund_refusal(paid: int) -> str:
    """Why nothing can be refunded; ``paid`` is what was paid less refunds, in minor units."""
    return "" if paid > 0 else "Nothing was paid."


def _ended(status: BookingStatus) -> str:
    if status is BookingStatus.CANCELLED:
        return "This booking was cancelled."
    return "The patient did not come; this booking has ended."


def _step_back_refusal(moment: BookingMoment) -> str:
    status = moment.status
    if status not in ACTIVE:
        return _ended(status)
    if status is BookingStatus.NEW:
        return "It has taken no step yet."
    if moment.has_performed and step_before(moment) in BEFORE_CHECK_IN:
        return UNMARK_FIRST
    return ""


def _leave_refusal(moment: BookingMoment) -> str:
    if moment.status not in ACTIVE:
        return _ended(moment.status)
    if moment.has_performed:
        return UNMARK_FIRST
    return "" if moment.status in MOVABLE else f"It is already {moment.status.label}."


def _no_show_refusal(moment: BookingMoment, now: datetime) -> str:
    if moment.status not in ACTIVE:
        return _ended(moment.status)
    if moment.has_performed:
        return UNMARK_FIRST
    if moment.status not in BEFORE_CHECK_IN:
        return f"The patient came: it is already {moment.status.label}."
    return "" if moment.starts_at <= now else "It has not begun yet."


def _perform_refusal(moment: ItemMoment) -> str:
    if moment.is_performed:
        return "It is already performed."
    if moment.booking_status is None:
        return plan_refusal(moment.plan_state)
    return ""


def _remove_refusal(moment: ItemMoment) -> str:
    if moment.is_performed:
        return "It is performed: un-mark it first."
    if moment.booking_status is not None:
        return "It is booked: cancel its booking first."
    return "A session keeps at least one item." if moment.is_only else ""
