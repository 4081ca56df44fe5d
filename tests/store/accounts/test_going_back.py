"""An earlier version opens nothing that this one keeps shut: steps back disable people, end sign-ins."""

from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import text

from store.clinic import Clinic
from store.migrate import configuration
from store.views import Actor
from store.words import Role
from tests.factories import FixedClock, add_booking, add_patient, add_plan, add_session
from tests.store.accounts.people import enter, opened, with_account, with_second_factor

SHORT = "vxkqmwzj"


@pytest.fixture
def clinic(tmp_path: Path, clock: FixedClock) -> Clinic:
    return opened(tmp_path, clock)


def go_back(clinic: Clinic, version: str) -> None:
    with clinic.database.engine.connect() as connection, connection.begin():
        command.downgrade(configuration(connection), version)


def rows(clinic: Clinic, query: str) -> list[object]:
    with clinic.database.engine.connect() as connection:
        return list(connection.execute(text(query)).scalars())


def disabled(clinic: Clinic, *people: Actor) -> list[bool]:
    ids = rows(clinic, "SELECT id FROM staff WHERE disabled")
    return [one.staff_id in ids for one in people]


def test_without_second_factors_whoever_had_one_is_disabled(clinic: Clinic) -> None:
    rosa = with_account(clinic)
    femi = with_account(clinic, "Femi Adeyemi", "femi")
    half = with_account(clinic, "Ina Holm", "ina")
    with_second_factor(clinic, rosa)
    clinic.change_password("seven quiet herons at noon", SHORT, by=rosa)
    clinic.begin_second_factor("seven quiet herons at noon", by=half)
    go_back(clinic, "0014")
    assert disabled(clinic, rosa, femi, half) == [True, False, False]
    assert rows(clinic, "SELECT staff_id FROM credential ORDER BY staff_id") == [
        femi.staff_id,
        half.staff_id,
    ]
    assert rows(clinic, "SELECT id FROM sign_in WHERE revoked_at IS NULL") == []


def test_without_locks_nobody_stays_signed_in(clinic: Clinic) -> None:
    rosa = with_account(clinic)
    clinic.lock(enter(clinic).token)
    go_back(clinic, "0013")
    assert rows(clinic, "SELECT id FROM sign_in WHERE revoked_at IS NULL") == []
    assert "earlier version" in str(rows(clinic, "SELECT why FROM sign_in"))
    assert disabled(clinic, rosa) == [False]


@pytest.mark.parametrize(
    "limit",
    [
        {"location_ids": {1}},
        {"roles": {Role.PROVIDER}, "provider_id": 1, "own_patients": True},
        {"roles": {Role.MANAGER}, "sees_money": False},
        {"sees_notes": False},
        {"roles": {Role.READ_ONLY}},
    ],
)
def test_without_limits_whoever_is_limited_is_disabled(
    clinic: Clinic, limit: dict[str, object]
) -> None:
    whole = with_account(clinic, roles={Role.MANAGER, Role.READ_ONLY})
    limited = with_account(clinic, "Femi Adeyemi", "femi", **limit)
    go_back(clinic, "0011")
    assert disabled(clinic, whole, limited) == [False, True]
    assert rows(clinic, "SELECT id FROM sign_in WHERE revoked_at IS NULL") == []


def test_whoever_booked_themselves_in_passing_is_disabled(clinic: Clinic) -> None:
    own = {"roles": {Role.PROVIDER}, "own_patients": True}
    rosa = with_account(clinic, "Rosa Lindqvist", "rosa", provider_id=1, **own)
    ines = with_account(clinic, "Ines Lind", "ines", provider_id=2, **own)
    with clinic.database.write() as session:
        step = add_session(session, add_plan(session, add_patient(session)))
        add_booking(session, step, item_ids=[step], provider_id=1, in_passing=True)
    go_back(clinic, "0016")
    assert disabled(clinic, rosa, ines) == [True, False]
