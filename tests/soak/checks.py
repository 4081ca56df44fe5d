"""Whether a clinic's database is as it must be, whatever happened to it."""

from collections.abc import Iterator
from itertools import pairwise

from sqlalchemy import Connection, select, text

from store.audit import verify
from store.clinic import Clinic
from store.tables import BOOKING, HISTORY_ENTRY
from store.words import ACTIVE, Change
from tests.store import reading

HOLDERS = {"provider_id": "blocked_until", "room_id": "blocked_until", "patient_id": "ends_at"}
"""Who or what has one place at a time, and until when a booking holds it."""


def unsound(clinic: Clinic) -> list[str]:
    """What is broken in the file, between its tables, on record or among the derived values."""
    with clinic.database.read() as connection:
        return [
            *_broken(connection),
            *_unrecorded(connection),
            *_unaudited(connection),
            *_double_booked(connection),
            *reading.differences(clinic),
        ]


def _broken(connection: Connection) -> Iterator[str]:
    lines = connection.execute(text("PRAGMA integrity_check")).scalars()
    yield from (line for line in lines if line != "ok")
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"a row of {row[0]} refers to nothing"


def _unrecorded(connection: Connection) -> Iterator[str]:
    told = select(HISTORY_ENTRY.c.booking_id).where(HISTORY_ENTRY.c.change == Change.BOOKED)
    missing = select(BOOKING.c.id).where(BOOKING.c.id.not_in(told))
    for booking_id in connection.execute(missing).scalars():
        yield f"booking {booking_id} is not on record"


def _unaudited(connection: Connection) -> Iterator[str]:
    if fault := verify(connection).fault:
        yield f"the audit trail: {fault}"
    told = "SELECT one.value FROM audit_entry, json_each(touched, '$.booking') AS one"
    missing = text(f"SELECT id FROM booking WHERE id NOT IN ({told})")  # noqa: S608 - our own words
    for booking_id in connection.execute(missing).scalars():
        yield f"booking {booking_id} is not in the audit trail"


def _double_booked(connection: Connection) -> Iterator[str]:
    for holder, end in HOLDERS.items():
        columns = BOOKING.c[holder], BOOKING.c.starts_at, BOOKING.c[end], BOOKING.c.id
        active = select(*columns).where(BOOKING.c.status.in_(ACTIVE), columns[0].is_not(None))
        for one, other in pairwise(connection.execute(active.order_by(*columns))):
            if one[0] == other[0] and other[1] < one[2]:
                yield f"bookings {one[3]} and {other[3]} share {holder} {one[0]}"
