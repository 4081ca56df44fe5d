"""The instant a read is judged at, with the local days it means at the clinic's locations."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, func, select

from store.tables import LOCATION, SESSION, SESSION_PART
from store.views import EVERYTHING, Sight
from store.zones import day_end, local_day

NO_PLACE = "UTC"
LARGEST_ID = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Place:
    """A location as rows show it."""

    id: int
    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class Moment:
    """``now`` in aware UTC, the locations by id, the most midnights any part crosses, the most days
    any session is spread over, and what whoever asks may see.
    """

    now: datetime
    places: Mapping[int, Place]
    longest_days: int
    widest_days: int
    sight: Sight = EVERYTHING

    def zone(self, location_id: int | None) -> str:
        """Where a session is shown; the clinic's first location when it has no place yet."""
        place = self.places.get(location_id or 0) or next(iter(self.places.values()), None)
        return place.zone if place else NO_PLACE

    def place_name(self, location_id: int | None) -> str:
        """The location's name; empty without one."""
        place = self.places.get(location_id or 0)
        return place.name if place else ""

    def today(self, location_id: int | None) -> date:
        """The calendar day it is where a session is shown."""
        return local_day(self.now, self.zone(location_id))

    def days(self) -> Mapping[date, Iterable[int]]:
        """Each calendar day it is somewhere just now, with the locations where it is."""
        days: dict[date, list[int]] = {}
        for place in self.places.values():
            days.setdefault(local_day(self.now, place.zone), []).append(place.id)
        return days


def load_moment(connection: Connection, now: datetime, sight: Sight = EVERYTHING) -> Moment:
    """The clinic's locations at ``now``; one query."""
    longest = select(func.max(SESSION_PART.c.span_days)).scalar_subquery()
    widest = select(func.max(SESSION.c.spread_days)).scalar_subquery()
    query = select(LOCATION.c.id, LOCATION.c.name, LOCATION.c.zone, longest, widest)
    found = connection.execute(query.order_by(LOCATION.c.id)).all()
    places = {row[0]: Place(row[0], row[1], row[2]) for row in found}
    longest_days, widest_days = (found[0][3] or 0, found[0][4] or 0) if found else (0, 0)
    return Moment(now, places, longest_days, widest_days, sight)


def next_change(connection: Connection, moment: Moment) -> datetime:
    """The first instant after ``now`` at which some scope holds other sessions by itself; one query.

    Until then somebody has to change something: nothing ends, falls due or becomes today.
    """
    ends, closes = SESSION.c.ends_at, SESSION.c.close_from
    first_end = select(func.min(ends)).where(ends > moment.now).scalar_subquery()
    first_close = select(func.min(closes)).where(closes > moment.now).scalar_subquery()
    found = connection.execute(select(first_end, first_close)).one()
    zones = {place.zone for place in moment.places.values()}
    midnights = (day_end(zone, local_day(moment.now, zone)) for zone in zones)
    latest = datetime.max.replace(tzinfo=UTC)
    return min((*filter(None, found), *midnights), default=latest)


def storable(key: int) -> int:
    """The id itself, or one that nothing has when no database could hold it."""
    return key if 0 < key <= LARGEST_ID else 0
