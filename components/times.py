"""Days and times as people read them, always in the location's zone."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def day_text(day: date) -> str:
    """Such as "Thu 26 Nov 2026"."""
    return f"{day:%a} {day.day} {day:%b} {day.year}"


def short_day(day: date, *, today: date) -> str:
    """Such as "12 Mar"; with the year when it is another than today's."""
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day.day} {day:%b} {day.year}"


def time_range(starts_at: datetime, ends_at: datetime, *, zone: str, name_zone: bool) -> str:
    """Such as "10:00–10:45", followed by the zone's short name when it is not clear by itself.

    Instants are aware UTC; an end on another day says which.
    """
    starts, ends = (instant.astimezone(ZoneInfo(zone)) for instant in (starts_at, ends_at))
    end = f"{ends:%H:%M}" if ends.date() == starts.date() else f"{ends.day} {ends:%b %H:%M}"
    text = f"{starts:%H:%M}–{end}"
    return f"{text} {starts:%Z}" if name_zone else text


def local_day(instant: datetime, zone: str) -> date:
    """The day an aware instant falls on in a zone."""
    return instant.astimezone(ZoneInfo(zone)).date()


def clock(instant: datetime, zone: str) -> str:
    """Such as "09:30": what the clocks of a zone show at an aware instant."""
    return f"{instant.astimezone(ZoneInfo(zone)):%H:%M}"


def clock_text(minute: int) -> str:
    """Such as "09:30": so many minutes after midnight on the clocks."""
    return f"{minute // 60:02}:{minute % 60:02}"


def birth_text(born: date | None, *, today: date) -> str:
    """Such as "4 Mar 1990 (36 years)"."""
    if born is None:
        return "no birth date"
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return f"{born.day} {born:%b %Y} ({age} years)"
