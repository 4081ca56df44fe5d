"""Which sessions that wait to be booked fit a place in the calendar, the most overdue first."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from store.queries.moment import storable
from store.queries.pages import session_page
from store.tables import ITEM, PROVIDER, ROOM, SERVICE, SERVICE_PROVIDER, SERVICE_ROOM
from store.views import FittingQuery, FittingSession, SessionQuery, SessionRow, Sight
from store.words import Scope

LOOKED_AT = 200
"""So many of the most overdue are held against the place; a search reaches the others."""
OFFERED = 40


def fitting_sessions(
    connection: Connection, query: FittingQuery, now: datetime, sight: Sight
) -> tuple[FittingSession, ...]:
    """Those that fit, then, when they were searched for, those that do not, with why."""
    asked = SessionQuery(scope=Scope.TO_BOOK, q=query.q, page_size=LOOKED_AT, sight=sight)
    rows = [r for r in session_page(connection, asked, now).rows if not r.booking_refusal]
    items = _items(connection, [row.id for row in rows])
    services = {item.service_id: item.name for each in items.values() for item in each}
    refusals = _refusals(connection, query, services)
    found = [_view(row, items[row.id], refusals) for row in rows if row.id in items]
    fits = sorted(
        (each for each in found if not each.refusal),
        key=lambda each: query.minutes is not None and each.minutes > query.minutes,
    )
    others = [each for each in found if each.refusal] if query.q.strip() else []
    return tuple([*fits, *others][:OFFERED])


def _items(connection: Connection, session_ids: Sequence[int]) -> Mapping[int, list[Any]]:
    """What of each session is still to be booked, in its order."""
    query = (
        select(ITEM.c.session_id, ITEM.c.service_id, SERVICE.c.name, SERVICE.c.minutes)
        .join(SERVICE, SERVICE.c.id == ITEM.c.service_id)
        .where(ITEM.c.session_id.in_(session_ids))
        .where(ITEM.c.booking_id.is_(None), ITEM.c.performed_at.is_(None))
        .order_by(ITEM.c.position, ITEM.c.id)
    )
    found: dict[int, list[Any]] = {}
    for row in connection.execute(query):
        found.setdefault(row.session_id, []).append(row)
    return found


def _refusals(
    connection: Connection, query: FittingQuery, services: Mapping[int, str]
) -> Mapping[int, str]:
    """By service, why it is not done there: by that provider, or in that room."""
    if query.provider_id is not None:
        provider = select(PROVIDER.c.name).where(PROVIDER.c.id == storable(query.provider_id))
        who = connection.execute(provider).scalar() or "Nobody"
        link = SERVICE_PROVIDER.c
        able = select(link.service_id).where(link.provider_id == storable(query.provider_id))
        done = set(connection.execute(able).scalars())
        return {key: f"{who} does not do {services[key]}." for key in services.keys() - done}
    if query.room_id is None:
        return {}
    room = select(ROOM.c.name).where(ROOM.c.id == storable(query.room_id))
    where = connection.execute(room).scalar() or "The room"
    suiting = select(SERVICE_ROOM.c.service_id, SERVICE_ROOM.c.room_id)
    pairs = connection.execute(suiting.where(SERVICE_ROOM.c.service_id.in_(services))).all()
    named = {pair.service_id for pair in pairs}
    suited = {pair.service_id for pair in pairs if pair.room_id == query.room_id}
    bad = services.keys() & named - suited
    return {key: f"{where} does not suit {services[key]}." for key in bad}


def _view(row: SessionRow, items: Iterable[Any], refusals: Mapping[int, str]) -> FittingSession:
    wanted = tuple(items)
    why = next((refusals[i.service_id] for i in wanted if i.service_id in refusals), "")
    return FittingSession(
        session_id=row.id,
        patient_name=row.patient_name,
        treatment=row.treatment,
        position=row.position,
        total=row.total,
        due_on=row.due_on,
        is_overdue=row.is_overdue,
        service_names=tuple(item.name for item in wanted),
        minutes=sum(item.minutes for item in wanted),
        refusal=why,
    )
