"""A day or a week of resources, in minutes since local midnight."""

from datetime import date
from typing import Literal

from store.views.frozen import Frozen
from store.words import BookingStatus


class CalendarQuery(Frozen):
    """Which stretch of which location is looked at; without a location, the first one."""

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
    open_hours: tuple[tuple[int, int], ...]
    """Intervals the provider works, in minutes; the rest is shaded."""


class CalendarEntry(Frozen):
    """A booking or walk-in drawn in a column."""

    key: str
    session_id: int
    booking_id: int | None
    column: str
    start: int
    end: int
    buffer: int
    """Clean-up minutes after the end."""
    time_text: str
    patient_name: str
    treatment: str
    room_name: str
    status: BookingStatus | None
    """None for a walk-in."""
    needs_moving: bool
    has_alerts: bool


class CalendarView(Frozen):
    """Columns and entries of the visible range; minutes run from midnight, 1440 a day."""

    location_id: int
    location_name: str
    zone: str
    first_day: date
    last_day: date
    today: date
    now_minute: int
    opens: int
    closes: int
    columns: tuple[CalendarColumn, ...]
    entries: tuple[CalendarEntry, ...]
