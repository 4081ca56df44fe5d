"""Plans, their sessions, the items in them and the bookings that carry the items."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from store.models.columns import UtcDateTime, WordType
from store.words import (
    BillingStatus,
    BookingStatus,
    Category,
    PaymentOption,
    PlanState,
    SessionStatus,
)

_COUNTED = ("ends_at", "close_from", "to_book", "status", "category")
"""What scopes and filters ask of a session, so that counting need not leave the index."""

_JUDGED = ("status", "category", "treatment", "patient_id")
"""What filters and searches ask of each session of a small scope."""
_TO_BOOK, _TO_CLOSE = text("to_book IS 1"), text("close_from IS NOT NULL")
_OPEN = text("to_book IS 1 OR close_from IS NOT NULL")

_DAYS = ("first_day", "last_day")
_PLACED = ("session_id", "provider_id", "location_id")
_COPIED = ("session_ends_at", "close_from", "to_book", *_JUDGED)
_ASKED = (*_PLACED, "session_ends_at", *_JUDGED)


class TreatmentPlan(SQLModel, table=True):
    """A patient's course; spacing in days between its sessions."""

    __tablename__ = "treatment_plan"

    id: int | None = Field(default=None, primary_key=True)
    patient_id: int = Field(foreign_key="patient.id", index=True)
    goal: str
    treatment: str
    total: int
    """How many sessions it has: the N of "2 of N"."""
    spacing_min: int | None = None
    spacing_ideal: int | None = None
    spacing_max: int | None = None
    payment_option: PaymentOption = Field(
        default=PaymentOption.PAY_AS_YOU_GO, sa_type=WordType(PaymentOption)
    )
    deposit: int = 0
    """Asked for on each of its sessions, in minor units."""
    currency: str = "USD"
    state: PlanState = Field(default=PlanState.PRESCRIBED, sa_type=WordType(PlanState))
    starts_on: date | None = None
    version: int = 1


class TreatmentSession(SQLModel, table=True):
    """One step of a plan.

    Everything below ``version`` is derived and written by ``store.derive`` alone, from the rules in
    ``store.status``; queries filter, sort and count by it.
    """

    __tablename__ = "treatment_session"
    __table_args__ = (
        Index("ix_session_newest", "order_newest", "id", "ends_at", "close_from", "starts_at"),
        Index("ix_session_soonest", "order_soonest", "id", "ends_at"),
        Index("ix_session_ends", "ends_at", *_JUDGED),
        Index("ix_session_to_book", "due_on", "id", *_JUDGED, sqlite_where=_TO_BOOK),
        Index("ix_session_newest_to_book", "order_newest", "id", sqlite_where=_TO_BOOK),
        Index("ix_session_soonest_to_book", "order_soonest", "id", sqlite_where=_TO_BOOK),
        Index("ix_session_newest_status", "status", "order_newest", "id", "ends_at"),
        Index("ix_session_soonest_status", "status", "order_soonest", "id", "ends_at"),
        Index("ix_session_close", "close_from", "id", "ends_at", *_JUDGED, sqlite_where=_TO_CLOSE),
        Index("ix_session_turns", "turns_at", sqlite_where=text("turns_at IS NOT NULL")),
        Index("ix_session_spread", "spread_days"),
        Index("ix_session_plan", "plan_id", "position"),
        Index("ix_session_patient", "patient_id", "treatment", *_COUNTED),
        Index("ix_session_open", "patient_id", "treatment", *_COUNTED, sqlite_where=_OPEN),
        Index("ix_session_patient_key", "patient_key", "id"),
        Index("ix_session_treatment", "treatment", "id"),
        Index("ix_session_treatment_ends", "treatment", *_COUNTED),
        Index("ix_session_facet", "status", "category", "ends_at", *_JUDGED[2:]),
        Index("ix_session_position", "position", "id"),
        Index("ix_session_provider_key", "provider_key", "id", "ends_at", "close_from"),
        Index("ix_session_status", "status", "id", "ends_at", "close_from"),
        Index("ix_session_billing", "billing_status", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="treatment_plan.id")
    patient_id: int = Field(foreign_key="patient.id")
    position: int
    """The n of "n of N", from 1."""
    treatment: str
    category: Category = Field(sa_type=WordType(Category))
    target_date: date | None = None
    deposit: int = 0
    version: int = 1

    status: SessionStatus = Field(
        default=SessionStatus.AWAITING_BOOKING, sa_type=WordType(SessionStatus)
    )
    billing_status: BillingStatus = Field(
        default=BillingStatus.NOT_BILLED, sa_type=WordType(BillingStatus)
    )
    starts_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Earliest start of its parts."""
    ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Latest end of its parts."""
    spread_days: int = 0
    """Days begun from the first start, or from ``close_from`` when that is earlier, to the last end.

    Its maximum bounds how far from a part its session is listed.
    """
    shown_starts_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Start of the part that Scheduled shows: the earliest not yet over, else the last."""
    shown_ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    turns_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the shown part is over and another one takes its place; None when none follows."""
    provider_id: int | None = Field(default=None, foreign_key="provider.id")
    """Of the shown part."""
    location_id: int | None = Field(default=None, foreign_key="location.id")
    """Of the shown part."""
    patient_key: str = ""
    provider_key: str = ""
    to_book: bool = False
    due_on: date = Field(default=date.max)
    """What To book is ordered by: the target date, else the shown day, else the end of time."""
    close_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """What To close is ordered by; None when nothing is left to close."""
    order_newest: int = 0
    """The order of All: scheduled newest first, then unscheduled by target date."""
    order_soonest: int = 0
    """Scheduled soonest first, then unscheduled by target date."""


class Booking(SQLModel, table=True):
    """A slot for one patient and one or more items of one session."""

    __tablename__ = "booking"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at AND ends_at <= blocked_until"),
        Index("ix_booking_provider", "provider_id", "starts_at"),
        Index("ix_booking_room", "room_id", "starts_at"),
        Index("ix_booking_patient", "patient_id", "starts_at"),
        Index("ix_booking_location", "location_id", "starts_at"),
        Index("ix_booking_session", "session_id"),
        Index("ix_booking_moving", "needs_moving", sqlite_where=text("needs_moving")),
    )

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="treatment_session.id")
    patient_id: int = Field(foreign_key="patient.id")
    location_id: int = Field(foreign_key="location.id")
    provider_id: int = Field(foreign_key="provider.id")
    room_id: int | None = Field(default=None, foreign_key="room.id")
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    blocked_until: datetime = Field(sa_type=UtcDateTime)
    """End plus clean-up buffer; until then room and provider are taken, the patient is not."""
    status: BookingStatus = Field(default=BookingStatus.NEW, sa_type=WordType(BookingStatus))
    is_history: bool = False
    """Was over when it was imported: kept as it was and exempt from the booking rules."""
    needs_moving: bool = False
    moving_reason: str = ""
    cancel_reason: str = ""
    in_passing: bool = False
    """Whether its provider gave it to themselves while the record was open to them for an hour, and
    nobody else has taken it up: it does not make the patient their own. See ``store.passing``."""
    version: int = 1


class Item(SQLModel, table=True):
    """One procedure to be done in a session; ``unit_price`` in minor units."""

    __tablename__ = "item"
    __table_args__ = (
        CheckConstraint("units > 0 AND unit_price >= 0"),
        CheckConstraint("(performed_at IS NULL) = (performed_by_id IS NULL)"),
        Index("ix_item_session", "session_id", "position"),
        Index("ix_item_booking", "booking_id", sqlite_where=text("booking_id IS NOT NULL")),
        {"sqlite_autoincrement": True},  # the history speaks of items by ids that are not reused
    )

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="treatment_session.id")
    service_id: int = Field(foreign_key="service.id")
    position: int = 1
    units: int = 1
    unit_price: int = 0
    currency: str = "USD"
    booking_id: int | None = Field(default=None, foreign_key="booking.id")
    """Its active booking; None again as soon as that one is cancelled or a No Show."""
    performed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    performed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    performed_by_id: int | None = Field(default=None, foreign_key="provider.id")
    performed_location_id: int | None = Field(default=None, foreign_key="location.id")
    note: str = ""
    documented_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    documented_by: str = ""
    """Name of the person, kept as it was then."""


class Treating(SQLModel, table=True):
    """Derived: who was or is booked with a patient, or performed something for them, by session.

    Its rows are the patients who are a provider's own.
    """

    __tablename__ = "treating"
    __table_args__ = (
        Index("ix_treating_session", "session_id"),
        {"sqlite_with_rowid": False},
    )

    provider_id: int = Field(primary_key=True, foreign_key="provider.id")
    patient_id: int = Field(primary_key=True, foreign_key="patient.id")
    session_id: int = Field(primary_key=True, foreign_key="treatment_session.id")


class SessionPart(SQLModel, table=True):
    """Derived: one stretch of a session, from a booking or a walk-in; days are local to its place.

    Today, the calendar and the date, provider and location filters go by these rows. What scopes,
    filters and searches ask of the session is copied to each, so that counting reads one index alone.
    """

    __tablename__ = "session_part"
    __table_args__ = (
        Index("ix_part_day", *_DAYS, "session_id", "location_id", "provider_id", *_COPIED),
        Index("ix_part_span", "span_days"),
        Index("ix_part_session", "session_id", "location_id"),
        Index("ix_part_provider", "provider_id", *_DAYS, "session_id", "location_id", *_COPIED),
        Index("ix_part_location", "location_id", *_DAYS, "session_id", "provider_id", *_COPIED),
        Index("ix_part_patient", "patient_id", "treatment", *_PLACED, *_DAYS, *_COPIED[:5]),
        Index("ix_part_to_book", *_DAYS, *_ASKED, sqlite_where=_TO_BOOK),
        Index("ix_part_close", "close_from", *_DAYS, *_ASKED, sqlite_where=_TO_CLOSE),
    )

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="treatment_session.id")
    booking_id: int | None = Field(default=None, foreign_key="booking.id")
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    location_id: int = Field(foreign_key="location.id")
    provider_id: int | None = Field(default=None, foreign_key="provider.id")
    room_id: int | None = Field(default=None, foreign_key="room.id")
    first_day: date
    last_day: date
    span_days: int = 0
    """``last_day - first_day``: its maximum bounds how far back an overlap can begin."""
    session_ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    close_from: datetime | None = Field(default=None, sa_type=UtcDateTime)
    to_book: bool = False
    status: SessionStatus = Field(
        default=SessionStatus.AWAITING_BOOKING, sa_type=WordType(SessionStatus)
    )
    category: Category = Field(sa_type=WordType(Category))
    treatment: str
    patient_id: int
