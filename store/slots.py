"""Free slots: when, with whom and where a visit passes every booking rule.

One reading of the diaries serves any number of days and providers; the rest is arithmetic.
"""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, select

from store import starts
from store.diary import Around, Diary, Taken, load_diary
from store.errors import NotFound
from store.resources import Resources, load_resources
from store.rules import Situation, Stance, visit_problems
from store.spacing import spacing_note
from store.tables import BOOKING
from store.views import ProviderChoice, RoomChoice, Slot, SlotQuery
from store.visits import GRID, Visit, load_visit
from store.zones import day_end, day_start

STEP = 15
"""Minutes between the starts that are offered within a free stretch."""

FURTHEST = 366
"""Days that are searched at most."""


@dataclass(frozen=True, slots=True)
class Search:
    """What a slot is looked for: a visit so long, with whom and in which room."""

    visit: Visit
    resources: Resources
    length: timedelta
    provider: ProviderChoice = "any"
    room: RoomChoice = "any"
    without_booking: int | None = None

    @property
    def provider_ids(self) -> tuple[int, ...]:
        """Those who come into question."""
        able = self.resources.qualified_for(self.visit.service_ids)
        return able if self.provider == "any" else tuple(p for p in able if p == self.provider)

    @property
    def room_ids(self) -> tuple[int | None, ...]:
        """The rooms that come into question; None where it may go without one."""
        return room_choices(self.visit, self.resources, self.room)


class Free:
    """The possible starts of a search over some days."""

    def __init__(self, search: Search, diary: Diary, span: tuple[datetime, datetime]) -> None:
        """``span`` bounds the starts: from its first instant to just before its last."""
        self.search = search
        self.zone = search.resources.zone
        self._length = int(search.length.total_seconds())
        self._total = self._length + int(search.visit.buffer.total_seconds())
        self._bounds = [(_seconds(span[0]), _seconds(span[1]) - 1)] if span[0] < span[1] else []
        self._midnights, self._days = _midnights(span, diary)
        self._busy = Counter[tuple[str, int | None, date]]()
        self._notes: dict[date, str] = {}
        self._rooms = self._room_starts(diary.taken)
        self._providers = self._provider_starts(diary)

    def slots(self, provider_ids: Iterable[int] | None = None) -> Iterator[Slot]:
        """Slots in order of time, at each time the best of these providers."""
        wanted = self.search.provider_ids if provider_ids is None else provider_ids
        best: dict[int, int] = {}
        for provider_id in wanted:
            allowed = self._providers.get(provider_id, [])
            for start in starts.offered(allowed, grid=GRID * 60, step=STEP * 60):
                other = best.setdefault(start, provider_id)
                if other != provider_id:
                    best[start] = min(other, provider_id, key=lambda p: self._rank(p, start))
        for start in sorted(best):
            yield self._slot(start, best[start])

    def at(self, instant: datetime, provider_id: int) -> Slot | None:
        """The slot with this provider at that very time, if it is free."""
        start = _seconds(instant)
        if not starts.holds(self._providers.get(provider_id, []), start):
            return None
        return self._slot(start, provider_id)

    def _provider_starts(self, diary: Diary) -> dict[int, list[starts.Interval]]:
        patient_id = self.search.visit.patient_id
        elsewhere = [
            (_seconds(each.starts_at) - self._length, _seconds(each.ends_at))
            for each in diary.taken
            if each.patient_id == patient_id
        ]
        possible = starts.common(starts.without(self._bounds, elsewhere), self._any_room())
        return {
            provider_id: starts.common(possible, self._free_at_work(provider_id, diary))
            for provider_id in self.search.provider_ids
        }

    def _free_at_work(self, provider_id: int, diary: Diary) -> list[starts.Interval]:
        working = ((_seconds(a), _seconds(b)) for a, b in diary.working.get(provider_id, ()))
        taken = [each for each in diary.taken if each.provider_id == provider_id]
        self._count("provider", provider_id, taken)
        return starts.without(starts.fitting(working, self._length), self._holes(taken))

    def _room_starts(self, taken: Sequence[Taken]) -> dict[int | None, list[starts.Interval]]:
        free: dict[int | None, list[starts.Interval]] = {}
        for room_id in self.search.room_ids:
            used = [t for t in taken if t.room_id == room_id and room_id is not None]
            self._count("room", room_id, used)
            free[room_id] = starts.without(self._bounds, self._holes(used))
        return free

    def _any_room(self) -> list[starts.Interval]:
        return starts.either(self._rooms.values())

    def _holes(self, taken: Iterable[Taken]) -> list[starts.Interval]:
        return [(_seconds(t.starts_at) - self._total, _seconds(t.blocked_until)) for t in taken]

    def _count(self, kind: str, key: int | None, taken: Iterable[Taken]) -> None:
        self._busy.update((kind, key, self._day(_seconds(each.starts_at))) for each in taken)

    def _rank(self, provider_id: int, start: int) -> tuple[int, int]:
        return self._busy["provider", provider_id, self._day(start)], provider_id

    def _day(self, start: int) -> date:
        return self._days[max(bisect_right(self._midnights, start) - 1, 0)]

    def _room(self, start: int) -> int | None:
        free = [room for room, allowed in self._rooms.items() if starts.holds(allowed, start)]
        day = self._day(start)
        return min(free, key=lambda room: (room is None, self._busy["room", room, day], room or 0))

    def _slot(self, start: int, provider_id: int) -> Slot:
        resources, day, room_id = self.search.resources, self._day(start), self._room(start)
        if day not in self._notes:
            self._notes[day] = spacing_note(self.search.visit, day)
        return Slot(
            starts_at=datetime.fromtimestamp(start, UTC),
            ends_at=datetime.fromtimestamp(start + self._length, UTC),
            zone=self.zone,
            location_id=resources.location.id,
            location_name=resources.location.name,
            provider_id=provider_id,
            provider_name=resources.providers[provider_id].name,
            room_id=room_id,
            room_name=resources.rooms[room_id].name if room_id is not None else "",
            spacing_note=self._notes[day],
        )


def free_slots(connection: Connection, query: SlotQuery, now: datetime) -> tuple[Slot, ...]:
    """The free slots of these days that have not begun, by time; fourteen queries however many days.

    With provider "any" each time comes once. Raises NotFound, and NotBookable for items of another
    session; items that take no booking have no slots.
    """
    visit = load_visit(connection, query.session_id).only(query.item_ids)
    resources = load_resources(connection, query.location_id, visit.service_ids)
    moving = query.moving_booking_id
    stance = Stance(now=now)
    diary = Diary(resources.zone, {}, {}, ())
    if next(visit_problems(Situation(visit, resources, diary, stance, moving)), None):
        return ()
    length = visit.length if moving is None else booked_length(connection, moving)
    search = Search(visit, resources, length, query.provider, query.room, moving)
    last = query.day + timedelta(days=min(max(query.days, 1), FURTHEST) - 1)
    free = open_diaries(connection, search, (query.day, last), earliest=now)
    return tuple(slot for slot, _n in zip(free.slots(), range(query.limit), strict=False))


def open_diaries(
    connection: Connection, search: Search, days: tuple[date, date], *, earliest: datetime
) -> Free:
    """What is free from the first to the last local day, not before ``earliest``; five queries."""
    resources = search.resources
    rooms = tuple(room for room in search.room_ids if room is not None)
    around = Around(search.visit.patient_id, search.provider_ids, rooms, search.without_booking)
    location = (resources.location.id, resources.zone)
    diary = load_diary(connection, location, days, around)
    begins = max(day_start(resources.zone, days[0]), earliest)
    return Free(search, diary, (begins, day_end(resources.zone, days[1])))


def room_choices(visit: Visit, resources: Resources, room: RoomChoice) -> tuple[int | None, ...]:
    """The rooms a choice stands for, as far as they suit.

    "Any" is a room that suits; where none is needed it goes without one when those are taken.
    """
    if room == "none":
        return () if visit.needs_room else (None,)
    suiting = resources.rooms_for(visit.items)
    if room != "any":
        return tuple(each for each in suiting if each == room)
    if visit.needs_room:
        return suiting
    named = any(resources.names_rooms(item) for item in visit.items)
    return (*suiting, None) if named else (None,)


def booked_length(connection: Connection, booking_id: int) -> timedelta:
    """How long a booking lasts, on the grid; raises NotFound when there is none."""
    query = select(BOOKING.c.starts_at, BOOKING.c.ends_at).where(BOOKING.c.id == booking_id)
    found = connection.execute(query).first()
    if found is None:
        raise NotFound("There is no such booking.")
    return on_grid_length(found.ends_at - found.starts_at)


def on_grid_length(length: timedelta) -> timedelta:
    """The length rounded up to the grid."""
    step = timedelta(minutes=GRID)
    return -(-length // step) * step


def _seconds(instant: datetime) -> int:
    return int(instant.timestamp())


def _midnights(span: tuple[datetime, datetime], diary: Diary) -> tuple[list[int], list[date]]:
    first, last = diary.day_of(span[0]), diary.day_of(span[1])
    days = [first + timedelta(days=n) for n in range(max((last - first).days, 0) + 1)]
    return [_seconds(day_start(diary.zone, day)) for day in days], days
