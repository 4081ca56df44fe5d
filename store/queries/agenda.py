"""The agenda: days with what is booked on them, one below the other in the order of time."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection

from store.queries.calendar import entry_of
from store.queries.calendar_frame import Frame, frame_of, providers_of
from store.queries.parts import Part, parts_between
from store.queries.sight import sees_part
from store.tables import SESSION_PART
from store.views import EVERYTHING, AgendaDay, AgendaView, CalendarEntry, CalendarQuery, Sight
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
    """The day, or a week from it, from the query's minute on; four queries, and so many bookings at most.

    Patients out of sight are told as busy, unless a category is asked for. Raises as ``calendar``.
    """
    frame = frame_of(connection, query, now, sight)
    providers = providers_of(connection, query, sight)
    names = {one.id: one.name for one in providers}
    days = frame.days
    where = _wanted(query, frame, sight)
    found = parts_between(connection, frame.location, days, sight, where=where, most=most + 1)
    parts, rest = _cut(found, most)
    shown = (AgendaDay(day=day, entries=_entries(parts, day, frame, names)) for day in days)
    following = local(rest.starts_at, frame.zone).date() if rest else None
    return AgendaView(
        **frame.told(query),
        days=tuple(one for one in shown if one.entries or query.days == 1),
        next_day=max(following, days[0]) if following else None,
        next_minute=local_minutes(rest.starts_at, frame.zone) if rest else 0,
    )


def _wanted(query: CalendarQuery, frame: Frame, sight: Sight) -> list[ColumnElement[bool]]:
    part, found = SESSION_PART.c, list[ColumnElement[bool]]()
    if query.provider_id is not None:
        found.append(part.provider_id == query.provider_id)
    if query.room_id is not None:
        found.append(part.room_id == query.room_id)
    if query.category is not None:
        found += [part.category == query.category, *sees_part(sight)]
    if query.minute and query.day:
        midnight = datetime.combine(query.day, datetime.min.time(), zone_of(frame.zone))
        begins = midnight + timedelta(minutes=query.minute)
        found.append(part.starts_at >= begins.astimezone(UTC))
    return found


def _cut(found: Sequence[Part], most: int) -> tuple[Sequence[Part], Part | None]:
    """What is shown, and the first that is not; what begins at one time stays together."""
    if len(found) <= most:
        return found, None
    rest = found[most]
    kept = [part for part in found if part.starts_at < rest.starts_at]
    return (kept, rest) if kept else (found, None)


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
