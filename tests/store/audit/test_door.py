"""Coming in and going are on record: who, from where, and whoever did not get in."""

from pathlib import Path

import pytest

from store.clinic import Clinic
from store.errors import WrongSignIn
from tests.factories import FixedClock
from tests.store.accounts.people import HERE, OTHER, THERE, enter, opened, with_account
from tests.store.audit.rows import about, count, entries, last, verdict


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    made = opened(tmp_path, FixedClock())
    with_account(made)
    return made


def test_signing_in_and_out_leaves_one_row_each_by_whoever_did(clinic: Clinic) -> None:
    before = count(clinic)
    made = clinic.sign_in("rosa", "seven quiet herons at noon", address=THERE)
    clinic.sign_out(made.token, address=THERE)
    clinic.sign_out(made.token, address=THERE)
    rows = entries(clinic)[before:]
    assert [(row.command, row.kind.value, row.by_name, row.origin, row.said) for row in rows] == [
        ("sign_in", "door", "Rosa Lindqvist", THERE, "Rosa Lindqvist signed in."),
        ("sign_out", "door", "Rosa Lindqvist", THERE, "Rosa Lindqvist signed out."),
    ]
    assert verdict(clinic).fault == ""


def test_whoever_does_not_get_in_leaves_one_row_without_what_they_typed(clinic: Clinic) -> None:
    for name, whose in (("rosa", "Rosa Lindqvist’s"), ("nobody at all", "Unknown")):
        before = count(clinic)
        with pytest.raises(WrongSignIn):
            enter(clinic, name, OTHER)
        assert count(clinic) == before + 1
        row = last(clinic)
        assert (row.command, row.result.value, row.origin) == ("sign_in", "refused", HERE)
        assert row.said.startswith(f"{whose} account: ")
        assert row.by_name == ""
        assert OTHER not in repr(row)
        assert name not in repr(row)


def test_whose_account_was_tried_is_found_by_who_it_is(clinic: Clinic) -> None:
    made = enter(clinic)
    with pytest.raises(WrongSignIn):
        enter(clinic, "rosa", OTHER)
    assert about(last(clinic)) == {"staff": [made.actor.staff_id]}


def test_being_there_is_no_deed(clinic: Clinic) -> None:
    made = enter(clinic)
    before = count(clinic)
    clinic.see(made.id)
    assert clinic.signed_in(made.token)
    assert count(clinic) == before


def test_the_first_link_of_all_is_on_record(tmp_path: Path) -> None:
    clinic = opened(tmp_path, FixedClock())
    assert clinic.make_first_link()
    assert (last(clinic).command, last(clinic).by_name) == ("make_first_link", "Regimen")
