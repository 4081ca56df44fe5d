"""Where the calendar shades what is dragged: each place that would be refused, with its reason."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session

from store.clinic import Clinic
from store.errors import NotFound
from store.models import ServiceProvider, ServiceRoom, TimeOff
from store.views import Actor, BarredQuery, CalendarColumn
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    add_all,
    add_booking,
    add_patient,
    add_plan,
    add_session,
    furnished,
)
from tests.store.queries.test_costs import count

THURSDAY = date(2026, 3, 5)
TEN = datetime(2026, 3, 5, 15, tzinfo=UTC)
"""Ten in the morning in New York."""
NIGHT = [(0, 540, "Not at work"), (1020, 1440, "Not at work")]


def column(**values: Any) -> CalendarColumn:
    given = {"key": "at", "provider_id": 1, "day": THURSDAY, "label": "", "sublabel": ""}
    return CalendarColumn.model_validate({"open_hours": (), **given, **values})


def book(session: Session, starts_at: datetime, **values: Any) -> int:
    step = add_session(session, add_plan(session, add_patient(session)))
    ends = starts_at + timedelta(minutes=30)
    given = {"starts_at": starts_at, "ends_at": ends, "blocked_until": ends, **values}
    add_booking(session, step, item_ids=[step], **given)
    return step


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """Session 1 booked at ten with Dr. Lind in room 1."""
    made = furnished(tmp_path)
    with made.database.write() as session:
        book(session, TEN)
    return made


def told(clinic: Clinic, by: Actor = FRONT_DESK, **values: Any) -> list[tuple[int, int, str]]:
    query = BarredQuery(booking_id=1, location_id=1, columns=(column(**values),))
    return [(each.start, each.end, each.reason) for each in clinic.barred(query, by=by)]


def test_a_booking_is_not_in_its_own_way(clinic: Clinic) -> None:
    assert told(clinic) == NIGHT


def test_somebody_elses_booking_bars_provider_and_room_with_its_clean_up(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        until = TEN + timedelta(minutes=100)
        book(session, TEN + timedelta(hours=1), blocked_until=until)
    assert told(clinic) == [*NIGHT, (660, 700, "Taken until 11:40")]
    assert told(clinic, provider_id=0, room_id=1) == [(660, 700, "Taken until 11:40")]
    assert told(clinic, provider_id=0, room_id=2) == []


def test_the_patient_is_not_in_two_places(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        step = add_session(session, 1, position=2)
        ends = TEN + timedelta(minutes=90)
        given = {"starts_at": TEN + timedelta(hours=1), "ends_at": ends, "blocked_until": ends}
        add_booking(session, step, item_ids=[step], provider_id=2, room_id=2, **given)
    assert told(clinic) == [*NIGHT, (660, 690, "Mei Tanaka is booked until 11:30")]


def test_time_off_is_told_apart_from_other_hours(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        off = TimeOff(provider_id=1, starts_at=TEN, ends_at=TEN + timedelta(hours=1))
        add_all(session, off)
    assert told(clinic) == [NIGHT[0], (600, 660, "Time off"), NIGHT[1]]


def test_who_and_what_cannot_do_it_is_barred_whole(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        session.delete(session.get_one(ServiceProvider, (1, 2)))
        session.delete(session.get_one(ServiceRoom, (1, 2)))
    whole = (0, 1440)
    assert told(clinic, provider_id=2) == [(*whole, "Noor Haddad does not do Laser Peel")]
    assert told(clinic, provider_id=0, room_id=2) == [(*whole, "Room 2 does not suit Laser Peel")]


def test_what_has_gone_by_is_barred_for_who_may_not_record_it(clinic: Clinic) -> None:
    wednesday = date(2026, 3, 4)
    assert told(clinic, day=wednesday) == [(0, 600, "Gone by"), *NIGHT]
    assert told(clinic, MANAGER, day=wednesday) == NIGHT


def test_a_session_to_be_booked_is_held_against_the_same(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        waits = add_session(session, add_plan(session, add_patient(session)))
    query = BarredQuery(session_id=waits, location_id=1, columns=(column(),))
    spans = [(each.start, each.end) for each in clinic.barred(query, by=FRONT_DESK)]
    assert spans == [(0, 540), (1020, 1440), (600, 630)]


@pytest.mark.parametrize("named", [{"booking_id": 99}, {"session_id": 99}, {"booking_id": 2**70}])
def test_what_is_not_there_is_not_found(clinic: Clinic, named: dict[str, int]) -> None:
    with pytest.raises(NotFound):
        clinic.barred(BarredQuery(location_id=1, columns=(column(),), **named), by=FRONT_DESK)


def test_it_takes_as_many_queries_whatever_is_booked_and_however_many_columns(
    clinic: Clinic,
) -> None:
    def taken(columns: int) -> int:
        shown = tuple(
            column(key=str(n), day=THURSDAY + timedelta(days=n // 2), provider_id=1 + n % 2)
            for n in range(columns)
        )
        query = BarredQuery(booking_id=1, location_id=1, columns=shown)
        return count(clinic, lambda asked: asked.barred(query, by=MANAGER))

    alone = taken(1)
    with clinic.database.write() as session:
        add_all(session, TimeOff(provider_id=2, starts_at=TEN, ends_at=TEN + timedelta(hours=1)))
        for n in range(1, 25):
            book(session, TEN + timedelta(hours=n), provider_id=1 + n % 2, room_id=1 + n % 2)
    assert taken(1) == taken(14) == alone
