"""Booking: what the dialog proposes, what it asks for, and the answer; prices None out of sight."""

from datetime import date, datetime
from typing import Literal

from pydantic import AwareDatetime, Field

from store.views.frozen import Choice, Frozen, Money

RoomChoice = int | Literal["any", "none"]
ProviderChoice = int | Literal["any"]


class Slot(Frozen):
    """A free place and time; instants aware UTC, shown in ``zone``."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    location_id: int
    location_name: str
    provider_id: int
    provider_name: str
    room_id: int | None
    room_name: str
    spacing_note: str = ""
    """Said beside the slot when it is closer or later than the plan's spacing."""


class SlotQuery(Frozen):
    """Which free slots are looked for.

    ``day`` and ``days`` are local days of the location; slots that have begun are left out.
    ``moving_booking_id`` leaves that booking out of what is in the way.
    """

    session_id: int
    item_ids: tuple[int, ...]
    location_id: int
    provider: ProviderChoice = "any"
    room: RoomChoice = "any"
    day: date
    days: int = 1
    limit: int = 200
    moving_booking_id: int | None = None


class BookableItem(Frozen):
    """An item as the dialog's checkbox shows it."""

    id: int
    service_name: str
    minutes: int
    price: Money | None
    is_ticked: bool
    refusal: str = ""
    """Why it cannot be booked, such as "booked for 3 Dec"; empty when it can."""


class DialogChoices(Frozen):
    """Providers and rooms for the ticked items at a location, and what the items add up to."""

    providers: tuple[Choice, ...]
    rooms: tuple[Choice, ...]
    room_needed: bool
    minutes: int
    buffer_minutes: int
    price: Money | None
    zone: str = ""
    """The location's, in which days and times are typed."""


class BookingProposal(Frozen):
    """What the booking dialog opens with; Save alone books it."""

    session_id: int
    title: str
    """Patient, treatment and "2 of 6" in one line."""
    items: tuple[BookableItem, ...]
    locations: tuple[Choice, ...]
    choices: DialogChoices
    """For the ticked items at ``location_id``."""
    location_id: int
    zone: str
    provider: ProviderChoice
    room: RoomChoice
    slot: Slot | None
    """The first free one; None when nothing is free within a year."""
    target_date: date | None
    spacing_text: str
    """Such as "28 days after the last session (21 to 42)"; empty without a plan's spacing."""
    moving_booking_id: int | None = None
    moving_version: int = 0


class BookingRequest(Frozen):
    """One press of Save. ``key`` is made once a form; the same key books once.

    ``separate`` books each item on its own, one after the other from ``starts_at``. Without
    ``ends_at`` the booking lasts the sum of its items' durations.
    """

    key: str = Field(min_length=8, max_length=100)
    session_id: int
    item_ids: tuple[int, ...] = Field(min_length=1)
    location_id: int
    provider: ProviderChoice = "any"
    room: RoomChoice = "any"
    starts_at: AwareDatetime
    ends_at: AwareDatetime | None = None
    separate: bool = False
    spacing_confirmed: bool = False


class MoveRequest(Frozen):
    """Another place or time for a booking; what is None stays as it is."""

    key: str = Field(min_length=8, max_length=100)
    booking_id: int
    version: int
    starts_at: AwareDatetime
    ends_at: AwareDatetime | None = None
    provider: ProviderChoice | None = None
    room: RoomChoice | None = None
    location_id: int | None = None
    spacing_confirmed: bool = False


class Problem(Frozen):
    """One reason why it cannot be saved, and the field it belongs to."""

    field: str
    message: str
    alternatives: tuple[Slot, ...] = ()


class Preview(Frozen):
    """What a request would give, judged before saving."""

    starts_at: datetime
    ends_at: datetime
    price: Money | None
    spacing_note: str = ""
    spacing_too_close: bool = False
    problems: tuple[Problem, ...] = ()


class FittingQuery(Frozen):
    """A place that is to be booked, and what the patient's name begins with."""

    q: str = ""
    location_id: int
    provider_id: int | None = None
    room_id: int | None = None
    minutes: int | None = None
    """How much was drawn to be booked: what takes longer comes after what does not."""


class FittingSession(Frozen):
    """A session that waits to be booked, and why it cannot be there; empty when it can."""

    session_id: int
    patient_name: str
    treatment: str
    position: int
    total: int
    due_on: date | None
    is_overdue: bool
    service_names: tuple[str, ...]
    """Those that are still to be booked."""
    minutes: int
    refusal: str
