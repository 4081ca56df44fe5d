"""A booking tomorrow from ten to half past, with Dr. Ines Lind in Room 1, and what becomes of it."""

from datetime import timedelta
from typing import Any

from store.clinic import Clinic
from tests.factories import NOW, add_booking, add_patient, add_plan, add_session
from tests.store import reading

TOMORROW = NOW.date() + timedelta(days=1)
STARTS = NOW + timedelta(days=1)
ENDS = STARTS + timedelta(minutes=30)
LINE = "Mei Tanaka: Thu 5 Mar 2026, 10:00 with Dr. Ines Lind in Room 1"


def with_booking(clinic: Clinic, *, services: tuple[int, ...] = (1,), **values: Any) -> None:
    """Booking 1, of the services."""
    with clinic.database.write() as session:
        step = add_session(session, add_plan(session, add_patient(session)), services=services)
        items = list(range(1, len(services) + 1))
        when: dict[str, Any] = {"starts_at": STARTS, "ends_at": ENDS, **values}
        add_booking(session, step, item_ids=items, **when)


def moving_reason(clinic: Clinic) -> str:
    """Why booking 1 needs moving; empty when it does not."""
    booking = reading.booking(clinic)
    assert booking.needs_moving is bool(booking.moving_reason)
    assert reading.step(clinic).to_book is booking.needs_moving
    assert reading.differences(clinic) == []
    return booking.moving_reason
