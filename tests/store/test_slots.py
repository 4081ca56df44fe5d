"""Free slots are exactly what the booking rules allow."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import select

from store.clinic import Clinic
from store.models import (
    Location,
    Provider,
    ProviderException,
    ProviderHours,
    Room,
    ServiceProvider,
    TimeOff,
)
from store.views import Slot
from store.words import PlanState
from store.zones import local
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    ZONE,
    FixedClock,
    add_booking,
    add_patient,
    add_plan,
    add_session,
    furnished,
)
from tests.store.slot_queries import NINE, THURSDAY, add, query, taking, with_mei


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """Mei's session 1 with a Laser Peel and a Lip Filler: 75 minutes and 10 of clean-up."""
    return with_mei(furnished(tmp_path))


def clocks(slots: Sequence[Slot]) -> list[str]:
    return [f"{local(slot.starts_at, slot.zone):%H:%M}" for slot in slots]


def occupy(clinic: Clinic, *, starts: int, minutes: int, **values: Any) -> None:
    """A booking of somebody new, ``starts`` minutes after nine, unless one stands there already."""
    with clinic.database.write() as session:
        key = add_session(session, add_plan(session, add_patient(session, "Ada")))
        starts_at = NINE + timedelta(minutes=starts)
        ends_at = starts_at + timedelta(minutes=minutes)
        add_booking(
            session,
            key,
            item_ids=[],
            starts_at=starts_at,
            ends_at=ends_at,
            **{"blocked_until": ends_at, **values},
        )


def test_an_empty_day_is_offered_in_quarters_of_an_hour(clinic: Clinic) -> None:
    slots = clinic.free_slots(query(provider=1), by=MANAGER)
    assert clocks(slots)[:3] == ["09:00", "09:15", "09:30"]
    assert clocks(slots)[-1] == "15:45"
    assert len(slots) == 28
    assert slots[0] == Slot(
        starts_at=NINE,
        ends_at=NINE + timedelta(minutes=75),
        zone=ZONE,
        location_id=1,
        location_name="Harbour",
        provider_id=1,
        provider_name="Dr. Ines Lind",
        room_id=1,
        room_name="Room 1",
    )


def test_the_first_moment_after_a_booking_is_offered_too(clinic: Clinic) -> None:
    occupy(clinic, starts=0, minutes=65)
    assert clocks(clinic.free_slots(query(provider=1), by=MANAGER))[:2] == ["10:05", "10:15"]


def test_a_gap_must_hold_the_visit_with_its_clean_up(clinic: Clinic) -> None:
    occupy(clinic, starts=85, minutes=200)
    assert clocks(clinic.free_slots(query(provider=1), by=MANAGER))[:2] == ["09:00", "13:45"]
    occupy(clinic, starts=80, minutes=5)
    assert clocks(clinic.free_slots(query(provider=1), by=MANAGER))[:1] == ["13:45"]


def test_the_last_slot_ends_with_the_hours_and_cleans_up_after_them(clinic: Clinic) -> None:
    last = clinic.free_slots(query(provider=1), by=MANAGER)[-1]
    assert f"{local(last.ends_at, last.zone):%H:%M}" == "17:00"


def test_slots_that_have_begun_are_left_out(tmp_path: Path) -> None:
    clock = FixedClock(NINE + timedelta(minutes=15))
    clinic = with_mei(furnished(tmp_path, clock=clock))
    assert clocks(clinic.free_slots(query(), by=MANAGER))[:1] == ["09:15"]
    clock.advance(seconds=1)
    assert clocks(clinic.free_slots(query(), by=MANAGER))[:2] == ["09:20", "09:30"]
    assert clinic.free_slots(query(day=THURSDAY - timedelta(days=1)), by=MANAGER) == ()


def test_any_gives_each_time_once_with_the_least_busy(clinic: Clinic) -> None:
    occupy(clinic, starts=300, minutes=30, provider_id=1)
    slots = clinic.free_slots(query(), by=MANAGER)
    assert len({slot.starts_at for slot in slots}) == len(slots) == 28
    assert {slot.provider_id for slot in slots} == {2}


def test_the_patients_other_bookings_are_left_free(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        other = add_session(session, add_plan(session, 1))
        add_booking(session, other, item_ids=[], provider_id=2, room_id=2, starts_at=NINE)
    assert clocks(clinic.free_slots(query(provider=1), by=MANAGER))[0] == "09:30"


def test_a_full_house_of_rooms_leaves_nothing(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        session.get_one(Room, 1).disabled = True
    occupy(clinic, starts=0, minutes=480, provider_id=2, room_id=2)
    assert clinic.free_slots(query(provider=1), by=MANAGER) == ()
    assert clinic.free_slots(query(provider=1, room=1), by=MANAGER) == ()


def test_who_or_what_does_not_suit_is_not_offered(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        session.delete(session.get_one(ServiceProvider, (2, 1)))
    assert clinic.free_slots(query(provider=1), by=MANAGER) == ()
    assert {slot.provider_id for slot in clinic.free_slots(query(), by=MANAGER)} == {2}
    with clinic.database.write() as session:
        session.get_one(Provider, 2).disabled = True
    assert clinic.free_slots(query(), by=MANAGER) == ()
    assert clinic.free_slots(query(room="none"), by=MANAGER) == ()


def test_what_takes_no_booking_has_no_slots(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        draft = add_session(session, add_plan(session, 1, state=PlanState.DRAFT))
    assert clinic.free_slots(query(session_id=draft, item_ids=(3,)), by=MANAGER) == ()
    with clinic.database.write() as session:
        session.get_one(Location, 1).disabled = True
    assert clinic.free_slots(query(), by=MANAGER) == ()


def test_a_moved_booking_leaves_its_own_place_free(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        add_booking(
            session,
            1,
            item_ids=[1, 2],
            starts_at=NINE,
            ends_at=NINE + timedelta(minutes=90),
            blocked_until=NINE + timedelta(minutes=100),
        )
    slots = clinic.free_slots(query(provider=1, moving_booking_id=1), by=MANAGER)
    assert (slots[0].starts_at, slots[0].ends_at) == (NINE, NINE + timedelta(minutes=90))


def test_exceptions_and_time_off_shape_the_days(clinic: Clinic) -> None:
    friday = THURSDAY + timedelta(days=1)
    add(
        clinic,
        ProviderException(provider_id=1, location_id=1, day=THURSDAY, starts=600, ends=690),
        ProviderException(provider_id=1, location_id=1, day=THURSDAY, starts=690, ends=700),
        TimeOff(
            provider_id=1,
            starts_at=NINE + timedelta(days=1, hours=2),
            ends_at=NINE + timedelta(days=1, hours=7),
        ),
    )
    assert clocks(clinic.free_slots(query(provider=1), by=MANAGER)) == ["10:00", "10:15"]
    assert clocks(clinic.free_slots(query(provider=1, day=friday), by=MANAGER)) == [
        "09:00",
        "09:15",
        "09:30",
        "09:45",
    ]


@contextmanager
def counted(clinic: Clinic) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(clinic.database.engine, "before_cursor_execute", note)
    yield seen
    event.remove(clinic.database.engine, "before_cursor_execute", note)


def test_the_number_of_queries_does_not_depend_on_days_or_providers(clinic: Clinic) -> None:
    with counted(clinic) as one:
        clinic.free_slots(query(provider=1), by=MANAGER)
    with counted(clinic) as many:
        clinic.free_slots(query(days=60), by=MANAGER)
    assert len(one) == len(many) == 15  # BEGIN counts too


@pytest.mark.parametrize(
    ("zone", "day", "expected"),
    [
        ("America/New_York", date(2026, 3, 8), "01:00 01:30 03:00 03:30"),
        ("America/New_York", date(2026, 11, 1), "01:00 01:30 01:00 01:30 02:00 02:30 03:00 03:30"),
        ("Europe/Berlin", date(2026, 3, 29), "01:00 01:30 03:00 03:30"),
        ("Europe/Berlin", date(2026, 10, 25), "01:00 01:30 02:00 02:30 02:00 02:30 03:00 03:30"),
        ("Australia/Lord_Howe", date(2026, 10, 4), "01:00 01:30 02:30 03:00 03:30"),
        ("Australia/Lord_Howe", date(2026, 4, 5), "01:00 01:30 01:30 02:00 02:30 03:00 03:30"),
    ],
)
def test_where_the_clocks_change_no_hour_is_made_up_or_lost(
    clinic: Clinic, zone: str, day: date, expected: str
) -> None:
    """Somebody works from one to four that night; Laser Peel takes half an hour."""
    with clinic.database.write() as session:
        session.get_one(Location, 1).zone = zone
        for hours in session.exec(select(ProviderHours)).all():
            session.delete(hours)
    add(clinic, ProviderHours(provider_id=1, location_id=1, weekday=6, starts=60, ends=240))
    slots = clinic.free_slots(query(item_ids=(1,), day=day, provider=1), by=MANAGER)
    halves = [slot for slot in slots if slot.starts_at.minute % 30 == 0]
    assert clocks(halves) == expected.split()
    assert {slot.ends_at - slot.starts_at for slot in slots} == {timedelta(minutes=30)}
    for number, slot in enumerate(halves):
        outcome = clinic.book(taking(slot, f"night-{number}", items=(1,)), by=FRONT_DESK)
        assert outcome.change_id is not None
        clinic.undo(outcome.change_id, by=FRONT_DESK)
