"""Local clocks: days and minutes of a location against UTC instants."""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

from store.errors import Invalid


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """The zone of an IANA name; Invalid when there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as problem:
        raise Invalid(f"“{name}” is not a known time zone.") from problem


def is_zone(name: str) -> bool:
    """Whether it is a time zone by its IANA name."""
    return name in _names()


@lru_cache(maxsize=1)
def _names() -> frozenset[str]:
    return frozenset(available_timezones()) - {"Factory", "localtime"}


def local_to_utc(zone: str, day: date, minutes: int, *, after: datetime | None = None) -> datetime:
    """The instant at which the clocks of ``zone`` show ``minutes`` after midnight of ``day``.

    A time that comes twice is its first, or the first behind ``after``. Raises Invalid, field start_time, for one that the clocks
    skip. 1440 is the next day's midnight.
    """
    local = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minutes)
    instant = local.replace(tzinfo=zone_of(zone)).astimezone(UTC)
    if instant.astimezone(zone_of(zone)).replace(tzinfo=None) != local:
        raise Invalid(
            f"{local:%H:%M} does not exist on {local.day} {local:%b %Y}: the clocks go forward.",
            field="start_time",
        )
    if after is not None and instant <= after:
        return local.replace(tzinfo=zone_of(zone), fold=1).astimezone(UTC)
    return instant


@lru_cache(maxsize=10_000)
def day_start(zone: str, day: date) -> datetime:
    """The first instant of the local day, in zones where midnight is skipped as well."""
    return datetime.combine(day, datetime.min.time(), zone_of(zone)).astimezone(UTC)


def day_end(zone: str, day: date) -> datetime:
    """The first instant after the local day."""
    return day_start(zone, day + timedelta(days=1))


def local(instant: datetime, zone: str) -> datetime:
    """The same instant on the clocks of ``zone``."""
    return instant.astimezone(zone_of(zone))


def local_day(instant: datetime, zone: str) -> date:
    """The calendar day it is in ``zone`` at that instant."""
    return instant.astimezone(zone_of(zone)).date()


def local_minutes(instant: datetime, zone: str) -> int:
    """What the clocks of ``zone`` show then, in minutes after midnight."""
    clock = instant.astimezone(zone_of(zone))
    return clock.hour * 60 + clock.minute


@lru_cache(maxsize=512)
def clock_change(zone: str, day: date) -> tuple[int, int] | None:
    """The minute of the local day at which its clocks change, and by how many; None on other days.

    Forward: from that minute on so many do not exist. Back (negative): so many come twice.
    """
    earlier, later = day_start(zone, day) - timedelta(seconds=1), day_end(zone, day)
    later -= timedelta(seconds=1)
    before, after = _offset(earlier, zone), _offset(later, zone)
    if before == after:
        return None
    while later - earlier > timedelta(seconds=1):
        middle = earlier + (later - earlier) // 2
        middle = middle.replace(microsecond=0)
        earlier, later = (middle, later) if _offset(middle, zone) == before else (earlier, middle)
    at = later.replace(tzinfo=None) + before - datetime.combine(day, datetime.min.time())
    return int(at.total_seconds()) // 60, int((after - before).total_seconds()) // 60


def _offset(instant: datetime, zone: str) -> timedelta:
    return instant.astimezone(zone_of(zone)).utcoffset() or timedelta(0)
