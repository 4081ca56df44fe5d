"""The bookings that need moving: what a change of the set-up left behind, soonest first."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select, text

from store.phrases import dated
from store.queries.sight import sees_session
from store.tables import BOOKING, LOCATION, PATIENT, PROVIDER, SESSION
from store.views import MovingBooking, MovingList, Sight
from store.words import MOVABLE

MOST = 50
"""That are listed; all are counted."""
MOVING = text("booking.needs_moving")
"""Just as ``ix_booking_moving`` says it, or SQLite does not go by it."""


def moving_list(connection: Connection, now: datetime, sight: Sight) -> MovingList:
    """Those in sight that are not over and may still be moved; two queries however many there are."""
    booking = BOOKING.c
    ahead: tuple[Any, ...] = (
        MOVING,
        booking.ends_at > now,
        booking.status.in_(sorted(MOVABLE)),
        *sees_session(sight),
    )
    query: Select[Any] = (
        select(
            booking.session_id,
            booking.starts_at,
            booking.moving_reason,
            PATIENT.c.given_name,
            PATIENT.c.family_name,
            PROVIDER.c.name.label("provider"),
            LOCATION.c.zone,
        )
        .join(PATIENT, PATIENT.c.id == booking.patient_id)
        .join(PROVIDER, PROVIDER.c.id == booking.provider_id)
        .join(LOCATION, LOCATION.c.id == booking.location_id)
        .join(SESSION, SESSION.c.id == booking.session_id)
        .where(*ahead)
        .order_by(booking.starts_at, booking.id)
        .limit(MOST)
    )
    listed = tuple(
        MovingBooking(
            session_id=row.session_id,
            patient_name=f"{row.given_name} {row.family_name}".strip(),
            when=f"{dated(row.starts_at, row.zone)} with {row.provider}",
            reason=row.moving_reason,
        )
        for row in connection.execute(query)
    )
    all_of_them = (
        select(func.count()).select_from(BOOKING).join(SESSION, SESSION.c.id == booking.session_id)
    )
    count = connection.execute(all_of_them.where(*ahead)).scalar_one()
    return MovingList(count=count, bookings=listed)
