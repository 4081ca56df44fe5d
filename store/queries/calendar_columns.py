"""The columns of the calendar's grid: whom or which room they are, when it is open, and why not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from sqlalchemy import Connection, select

from store.errors import NotFound
from store.queries.calendar_frame import Frame, hours_text, open_hours
from store.queries.parts import Part
from store.queries.working import Interval, WorkingTimes, common, merged
from store.tables import ROOM
from store.views import CalendarColumn, CalendarQuery, CalendarSpan, Choice
from store.zones import clock_change

NO_ROOM = Choice(id=0, name="No room")
"""Where bookings without a room are drawn, when there are any."""


@dataclass(frozen=True)
class Range:
    """The days shown, at a location, with who works then and what is booked."""

    frame: Frame
    providers: tuple[Choice, ...]
    rooms: tuple[Choice, ...]
    times: WorkingTimes
    hours: dict[int, list[Interval]]
    parts: tuple[Part, ...]

    @cached_property
    def booked(self) -> frozenset[int | None]:
        """The providers who are booked on any of the days."""
        return frozenset(part.provider_id for part in self.parts)

    def is_busy(self, provider_id: int) -> bool:
        """Whether the provider works or is booked on any of the days."""
        works = any(self.times.intervals(provider_id, day) for day in self.frame.days)
        return works or provider_id in self.booked


def by_room(query: CalendarQuery) -> bool:
    """Whether columns are rooms."""
    return query.view == "rooms" or (query.view == "week" and query.room_id is not None)


def rooms_of(connection: Connection, query: CalendarQuery, frame: Frame) -> tuple[Choice, ...]:
    """The location's rooms by name; none, and no query, where no room is drawn."""
    if not by_room(query):
        return ()
    room = ROOM.c
    rows = connection.execute(
        select(room.id, room.name, room.disabled)
        .where(room.location_id == frame.id)
        .order_by(room.name, room.id)
    )
    found = tuple(Choice(id=row.id, name=row.name, disabled=row.disabled) for row in rows)
    if query.room_id is not None and query.room_id not in {one.id for one in found}:
        raise NotFound("There is no such room here.", field="room")
    return found


def columns_of(query: CalendarQuery, shown: Range) -> tuple[CalendarColumn, ...]:
    """A column for each resource and day, in order."""
    if by_room(query):
        found = [
            _room_column(shown, room, day)
            for room in _shown_rooms(query, shown)
            for day in shown.frame.days
        ]
    else:
        found = [
            _provider_column(shown, provider, day)
            for provider in shown_providers(query, shown)
            for day in shown.frame.days
        ]
    return tuple(_dated(column) if query.view == "week" else column for column in found)


def column_key(query: CalendarQuery, part: Part, day: date) -> str:
    """The key of the column that a part is drawn in."""
    if by_room(query):
        return f"room-{part.room_id or NO_ROOM.id}-{day.isoformat()}"
    return f"{part.provider_id}-{day.isoformat()}"


def shown_providers(query: CalendarQuery, shown: Range) -> list[Choice]:
    """Whoever works or is booked; in a week one alone."""
    if query.provider_id is not None:
        return [provider for provider in shown.providers if provider.id == query.provider_id]
    busy = [
        provider
        for provider in shown.providers
        if provider.id in shown.booked or (not provider.disabled and shown.is_busy(provider.id))
    ]
    if query.view != "week":
        return busy
    return (busy or [provider for provider in shown.providers if not provider.disabled])[:1]


def absence(times: WorkingTimes, provider: Choice, day: date) -> str:
    """Why a provider does not work that day."""
    if provider.disabled:
        return "No longer works here"
    if times.is_away(provider.id, day):
        return "Time off"
    return "Closed" if day in times.special else "Not working"


def _shown_rooms(query: CalendarQuery, shown: Range) -> list[Choice]:
    """The one asked for, else all in use or booked, and none for what has no room."""
    if query.room_id is not None:
        return [room for room in shown.rooms if room.id == query.room_id]
    booked = {part.room_id for part in shown.parts}
    rooms = [room for room in shown.rooms if not room.disabled or room.id in booked]
    return [*rooms, NO_ROOM] if None in booked else rooms


def _provider_column(shown: Range, provider: Choice, day: date) -> CalendarColumn:
    hours = () if provider.disabled else shown.times.intervals(provider.id, day)
    return CalendarColumn(
        key=f"{provider.id}-{day.isoformat()}",
        provider_id=provider.id,
        day=day,
        clock_change=clock_change(shown.frame.zone, day),
        label=provider.name,
        sublabel=hours_text(hours) or absence(shown.times, provider, day),
        open_hours=hours,
        spans=() if provider.disabled else _free_time(shown.times, provider.id, day),
    )


def _free_time(times: WorkingTimes, provider_id: int, day: date) -> tuple[CalendarSpan, ...]:
    """Breaks between the provider's hours, and time off within them."""
    kept = times.kept(provider_id, day)
    if not kept:
        return ()
    whole = [(kept[0][0], kept[-1][1])]
    off = common(whole, merged(times.away(provider_id, day)))
    gaps = [(one[1], other[0]) for one, other in pairwise(kept)]
    breaks = [gap for gap in gaps if not common([gap], off)]
    spans = [CalendarSpan(kind="break", start=a, end=b, word="Break") for a, b in breaks]
    spans += [CalendarSpan(kind="off", start=a, end=b, word="Time off") for a, b in off]
    return tuple(sorted(spans, key=lambda span: span.start))


def _room_column(shown: Range, room: Choice, day: date) -> CalendarColumn:
    hours = () if room.disabled else open_hours(shown.times, shown.hours, day)
    closed = "No longer in use" if room.disabled else "Closed"
    return CalendarColumn(
        key=f"room-{room.id}-{day.isoformat()}",
        provider_id=None,
        room_id=room.id or None,
        day=day,
        clock_change=clock_change(shown.frame.zone, day),
        label=room.name,
        sublabel=hours_text(hours) or closed,
        open_hours=hours,
    )


def _dated(column: CalendarColumn) -> CalendarColumn:
    day = column.day
    return column.model_copy(update={"label": f"{day:%a} {day.day} {day:%b}"})


def hidden_spans(spans: Sequence[Interval]) -> tuple[CalendarSpan, ...]:
    """What is taken by bookings that the filters leave out."""
    return tuple(
        CalendarSpan(kind="booked", start=start, end=end, word="Booked")
        for start, end in merged(spans)
    )
