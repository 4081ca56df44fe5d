"""When providers work at a location, as minutes on its clocks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
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
    weekly: dict[tuple[int, int], list[Interval]] = field(default_factory=dict)
    """By provider and weekday; Monday is 0."""
    exceptions: dict[tuple[int, date], list[Interval]] = field(default_factory=dict)
    off: dict[int, list[tuple[datetime, datetime]]] = field(default_factory=dict)

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
    times = WorkingTimes(zone)
    hours = PROVIDER_HOURS.c
    for row in connection.execute(
        select(hours.provider_id, hours.weekday, hours.starts, hours.ends).where(
            hours.location_id == location_id
        )
    ):
        times.weekly.setdefault((row.provider_id, row.weekday), []).append((row.starts, row.ends))
    exception = PROVIDER_EXCEPTION.c
    for row in connection.execute(
        select(exception.provider_id, exception.day, exception.starts, exception.ends).where(
            exception.location_id == location_id, exception.day.between(days[0], days[-1])
        )
    ):
        that_day = times.exceptions.setdefault((row.provider_id, row.day), [])
        if row.starts is not None:
            that_day.append((row.starts, row.ends))
    off = TIME_OFF.c
    for row in connection.execute(
        select(off.provider_id, off.starts_at, off.ends_at).where(
            off.starts_at < day_end(zone, days[-1]), off.ends_at > day_start(zone, days[0])
        )
    ):
        times.off.setdefault(row.provider_id, []).append((row.starts_at, row.ends_at))
    return times


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
