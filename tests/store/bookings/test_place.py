"""A booking is held against every rule where it is to stand."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from store.bookings.place import check_clashes, check_place, snapshot
from store.clinic import Clinic
from store.errors import BadTime, NotBookable, OutsideHours, SlotTaken
from store.models import Booking
from store.rules import Stance
from tests import factories
from tests.factories import NOW, add_booking, add_patient, add_plan, add_session

TEN = datetime(2026, 3, 5, 15, 0, tzinfo=UTC)
MANAGER = Stance.of(factories.MANAGER, NOW)
FRONT_DESK = Stance.of(factories.FRONT_DESK, NOW)


@pytest.fixture
def clinic(bare: Clinic) -> Clinic:
    """Two patients with a session of one item each; the first one's is booked tomorrow at ten."""
    with bare.database.write() as session:
        for given_name in ("Mei", "Ada"):
            add_session(session, add_plan(session, add_patient(session, given_name)))
        add_booking(session, 1, item_ids=[1], blocked_until=TEN + timedelta(minutes=40))
    return bare


def wish(**values: Any) -> Booking:
    """A booking of the second patient, tomorrow at ten in the other room with the other provider."""
    starts_at = values.get("starts_at", TEN)
    return Booking.model_validate(
        {
            "session_id": 2,
            "patient_id": 2,
            "location_id": 1,
            "provider_id": 2,
            "room_id": 2,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(minutes=30),
            "blocked_until": starts_at + timedelta(minutes=40),
            **values,
        }
    )


def check(clinic: Clinic, booking: Booking, stance: Stance = FRONT_DESK) -> None:
    with clinic.database.write() as session:
        check_place(session, booking, [2], stance)


def test_a_free_place_passes(clinic: Clinic) -> None:
    check(clinic, wish())


def test_a_taken_provider_is_told_until_when(clinic: Clinic) -> None:
    with pytest.raises(SlotTaken) as refused:
        check(clinic, wish(provider_id=1))
    assert refused.value.message == "Dr. Ines Lind is with another patient until 10:40."
    assert refused.value.field == "provider"
    assert refused.value.until == TEN + timedelta(minutes=40)


def test_a_booking_is_not_in_its_own_way(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        booking = session.get_one(Booking, 1)
        check_place(session, booking, [1], FRONT_DESK)
        check_clashes(session, booking)


def test_history_is_exempt(clinic: Clinic) -> None:
    check(clinic, wish(provider_id=1, room_id=None, starts_at=TEN, is_history=True))


def test_a_step_asks_for_clashes_only(clinic: Clinic) -> None:
    night = wish(starts_at=TEN - timedelta(days=9, hours=8))
    with clinic.database.write() as session:
        check_clashes(session, night)
        with pytest.raises(SlotTaken):
            check_clashes(session, wish(room_id=1))
    with pytest.raises(BadTime):
        check(clinic, night)
    with pytest.raises(OutsideHours):
        check(clinic, night, MANAGER)


def test_an_item_of_another_session_is_refused(clinic: Clinic) -> None:
    with clinic.database.write() as session, pytest.raises(NotBookable) as refused:
        check_place(session, wish(), [1], MANAGER)
    assert refused.value.field == "items"


def test_a_snapshot_holds_plain_values() -> None:
    assert snapshot(wish(id=7), [2]) == {
        "id": 7,
        "session_id": 2,
        "patient_id": 2,
        "location_id": 1,
        "provider_id": 2,
        "room_id": 2,
        "starts_at": "2026-03-05T15:00:00Z",
        "ends_at": "2026-03-05T15:30:00Z",
        "blocked_until": "2026-03-05T15:40:00Z",
        "status": "new",
        "is_history": False,
        "needs_moving": False,
        "moving_reason": "",
        "cancel_reason": "",
        "item_ids": [2],
    }
