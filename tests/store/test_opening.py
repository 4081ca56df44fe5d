"""An empty clinic has a name, and nobody in it yet."""

from pathlib import Path

from sqlalchemy import select

from store.clinic import Clinic
from store.opening import NAME_TO_BEGIN_WITH, begin, clear_beginning, is_empty, open_clinic
from store.tables import CLINIC_PROFILE, STAFF
from store.views import AccountForm
from tests.factories import furnished
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
