"""Questions for free slots of a patient with two items to book."""

from datetime import UTC, date, datetime
from typing import Any

from store.clinic import Clinic
from store.views import BookingRequest, Slot, SlotQuery
from tests.factories import (
    add_all,
    add_patient,
    add_plan,
    add_session,
)

THURSDAY = date(2026, 3, 5)
NINE = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)
"""Nine in the morning of that Thursday in New York."""


def with_mei(clinic: Clinic) -> Clinic:
    with clinic.database.write() as session:
        add_session(session, add_plan(session, add_patient(session)), services=(1, 2))
    return clinic


def query(**values: Any) -> SlotQuery:
    return SlotQuery.model_validate(
        {"session_id": 1, "item_ids": (1, 2), "location_id": 1, "day": THURSDAY, **values}
    )


def add(clinic: Clinic, *rows: Any) -> None:
    with clinic.database.write() as session:
        add_all(session, *rows)


def taking(slot: Slot, key: str, *, items: tuple[int, ...] = (1, 2)) -> BookingRequest:
    return BookingRequest(
        key=f"take-{key}",
        session_id=1,
        item_ids=items,
        location_id=slot.location_id,
        provider=slot.provider_id,
        room="none" if slot.room_id is None else slot.room_id,
        starts_at=slot.starts_at,
    )
