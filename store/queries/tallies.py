"""How much is booked: a month day by day, and a week of everybody, counted and never listed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, and_, func, or_, select

from store.queries.calendar_columns import absence
from store.queries.calendar_frame import (
    Frame,
    business_hours,
    clock,
    frame_of,
    hours_text,
    open_hours,
    providers_of,
)
from store.queries.sight import sees_part
from store.queries.working import WorkingTimes, working_times
from store.tables import BOOKING, SESSION_PART
from store.views import (
    EVERYTHING,
    CalendarQuery,
    Choice,
    MonthDay,
    MonthView,
    Sight,
    StatusCount,
    TeamCell,
    TeamRow,
    TeamView,
)
from store.words import BookingStatus
from store.zones import local_minutes


@dataclass(frozen=True)
class Tally:
    """So many bookings of one status that a provider has on a day; instants aware UTC."""

    provider_id: int | None
    day: date
    status: BookingStatus | None
    count: int
    starts_at: datetime
    ends_at: datetime


def month(
    connection: Connection, query: CalendarQuery, now: datetime, sight: Sight = EVERYTHING
) -> MonthView:
    """The month around the query's day; eight queries whatever is booked.

    What is out of sight is not counted. Raises as ``calendar`` does.
    """
    frame = frame_of(connection, query, now, sight)
    providers_of(connection, query, sight)
    times = working_times(connection, frame.location, frame.days)
    hours = business_hours(connection, frame.id)
    counted: dict[date, list[Tally]] = {}
    for tally in _tallies(connection, query, frame, sight):
        counted.setdefault(tally.day, []).append(tally)
    days = tuple(
        MonthDay(
            day=day,
            counts=_counts(counted.get(day, ())),
            closed="" if open_hours(times, hours, day) else _closed(times, day),
        )
        for day in frame.days
    )
    return MonthView(**frame.told(query), days=days)


def team(
    connection: Connection, query: CalendarQuery, now: datetime, sight: Sight = EVERYTHING
) -> TeamView:
    """The week of everybody who works or is booked in it; seven queries, as ``month`` otherwise."""
    frame = frame_of(connection, query, now, sight)
    providers = providers_of(connection, query, sight)
    times = working_times(connection, frame.location, frame.days)
    counted: dict[tuple[int | None, date], list[Tally]] = {}
    for tally in _tallies(connection, query, frame, sight):
        counted.setdefault((tally.provider_id, tally.day), []).append(tally)
    booked = {who for who, _ in counted}
    rows = tuple(
        TeamRow(
            provider_id=one.id,
            name=one.name,
            cells=tuple(
                _cell(one, day, times, counted.get((one.id, day), ())) for day in frame.days
            ),
        )
        for one in providers
        if _is_shown(one, query, frame, times, booked)
    )
    return TeamView(**frame.told(query), rows=rows)


def _is_shown(
    one: Choice,
    query: CalendarQuery,
    frame: Frame,
    times: WorkingTimes,
    booked: set[int | None],
) -> bool:
    if query.provider_id is not None:
        return one.id == query.provider_id
    works = any(times.intervals(one.id, day) for day in frame.days)
    return one.id in booked or (works and not one.disabled)


def _cell(one: Choice, day: date, times: WorkingTimes, tallies: Sequence[Tally]) -> TeamCell:
    hours = () if one.disabled else times.intervals(one.id, day)
    return TeamCell(
        day=day,
        hours=hours_text(hours) or absence(times, one, day),
        is_working=bool(hours),
        counts=_counts(tallies),
        span=_span(tallies, times.zone),
    )


def _span(tallies: Sequence[Tally], zone: str) -> str:
    if not tallies:
        return ""
    first = min(tally.starts_at for tally in tallies)
    last = max(tally.ends_at for tally in tallies)
    return f"{clock(local_minutes(first, zone))}–{clock(local_minutes(last, zone))}"


def _counts(tallies: Iterable[Tally]) -> tuple[StatusCount, ...]:
    counted: Counter[BookingStatus | None] = Counter()
    for tally in tallies:
        counted[tally.status] += tally.count
    order = (*BookingStatus, None)
    return tuple(StatusCount(status=one, count=counted[one]) for one in order if counted[one])


def _closed(times: WorkingTimes, day: date) -> str:
    special = times.special.get(day)
    return (special.reason if special else "") or "Closed"


def _tallies(
    connection: Connection, query: CalendarQuery, frame: Frame, sight: Sight
) -> Iterator[Tally]:
    """One query. What crosses midnight counts on each of its days."""
    for row in connection.execute(_grouped(query, frame, sight)):
        day = max(row.first_day, frame.days[0])
        while day <= min(row.last_day, frame.days[-1]):
            yield Tally(row.provider_id, day, row.status, row.many, row.starts_at, row.ends_at)
            day += timedelta(days=1)


def _grouped(query: CalendarQuery, frame: Frame, sight: Sight) -> Any:
    part, first, last = SESSION_PART.c, frame.days[0], frame.days[-1]
    within = and_(part.span_days == 0, part.first_day >= first, part.first_day <= last)
    across = and_(part.span_days > 0, part.first_day <= last, part.last_day >= first)
    shown = [part.location_id == frame.id, or_(within, across), *sees_part(sight)]
    if query.provider_id is not None:
        shown.append(part.provider_id == query.provider_id)
    if query.category is not None:
        shown.append(part.category == query.category)
    by = (part.provider_id, part.first_day, part.last_day, BOOKING.c.status)
    one = func.coalesce(part.booking_id, -part.session_id)
    return (
        select(
            *by,
            func.count(one.distinct()).label("many"),
            func.min(part.starts_at).label("starts_at"),
            func.max(part.ends_at).label("ends_at"),
        )
        .select_from(SESSION_PART.outerjoin(BOOKING, BOOKING.c.id == part.booking_id))
        .where(*shown)
        .group_by(*by)
    )
