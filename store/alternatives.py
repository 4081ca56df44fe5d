"""What is free nearest to a wish that was refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from sqlalchemy import Connection

from store.choosing import Wish
from store.resources import Resources
from store.slots import Free, Search, on_grid_length, open_diaries
from store.views import Slot
from store.visits import Visit
from store.zones import local_day

DAYS_AHEAD = 14
MOST = 4


def alternatives(
    connection: Connection, wish: Wish, search: Search, *, now: datetime
) -> tuple[Slot, ...]:
    """Up to four slots: another room or provider at that time, then the same provider later.

    With the provider left open, or when the one asked for has nothing, the next with anybody.
    """
    earliest = max(wish.starts_at, now)
    first = local_day(earliest, search.resources.zone)
    days = first, first + timedelta(days=DAYS_AHEAD)
    free = open_diaries(connection, search, days, earliest=earliest)
    found: dict[tuple[datetime, int], Slot] = {}
    for slot in _nearest(free, wish, search):
        found.setdefault((slot.starts_at, slot.provider_id), slot)
        if len(found) == MOST:
            break
    return tuple(found.values())


def search_near(
    visit: Visit, resources: Resources, wish: Wish, *, moving: int | None = None
) -> Search:
    """A search for what the wish asked for, anybody and any room allowed."""
    length = max(visit.length, on_grid_length(wish.ends_at - wish.starts_at))
    return replace(Search(visit, resources, length), without_booking=moving)


def _nearest(free: Free, wish: Wish, search: Search) -> Iterator[Slot]:
    asked = wish.provider
    if asked != "any":
        others = (each for each in search.provider_ids if each != asked)
        at_once = (free.at(wish.starts_at, each) for each in (asked, *others))
        yield from islice((slot for slot in at_once if slot), 2)
        yield from islice(free.slots((asked,)), 2)
    yield from free.slots()
