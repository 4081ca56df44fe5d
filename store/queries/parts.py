"""The parts of sessions that a calendar draws: bookings and walk-ins of some days."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, exists, or_, select, true

from store.queries.sight import sees_part
from store.tables import BOOKING, ITEM, PATIENT, ROOM, SERVICE, SESSION, SESSION_PART
from store.views import EVERYTHING, AgendaMark, Sight
from store.words import BillingStatus, BookingStatus, Category

_HAS_PERFORMED = exists().where(ITEM.c.booking_id == BOOKING.c.id, ITEM.c.performed_at.is_not(None))


@dataclass(frozen=True)
class Part:
    """One stretch to draw; without a booking it is a walk-in. Instants aware UTC."""

    session_id: int
    booking_id: int | None
    provider_id: int | None
    starts_at: datetime
    ends_at: datetime
    blocked_until: datetime
    status: BookingStatus | None
    needs_moving: bool
    patient_name: str
    has_alerts: bool
    treatment: str
    room_name: str
    category: Category
    room_id: int | None = None
    billing: BillingStatus | None = None
    """None when money is out of sight."""
    service_names: tuple[str, ...] = ()
    is_busy: bool = False
    """Somebody else's patient, of whom nothing is told."""
    version: int = 0
    """The booking's; 0 for a walk-in."""
    has_performed: bool = False

    @property
    def key(self) -> str:
        """What it is known by as long as it stands."""
        if self.is_busy:
            span = int(self.starts_at.timestamp()), int(self.ends_at.timestamp())
            return f"busy-{self.provider_id}-{span[0]}-{span[1]}"
        if self.booking_id is not None:
            return f"booking-{self.booking_id}"
        return f"walk-in-{self.session_id}-{self.provider_id}-{int(self.starts_at.timestamp())}"


def parts_between(
    connection: Connection,
    location: tuple[int, str],
    days: Sequence[date],
    sight: Sight = EVERYTHING,
) -> tuple[Part, ...]:
    """Every part that overlaps these days at the location, id and zone, by start; two queries.

    Items performed in one walk-in are one part. Of what is out of sight only the time is told.
    """
    rows = connection.execute(_parts(location[0], days, sight)).all()
    return _told(connection, rows, sight)


def first_parts(
    connection: Connection,
    location: tuple[int, str],
    days: Sequence[date],
    sight: Sight,
    *,
    where: Sequence[ColumnElement[bool]],
    most: int,
) -> tuple[tuple[Part, ...], AgendaMark | None]:
    """The first so many of those for which ``where`` holds, and where the rest begins."""
    query = _parts(location[0], days, sight).where(*where).limit(most + 1)
    rows = connection.execute(query).all()
    rest = rows[most] if len(rows) > most else None
    mark = AgendaMark(starts_at=rest.starts_at, part_id=rest.id) if rest else None
    return _told(connection, rows[:most], sight), mark


def _told(connection: Connection, rows: Sequence[Any], sight: Sight) -> tuple[Part, ...]:
    found = [_part(row, sight) for row in rows]
    services = _service_names(connection, {part.session_id for part in found if not part.is_busy})
    named = [replace(p, service_names=tuple(services.get(p.booking_id or 0, ()))) for p in found]
    booked = [part for part in named if part.booking_id is not None or part.is_busy]
    walk_ins = [part for part in named if part.booking_id is None and not part.is_busy]
    return tuple(sorted([*booked, *_joined(walk_ins)], key=lambda part: part.starts_at))


def _parts(location_id: int, days: Sequence[date], sight: Sight) -> Select[Any]:
    part = SESSION_PART.c
    is_seen = and_(true(), *sees_part(sight))
    within = and_(part.span_days == 0, part.first_day >= days[0], part.first_day <= days[-1])
    across = and_(part.span_days > 0, part.first_day <= days[-1], part.last_day >= days[0])
    return (
        select(
            part.id,
            part.session_id,
            part.booking_id,
            part.provider_id,
            part.room_id,
            part.category,
            part.starts_at,
            part.ends_at,
            BOOKING.c.blocked_until,
            BOOKING.c.status,
            BOOKING.c.needs_moving,
            BOOKING.c.version,
            _HAS_PERFORMED.label("has_performed"),
            PATIENT.c.given_name,
            PATIENT.c.family_name,
            PATIENT.c.alerts,
            SESSION.c.treatment,
            SESSION.c.billing_status,
            ROOM.c.name.label("room_name"),
            is_seen.label("is_seen"),
        )
        .join(SESSION, SESSION.c.id == part.session_id)
        .join(PATIENT, PATIENT.c.id == SESSION.c.patient_id)
        .outerjoin(BOOKING, BOOKING.c.id == part.booking_id)
        .outerjoin(ROOM, ROOM.c.id == part.room_id)
        .where(part.location_id == location_id, or_(within, across))
        .order_by(part.starts_at, part.id)
    )


def _part(row: Any, sight: Sight) -> Part:
    if not row.is_seen:
        return _busy(row)
    return Part(
        session_id=row.session_id,
        booking_id=row.booking_id,
        provider_id=row.provider_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        blocked_until=row.blocked_until or row.ends_at,
        status=row.status,
        needs_moving=bool(row.needs_moving),
        patient_name=f"{row.given_name} {row.family_name}".strip(),
        has_alerts=bool(row.alerts),
        treatment=row.treatment,
        room_name=row.room_name or "",
        category=row.category,
        room_id=row.room_id,
        billing=row.billing_status if sight.money else None,
        version=row.version or 0,
        has_performed=bool(row.has_performed),
    )


def _busy(row: Any) -> Part:
    return Part(
        session_id=0,
        booking_id=None,
        provider_id=row.provider_id,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        blocked_until=row.blocked_until or row.ends_at,
        status=None,
        needs_moving=False,
        patient_name="",
        has_alerts=False,
        treatment="",
        room_name="",
        category=Category.OTHER,
        room_id=row.room_id,
        is_busy=True,
    )


def _service_names(connection: Connection, session_ids: set[int]) -> dict[int, list[str]]:
    """The services of each booking in these sessions, in their order."""
    names: dict[int, list[str]] = {}
    query = (
        select(ITEM.c.booking_id, SERVICE.c.name)
        .join(SERVICE, SERVICE.c.id == ITEM.c.service_id)
        .where(ITEM.c.session_id.in_(sorted(session_ids)), ITEM.c.booking_id.is_not(None))
        .order_by(ITEM.c.position, ITEM.c.id)
    )
    for row in connection.execute(query):
        names.setdefault(row.booking_id, []).append(row.name)
    return names


def _joined(walk_ins: Iterable[Part]) -> list[Part]:
    """Overlapping or touching walk-ins of one session and provider made one."""
    joined: list[Part] = []
    for part in sorted(walk_ins, key=lambda p: (p.session_id, p.provider_id or 0, p.starts_at)):
        last = joined[-1] if joined else None
        if last and _same_visit(last, part):
            until = max(last.ends_at, part.ends_at)
            joined[-1] = replace(last, ends_at=until, blocked_until=until)
        else:
            joined.append(part)
    return joined


def _same_visit(earlier: Part, later: Part) -> bool:
    same = (earlier.session_id, earlier.provider_id) == (later.session_id, later.provider_id)
    return same and later.starts_at <= earlier.ends_at
