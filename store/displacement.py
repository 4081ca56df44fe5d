"""What is set up anew is held against the bookings ahead: which no longer stand, which do again.

None is cancelled for it. Those that no longer stand are marked "needs moving" until somebody moves
them, or until they stand again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, exists, select, update

from store.diary import LONGEST, Diary, hours_alone
from store.phrases import dated
from store.queries.sight import sees_session
from store.queries.working import WorkingTimes, working_times
from store.resources import Resources, load_resources
from store.standing import Ground, Place, grounds
from store.tables import BOOKING, ITEM, LOCATION, PATIENT, SESSION
from store.unit import Unit
from store.views import SetUpOutcome
from store.visits import Wanted, wanted
from store.words import MOVABLE, Change
from store.zones import local_day


@dataclass(frozen=True, slots=True)
class Judged:
    """A booking ahead as it is told, and why it does not stand; no reason when it does."""

    row: Row[Any]
    line: str
    reason: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """The bookings that no longer stand, and those that stand again."""

    fallen: Sequence[Judged]
    risen: Sequence[Judged]


def settled(unit: Unit, key: int, said: str, which: ColumnElement[bool]) -> SetUpOutcome:
    """The outcome of a command about ``key``, once the bookings ahead it concerns are judged anew."""
    verdict = reconsider(unit, which)
    needing, standing = len(verdict.fallen), len(verdict.risen)
    sentences = [said]
    if needing:
        sentences.append(f"{_bookings(needing, 'needs', 'need')} moving.")
    if standing:
        sentences.append(f"{_bookings(standing, 'stands', 'stand')} again.")
    lines = _told(unit, verdict.fallen)
    return SetUpOutcome(id=key, message=" ".join(sentences), displaced=lines)


def _told(unit: Unit, fallen: Sequence[Judged]) -> tuple[str, ...]:
    """A line for each that whoever sets it up may see; of the others how many there are."""
    ids = {each.row.session_id for each in fallen}
    query = select(SESSION.c.id).where(SESSION.c.id.in_(ids), *sees_session(unit.sight))
    seen = set(unit.session.connection().execute(query).scalars()) if unit.sight.is_limited else ids
    lines = tuple(each.line for each in fallen if each.row.session_id in seen)
    unseen = len(fallen) - len(lines)
    return (*lines, *([f"{_bookings(unseen, 'is', 'are')} not yours to see."] if unseen else []))


def reconsider(unit: Unit, which: ColumnElement[bool]) -> Verdict:
    """Hold these bookings, as far as they lie ahead, against what is set up now.

    One that no longer stands is marked, with the first rule it breaks as its reason; one that
    stands again loses the mark. The number of queries does not depend on that of bookings.
    """
    unit.session.flush()
    judged = _judged(unit.session.connection(), which, unit.now)
    fallen = [each for each in judged if each.reason and not each.row.needs_moving]
    risen = [each for each in judged if not each.reason and each.row.needs_moving]
    changed = [
        each
        for each in judged
        if (bool(each.reason), each.reason) != (each.row.needs_moving, each.row.moving_reason)
    ]
    _write(unit, changed)
    told = [(each.row, f"Needs moving, {each.line}: {each.reason}") for each in fallen]
    unit.record_all(Change.NEEDS_MOVING, told)
    unit.record_all(Change.STANDS_AGAIN, [(e.row, f"Stands again: {e.line}.") for e in risen])
    unit.touch(*(each.row.session_id for each in changed))
    unit.session.expire_all()
    return Verdict(fallen, risen)


def with_services(service_ids: Iterable[int]) -> ColumnElement[bool]:
    """Says of a booking that one of these services is done in it."""
    inside = ITEM.alias("inside")
    has = exists().where(
        inside.c.booking_id == BOOKING.c.id, inside.c.service_id.in_(sorted(set(service_ids)))
    )
    return BOOKING.c.location_id.in_(select(LOCATION.c.id)) & has


def _judged(connection: Connection, which: ColumnElement[bool], now: datetime) -> list[Judged]:
    ahead = _ahead(which, now)
    names = (PATIENT.c.given_name, PATIENT.c.family_name)
    query: Select[Any] = (
        select(*BOOKING.c, *names).join(PATIENT, PATIENT.c.id == BOOKING.c.patient_id).where(*ahead)
    )
    rows = connection.execute(query.order_by(BOOKING.c.starts_at, BOOKING.c.id)).all()
    items: dict[int, list[Wanted]] = {}
    for row in connection.execute(wanted(*ahead)).mappings() if rows else ():
        items.setdefault(row["booking_id"], []).append(Wanted(**row))
    found: dict[int, Judged] = {}
    for location_id in {row.location_id for row in rows}:
        there = [row for row in rows if row.location_id == location_id]
        found |= {judged.row.id: judged for judged in _at_location(connection, there, items)}
    return [found[row.id] for row in rows]


def _ahead(which: ColumnElement[bool], now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Of these bookings the ones that are not over and may still be moved; history is exempt."""
    booking = BOOKING.c
    return (
        which,
        booking.starts_at > now - LONGEST,
        booking.ends_at > now,
        booking.status.in_(sorted(MOVABLE)),
        booking.is_history.is_(False),
    )


def _at_location(
    connection: Connection, rows: Sequence[Row[Any]], items: Mapping[int, list[Wanted]]
) -> Iterator[Judged]:
    services = {item.service_id for row in rows for item in items.get(row.id, ())}
    location_id = rows[0].location_id
    resources = load_resources(connection, location_id, services)
    zone = resources.zone
    first = local_day(min(row.starts_at for row in rows), zone) - timedelta(days=1)
    last = local_day(max(row.ends_at for row in rows), zone) + timedelta(days=1)
    times = working_times(connection, (location_id, zone), (first, last))
    hours: dict[tuple[int, date], Diary] = {}
    for row in rows:
        key = row.provider_id, local_day(row.starts_at, zone)
        if key not in hours:
            hours[key] = _hours(times, *key)
        place = Place(row.provider_id, row.room_id, row.starts_at, row.ends_at, row.blocked_until)
        ground = Ground(tuple(items.get(row.id, ())), resources, hours[key])
        problem = next(grounds(place, ground), None)
        yield Judged(row, _line(row, resources), problem.message if problem else "")


def _hours(times: WorkingTimes, provider_id: int, day: date) -> Diary:
    """Around the day, since a booking may cross midnight."""
    return hours_alone(times, (provider_id,), [day + timedelta(days=n) for n in (-1, 0, 1, 2)])


def _line(row: Row[Any], resources: Resources) -> str:
    """The booking for people, such as "Mei Tanaka: Thu 5 Mar 2026, 10:00 with Dr. Lind in Room 1"."""
    patient = f"{row.given_name} {row.family_name}".strip()
    room = resources.rooms.get(row.room_id)
    place = f" in {room.name}" if room else ""
    who = resources.providers[row.provider_id].name
    return f"{patient}: {dated(row.starts_at, resources.zone)} with {who}{place}"


def _write(unit: Unit, judged: Sequence[Judged]) -> None:
    booking = BOOKING.c
    rows = [
        {
            "key": each.row.id,
            "marked": bool(each.reason),
            "why": each.reason,
            "newer": each.row.version + 1,
        }
        for each in judged
    ]
    values: dict[str, Any] = {
        "needs_moving": bindparam("marked"),
        "moving_reason": bindparam("why"),
        "version": bindparam("newer"),
    }
    if rows:
        mark = update(BOOKING).where(booking.id == bindparam("key")).values(values)
        unit.session.connection().execute(mark, rows)


def _bookings(count: int, one: str, many: str) -> str:
    return f"1 booking {one}" if count == 1 else f"{count:,} bookings {many}"
