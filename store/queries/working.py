"""When providers work at a location, as minutes on its clocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from store.tables import PROVIDER_EXCEPTION, PROVIDER_HOURS, TIME_OFF
from store.zones import day_end, day_start, local_day, local_minutes

DAY = 1440
Interval = tuple[int, int]


@dataclass(frozen=True)
class WorkingTimes:
    """Weekly hours, exceptions and time off of the providers of one location."""

    zone: str
    weekly: dict[tuple[int, int], list[Interval]]
    """By provider and weekday; Monday is 0."""
    exceptions: dict[tuple[int, date], list[Interval]]
    off: dict[int, list[tuple[datetime, datetime]]]

    def intervals(self, provider_id: int, day: date) -> tuple[Interval, ...]:
        """The minutes of the day in which the provider works, time off taken out."""
        weekly = self.weekly.get((provider_id, day.weekday()), [])
        worked = merged(self.exceptions.get((provider_id, day), weekly))
        for away in self._away(provider_id, day):
            worked = without(worked, away)
        return tuple(worked)

    def is_away(self, provider_id: int, day: date) -> bool:
        """Whether time off of the provider touches the day."""
        return bool(self._away(provider_id, day))

    def _away(self, provider_id: int, day: date) -> list[Interval]:
        spans = self.off.get(provider_id, [])
        clipped = (clock_minutes(span, day, self.zone) for span in spans)
        return [interval for interval in clipped if interval]


def working_times(
    connection: Connection, location: tuple[int, str], days: Sequence[date]
) -> WorkingTimes:
    """What decides who works at the location, id and zone, on these days; three queries."""
    location_id, zone = location
    return WorkingTimes(
        zone,
        _weekly(connection, location_id),
        _exceptions(connection, location_id, days),
        _off(connection, day_start(zone, days[0]), day_end(zone, days[-1])),
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


def without(intervals: Iterable[Interval], hole: Interval) -> list[Interval]:
    """What of the intervals lies outside the hole."""
    pieces = (
        piece
        for start, end in intervals
        for piece in ((start, min(end, hole[0])), (max(start, hole[1]), end))
    )
    return [piece for piece in pieces if piece[0] < piece[1]]
