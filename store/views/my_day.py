"""What a provider, or a room, has today."""

from datetime import date, datetime

from store.views.frozen import Choice, Frozen
from store.words import BookingStatus


class MyDayQuery(Frozen):
    """Whose day: a room's, else a provider's; without either, that of whoever asks."""

    provider_id: int | None = None
    room_id: int | None = None


class MyDayRow(Frozen):
    """One booking or walk-in of the day; instants aware UTC, shown in ``zone``."""

    key: str
    session_id: int
    booking_id: int | None
    starts_at: datetime
    ends_at: datetime
    zone: str
    status: BookingStatus | None
    """None for a walk-in."""
    needs_moving: bool
    patient_name: str
    has_alerts: bool
    treatment: str
    position: int
    total: int
    service_names: tuple[str, ...]
    provider_name: str
    room_name: str
    """Empty when no room was taken."""
    location_name: str
    unwritten: int
    """Items performed in it whose note is missing; 0 when notes are out of sight."""


class MyDay(Frozen):
    """The day in order of time; ``current`` and ``following`` are keys of rows, or empty.

    Current is what is in procedure, else who has checked in, else who comes next; following is whom
    the clock brings after that.
    """

    name: str
    """Whose day it is; empty in a clinic where nobody works yet."""
    provider_id: int | None
    room_id: int | None
    day: date
    """Of the first row's location, else of the first location."""
    zone: str
    now: datetime
    rows: tuple[MyDayRow, ...]
    current: str
    following: str
    providers: tuple[Choice, ...]
    rooms: tuple[Choice, ...]
    """Whose day can be looked at: who works here, and rooms in use."""
