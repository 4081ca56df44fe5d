"""Moving: another time, provider or room under the same rules."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from store.clinic import Clinic
from store.errors import (
    BadTime,
    NotAllowed,
    NotFound,
    OutsideHours,
    RoomUnsuitable,
    SlotTaken,
    Stale,
)
from store.models import Booking, Item
from store.tables import BOOKING
from store.views import MoveRequest
from store.words import BookingStatus, Change
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    NOW,
    FixedClock,
    add_booking,
    add_patient,
    add_plan,
    add_session,
)

TEN = datetime(2026, 3, 5, 15, 0, tzinfo=UTC)
NOON = TEN + timedelta(hours=2)


@pytest.fixture
def clinic(bare: Clinic) -> Clinic:
    """Mei's booking 1 tomorrow at ten and Ada's booking 2 at two, both with Dr. Lind in room 1."""
    with bare.database.write() as session:
        for number, given_name in enumerate(("Mei", "Ada")):
            key = add_session(session, add_plan(session, add_patient(session, given_name)))
            starts_at = TEN + timedelta(hours=4 * number)
            add_booking(
                session,
                key,
                item_ids=[key],
                starts_at=starts_at,
                blocked_until=starts_at + timedelta(minutes=40),
            )
    return bare


def request(**values: Any) -> MoveRequest:
    return MoveRequest.model_validate(
        {"key": "move-the-first", "booking_id": 1, "version": 1, "starts_at": NOON, **values}
    )


def row(clinic: Clinic) -> dict[str, Any]:
    with clinic.database.read() as connection:
        found = connection.execute(select(BOOKING).where(BOOKING.c.id == 1)).mappings().one()
        return dict(found)


def put(clinic: Clinic, **values: Any) -> None:
    with clinic.database.write() as session:
        booking = session.get_one(Booking, 1)
        for name, value in values.items():
            setattr(booking, name, value)


def test_moving_keeps_what_is_not_said(clinic: Clinic) -> None:
    outcome = clinic.move(request(), by=FRONT_DESK)
    assert outcome.message == "Moved Mei Tanaka to Thu 5 Mar 12:00 with Dr. Ines Lind, Room 1."
    moved = row(clinic)
    assert (moved["provider_id"], moved["room_id"], moved["version"]) == (1, 1, 2)
    assert (moved["starts_at"], moved["ends_at"]) == (NOON, NOON + timedelta(minutes=30))
    assert moved["blocked_until"] == NOON + timedelta(minutes=40)
    assert clinic.session(1, by=MANAGER).starts_at == NOON


def test_a_booking_is_not_in_its_own_way(clinic: Clinic) -> None:
    clinic.move(request(starts_at=TEN + timedelta(minutes=15)), by=FRONT_DESK)
    assert row(clinic)["starts_at"] == TEN + timedelta(minutes=15)


def test_moving_is_on_record_and_undone(clinic: Clinic) -> None:
    outcome = clinic.move(request(provider=2, room=2), by=FRONT_DESK)
    latest = clinic.session(1, by=MANAGER).history[0]
    assert (latest.change, latest.summary, latest.can_undo) == (
        Change.MOVED,
        "Moved to Thu 5 Mar 12:00 with Noor Haddad, Room 2.",
        True,
    )
    assert outcome.change_id is not None
    clinic.undo(outcome.change_id, by=FRONT_DESK)
    back = row(clinic)
    assert (back["starts_at"], back["provider_id"], back["room_id"]) == (TEN, 1, 1)


def test_resizing_is_moving_the_end(clinic: Clinic) -> None:
    clinic.move(request(starts_at=TEN, ends_at=TEN + timedelta(hours=1)), by=FRONT_DESK)
    assert row(clinic)["blocked_until"] == TEN + timedelta(minutes=70)


def test_a_second_move_from_a_stale_screen_overwrites_nothing(clinic: Clinic) -> None:
    clinic.move(request(), by=FRONT_DESK)
    with pytest.raises(Stale):
        clinic.move(request(key="another-press", starts_at=TEN), by=MANAGER)
    assert row(clinic)["starts_at"] == NOON


def test_the_same_key_moves_once(clinic: Clinic) -> None:
    first = clinic.move(request(), by=FRONT_DESK)
    assert clinic.move(request(), by=FRONT_DESK) == first
    assert row(clinic)["version"] == 2


@pytest.mark.parametrize(
    "status", [BookingStatus.NEW, BookingStatus.CONFIRMED, BookingStatus.CHECKED_IN]
)
def test_it_moves_from_these_steps(clinic: Clinic, status: BookingStatus) -> None:
    put(clinic, status=status)
    clinic.move(request(), by=FRONT_DESK)
    assert row(clinic)["status"] is status


@pytest.mark.parametrize(
    "status",
    [
        BookingStatus.IN_PROCEDURE,
        BookingStatus.CHECKED_OUT,
        BookingStatus.CANCELLED,
        BookingStatus.NO_SHOW,
    ],
)
def test_it_does_not_move_from_these(clinic: Clinic, status: BookingStatus) -> None:
    put(clinic, status=status)
    with pytest.raises(NotAllowed):
        clinic.move(request(), by=MANAGER)


def test_whoever_is_checked_in_and_moved_to_another_day_is_confirmed_again(
    clinic: Clinic,
) -> None:
    put(clinic, status=BookingStatus.CHECKED_IN)
    clinic.move(request(starts_at=TEN + timedelta(days=1)), by=FRONT_DESK)
    assert row(clinic)["status"] is BookingStatus.CONFIRMED


def test_nothing_performed_is_moved(clinic: Clinic) -> None:
    put(clinic, status=BookingStatus.CHECKED_IN)
    with clinic.database.write() as session:
        item = session.get_one(Item, 1)
        item.performed_at, item.performed_by_id = NOW, 1
    with pytest.raises(NotAllowed):
        clinic.move(request(), by=MANAGER)


def test_a_clash_is_refused_and_says_what_is_free(clinic: Clinic) -> None:
    with pytest.raises(SlotTaken) as refused:
        clinic.move(request(starts_at=TEN + timedelta(hours=3, minutes=25)), by=FRONT_DESK)
    assert refused.value.message == "Dr. Ines Lind is with another patient until 14:40."
    assert refused.value.alternatives[0].provider_id == 2
    assert row(clinic)["starts_at"] == TEN


def test_up_to_the_next_booking_with_clean_up_is_free(clinic: Clinic) -> None:
    clinic.move(request(starts_at=TEN + timedelta(hours=3, minutes=20)), by=FRONT_DESK)
    assert row(clinic)["blocked_until"] == TEN + timedelta(hours=4)


def test_hours_rooms_and_the_past_hold_for_moves(clinic: Clinic) -> None:
    for values, error in (
        ({"starts_at": TEN + timedelta(hours=9)}, OutsideHours),
        ({"room": "none"}, RoomUnsuitable),
        ({"starts_at": NOW - timedelta(minutes=5)}, BadTime),
        ({"starts_at": TEN, "ends_at": TEN + timedelta(minutes=25)}, BadTime),
    ):
        with pytest.raises(error):
            clinic.move(request(**values), by=FRONT_DESK)


def test_what_a_manager_shortened_may_be_moved_as_short(clinic: Clinic) -> None:
    clinic.move(request(starts_at=TEN, ends_at=TEN + timedelta(minutes=20)), by=MANAGER)
    clinic.move(request(key="second-move", version=2), by=FRONT_DESK)
    assert row(clinic)["ends_at"] == NOON + timedelta(minutes=20)


def test_moving_when_the_time_has_gone_by(clinic: Clinic, clock: FixedClock) -> None:
    clock.advance(days=2)
    clinic.move(request(starts_at=TEN + timedelta(days=4)), by=FRONT_DESK)
    assert row(clinic)["starts_at"] == TEN + timedelta(days=4)


def test_a_booking_that_needs_moving_no_longer_does(clinic: Clinic) -> None:
    put(clinic, needs_moving=True, moving_reason="Dr. Ines Lind is off.")
    clinic.move(request(provider=2), by=FRONT_DESK)
    assert (row(clinic)["needs_moving"], row(clinic)["moving_reason"]) == (False, "")


def test_an_unknown_booking_is_not_found(clinic: Clinic) -> None:
    with pytest.raises(NotFound):
        clinic.move(request(booking_id=99), by=FRONT_DESK)
