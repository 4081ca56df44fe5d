"""What a manager sets up: locations, rooms, providers and services, with the hours they keep.

A form's ``version`` is that of the record edited, None for a new one. Times of day are minutes since
local midnight, up to 1440; weekdays count from Monday, which is 0. Making a form raises
errors.Invalid, with the field, for text that cannot be kept.
"""

from datetime import date, datetime

from pydantic import Field

from store.views.frozen import Frozen, Money
from store.views.people import Line
from store.words import Category

Minutes = Field(ge=0, le=1440)


class Interval(Frozen):
    """A stretch of one local day."""

    starts: int = Minutes
    ends: int = Minutes


class WeekInterval(Interval):
    """A stretch that comes back every week."""

    weekday: int = Field(ge=0, le=6)


class PlaceInterval(WeekInterval):
    """A stretch a provider works at a location every week."""

    location_id: int


class DayHours(Frozen):
    """What replaces the weekly hours on one day; without intervals it is a closed day."""

    day: date
    intervals: tuple[Interval, ...] = ()
    reason: Line = ""


class PlaceDay(DayHours):
    """The same for one provider at one location; without intervals they are off there."""

    location_id: int


class TimeOffView(Frozen):
    """A span in which a provider works nowhere."""

    id: int
    starts_at: datetime
    ends_at: datetime
    reason: str


class LocationForm(Frozen):
    """A location as typed in; ``zone`` is an IANA name."""

    name: Line = ""
    zone: Line = ""
    hours: tuple[WeekInterval, ...] = ()
    version: int | None = None


class RoomForm(Frozen):
    """A room as typed in, with the services it suits."""

    name: Line = ""
    location_id: int
    service_ids: frozenset[int] = frozenset()
    version: int | None = None


class ProviderForm(Frozen):
    """A provider as typed in, with the services they do and the hours they keep."""

    name: Line = ""
    service_ids: frozenset[int] = frozenset()
    hours: tuple[PlaceInterval, ...] = ()
    version: int | None = None


class ServiceForm(Frozen):
    """A service as typed in; money in minor units of the clinic's currency."""

    name: Line = ""
    category: Category
    minutes: int
    buffer_minutes: int = 0
    price: int
    deposit: int = 0
    needs_room: bool = True
    phrases: tuple[Line, ...] = ()
    """Sentences that notes on it often hold, to be put in by one press."""
    provider_ids: frozenset[int] = frozenset()
    room_ids: frozenset[int] = frozenset()
    version: int | None = None


class LocationView(Frozen):
    """A location; ``exceptions`` are those from today on, by day."""

    id: int
    version: int
    name: str
    zone: str
    disabled: bool
    hours: tuple[WeekInterval, ...]
    exceptions: tuple[DayHours, ...]


class RoomView(Frozen):
    """A room."""

    id: int
    version: int
    name: str
    disabled: bool
    location_id: int
    service_ids: frozenset[int]


class ProviderView(Frozen):
    """A provider; ``exceptions`` and ``time_off`` are those not yet over, soonest first."""

    id: int
    version: int
    name: str
    disabled: bool
    service_ids: frozenset[int]
    hours: tuple[PlaceInterval, ...]
    exceptions: tuple[PlaceDay, ...]
    time_off: tuple[TimeOffView, ...]


class ServiceView(Frozen):
    """A service; nobody may do it without ``provider_ids``."""

    id: int
    version: int
    name: str
    category: Category
    minutes: int
    buffer_minutes: int
    price: Money | None
    """None, as the deposit, when money is out of sight."""
    deposit: Money | None
    needs_room: bool
    phrases: tuple[str, ...]
    disabled: bool
    provider_ids: frozenset[int]
    room_ids: frozenset[int]


class SetUpView(Frozen):
    """All that is set up, each kind by name, the disabled ones last."""

    clinic_name: str
    currency: str
    is_demo: bool
    locations: tuple[LocationView, ...]
    rooms: tuple[RoomView, ...]
    providers: tuple[ProviderView, ...]
    services: tuple[ServiceView, ...]


class MovingBooking(Frozen):
    """A booking that needs moving, in words; ``when`` is on the clocks of its location."""

    session_id: int
    patient_name: str
    when: str
    reason: str


class MovingList(Frozen):
    """How many bookings need moving, and the soonest of them."""

    count: int
    bookings: tuple[MovingBooking, ...]


class SetUpOutcome(Frozen):
    """What a set-up command did; ``displaced`` has a line a booking that needs moving for it."""

    id: int
    message: str
    displaced: tuple[str, ...] = ()
