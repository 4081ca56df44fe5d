"""An empty clinic has a name, and nobody in it yet."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from store.accounts.sign_ins import Limits
from store.clinic import Clinic
from store.opening import (
    NAME_TO_BEGIN_WITH,
    begin,
    clear_beginning,
    is_empty,
    lock_as_set,
    open_clinic,
)
from store.tables import CLINIC_PROFILE, STAFF
from store.views import AccountForm
from tests.factories import FixedClock, furnished
from tests.store.accounts import people


def test_opening_makes_and_migrates_a_missing_database(tmp_path: Path) -> None:
    clinic = open_clinic(tmp_path / "new")
    assert (tmp_path / "new" / "regimen.db").exists()
    assert is_empty(clinic.database)


def test_a_clinic_that_begins_has_a_name_once_and_no_account(tmp_path: Path) -> None:
    database = open_clinic(tmp_path).database
    begin(database)
    begin(database)
    with database.read() as connection:
        assert connection.execute(select(CLINIC_PROFILE.c.name)).scalars().all() == [
            NAME_TO_BEGIN_WITH
        ]
        assert connection.execute(select(STAFF.c.id)).all() == []


def test_beginning_leaves_a_furnished_clinic_alone(tmp_path: Path) -> None:
    database = furnished(tmp_path).database
    begin(database)
    with database.read() as connection:
        assert connection.execute(select(CLINIC_PROFILE.c.name)).scalar_one() == "Harbour Skin"
    assert not is_empty(database)


def test_a_first_manager_with_every_proof_gives_way_to_a_demo(tmp_path: Path) -> None:
    database = open_clinic(tmp_path).database
    begin(database)
    clinic = Clinic(database, hashing=people.cheap())
    link = clinic.make_first_link()
    assert link is not None
    wish = AccountForm(name="Rosa Lindqvist", sign_in_name="rosa")
    rosa = clinic.use_link(link.token, people.PASSWORD, wish, address=people.HERE).actor
    clinic.change_pin(people.PIN, people.PASSWORD, by=rosa)
    people.with_second_factor(clinic, rosa)
    people.asked(clinic)
    with database.write() as session:
        clear_beginning(session)
    with database.read() as connection:
        assert connection.execute(select(STAFF.c.id)).all() == []


@pytest.mark.parametrize("minutes", [0, 3, 10])
def test_sign_ins_of_before_a_setting_are_locked_by_it(
    tmp_path: Path, clock: FixedClock, minutes: int
) -> None:
    clinic = people.opened(tmp_path, clock, limits=Limits(lock=timedelta(minutes=3)))
    people.with_account(clinic)
    before = people.enter(clinic)
    set_now = Limits(lock=timedelta(minutes=minutes))
    lock_as_set(clinic.database, set_now, clock())
    lock_as_set(clinic.database, set_now, clock())
    held = clinic.signed_in(before.token)
    assert held is not None
    assert held.lock_seconds == minutes * 60
    clock.advance(minutes=3)
    held = clinic.signed_in(before.token)
    assert held is not None
    assert held.is_locked is (minutes == 3)
