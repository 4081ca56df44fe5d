"""Single days that are not as every week: of a location, and of a provider at a location."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, delete, insert, select

from store.diary import clock_instant
from store.displacement import settled
from store.errors import Invalid, NotFound, Stale
from store.lookup import find
from store.models import Location, Provider
from store.phrases import day_words
from store.queries.working import WorkingTimes, working_times
from store.setup.hours import check_day_ahead, check_intervals, interval_words, intervals_words
from store.tables import BOOKING, LOCATION, LOCATION_EXCEPTION, PROVIDER_EXCEPTION
from store.unit import Unit
from store.views import DayHours, Interval, PlaceDay, SetUpOutcome
from store.zones import local_day

Span = tuple[int | None, int | None, str | None]
_SPAN = {LOCATION_EXCEPTION: ("opens", "closes"), PROVIDER_EXCEPTION: ("starts", "ends")}
"""The columns in which a day's intervals stand."""


def set_location_day(
    unit: Unit, location_id: int, day: DayHours, *, seen: Sequence[DayHours] | None = None
) -> SetUpOutcome:
    """Close a location on a day, or let it be open at these hours alone.

    It cuts the hours of everybody there and gives nobody more. Raises Invalid, field day or
    intervals, and Stale when that day is not as it was ``seen``.
    """
    location = find(unit, Location, location_id, "location")
    _check(unit, location, day)
    table = LOCATION_EXCEPTION
    where = {"location_id": location_id, "day": day.day}
    _check_seen(unit, table, where, day, seen)
    _replace(unit, table, where, day)
    hours = f"open {intervals_words(day.intervals)}" if day.intervals else "closed"
    said = f"{location.name} is {hours} on {day_words(day.day)}."
    return settled(unit, location_id, said, BOOKING.c.location_id == location_id)


def clear_location_day(unit: Unit, location_id: int, day: date) -> SetUpOutcome:
    """Let the day be as every week; NotFound when it is."""
    location = find(unit, Location, location_id, "location")
    _clear(unit, LOCATION_EXCEPTION, {"location_id": location_id, "day": day})
    said = f"{location.name} is open as every week on {day_words(day)}."
    return settled(unit, location_id, said, BOOKING.c.location_id == location_id)


def set_provider_day(
    unit: Unit, provider_id: int, day: PlaceDay, *, seen: Sequence[PlaceDay] | None = None
) -> SetUpOutcome:
    """Let a provider work other hours at a location on one day, or not at all.

    Raises Invalid, field location_id, day or intervals, and Stale when that day there is not as it
    was ``seen``.
    """
    provider = find(unit, Provider, provider_id, "provider")
    location = _location(unit, day.location_id)
    _check(unit, location, day)
    _check_elsewhere(unit, provider, location, day)
    where = {"provider_id": provider_id, "location_id": day.location_id, "day": day.day}
    there = [each for each in seen or () if each.location_id == day.location_id]
    _check_seen(unit, PROVIDER_EXCEPTION, where, day, None if seen is None else there)
    _replace(unit, PROVIDER_EXCEPTION, where, day)
    hours = f"works {intervals_words(day.intervals)}" if day.intervals else "does not work"
    said = f"{provider.name} {hours} at {location.name} on {day_words(day.day)}."
    return settled(unit, provider_id, said, BOOKING.c.provider_id == provider_id)


def clear_provider_day(
    unit: Unit, provider_id: int, *, location_id: int, day: date
) -> SetUpOutcome:
    """Let the day be as every week; NotFound when it is."""
    provider = find(unit, Provider, provider_id, "provider")
    location = find(unit, Location, location_id, "location")
    where = {"provider_id": provider_id, "location_id": location_id, "day": day}
    _clear(unit, PROVIDER_EXCEPTION, where)
    said = f"{provider.name} works as every week at {location.name} on {day_words(day)}."
    return settled(unit, provider_id, said, BOOKING.c.provider_id == provider_id)


def _location(unit: Unit, location_id: int) -> Location:
    try:
        return find(unit, Location, location_id, "location")
    except NotFound as problem:
        raise Invalid(problem.message, field="location_id") from problem


def _check(unit: Unit, location: Location, day: DayHours) -> None:
    check_day_ahead(day.day, local_day(unit.now, location.zone))
    check_intervals(day.intervals, field="intervals")


def _check_elsewhere(unit: Unit, provider: Provider, location: Location, day: PlaceDay) -> None:
    """Raises Invalid when the provider would be at another location at the same time."""
    others = select(LOCATION.c.id, LOCATION.c.name, LOCATION.c.zone)
    connection = unit.session.connection()
    spans = [(each, _span(location.zone, day.day, each)) for each in day.intervals]
    around = [day.day + timedelta(days=n) for n in (-1, 0, 1)]
    for place in connection.execute(others.where(LOCATION.c.id != location.id)).all():
        times = working_times(connection, (place.id, place.zone), around)
        for there, (since, until) in _kept(times, provider.id or 0, around):
            meets = [each for each, (a, b) in spans if a < until and since < b]
            if meets:
                hours = f"works {interval_words(there)} at {place.name}"
                said = f"{provider.name} {hours} then: {interval_words(meets[0])} overlaps it."
                raise Invalid(said, field="intervals")


def _kept(
    times: WorkingTimes, provider_id: int, days: list[date]
) -> list[tuple[Interval, tuple[datetime, datetime]]]:
    hours = [
        (day, Interval(starts=starts, ends=ends))
        for day in days
        for starts, ends in times.kept(provider_id, day)
    ]
    return [(each, _span(times.zone, day, each)) for day, each in hours]


def _span(zone: str, day: date, interval: Interval) -> tuple[datetime, datetime]:
    return clock_instant(zone, day, interval.starts), clock_instant(zone, day, interval.ends)


def _check_seen(
    unit: Unit,
    table: Table,
    where: dict[str, Any],
    day: DayHours,
    seen: Sequence[DayHours] | None,
) -> None:
    """Raises Stale when the day is neither as it was seen nor as it is typed."""
    if seen is None:
        return
    now = _stored(unit, table, where)
    was = _words(next((_spans(each) for each in seen if each.day == day.day), []))
    if now not in (was, _words(_spans(day))):
        said = f"Somebody changed {day_words(day.day)} meanwhile. It now has: {now}."
        raise Stale(f"{said} Nothing was overwritten.", field="day")


def _replace(unit: Unit, table: Table, where: dict[str, Any], day: DayHours) -> None:
    connection = unit.session.connection()
    was = _stored(unit, table, where)
    connection.execute(delete(table).where(*_matches(table, where)))
    starts, ends = _SPAN[table]
    rows = [{**where, starts: a, ends: b, "reason": why} for a, b, why in _spans(day)]
    connection.execute(insert(table), rows)
    _tell(unit, table, where, was)


def _spans(day: DayHours) -> list[Span]:
    spans: list[Span] = [(each.starts, each.ends, day.reason) for each in day.intervals]
    return spans or [(None, None, day.reason)]


def _words(spans: Sequence[Span]) -> str:
    if not spans:
        return "the hours of every week"
    open_at = [Interval(starts=a, ends=b) for a, b, _ in spans if a is not None and b is not None]
    return ", ".join(filter(None, (intervals_words(open_at) or "no hours", spans[0][2])))


def _clear(unit: Unit, table: Table, where: dict[str, Any]) -> None:
    was = _stored(unit, table, where)
    gone = unit.session.connection().execute(delete(table).where(*_matches(table, where)))
    if not gone.rowcount:
        raise NotFound("That day is as every week already.", field="day")
    _tell(unit, table, where, was)


def _stored(unit: Unit, table: Table, where: dict[str, Any]) -> str:
    """What that day has by now, in words."""
    starts, ends = (table.c[name] for name in _SPAN[table])
    query = select(starts, ends, table.c.reason).where(*_matches(table, where)).order_by(starts)
    return _words([(a, b, why) for a, b, why in unit.session.connection().execute(query)])


def _tell(unit: Unit, table: Table, where: dict[str, Any], was: str) -> None:
    kind = "provider" if table is PROVIDER_EXCEPTION else "location"
    said = f"The hours of {day_words(where['day'])} changed."
    now_is = {"hours": _stored(unit, table, where)}
    unit.tell(kind, where[f"{kind}_id"], said, before={"hours": was}, after=now_is)


def _matches(table: Table, where: dict[str, Any]) -> list[ColumnElement[bool]]:
    return [table.c[name] == value for name, value in where.items()]
