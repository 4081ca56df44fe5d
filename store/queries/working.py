"""When providers work at a location, as minutes on its clocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from store.tables import LOCATION_EXCEPTION, PROVIDER_EXCEPTION, PROVIDER_HOURS, TIME_OFF
from store.zones import day_end, day_start, local_day, local_minutes

DAY = 1440
Interval = tuple[int, int]


@dataclass(frozen=True)
class SpecialDay:
    """When a location is open on a day that is not as every week; never, without intervals."""

    intervals: tuple[Interval, ...]
    reason: str


@dataclass(frozen=True)
class WorkingTimes:
    """Weekly hours, exceptions and time off of the providers of one location, and its special days."""

    zone: str
    weekly: dict[tuple[int, int], list[Interval]]
    """By provider and weekday; Monday is 0."""
    exceptions: dict[tuple[int, date], list[Interval]]
    off: dict[int, list[tuple[datetime, datetime]]]
    special: dict[date, SpecialDay]

    def kept(self, provider_id: int, day: date) -> list[Interval]:
        """The minutes of the day in the provider's hours while the location is open, time off or not."""
        weekly = self.weekly.get((provider_id, day.weekday()), [])
        hours = merged(self.exceptions.get((provider_id, day), weekly))
        special = self.special.get(day)
        return hours if special is None else common(hours, special.intervals)

    def intervals(self, provider_id: int, day: date) -> tuple[Interval, ...]:
        """The minutes of the day in which the provider works, time off taken out."""
        worked = self.kept(provider_id, day)
        for away in self.away(provider_id, day):
            worked = without(worked, away)
        return tuple(worked)

    def is_away(self, provider_id: int, day: date) -> bool:
        """Whether time off of the provider touches the day."""
        return bool(self.away(provider_id, day))

    def away(self, provider_id: int, day: date) -> list[Interval]:
        """What of the provider's time off lies on the day."""
        spans = self.off.get(provider_id, [])
        clipped = (clock_minutes(span, day, self.zone) for span in spans)
        return [interval for interval in clipped if interval]


def working_times(
    connection: Connection, location: tuple[int, str], days: Sequence[date]
) -> WorkingTimes:
    """What decides who works at the location, id and zone, on these days; four queries."""
    location_id, zone = location
    return WorkingTimes(
        zone,
        _weekly(connection, location_id),
        _exceptions(connection, location_id, days),
        _off(connection, day_start(zone, days[0]), day_end(zone, days[-1])),
        _special(connection, location_id, days),
    )


def _weekly(connection: Connection, location_id: int) -> dict[tuple[int, int], list[Interval]]:
    hours = PROVIDER_HOURS.c
    query = select(hours.provider_id, hours.weekday, hours.starts, hours.ends)
    found: dict[tuple[int, int], list[Interval]] = {}
    for row in connection.execute(query.where(hours.location_id == location_id)):
        found.setdefault((row.provider_id, row.weekday), []).append((row.starts, row.ends))
    return found


def _exceptions(
    connection: Connection, location_id: int, days: Sequence[date]
) -> dict[tuple[int, date], list[Interval]]:
    column = PROVIDER_EXCEPTION.c
    query = select(column.provider_id, column.day, column.starts, column.ends).where(
        column.location_id == location_id, column.day.between(days[0], days[-1])
    )
    found: dict[tuple[int, date], list[Interval]] = {}
    for row in connection.execute(query):
        that_day = found.setdefault((row.provider_id, row.day), [])
        if row.starts is not None:
            that_day.append((row.starts, row.ends))
    return found


def _off(
    connection: Connection, starts_at: datetime, ends_at: datetime
) -> dict[int, list[tuple[datetime, datetime]]]:
    off = TIME_OFF.c
    query = select(off.provider_id, off.starts_at, off.ends_at).where(
        off.starts_at < ends_at, off.ends_at > starts_at
    )
    found: dict[int, list[tuple[datetime, datetime]]] = {}
    for row in connection.execute(query):
        found.setdefault(row.provider_id, []).append((row.starts_at, row.ends_at))
    return found


def _special(
    connection: Connection, location_id: int, days: Sequence[date]
) -> dict[date, SpecialDay]:
    column = LOCATION_EXCEPTION.c
    query = select(column.day, column.opens, column.closes, column.reason).where(
        column.location_id == location_id, column.day.between(days[0], days[-1])
    )
    found: dict[date, SpecialDay] = {}
    for row in connection.execute(query.order_by(column.day, column.opens)):
        before = found.get(row.day, SpecialDay((), row.reason))
        span = () if row.opens is None else ((row.opens, row.closes),)
        found[row.day] = SpecialDay((*before.intervals, *span), before.reason)
    return found


def clock_minutes(span: tuple[datetime, datetime], day: date, zone: str) -> Interval | None:
    """What of the span lies on the local day, as the clocks show it; None when nothing does.

    Where the clocks go back within it, the end would come before the start: then the true length
    counts from the start.
    """
    starts_at, ends_at = max(span[0], day_start(zone, day)), min(span[1], day_end(zone, day))
    if starts_at >= ends_at:
        return None
    start = local_minutes(starts_at, zone)
    end = local_minutes(ends_at, zone) if local_day(ends_at, zone) == day else DAY
    if end <= start:
        end = min(DAY, start + int((ends_at - starts_at).total_seconds()) // 60)
    return start, end


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same minutes in order, with touching and overlapping intervals made one."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def common(one: Iterable[Interval], other: Sequence[Interval]) -> list[Interval]:
    """The minutes that lie in both."""
    pieces = ((max(a, c), min(b, d)) for a, b in one for c, d in other)
    return merged(piece for piece in pieces if piece[0] < piece[1])


def without(intervals: Iterable[Interval], hole: Interval) -> list[Interval]:
    """What of the intervals lies outside the hole."""
    pieces = (
        piece
        for start, end in intervals
        for piece in ((start, min(end, hole[0])), (max(start, hole[1]), end))
    )
    return [piece for piece in pieces if piece[0] < piece[1]]
