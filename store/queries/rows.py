"""Rows of the session list: two queries for however many sessions."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, exists, select

from store.actions import booking_refusal
from store.queries.moment import Moment
from store.tables import BOOKING, ITEM, PATIENT, PLAN, PROVIDER, SESSION
from store.views import SessionRow
from store.words import ACTIVE, MOVABLE, PlanState, SessionStatus

WAITING = frozenset({SessionStatus.AWAITING_BOOKING, SessionStatus.PARTIALLY_BOOKED})
UNDER_WAY = frozenset({SessionStatus.BOOKED, SessionStatus.PARTIALLY_BOOKED})


def session_rows(
    connection: Connection, ids: Sequence[int], moment: Moment
) -> tuple[SessionRow, ...]:
    """The rows of these sessions, in the order of the ids."""
    bookings: dict[int, list[Row[Any]]] = {}
    for booking in connection.execute(_BOOKINGS, {"ids": ids}):
        bookings.setdefault(booking.session_id, []).append(booking)
    rows: dict[int, Row[Any]] = {row.id: row for row in connection.execute(_SESSIONS, {"ids": ids})}
    return tuple(_view(rows[key], bookings.get(key, []), moment) for key in ids)


def is_overdue(row: Row[Any], moment: Moment) -> bool:
    """Whether a session waits to be booked and its target date has gone by."""
    waits = row.to_book and row.status in WAITING and row.target_date is not None
    return waits and row.target_date < moment.today(row.location_id)


def in_progress(row: Row[Any], now: datetime) -> bool:
    """Whether the shown part runs; a completed session never does, nor a missed booking."""
    if row.shown_starts_at is None or row.status not in UNDER_WAY:
        return False
    running: bool = row.shown_starts_at <= now < row.shown_ends_at
    return running


def full_name(given: str, family: str) -> str:
    """Given name, then family name."""
    return f"{given} {family}".strip()


def _view(row: Row[Any], bookings: Sequence[Row[Any]], moment: Moment) -> SessionRow:
    told = told_booking(bookings, moment.now)
    return SessionRow(
        id=row.id,
        patient_id=row.patient_id,
        patient_name=full_name(row.given_name, row.family_name),
        plan_id=row.plan_id,
        plan_goal=row.goal,
        treatment=row.treatment,
        position=row.position,
        total=row.total,
        status=row.status,
        starts_at=row.shown_starts_at,
        ends_at=row.shown_ends_at,
        zone=moment.zone(row.location_id),
        due_on=row.target_date,
        is_overdue=is_overdue(row, moment),
        in_progress=in_progress(row, moment.now),
        provider_name=row.provider_name or "",
        location_name=moment.place_name(row.location_id),
        booking_status=told.status if told else None,
        more_bookings=max(len(bookings) - 1, 0),
        billing_status=row.billing_status if moment.sight.money else None,
        needs_moving=any(b.needs_moving and b.status in MOVABLE for b in bookings),
        plan_cancelled=row.state is PlanState.CANCELLED,
        booking_refusal=booking_refusal(row.status, row.state),
        reschedule_id=_to_reschedule(bookings, moment.now),
    )


def told_booking(bookings: Sequence[Row[Any]], now: datetime) -> Row[Any] | None:
    """The next booking: the earliest active one not over; else the latest; None without any."""
    ahead = [b for b in bookings if b.status in ACTIVE and b.ends_at > now]
    if ahead:
        return min(ahead, key=_by_start)
    return max(bookings, key=_by_start, default=None)


def _to_reschedule(bookings: Sequence[Row[Any]], now: datetime) -> int | None:
    """The booking that must move, else the next one that can, else the latest that can."""
    movable = [b for b in bookings if b.status in MOVABLE and not b.has_performed]
    moving = [b for b in movable if b.needs_moving] or movable
    told = told_booking(moving, now)
    return told.id if told else None


def _by_start(booking: Row[Any]) -> tuple[datetime, int]:
    return booking.starts_at, booking.id


_SESSIONS: Select[Any] = (
    select(
        *(SESSION.c[name] for name in ("id", "plan_id", "patient_id", "position", "treatment")),
        *(SESSION.c[name] for name in ("target_date", "status", "billing_status", "to_book")),
        *(SESSION.c[name] for name in ("shown_starts_at", "shown_ends_at", "location_id")),
        PATIENT.c.given_name,
        PATIENT.c.family_name,
        PLAN.c.goal,
        PLAN.c.total,
        PLAN.c.state,
        PROVIDER.c.name.label("provider_name"),
    )
    .join(PATIENT, PATIENT.c.id == SESSION.c.patient_id)
    .join(PLAN, PLAN.c.id == SESSION.c.plan_id)
    .outerjoin(PROVIDER, PROVIDER.c.id == SESSION.c.provider_id)
    .where(SESSION.c.id.in_(bindparam("ids", expanding=True)))
)
_HAS_PERFORMED = exists().where(ITEM.c.booking_id == BOOKING.c.id, ITEM.c.performed_at.is_not(None))
_BOOKINGS = select(
    BOOKING.c.id,
    BOOKING.c.session_id,
    BOOKING.c.status,
    BOOKING.c.starts_at,
    BOOKING.c.ends_at,
    BOOKING.c.needs_moving,
    _HAS_PERFORMED.label("has_performed"),
).where(BOOKING.c.session_id.in_(bindparam("ids", expanding=True)))
