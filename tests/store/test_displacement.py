"""Time off and disabling: what no longer stands is told and marked, never cancelled."""

from datetime import timedelta

import pytest

from store.clinic import Clinic
from store.errors import Invalid, NotAllowed
from store.models import Provider, Room
from store.words import BookingStatus, Change, Role
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    NOW,
    PROVIDER,
    FixedClock,
    add_booking,
    add_patient,
    add_plan,
    add_session,
)
from tests.store import reading

STARTS = NOW + timedelta(days=1)
ENDS = STARTS + timedelta(minutes=30)
LINE = "Mei Tanaka: Thu 5 Mar 2026, 10:00 with Dr. Ines Lind in Room 1"


@pytest.fixture
def clinic(bare: Clinic) -> Clinic:
    """Booking 1 tomorrow from ten to half past, with provider 1 in room 1."""
    with bare.database.write() as session:
        step = add_session(session, add_plan(session, add_patient(session)))
        add_booking(session, step, item_ids=[1], starts_at=STARTS, ends_at=ENDS)
    return bare


def test_time_off_marks_what_no_longer_stands(clinic: Clinic) -> None:
    span = {"starts_at": STARTS, "ends_at": STARTS + timedelta(hours=2)}
    assert clinic.displaced_by_time_off(1, **span) == (LINE,)
    told = clinic.take_time_off(1, **span, reason="Course", by=MANAGER)
    assert told.message == "Dr. Ines Lind is off then. 1 booking needs moving."
    assert (told.displaced, told.booking_ids) == ((LINE,), (1,))
    marked = reading.booking(clinic)
    assert (marked.status, marked.needs_moving) == (BookingStatus.NEW, True)
    assert marked.moving_reason == "Dr. Ines Lind is off then."
    assert reading.step(clinic).to_book
    assert reading.changes(clinic) == [Change.NEEDS_MOVING]
    assert reading.differences(clinic) == []


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "count"),
    [
        (STARTS - timedelta(hours=1), STARTS, 0),
        (STARTS - timedelta(hours=1), STARTS + timedelta(minutes=5), 1),
        (ENDS - timedelta(minutes=5), ENDS + timedelta(hours=1), 1),
        (ENDS, ENDS + timedelta(hours=1), 0),
    ],
)
def test_time_off_that_only_touches_a_booking_lets_it_stand(
    clinic: Clinic, starts_at: object, ends_at: object, count: int
) -> None:
    found = clinic.displaced_by_time_off(1, starts_at=starts_at, ends_at=ends_at)  # type: ignore[arg-type]
    assert len(found) == count


def test_a_provider_who_goes_displaces_what_lies_ahead(clinic: Clinic) -> None:
    assert clinic.displaced_by_provider(1) == (LINE,)
    assert clinic.displaced_by_provider(2) == ()
    told = clinic.disable_provider(1, by=MANAGER)
    assert told.message == "Dr. Ines Lind no longer works here. 1 booking needs moving."
    assert reading.booking(clinic).needs_moving
    with clinic.database.write() as session:
        assert session.get_one(Provider, 1).disabled
    with pytest.raises(NotAllowed, match="disabled already"):
        clinic.disable_provider(1, by=MANAGER)


def test_a_room_that_goes_displaces_what_lies_ahead(clinic: Clinic) -> None:
    assert clinic.displaced_by_room(1) == (LINE,)
    assert clinic.disable_room(2, by=MANAGER).message == (
        "Room 2 is no longer used. No bookings need moving."
    )
    clinic.disable_room(1, by=MANAGER)
    assert reading.booking(clinic).moving_reason == "Room 1 is no longer used."
    with clinic.database.write() as session:
        assert session.get_one(Room, 1).disabled


def test_what_is_over_or_under_way_stands(clinic: Clinic, clock: FixedClock) -> None:
    clock.now = ENDS
    assert clinic.displaced_by_provider(1) == ()
    clock.now = ENDS - timedelta(seconds=1)
    assert clinic.displaced_by_provider(1) == (LINE,)
    clinic.start(1, version=1, by=FRONT_DESK)
    assert clinic.displaced_by_provider(1) == ()


def test_cancelling_what_needs_moving_settles_it(clinic: Clinic) -> None:
    clinic.disable_room(1, by=MANAGER)
    clinic.cancel(1, version=2, reason="No other room", by=FRONT_DESK)
    assert not reading.booking(clinic).needs_moving


def test_rooms_and_providers_are_the_managers(clinic: Clinic) -> None:
    for by in (FRONT_DESK, PROVIDER):
        with pytest.raises(NotAllowed, match="Only a manager"):
            clinic.disable_room(1, by=by)
        with pytest.raises(NotAllowed, match="Only a manager"):
            clinic.disable_provider(1, by=by)


def test_providers_take_time_off_for_themselves(clinic: Clinic) -> None:
    other = PROVIDER.model_copy(update={"staff_id": 4, "provider_id": 2})
    with pytest.raises(NotAllowed, match="for themselves"):
        clinic.take_time_off(1, starts_at=STARTS, ends_at=ENDS, by=other)
    assert other.role is Role.PROVIDER
    assert clinic.take_time_off(1, starts_at=STARTS, ends_at=ENDS, by=PROVIDER).booking_ids == (1,)


def test_time_off_ends_after_it_starts(clinic: Clinic) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.take_time_off(1, starts_at=STARTS, ends_at=STARTS, by=MANAGER)
    assert refused.value.field == "ends_at"
