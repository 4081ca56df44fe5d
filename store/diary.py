"""When providers work and who or what is already taken, over some days of one location."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select

from store.queries.working import WorkingTimes, working_times
from store.tables import BOOKING
from store.words import ACTIVE
from store.zones import day_end, day_start, local_day, zone_of

LONGEST = timedelta(days=1)
"""No booking with its clean-up is longer, so one that overlaps began at most so much earlier."""

Stretch = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Taken:
    """An active booking: provider and room until ``blocked_until``, the patient until its end."""

    booking_id: int | None
    patient_id: int
    provider_id: int
    room_id: int | None
    starts_at: datetime
    ends_at: datetime
    blocked_until: datetime


@dataclass(frozen=True, slots=True)
class Around:
    """Whose diaries are opened: a patient's, these providers' and these rooms'."""

    patient_id: int
    provider_ids: Sequence[int]
    room_ids: Sequence[int]
    without_booking: int | None = None
    """A booking that is being moved or restored is not in its own way."""


@dataclass(frozen=True, slots=True)
class Opening:
    """When a location is open on a day that is not as every week; never, without stretches."""

    stretches: tuple[Stretch, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Diary:
    """Working stretches in UTC, time off and closed hours taken out, and what is taken."""

    zone: str
    working: Mapping[int, tuple[Stretch, ...]]
    """By provider, in order; those that touch are one."""
    off: Mapping[int, tuple[Stretch, ...]]
    taken: tuple[Taken, ...]
    special: Mapping[date, Opening] = field(default_factory=dict)
    """The location's days that are not as every week."""
    _days: dict[datetime, date] = field(default_factory=dict, compare=False)

    def of_provider(self, provider_id: int) -> list[Taken]:
        """What takes this provider."""
        return [each for each in self.taken if each.provider_id == provider_id]

    def of_room(self, room_id: int | None) -> list[Taken]:
        """What takes this room; no room is never taken."""
        return [each for each in self.taken if each.room_id == room_id and room_id is not None]

    def of_patient(self, patient_id: int) -> list[Taken]:
        """Where this patient is."""
        return [each for each in self.taken if each.patient_id == patient_id]

    def adding(self, taken: Taken) -> "Diary":
        """The same with one booking more."""
        return replace(self, taken=(*self.taken, taken))

    def day_of(self, instant: datetime) -> date:
        """Its day on the clocks of the location."""
        if instant not in self._days:
            self._days[instant] = local_day(instant, self.zone)
        return self._days[instant]


def load_diary(
    connection: Connection, location: tuple[int, str], days: tuple[date, date], around: Around
) -> Diary:
    """The diary of the location, id and zone, from the first to the last local day: five queries.

    Hours reach a day further on either side, for bookings across midnight.
    """
    zone = location[1]
    wide = [days[0] - timedelta(days=1), days[1] + timedelta(days=1)]
    every = [wide[0] + timedelta(days=n) for n in range((wide[1] - wide[0]).days + 1)]
    times = working_times(connection, location, every)
    span = day_start(zone, days[0]), day_end(zone, wide[1])
    taken = connection.execute(_taken(span, around))
    hours = hours_alone(times, around.provider_ids, every)
    return replace(hours, taken=tuple(Taken(*row) for row in taken))


def hours_alone(times: WorkingTimes, provider_ids: Iterable[int], days: Sequence[date]) -> Diary:
    """A diary of these days in which nothing is taken."""
    providers = tuple(provider_ids)
    return Diary(
        times.zone,
        {key: tuple(_working(times, key, days)) for key in providers},
        {key: tuple(times.off.get(key, ())) for key in providers},
        (),
        {day: _opening(times, day) for day in days if day in times.special},
    )


def clock_instant(zone: str, day: date, minutes: int) -> datetime:
    """The first instant at which the clocks of the day show so many minutes or more."""
    naive = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minutes)
    late = naive.replace(tzinfo=zone_of(zone)).astimezone(UTC)
    early = naive.replace(tzinfo=zone_of(zone), fold=1).astimezone(UTC)
    if late <= early:
        return late
    while (late - early) > timedelta(minutes=1):
        middle = early + (late - early) / 2
        if middle.astimezone(zone_of(zone)).replace(tzinfo=None) >= naive:
            late = middle
        else:
            early = middle
    return late.replace(second=0, microsecond=0)


def _working(times: WorkingTimes, provider_id: int, days: Iterable[date]) -> list[Stretch]:
    joined = joined_stretches(
        stretch
        for day in days
        for stretch in _stretches(times.zone, day, times.kept(provider_id, day))
    )
    for hole in times.off.get(provider_id, ()):
        joined = without_hole(joined, hole)
    return joined


def _opening(times: WorkingTimes, day: date) -> Opening:
    special = times.special[day]
    stretches = joined_stretches(_stretches(times.zone, day, special.intervals))
    return Opening(tuple(stretches), special.reason)


def _stretches(zone: str, day: date, intervals: Iterable[tuple[int, int]]) -> Iterator[Stretch]:
    for starts, ends in intervals:
        stretch = clock_instant(zone, day, starts), clock_instant(zone, day, ends)
        if stretch[0] < stretch[1]:
            yield stretch


def joined_stretches(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same time in order, with touching and overlapping stretches made one."""
    found: list[Stretch] = []
    for starts_at, ends_at in sorted(stretches):
        if found and starts_at <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends_at, found[-1][1]))
        else:
            found.append((starts_at, ends_at))
    return found


def without_hole(stretches: Iterable[Stretch], hole: Stretch) -> list[Stretch]:
    """What of the stretches lies outside the hole."""
    pieces = (
        piece
        for starts_at, ends_at in stretches
        for piece in ((starts_at, min(ends_at, hole[0])), (max(starts_at, hole[1]), ends_at))
    )
    return [piece for piece in pieces if piece[0] < piece[1]]


def _taken(span: Stretch, around: Around) -> Select[Any]:
    booking = BOOKING.c
    near = and_(booking.starts_at > span[0] - LONGEST, booking.starts_at < span[1])
    query = select(
        booking.id,
        booking.patient_id,
        booking.provider_id,
        booking.room_id,
        booking.starts_at,
        booking.ends_at,
        booking.blocked_until,
    ).where(
        or_(
            and_(booking.provider_id.in_(around.provider_ids), near),
            and_(booking.room_id.in_(around.room_ids), near),
            and_(booking.patient_id == around.patient_id, near),
        ),
        booking.status.in_(sorted(ACTIVE)),
    )
    if around.without_booking is not None:
        query = query.where(booking.id != around.without_booking)
    return query
