"""The agenda: days with what is booked on them, one below the other in the order of time."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, or_

from store.queries.calendar import entry_of
from store.queries.calendar_frame import Frame, frame_of, providers_of
from store.queries.moment import storable
from store.queries.parts import Part, first_parts
from store.queries.sight import sees_part
from store.tables import SESSION_PART
from store.views import (
    EVERYTHING,
    AgendaDay,
    AgendaMark,
    AgendaView,
    CalendarEntry,
    CalendarQuery,
    Sight,
)
from store.zones import local, local_minutes, zone_of

MOST = 200
"""Bookings shown at once."""


def agenda(
    connection: Connection,
    query: CalendarQuery,
    now: datetime,
    sight: Sight = EVERYTHING,
    *,
    most: int = MOST,
) -> AgendaView:
    """The day, or a week from it, from the query's minute or mark on; four queries, so many at most.

    Patients out of sight are told as busy, unless a category is asked for. Raises as ``calendar``.
    """
    frame = frame_of(connection, query, now, sight)
    providers = providers_of(connection, query, sight)
    names = {one.id: one.name for one in providers}
    days = frame.days
    where = _wanted(query, frame, sight)
    parts, rest = first_parts(connection, frame.location, days, sight, where=where, most=most)
    shown = (AgendaDay(day=day, entries=_entries(parts, day, frame, names)) for day in days)
    return AgendaView(
        **frame.told(query),
        days=tuple(one for one in shown if one.entries or query.days == 1),
        next_mark=rest,
        **_place(rest, frame),
    )


def _place(rest: AgendaMark | None, frame: Frame) -> dict[str, Any]:
    """The day and minute of where it goes on; what began before the days shown is on the first."""
    if rest is None:
        return {}
    begins, first = local(rest.starts_at, frame.zone), frame.days[0]
    if begins.date() < first:
        return {"next_day": first}
    return {
        "next_day": begins.date(),
        "next_minute": local_minutes(rest.starts_at, frame.zone),
    }


def _wanted(query: CalendarQuery, frame: Frame, sight: Sight) -> list[ColumnElement[bool]]:
    part, found = SESSION_PART.c, list[ColumnElement[bool]]()
    if query.provider_id is not None:
        found.append(part.provider_id == query.provider_id)
    if query.room_id is not None:
        found.append(part.room_id == query.room_id)
    if query.category is not None:
        found += [part.category == query.category, *sees_part(sight)]
    if query.mark is not None:
        begins, from_id = query.mark.starts_at, storable(query.mark.part_id)
        is_later = part.starts_at > begins
        found.append(or_(is_later, and_(part.starts_at == begins, part.id >= from_id)))
    elif query.minute and query.day:
        midnight = datetime.combine(query.day, datetime.min.time(), zone_of(frame.zone))
        begins = midnight + timedelta(minutes=query.minute)
        found.append(part.starts_at >= begins.astimezone(UTC))
    return found


def _entries(
    parts: Sequence[Part], day: date, frame: Frame, names: dict[int, str]
) -> tuple[CalendarEntry, ...]:
    told = (
        entry_of(
            part, day, frame, column=day.isoformat(), name=names.get(part.provider_id or 0, "")
        )
        for part in parts
    )
    return tuple(sorted((one for one in told if one), key=lambda one: (one.start, one.key)))
