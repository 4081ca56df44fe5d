"""Where and when a calendar looks: the location, its days and who could be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, exists, select

from store.errors import Invalid, NotFound
from store.queries.sight import sees_location, sees_provider
from store.queries.working import Interval, WorkingTimes, merged
from store.tables import BUSINESS_HOURS, LOCATION, PROVIDER, SESSION_PART
from store.views import CalendarQuery, Choice, Sight
from store.zones import local_day, local_minutes

FIRST_YEAR, LAST_YEAR = 1900, 2199
WEEK = 7


@dataclass(frozen=True)
class Frame:
    """A location with the days of it that are shown, at one instant."""

    id: int
    name: str
    zone: str
    days: tuple[date, ...]
    now: datetime

    @property
    def location(self) -> tuple[int, str]:
        """Id and zone."""
        return self.id, self.zone

    @property
    def today(self) -> date:
        """The day it is there."""
        return local_day(self.now, self.zone)

    def told(self, query: CalendarQuery) -> dict[str, Any]:
        """What every view of it says."""
        return {
            "view": query.view,
            "location_id": self.id,
            "location_name": self.name,
            "zone": self.zone,
            "provider_id": query.provider_id,
            "room_id": query.room_id,
            "category": query.category,
            "first_day": self.days[0],
            "last_day": self.days[-1],
            "today": self.today,
            "now_minute": local_minutes(self.now, self.zone),
        }


def frame_of(connection: Connection, query: CalendarQuery, now: datetime, sight: Sight) -> Frame:
    """What the query looks at; one query. NotFound, field location; Invalid, field date."""
    place = _location(connection, query, sight)
    days = days_of(query, local_day(now, place.zone))
    return Frame(id=place.id, name=place.name, zone=place.zone, days=days, now=now)


def days_of(query: CalendarQuery, today: date) -> tuple[date, ...]:
    """The days a query shows: one, the week from its Monday, the month, or a week from then on."""
    day = query.day or today
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid(f"The calendar shows the years {FIRST_YEAR} to {LAST_YEAR}.", field="date")
    if query.view == "month":
        first = day.replace(day=1)
        month = (first + timedelta(days=n) for n in range(31))
        return tuple(one for one in month if one.month == day.month)
    if query.view in {"day", "rooms"} or (query.view == "agenda" and query.days == 1):
        return (day,)
    first = day if query.view == "agenda" else day - timedelta(days=day.weekday())
    return tuple(first + timedelta(days=n) for n in range(WEEK))


def providers_of(connection: Connection, query: CalendarQuery, sight: Sight) -> tuple[Choice, ...]:
    """Everybody who is in sight, by name; NotFound, field provider, when who is asked for is not."""
    provider = PROVIDER.c
    rows = connection.execute(
        select(provider.id, provider.name, provider.disabled)
        .where(sees_provider(sight))
        .order_by(provider.name, provider.id)
    )
    found = tuple(Choice(id=row.id, name=row.name, disabled=row.disabled) for row in rows)
    if query.provider_id is not None and query.provider_id not in {one.id for one in found}:
        raise NotFound("There is no such provider.", field="provider")
    return found


def business_hours(connection: Connection, location_id: int) -> dict[int, list[Interval]]:
    """When the location is open every week, by weekday; empty when nothing was said of it."""
    hours = BUSINESS_HOURS.c
    found: dict[int, list[Interval]] = {}
    query = select(hours.weekday, hours.opens, hours.closes)
    for row in connection.execute(query.where(hours.location_id == location_id)):
        found.setdefault(row.weekday, []).append((row.opens, row.closes))
    return found


def open_hours(
    times: WorkingTimes, hours: dict[int, list[Interval]], day: date
) -> tuple[Interval, ...]:
    """When the location is open that day; where that was never said, when somebody works."""
    if special := times.special.get(day):
        return special.intervals
    if hours:
        return tuple(merged(hours.get(day.weekday(), ())))
    people = {who for who, _ in (*times.weekly, *times.exceptions)}
    return tuple(merged(span for who in people for span in times.kept(who, day)))


def hours_text(hours: Sequence[Interval]) -> str:
    """Intervals as the clocks show them."""
    return ", ".join(f"{clock(start)}–{clock(end)}" for start, end in hours)


def clock(minute: int) -> str:
    """A minute of the day as the clocks show it."""
    return f"{minute // 60:02}:{minute % 60:02}"


def _location(connection: Connection, query: CalendarQuery, sight: Sight) -> Any:
    """The one asked for, else the first that has something on the day asked for, else the first."""
    place = LOCATION.c
    places = select(place.id, place.name, place.zone).where(sees_location(sight))
    if query.location_id is not None:
        places = places.where(place.id == query.location_id)
    elif query.day is not None:
        part = SESSION_PART.c
        days = days_of(query, query.day)
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
