"""The database refuses a double booking by itself, whoever writes."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from store.clinic import Clinic
from store.tables import BOOKING
from store.words import BookingStatus
from tests.factories import NOW, add_patient, add_plan, add_session

TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def clinic(bare: Clinic) -> Clinic:
    with bare.database.write() as session:
        for given_name in ("Mei", "Ada"):
            add_session(session, add_plan(session, add_patient(session, given_name)))
    write(bare)
    return bare


def write(clinic: Clinic, *, starts: int = 0, minutes: int = 30, **values: Any) -> int:
    """A raw row, ``starts`` minutes after tomorrow's NOW, with 10 minutes of clean-up."""
    starts_at = TOMORROW + timedelta(minutes=starts)
    ends_at = starts_at + timedelta(minutes=minutes)
    row = {
        "session_id": 1,
        "patient_id": 1,
        "location_id": 1,
        "provider_id": 1,
        "room_id": 1,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "blocked_until": ends_at + timedelta(minutes=10),
        "status": BookingStatus.NEW,
        "is_history": False,
        "needs_moving": False,
        "moving_reason": "",
        "cancel_reason": "",
        "version": 1,
    }
    with clinic.database.write() as session:
        added = insert(BOOKING).values({**row, **values}).returning(BOOKING.c.id)
        return int(session.connection().execute(added).scalar_one())


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("booking_provider_once", {"room_id": 2, "patient_id": 2}),
        ("booking_room_once", {"provider_id": 2, "patient_id": 2}),
        ("booking_patient_once", {"provider_id": 2, "room_id": None}),
    ],
)
@pytest.mark.parametrize("starts", [-29, 0, 29])
def test_who_or_what_is_taken_cannot_be_inserted_again(
    clinic: Clinic, name: str, values: dict[str, Any], starts: int
) -> None:
    with pytest.raises(IntegrityError, match=name):
        write(clinic, starts=starts, **values)


@pytest.mark.parametrize(
    ("starts", "values"),
    [
        (40, {"patient_id": 2}),
        (-40, {"patient_id": 2}),
        (30, {"provider_id": 2, "room_id": 2}),
        (0, {"status": BookingStatus.CANCELLED}),
        (0, {"is_history": True}),
    ],
)
def test_what_does_not_clash_is_written(
    clinic: Clinic, starts: int, values: dict[str, Any]
) -> None:
    assert write(clinic, starts=starts, **values) == 2


def test_clean_up_keeps_room_and_provider_but_not_the_patient(clinic: Clinic) -> None:
    with pytest.raises(IntegrityError, match="booking_provider_once"):
        write(clinic, starts=39, room_id=2, patient_id=2)
    with pytest.raises(IntegrityError, match="booking_room_once"):
        write(clinic, starts=-31, provider_id=2, patient_id=2)
    assert write(clinic, starts=30, provider_id=2, room_id=2) == 2


def change(clinic: Clinic, booking_id: int, **values: Any) -> None:
    with clinic.database.write() as session:
        row = update(BOOKING).where(BOOKING.c.id == booking_id).values(values)
        session.connection().execute(row)


def test_a_booking_cannot_return_or_move_into_one_that_stands(clinic: Clinic) -> None:
    ended = write(clinic, status=BookingStatus.CANCELLED, patient_id=2, room_id=None)
    with pytest.raises(IntegrityError, match="booking_provider_once"):
        change(clinic, ended, status=BookingStatus.NEW)
    later = write(clinic, starts=60, patient_id=2, provider_id=2)
    with pytest.raises(IntegrityError, match="booking_room_once"):
        change(clinic, later, starts_at=TOMORROW + timedelta(minutes=39))
    change(clinic, later, starts_at=TOMORROW + timedelta(minutes=40))


def test_nothing_lasts_longer_than_a_day(clinic: Clinic) -> None:
    with pytest.raises(IntegrityError, match="booking_within_a_day"):
        write(clinic, starts=60, minutes=24 * 60 - 9)
    assert write(clinic, starts=60, minutes=24 * 60 - 10) == 2


def test_a_step_is_taken_beside_overlapping_history(clinic: Clinic) -> None:
    write(clinic, is_history=True)
    change(clinic, 1, status=BookingStatus.CONFIRMED)
