"""Requests to book, and what became of them."""

from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from store.clinic import Clinic
from store.errors import (
    Refused,
)
from store.tables import BOOKING
from store.views import BookingRequest
from store.words import BookingStatus
from tests.factories import (
    FRONT_DESK,
    add_all,
    add_plan,
    add_session,
)

TEN = datetime(2026, 3, 5, 15, 0, tzinfo=UTC)
"""Thursday, ten in the morning in New York."""


def request(**values: Any) -> BookingRequest:
    """Both items of Mei's session, tomorrow at ten, with Dr. Lind in room 1."""
    return BookingRequest.model_validate(
        {
            "key": "mei-and-her-two",
            "session_id": 1,
            "item_ids": (1, 2),
            "location_id": 1,
            "provider": 1,
            "room": 1,
            "starts_at": TEN,
            **values,
        }
    )


def for_ada(**values: Any) -> BookingRequest:
    return request(**{"key": "ada-and-hers", "session_id": 2, "item_ids": (3,), **values})


def rows(clinic: Clinic) -> list[tuple[Any, ...]]:
    """Session, provider, room, start and minutes until end and until clean, of what is active."""
    query = select(BOOKING).where(BOOKING.c.status != BookingStatus.CANCELLED)
    with clinic.database.read() as connection:
        return [
            (
                row.session_id,
                row.provider_id,
                row.room_id,
                row.starts_at,
                (row.ends_at - row.starts_at).seconds // 60,
                (row.blocked_until - row.ends_at).seconds // 60,
            )
            for row in connection.execute(query.order_by(BOOKING.c.id))
        ]


def refused(clinic: Clinic, wish: BookingRequest, *, by: Any = FRONT_DESK) -> Refused:
    before = rows(clinic)
    with pytest.raises(Refused) as caught:
        clinic.book(wish, by=by)
    assert rows(clinic) == before
    return caught.value


def change(clinic: Clinic, *added: Any) -> None:
    with clinic.database.write() as session:
        add_all(session, *added)


def second_session(clinic: Clinic, **plan: Any) -> int:
    """Another plan of Mei's with one unbooked item."""
    with clinic.database.write() as session:
        return add_session(session, add_plan(session, 1, **plan))
