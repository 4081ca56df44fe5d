"""Where a booking or a session cannot go: what shades the calendar while it is dragged.

A help for the eye and no judgement: what is not barred here may still be refused when it is booked
or moved, and it is then that every rule is asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from store.diary import Around, Diary, Stretch, Taken, load_diary, without_hole
from store.phrases import clock
from store.queries.working import clock_minutes
from store.resources import Resources, load_resources
from store.standing import Ground, Place, provider_grounds, room_grounds
from store.views import Barred, BarredQuery, CalendarColumn
from store.visits import Visit, load_visit
from store.zones import day_end, day_start

AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True)
class Held:
    """What is dragged and what it is held against; nothing goes before ``earliest``."""

    visit: Visit
    resources: Resources
    diary: Diary
    earliest: datetime | None


def barred(
    connection: Connection, query: BarredQuery, session_id: int, earliest: datetime | None
) -> tuple[Barred, ...]:
    """The stretches of each column that are barred, with why; fourteen queries for any number.

    Raises NotFound for what is gone.
    """
    whole = load_visit(connection, session_id)
    if not query.columns:
        return ()
    wanted = (i for i in whole.items if i.booking_id == query.booking_id and not i.is_performed)
    visit = whole.only(item.id for item in wanted)
    resources = load_resources(connection, query.location_id, visit.service_ids)
    days = [column.day for column in query.columns]
    around = Around(
        visit.patient_id,
        sorted({c.provider_id for c in query.columns if c.provider_id}),
        sorted({c.room_id for c in query.columns if c.room_id}),
        query.booking_id,
    )
    place = (query.location_id, resources.zone)
    diary = load_diary(connection, place, (min(days), max(days)), around)
    held = Held(visit, resources, diary, earliest)
    return tuple(each for column in query.columns for each in _of_column(held, column))


def _of_column(held: Held, column: CalendarColumn) -> Iterator[Barred]:
    for (starts_at, ends_at), reason in _stretches(held, column):
        span = clock_minutes((starts_at, ends_at), column.day, held.resources.zone)
        if span is not None:
            yield Barred(column=column.key, start=span[0], end=span[1], reason=reason)


def _stretches(held: Held, column: CalendarColumn) -> Iterator[tuple[Stretch, str]]:
    """The whole day for who or what cannot do it at all, else one by one."""
    day = _day(column.day, held)
    if reason := _unfit(held, column, day):
        yield day, reason
        return
    if held.earliest is not None and held.earliest > day[0]:
        yield (day[0], min(held.earliest, day[1])), "Gone by"
    if column.provider_id:
        yield from _not_at_work(held, column.provider_id, column.day)
    for each in _in_the_way(held, column):
        yield (each.starts_at, each.blocked_until), _taken(held, each)
    for each in held.diary.of_patient(held.visit.patient_id):
        if each not in _in_the_way(held, column):
            said = f"{held.visit.patient_name} is booked until {_clock(held, each.ends_at)}"
            yield (each.starts_at, each.ends_at), said


def _unfit(held: Held, column: CalendarColumn, day: Stretch) -> str:
    """Why this provider or room does not do it at whatever time."""
    place = Place(column.provider_id or 0, column.room_id, day[0], day[0] + AT_ONCE, day[0])
    ground = Ground(held.visit.items, held.resources, held.diary)
    is_of_room = not column.provider_id
    found = room_grounds(place, ground) if is_of_room else provider_grounds(place, ground)
    refusal = next(found, None)
    is_about = refusal is not None and refusal.field in ("provider", "room")
    return refusal.message.removesuffix(".") if refusal is not None and is_about else ""


def _not_at_work(held: Held, provider_id: int, day: date) -> Iterator[tuple[Stretch, str]]:
    whole = _day(day, held)
    away = [whole]
    for stretch in held.diary.working.get(provider_id, ()):
        away = without_hole(away, stretch)
    off = held.diary.off.get(provider_id, ())
    for stretch in away:
        is_off = any(a < stretch[1] and stretch[0] < b for a, b in off)
        yield stretch, "Time off" if is_off else "Not at work"


def _in_the_way(held: Held, column: CalendarColumn) -> list[Taken]:
    if column.provider_id:
        return held.diary.of_provider(column.provider_id)
    return held.diary.of_room(column.room_id)


def _taken(held: Held, each: Taken) -> str:
    return f"Taken until {_clock(held, each.blocked_until)}"


def _clock(held: Held, instant: datetime) -> str:
    return clock(instant, held.resources.zone)


def _day(day: date, held: Held) -> Stretch:
    return day_start(held.resources.zone, day), day_end(held.resources.zone, day)
