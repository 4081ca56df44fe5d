"""The day of one provider or one room, wherever it takes place: six queries whatever is booked."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, and_, or_, select

from store.errors import NotFound
from store.queries import choices
from store.queries.rows import full_name
from store.queries.sight import sees_location, sees_part
from store.tables import (
    BOOKING,
    ITEM,
    LOCATION,
    PATIENT,
    PLAN,
    PROVIDER,
    ROOM,
    SERVICE,
    SESSION,
    SESSION_PART,
)
from store.views import Choice, MyDay, MyDayQuery, MyDayRow, Sight
from store.words import ACTIVE, BookingStatus
from store.zones import local_day

AT_WORK = (BookingStatus.IN_PROCEDURE, BookingStatus.CHECKED_IN)
TO_COME = frozenset({BookingStatus.NEW, BookingStatus.CONFIRMED})


def my_day(connection: Connection, query: MyDayQuery, now: datetime, sight: Sight) -> MyDay:
    """What the query asks for, on the calendar day that ``now`` is at each location.

    Only what is in sight. Raises NotFound, field provider or room, for who is unknown or out of it.
    """
    places = connection.execute(
        select(LOCATION.c.id, LOCATION.c.zone).where(sees_location(sight)).order_by(LOCATION.c.id)
    ).all()
    providers = choices.providers(connection, sight)
    rooms = choices.rooms(connection, sight)
    who, provider_id = None, None
    if query.room_id is not None:
        who = _known(rooms, query.room_id, "room")
    else:
        provider_id = query.provider_id if query.provider_id is not None else _first(providers)
        who = _known(providers, provider_id, "provider") if provider_id is not None else None
    days = {place.id: local_day(now, place.zone) for place in places}
    of = {"provider_id": provider_id} if query.room_id is None else {"room_id": query.room_id}
    rows = _rows(connection, of, days, sight) if who is not None else ()
    current, following = _turns(rows, now)
    zone = rows[0].zone if rows else next((place.zone for place in places), "UTC")
    return MyDay(
        name=who.name if who else "",
        provider_id=provider_id,
        room_id=query.room_id,
        day=local_day(now, zone),
        zone=zone,
        now=now,
        rows=rows,
        current=current,
        following=following,
        providers=_in_use(providers),
        rooms=_in_use(rooms),
    )


def _in_use(among: Sequence[Choice]) -> tuple[Choice, ...]:
    return tuple(choice for choice in among if not choice.disabled)


def _first(providers: Sequence[Choice]) -> int | None:
    return next((one.id for one in providers if not one.disabled), None)


def _known(among: Sequence[Choice], key: int, what: str) -> Choice:
    found = next((choice for choice in among if choice.id == key), None)
    if found is None:
        raise NotFound(f"There is no such {what}.", field=what)
    return found


def _rows(
    connection: Connection, of: Mapping[str, int | None], days: Mapping[int, date], sight: Sight
) -> tuple[MyDayRow, ...]:
    if not days:
        return ()
    found = [
        row
        for row in connection.execute(_parts(of, days, sight)).all()
        if row.first_day <= days.get(row.location_id, date.min) <= row.last_day
    ]
    items = _items(connection, {row.session_id for row in found})
    rows = [_row(row, items.get(row.session_id, []), sight) for row in found]
    return tuple({row.key: row for row in rows}.values())


def _parts(of: Mapping[str, int | None], days: Mapping[int, date], sight: Sight) -> Select[Any]:
    part = SESSION_PART.c
    first, last = min(days.values()), max(days.values())
    across = and_(part.span_days > 0, part.first_day <= last, part.last_day >= first)
    return (
        select(
            part.session_id,
            part.booking_id,
            part.location_id,
            part.starts_at,
            part.ends_at,
            part.first_day,
            part.last_day,
            BOOKING.c.status,
            BOOKING.c.needs_moving,
            PATIENT.c.given_name,
            PATIENT.c.family_name,
            PATIENT.c.alerts,
            SESSION.c.treatment,
            SESSION.c.position,
            PLAN.c.total,
            PROVIDER.c.name.label("provider_name"),
            ROOM.c.name.label("room_name"),
            LOCATION.c.name.label("location_name"),
            LOCATION.c.zone,
        )
        .join(SESSION, SESSION.c.id == part.session_id)
        .join(PATIENT, PATIENT.c.id == SESSION.c.patient_id)
        .join(PLAN, PLAN.c.id == SESSION.c.plan_id)
        .join(LOCATION, LOCATION.c.id == part.location_id)
        .outerjoin(BOOKING, BOOKING.c.id == part.booking_id)
        .outerjoin(PROVIDER, PROVIDER.c.id == part.provider_id)
        .outerjoin(ROOM, ROOM.c.id == part.room_id)
        .where(*(SESSION_PART.c[name] == key for name, key in of.items()))
        .where(or_(and_(part.span_days == 0, part.first_day.between(first, last)), across))
        .where(sees_location(sight), *sees_part(sight))
        .order_by(part.starts_at, part.id)
    )


def _items(connection: Connection, session_ids: set[int]) -> dict[int, list[Any]]:
    query = (
        select(
            ITEM.c.session_id,
            ITEM.c.booking_id,
            ITEM.c.performed_at,
            ITEM.c.documented_at,
            SERVICE.c.name,
        )
        .join(SERVICE, SERVICE.c.id == ITEM.c.service_id)
        .where(ITEM.c.session_id.in_(sorted(session_ids)))
        .order_by(ITEM.c.position, ITEM.c.id)
    )
    items: dict[int, list[Any]] = {}
    for row in connection.execute(query).all():
        items.setdefault(row.session_id, []).append(row)
    return items


def _row(row: Any, items: Sequence[Any], sight: Sight) -> MyDayRow:
    own = [item for item in items if _belongs(item, row)]
    unwritten = sum(item.performed_at is not None and item.documented_at is None for item in own)
    return MyDayRow(
        key=f"b{row.booking_id}" if row.booking_id else f"w{row.session_id}",
        session_id=row.session_id,
        booking_id=row.booking_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        zone=row.zone,
        status=row.status,
        needs_moving=bool(row.needs_moving),
        patient_name=full_name(row.given_name, row.family_name),
        has_alerts=bool(row.alerts),
        treatment=row.treatment,
        position=row.position,
        total=row.total,
        service_names=tuple(item.name for item in own),
        provider_name=row.provider_name or "",
        room_name=row.room_name or "",
        location_name=row.location_name,
        unwritten=unwritten if sight.notes else 0,
    )


def _belongs(item: Any, row: Any) -> bool:
    """An item of the booking; of a walk-in, one that was performed without any."""
    if row.booking_id is not None:
        return bool(item.booking_id == row.booking_id)
    return item.booking_id is None and item.performed_at is not None


def _turns(rows: Sequence[MyDayRow], now: datetime) -> tuple[str, str]:
    """The keys of the row to be dealt with now and of the one after it."""
    open_rows = [row for row in rows if row.status in ACTIVE - {BookingStatus.CHECKED_OUT}]
    ahead = [row for row in open_rows if row.status not in TO_COME or row.ends_at > now]
    for status in AT_WORK:
        if there := [row for row in ahead if row.status is status]:
            return there[0].key, _after(ahead, there[0])
    if ahead:
        return ahead[0].key, _after(ahead, ahead[0])
    return "", ""


def _after(ahead: Sequence[MyDayRow], current: MyDayRow) -> str:
    return next((row.key for row in ahead if row.key != current.key), "")
