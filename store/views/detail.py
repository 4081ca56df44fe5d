"""One session whole, as its detail view shows it."""

from datetime import date, datetime

from store.views.frozen import Action, Frozen, Money
from store.words import (
    BillingStatus,
    BookingStatus,
    Category,
    Change,
    PaymentMethod,
    PlanState,
    SessionStatus,
)


class BookingView(Frozen):
    """A booking with what can be done to it; instants aware UTC, shown in ``zone``."""

    id: int
    version: int
    status: BookingStatus
    starts_at: datetime
    ends_at: datetime
    zone: str
    location_id: int
    location_name: str
    provider_id: int
    provider_name: str
    room_id: int | None
    room_name: str
    """Empty when no room was taken."""
    item_ids: tuple[int, ...]
    service_names: tuple[str, ...]
    needs_moving: bool
    moving_reason: str
    cancel_reason: str
    is_history: bool
    confirm: Action
    check_in: Action
    start: Action
    check_out: Action
    step_back: Action
    reschedule: Action
    cancel: Action
    no_show: Action


class ItemView(Frozen):
    """One procedure of the session; ``price`` is units times unit price, None when out of sight."""

    id: int
    service_id: int
    service_name: str
    category: Category
    units: int
    unit_price: Money | None
    price: Money | None
    minutes: int
    booking_id: int | None
    performed_at: datetime | None
    performed_by: str
    performed_location: str
    """Where a walk-in took place; empty for a booked item."""
    performed_zone: str
    phrases: tuple[str, ...]
    """Sentences that notes on the service often hold."""
    note: str
    """Empty when notes are out of sight."""
    documented_at: datetime | None
    documented_by: str
    perform: Action
    unmark: Action
    document: Action
    remove: Action


class ChargeView(Frozen):
    """One line of what is charged."""

    description: str
    amount: Money


class PaymentView(Frozen):
    """One payment or, when negative, refund."""

    id: int
    amount: Money
    method: PaymentMethod
    taken_at: datetime
    taken_by: str


class BillingView(Frozen):
    """The money of one session; before an invoice, the charges are the prices of its items."""

    status: BillingStatus
    is_charged: bool
    charges: tuple[ChargeView, ...]
    total: Money
    deposit: Money
    payments: tuple[PaymentView, ...]
    paid: Money
    balance: Money
    """What is still owed; negative when more was paid."""
    take_payment: Action
    refund: Action


class HistoryView(Frozen):
    """One thing that happened to the session."""

    id: int
    change: Change
    at: datetime
    by: str
    summary: str
    can_undo: bool


class Neighbour(Frozen):
    """The session before or after in the same plan."""

    session_id: int
    position: int


class SessionDetail(Frozen):
    """Everything about one session; ``now`` is when it was judged, ``zone`` where it is shown."""

    id: int
    version: int
    patient_id: int
    patient_name: str
    preferred_name: str
    birth_date: date | None
    phone: str
    email: str
    record_number: str
    alerts: tuple[str, ...]
    plan_id: int
    plan_goal: str
    plan_treatment: str
    plan_state: PlanState
    treatment: str
    position: int
    total: int
    previous: Neighbour | None
    following: Neighbour | None
    status: SessionStatus
    status_reason: str
    """How it came about, such as "1 of 2 items booked"."""
    starts_at: datetime | None
    ends_at: datetime | None
    in_progress: bool
    is_overdue: bool
    zone: str
    target_date: date | None
    items: tuple[ItemView, ...]
    bookings: tuple[BookingView, ...]
    """Active ones by start, then the ended ones."""
    billing: BillingView | None
    """None when money is out of sight."""
    history: tuple[HistoryView, ...]
    """Newest first."""
    create_booking: Action
    add_item: Action
    now: datetime
