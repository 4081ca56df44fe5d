"""The calendar: what a location's providers do on a day, or one provider in a week."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, exists, select

from store.actions import BookingMoment, booking_actions
from store.errors import Invalid, NotFound
from store.queries.parts import Part, parts_between
from store.queries.sight import sees_location, sees_provider
from store.queries.working import DAY, Interval, WorkingTimes, clock_minutes, working_times
from store.tables import BUSINESS_HOURS, LOCATION, PROVIDER, SESSION_PART
from store.views import (
    EVERYTHING,
    CalendarColumn,
    CalendarEntry,
    CalendarQuery,
    CalendarView,
    Choice,
    Sight,
)
from store.zones import local, local_day, local_minutes

FIRST_YEAR, LAST_YEAR = 1900, 2199
ORDINARY_DAY = (8 * 60, 18 * 60)
"""What is shown when nobody works and nothing is booked."""


@dataclass(frozen=True)
class Range:
    """The days shown, at a location, with who works then and what is booked."""

    location: tuple[int, str]
    days: tuple[date, ...]
    providers: tuple[Choice, ...]
    times: WorkingTimes
    parts: tuple[Part, ...]

    def is_busy(self, provider_id: int) -> bool:
        """Whether the provider works or is booked on any of the days."""
        works = any(self.times.intervals(provider_id, day) for day in self.days)
        return works or any(part.provider_id == provider_id for part in self.parts)


def calendar(
    connection: Connection, query: CalendarQuery, now: datetime, sight: Sight = EVERYTHING
) -> CalendarView:
    """What the query asks for; nine queries whatever is booked.

    Patients out of sight are drawn as busy. Raises NotFound, field location or provider, and
    Invalid, field date.
    """
    location = _location(connection, query, sight)
    zone = location.zone
    today = local_day(now, zone)
    shown = _range(connection, (location.id, zone), _days(query, today), sight)
    providers = _shown_providers(query, shown)
    columns = [_column(shown, provider, day) for provider in providers for day in shown.days]
    if query.view == "week":
        columns = [_dated(column) for column in columns]
    entries = _entries(shown, {column.key for column in columns}, now)
    opening = _business_hours(connection, location.id, shown.days)
    opening += [span for special in shown.times.special.values() for span in special.intervals]
    opens, closes = _window([*opening, *_spans(columns, entries)])
    alone = query.view == "week" or query.provider_id is not None
    return CalendarView(
        location_id=location.id,
        location_name=location.name,
        zone=zone,
        provider_id=providers[0].id if alone and providers else None,
        first_day=shown.days[0],
        last_day=shown.days[-1],
        today=today,
        now_minute=local_minutes(now, zone),
        opens=opens,
        closes=closes,
        columns=tuple(columns),
        entries=tuple(entries),
    )


def _location(connection: Connection, query: CalendarQuery, sight: Sight) -> Any:
    """The one asked for, else the first that has something on the day asked for, else the first."""
    place = LOCATION.c
    places = select(place.id, place.name, place.zone).where(sees_location(sight))
    if query.location_id is not None:
        places = places.where(place.id == query.location_id)
    elif query.day is not None:
        part = SESSION_PART.c
        days = _days(query, query.day)
        busy = exists().where(
            part.location_id == place.id, part.first_day.between(days[0], days[-1])
        )
        places = places.order_by(place.disabled, ~busy, place.id)
    else:
        places = places.order_by(place.disabled, place.id)
    found = connection.execute(places.limit(1)).first()
    if found is None:
        raise NotFound("There is no such location.", field="location")
    return found


def _days(query: CalendarQuery, today: date) -> tuple[date, ...]:
    day = query.day or today
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid(f"The calendar shows the years {FIRST_YEAR} to {LAST_YEAR}.", field="date")
    if query.view == "day":
        return (day,)
    monday = day - timedelta(days=day.weekday())
    return tuple(monday + timedelta(days=n) for n in range(7))


def _range(
    connection: Connection, location: tuple[int, str], days: tuple[date, ...], sight: Sight
) -> Range:
    provider = PROVIDER.c
    names = connection.execute(
        select(provider.id, provider.name, provider.disabled)
        .where(sees_provider(sight))
        .order_by(provider.name, provider.id)
    )
    return Range(
        location=location,
        days=days,
        providers=tuple(Choice(id=row.id, name=row.name, disabled=row.disabled) for row in names),
        times=working_times(connection, location, days),
        parts=parts_between(connection, location, days, sight),
    )


def _shown_providers(query: CalendarQuery, shown: Range) -> list[Choice]:
    if query.provider_id is not None:
        chosen = [provider for provider in shown.providers if provider.id == query.provider_id]
        if not chosen:
            raise NotFound("There is no such provider.", field="provider")
        return chosen
    booked = {part.provider_id for part in shown.parts}
    busy = [
        provider
        for provider in shown.providers
        if provider.id in booked or (not provider.disabled and shown.is_busy(provider.id))
    ]
    if query.view == "day":
        return busy
    return (busy or [provider for provider in shown.providers if not provider.disabled])[:1]


def _column(shown: Range, provider: Choice, day: date) -> CalendarColumn:
    hours = () if provider.disabled else shown.times.intervals(provider.id, day)
    return CalendarColumn(
        key=_column_key(provider.id, day),
        provider_id=provider.id,
        day=day,
        label=provider.name,
        sublabel=_hours_text(hours) or _absence(shown, provider, day),
        open_hours=hours,
    )


def _column_key(provider_id: int | None, day: date) -> str:
    return f"{provider_id}-{day.isoformat()}"


def _dated(column: CalendarColumn) -> CalendarColumn:
    day = column.day
    return column.model_copy(update={"label": f"{day:%a} {day.day} {day:%b}"})


def _absence(shown: Range, provider: Choice, day: date) -> str:
    if provider.disabled:
        return "No longer works here"
    if shown.times.is_away(provider.id, day):
        return "Time off"
    return "Closed" if day in shown.times.special else "Not working"


def _hours_text(hours: Sequence[Interval]) -> str:
    return ", ".join(f"{_clock(start)}–{_clock(end)}" for start, end in hours)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _entries(shown: Range, columns: set[str], now: datetime) -> list[CalendarEntry]:
    drawn = [
        entry
        for part in shown.parts
        for day in shown.days
        if _column_key(part.provider_id, day) in columns
        and (entry := _entry(shown, part, day, now))
    ]
    return sorted(drawn, key=lambda entry: (entry.column, entry.start, entry.end, entry.key))


def _entry(shown: Range, part: Part, day: date, now: datetime) -> CalendarEntry | None:
    zone = shown.location[1]
    span = clock_minutes((part.starts_at, part.ends_at), day, zone)
    if span is None:
        return None
    ends_here = local_day(part.ends_at - timedelta(seconds=1), zone) == day
    buffer = int((part.blocked_until - part.ends_at).total_seconds()) // 60 if ends_here else 0
    return CalendarEntry(
        key=f"{part.key}-{day.isoformat()}",
        session_id=part.session_id,
        booking_id=part.booking_id,
        column=_column_key(part.provider_id, day),
        start=span[0],
        end=span[1],
        buffer=min(buffer, DAY - span[1]),
        time_text=_time_text(part, zone),
        patient_name=part.patient_name,
        treatment=part.treatment,
        service_names=part.service_names,
        room_name=part.room_name,
        status=part.status,
        needs_moving=part.needs_moving,
        has_alerts=part.has_alerts,
        is_busy=part.is_busy,
        version=part.version,
        move_refusal=_move_refusal(part, day, zone, now),
    )


def _move_refusal(part: Part, day: date, zone: str, now: datetime) -> str:
    if part.is_busy:
        return "This is not your patient."
    if part.status is None:
        return "A walk-in took place: it is not moved."
    if local_day(part.starts_at, zone) != day:
        return "It began the day before: move it there."
    return booking_actions(
        BookingMoment(part.status, part.starts_at, part.has_performed), now
    ).reschedule


def _time_text(part: Part, zone: str) -> str:
    starts, ends = local(part.starts_at, zone), local(part.ends_at, zone)
    if starts.utcoffset() == ends.utcoffset():
        return f"{starts:%H:%M}–{ends:%H:%M}"
    return f"{starts:%H:%M %Z}–{ends:%H:%M %Z}"


def _business_hours(
    connection: Connection, location_id: int, days: Sequence[date]
) -> list[Interval]:
    hours = BUSINESS_HOURS.c
    rows = connection.execute(
        select(hours.opens, hours.closes).where(
            hours.location_id == location_id,
            hours.weekday.in_(sorted({day.weekday() for day in days})),
        )
    )
    return [(row.opens, row.closes) for row in rows]


def _spans(
    columns: Iterable[CalendarColumn], entries: Iterable[CalendarEntry]
) -> Iterable[Interval]:
    yield from (interval for column in columns for interval in column.open_hours)
    yield from ((entry.start, entry.end + entry.buffer) for entry in entries)


def _window(spans: Sequence[Interval]) -> Interval:
    if not spans:
        return ORDINARY_DAY
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    return first // 60 * 60, -(-last // 60) * 60
