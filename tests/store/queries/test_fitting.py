"""Whom a place in the calendar can be for."""

from datetime import date
from pathlib import Path

import pytest

from store.clinic import Clinic
from store.errors import NotFound
from store.models import ServiceProvider, ServiceRoom
from store.views import FittingQuery, FittingSession, Sight
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    add_patient,
    add_plan,
    add_session,
    furnished,
)
from tests.store.queries.test_costs import count

LASER, FILLER = 1, 2


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """Ada waits for both services since January, Ben for a laser peel since February."""
    made = furnished(tmp_path)
    with made.database.write() as session:
        for given, month, services in (("Ben", 2, (LASER,)), ("Ada", 1, (LASER, FILLER))):
            plan = add_plan(session, add_patient(session, given), total=1)
            add_session(session, plan, services=services, target_date=date(2026, month, 4))
        session.delete(session.get_one(ServiceProvider, (FILLER, 2)))
        session.delete(session.get_one(ServiceRoom, (FILLER, 2)))
    return made


def fits(clinic: Clinic, **values: object) -> list[tuple[str, int, str]]:
    query = FittingQuery.model_validate({"location_id": 1, **values})
    found = clinic.fitting_sessions(query, by=FRONT_DESK)
    return [(each.patient_name.split()[0], each.minutes, each.refusal) for each in found]


def test_the_most_overdue_comes_first(clinic: Clinic) -> None:
    assert fits(clinic, provider_id=1) == [("Ada", 75, ""), ("Ben", 30, "")]
    assert fits(clinic) == [("Ada", 75, ""), ("Ben", 30, "")]


def test_what_takes_longer_than_was_drawn_comes_last(clinic: Clinic) -> None:
    assert fits(clinic, minutes=30) == [("Ben", 30, ""), ("Ada", 75, "")]
    assert fits(clinic, minutes=75) == [("Ada", 75, ""), ("Ben", 30, "")]


def test_who_cannot_be_done_there_is_left_out_and_a_search_says_why(clinic: Clinic) -> None:
    assert fits(clinic, provider_id=2) == [("Ben", 30, "")]
    assert fits(clinic, provider_id=2, q="ada") == [
        ("Ada", 75, "Noor Haddad does not do Lip Filler.")
    ]
    assert fits(clinic, room_id=2, q="ada") == [("Ada", 75, "Room 2 does not suit Lip Filler.")]
    assert fits(clinic, room_id=2) == [("Ben", 30, "")]


def test_a_session_says_when_it_is_due_and_what_for(clinic: Clinic) -> None:
    query = FittingQuery(location_id=1, q="ben")
    assert clinic.fitting_sessions(query, by=FRONT_DESK) == (
        FittingSession(
            session_id=1,
            patient_name="Ben Tanaka",
            treatment="Laser Peel",
            position=1,
            total=1,
            due_on=date(2026, 2, 4),
            is_overdue=True,
            service_names=("Laser Peel",),
            minutes=30,
            refusal="",
        ),
    )


def test_a_place_out_of_sight_is_not_found(clinic: Clinic) -> None:
    by = MANAGER.model_copy(update={"sight": Sight(location_ids=frozenset({7}))})
    with pytest.raises(NotFound):
        clinic.fitting_sessions(FittingQuery(location_id=1), by=by)


@pytest.mark.parametrize("where", [{}, {"provider_id": 1}, {"room_id": 2}, {"q": "a"}])
def test_it_takes_no_more_queries_for_many_that_wait_than_for_two(
    clinic: Clinic, where: dict[str, object]
) -> None:
    query = FittingQuery.model_validate({"location_id": 1, **where})

    def taken() -> int:
        return count(clinic, lambda asked: asked.fitting_sessions(query, by=FRONT_DESK))

    two = taken()
    with clinic.database.write() as session:
        for n in range(30):
            plan = add_plan(session, add_patient(session, f"Ada {n}"), total=1)
            add_session(session, plan, services=(LASER,) * (1 + n % 3))
    assert taken() <= two
