"""Hours as they are typed in: checked, and put into words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from store.diary import clock_instant
from store.errors import Invalid
from store.views import Interval, PlaceInterval, WeekInterval

MOST_A_DAY = 8
"""So many intervals a day can be kept."""
YEARS_AHEAD = 10
"""Days further ahead are slips of the pen."""
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def check_week(intervals: Sequence[WeekInterval]) -> None:
    """Raises Invalid, field hours, for intervals that cannot be or that overlap within a day."""
    for weekday, name in enumerate(WEEKDAYS):
        that_day = [each for each in intervals if each.weekday == weekday]
        check_intervals(that_day, f"{name} ", field="hours")


def check_intervals(intervals: Sequence[Interval], prefix: str = "", *, field: str) -> None:
    """Raises Invalid for intervals of one day that end before they start, overlap or are too many."""
    for each in intervals:
        if each.starts >= each.ends:
            said = f"{prefix}{interval_words(each)} ends before it starts."
            raise Invalid(said, field=field)
    for one, other in pairwise(sorted(intervals, key=lambda each: each.starts)):
        if other.starts < one.ends:
            both = f"{prefix}{interval_words(one)} and {interval_words(other)}"
            raise Invalid(f"{both} overlap.", field=field)
    if len(intervals) > MOST_A_DAY:
        raise Invalid(f"At most {MOST_A_DAY} intervals a day can be kept.", field=field)


def check_places(hours: Sequence[PlaceInterval], zones: Mapping[int, str], today: date) -> None:
    """Raises Invalid, field hours, where somebody would be at two locations at once.

    ``zones`` are the locations' by id. Whether hours in two zones meet is judged by the clocks of
    this week.
    """
    for location_id in zones:
        check_week([each for each in hours if each.location_id == location_id])
    monday = today - timedelta(days=today.weekday())
    spans = sorted(
        (_span(each, zones[each.location_id], monday + timedelta(days=each.weekday)), number)
        for number, each in enumerate(hours)
    )
    for ((_, until), one), ((since, _), other) in pairwise(spans):
        if since < until:
            both = f"{week_words([hours[one]])} and {week_words([hours[other]])}"
            raise Invalid(f"{both} overlap, at two locations.", field="hours")


def check_day_ahead(day: date, today: date) -> None:
    """Raises Invalid, field day, for one that has gone by or lies too far ahead."""
    if day < today:
        raise Invalid("This day has gone by.", field="day")
    if day.year > today.year + YEARS_AHEAD:
        raise Invalid(f"This day is more than {YEARS_AHEAD} years ahead.", field="day")


def week_words(intervals: Iterable[WeekInterval]) -> str:
    """Weekly intervals in a row, such as "Mon 09:00–12:00, Mon 13:00–17:00"."""
    ordered = sorted(intervals, key=lambda each: (each.weekday, each.starts))
    return ", ".join(f"{WEEKDAYS[each.weekday]} {interval_words(each)}" for each in ordered)


def intervals_words(intervals: Iterable[Interval]) -> str:
    """Intervals of one day in a row, such as "09:00–12:00, 13:00–17:00"."""
    return ", ".join(interval_words(each) for each in sorted(intervals, key=lambda i: i.starts))


def interval_words(interval: Interval) -> str:
    """One interval, such as "09:00–12:00"."""
    return f"{_clock(interval.starts)}–{_clock(interval.ends)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _span(interval: PlaceInterval, zone: str, day: date) -> tuple[datetime, datetime]:
    return clock_instant(zone, day, interval.starts), clock_instant(zone, day, interval.ends)
