"""A day or a week of resources, in minutes since local midnight."""

from datetime import date
from typing import Literal

from store.views.frozen import Frozen
from store.words import BookingStatus


class CalendarQuery(Frozen):
    """Which stretch of which location is looked at; without a location, the first one.

    A week shows one provider: without ``provider_id``, the first by name who works or is booked
    there then.
    """

    day: date | None = None
    """None: today in the location's zone."""
    view: Literal["day", "week"] = "day"
    location_id: int | None = None
    provider_id: int | None = None


class CalendarColumn(Frozen):
    """One resource on one day."""

    key: str
    provider_id: int
    day: date
    label: str
    sublabel: str
    room_id: int | None = None
    """The room whose column it is."""
    open_hours: tuple[tuple[int, int], ...]
    """Intervals the provider works, time off taken out, in minutes; the rest is shaded."""


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
    version: int = 0
    """The booking's, as it is shown; 0 without one."""
    move_refusal: str = ""
    """Why it is not moved by hand; empty when it may be."""


class CalendarView(Frozen):
    """Columns and entries of the visible range; minutes run from midnight, 1440 a day.

    ``opens`` and ``closes`` are whole hours that hold all that is shown. ``provider_id`` is the one
    whose columns these are, None when they are everybody's.
    """

    location_id: int
    location_name: str
    zone: str
    provider_id: int | None
    first_day: date
    last_day: date
    today: date
    now_minute: int
    opens: int
    closes: int
    columns: tuple[CalendarColumn, ...]
    entries: tuple[CalendarEntry, ...]
    book_refusal: str = ""
    """Why nothing is booked here by hand; empty when it may be."""


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
