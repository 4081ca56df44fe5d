"""Derived columns are written by one function and can be checked."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select, update

from store.clinic import Clinic
from store.derive import refresh, turn, verify
from store.models import Booking
from store.tables import SESSION, SESSION_PART
from store.words import BookingStatus, SessionStatus
from tests.factories import (
    NOW,
    FixedClock,
    add_booking,
    add_patient,
    add_plan,
    add_session,
    furnished,
)


def two_part_session(clinic: Clinic) -> int:
    with clinic.database.write() as session:
        step = add_session(session, add_plan(session, add_patient(session)), services=(1, 2))
        add_booking(session, step, item_ids=[1], starts_at=NOW + timedelta(hours=1))
        add_booking(session, step, item_ids=[2], starts_at=NOW + timedelta(days=1))
    return step


def differences(clinic: Clinic) -> list[str]:
    with clinic.database.read() as connection:
        return list(verify(connection, clinic.now()))


def test_refreshing_writes_what_follows_from_the_facts(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    step = two_part_session(clinic)
    with clinic.database.read() as connection:
        row = connection.execute(select(SESSION).where(SESSION.c.id == step)).mappings().one()
        parts = connection.execute(select(SESSION_PART.c.starts_at)).scalars().all()
    assert row["status"] is SessionStatus.BOOKED
    assert row["turns_at"] == NOW + timedelta(hours=1, minutes=30)
    assert parts == [NOW + timedelta(hours=1), NOW + timedelta(days=1)]
    assert differences(clinic) == []


def test_refreshing_tells_whose_status_changed(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    step = two_part_session(clinic)
    with clinic.database.write() as session:
        session.get_one(Booking, 1).status = BookingStatus.CONFIRMED
        assert refresh(session, [step], NOW) == []


def test_a_later_part_takes_its_turn_when_the_first_is_over(tmp_path: Path) -> None:
    clock = FixedClock()
    clinic = furnished(tmp_path, clock=clock)
    two_part_session(clinic)
    clock.advance(hours=1, minutes=30)
    turn(clinic.database, clock.now)
    with clinic.database.read() as connection:
        shown = connection.execute(select(SESSION.c.shown_starts_at)).scalar_one()
    assert shown == NOW + timedelta(days=1)
    assert differences(clinic) == []


def test_the_check_names_a_column_that_does_not_follow(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    two_part_session(clinic)
    with clinic.database.write() as session:
        session.connection().execute(update(SESSION).values(status=SessionStatus.COMPLETED))
        session.connection().execute(SESSION_PART.delete().where(SESSION_PART.c.booking_id == 1))
    assert differences(clinic) == [
        "session 1: status is completed, should be booked",
        "session 1: its parts are not those of its bookings and walk-ins",
    ]


def test_the_check_names_a_part_that_copied_its_session_wrongly(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    two_part_session(clinic)
    with clinic.database.write() as session:
        session.connection().execute(update(SESSION_PART).values(to_book=True))
    assert differences(clinic) == [
        "session 1: its parts are not those of its bookings and walk-ins"
    ]


def test_a_session_is_spread_over_the_days_begun_between_its_parts(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    two_part_session(clinic)
    with clinic.database.read() as connection:
        assert connection.execute(select(SESSION.c.spread_days)).scalar_one() == 1
