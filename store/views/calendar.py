"""The calendar: a stretch of days of a location, drawn in one of six ways; minutes are local."""

from datetime import date, datetime
from typing import Literal

from store.views.frozen import Choice, Frozen
from store.words import BillingStatus, BookingStatus, Category

CalendarKind = Literal["day", "rooms", "week", "team", "month", "agenda"]


class AgendaMark(Frozen):
    """Where an agenda goes on: the first that was not shown, by its start and, among equals, its id."""

    starts_at: datetime
    """Aware UTC."""
    part_id: int


class CalendarQuery(Frozen):
    """Which stretch of which location is looked at; without a location, the first one.

    A week shows one room, or one provider: without ``provider_id``, the first by name who works or
    is booked there then. Everywhere else ``provider_id`` and ``category`` leave out the others.
    """

    day: date | None = None
    """None: today in the location's zone."""
    view: CalendarKind = "day"
    location_id: int | None = None
    provider_id: int | None = None
    room_id: int | None = None
    """For rooms and for a week."""
    category: Category | None = None
    days: Literal[1, 7] = 7
    """For an agenda: the day alone, or a week from it."""
    minute: int = 0
    """For an agenda: where it begins on that day."""
    mark: AgendaMark | None = None
    """For an agenda: where it goes on, whatever the minute."""


class CalendarRange(Frozen):
    """What every way of drawing says: where and when.

    ``provider_id`` is the one whose bookings these are, None when they are everybody's.
    """

    view: CalendarKind = "day"
    location_id: int
    location_name: str
    zone: str
    provider_id: int | None
    room_id: int | None = None
    category: Category | None = None
    first_day: date
    last_day: date
    today: date
    now_minute: int


class CalendarSpan(Frozen):
    """A stretch of a column in which nothing can be booked, in a word; minutes from midnight."""

    kind: Literal["break", "off", "booked"]
    start: int
    end: int
    word: str


class CalendarColumn(Frozen):
    """One resource on one day: a provider, or a room, or neither for what has no room."""

    key: str
    provider_id: int | None
    day: date
    label: str
    sublabel: str
    open_hours: tuple[tuple[int, int], ...]
    """Intervals the provider works, time off taken out, in minutes; the rest is shaded."""
    room_id: int | None = None
    """The room whose column it is."""
    spans: tuple[CalendarSpan, ...] = ()
    """Breaks, time off, and what is booked but left out by the filters."""
    clock_change: tuple[int, int] | None = None
    """The minute at which the clocks change that day, and by how many minutes; back is negative."""


class CalendarEntry(Frozen):
    """A booking or walk-in drawn in a column; one that crosses midnight is drawn on each day.

    ``start`` and ``end`` are what the clocks show, whatever the clocks did that day.
    """

    key: str
    session_id: int
    """0 when it is somebody else's patient, of whom nothing is told: ``is_busy``."""
    booking_id: int | None
    column: str
    start: int
    end: int
    buffer: int
    """Clean-up minutes after the end."""
    time_text: str
    patient_name: str
    treatment: str
    service_names: tuple[str, ...]
    """What hangs on the booking; empty for a walk-in or a No Show."""
    room_name: str
    """Empty when no room was taken."""
    status: BookingStatus | None
    """None for a walk-in."""
    needs_moving: bool
    has_alerts: bool
    is_busy: bool = False
    provider_name: str = ""
    is_late: bool = False
    """Begun today, and not checked in."""
    billing: BillingStatus | None = None
    """None when money is out of sight."""
    version: int = 0
    """The booking's, as it is shown; 0 without one."""
    starts_at: datetime | None = None
    """When it begins, where the clocks alone do not tell; aware UTC."""
    minutes: int = 0
    """How long it truly takes."""
    move_refusal: str = ""
    """Why it is not moved by hand; empty when it may be."""


class CalendarView(CalendarRange):
    """Columns and entries of the visible range; minutes run from midnight, 1440 a day.

    ``opens`` and ``closes`` are whole hours that hold all that is shown.
    """

    opens: int
    closes: int
    columns: tuple[CalendarColumn, ...]
    entries: tuple[CalendarEntry, ...]
    rooms: tuple[Choice, ...] = ()
    """What can be chosen among, where rooms are drawn."""
    first_column: int = 0
    """Where those shown begin, if they are not all."""
    book_refusal: str = ""
    """Why nothing is booked here by hand; empty when it may be."""


class StatusCount(Frozen):
    """How many bookings of a day have come so far; walk-ins have no status."""

    status: BookingStatus | None
    count: int


class MonthDay(Frozen):
    """A day of a month with its bookings, in the order of the statuses."""

    day: date
    counts: tuple[StatusCount, ...] = ()
    closed: str = ""
    """Why the location is closed; empty when it is open."""

    @property
    def total(self) -> int:
        """How many bookings there are."""
        return sum(one.count for one in self.counts)


class MonthView(CalendarRange):
    """Every day of a month."""

    days: tuple[MonthDay, ...]


class TeamCell(Frozen):
    """A provider's day: when they work, or why not, and what is booked."""

    day: date
    hours: str
    is_working: bool
    counts: tuple[StatusCount, ...] = ()
    span: str = ""
    """From the first start to the last end of what is booked; empty without."""

    @property
    def total(self) -> int:
        """How many bookings there are."""
        return sum(one.count for one in self.counts)


class TeamRow(Frozen):
    """A provider's week."""

    provider_id: int
    name: str
    cells: tuple[TeamCell, ...]


class TeamView(CalendarRange):
    """A week of everybody who works or is booked in it."""

    rows: tuple[TeamRow, ...]


class AgendaDay(Frozen):
    """What is booked on a day, in the order of time."""

    day: date
    entries: tuple[CalendarEntry, ...]


class AgendaView(CalendarRange):
    """Days with bookings; ``next_mark`` is where to go on when it is cut, on which day and minute."""

    days: tuple[AgendaDay, ...]
    next_mark: AgendaMark | None = None
    next_day: date | None = None
    next_minute: int = 0


class BarredQuery(Frozen):
    """What is taken hold of, a booking or else a session to be booked, and where it might go."""

    booking_id: int | None = None
    session_id: int | None = None
    location_id: int
    columns: tuple[CalendarColumn, ...]


class Barred(Frozen):
    """A stretch of a column where it cannot go, in minutes since local midnight, and why."""

    column: str
    start: int
    end: int
    reason: str
