"""Whoever comes back to the sign-in page is told why their sign-in is over, if nothing of theirs was."""

from pathlib import Path

import pytest

from store.accounts import ends, farewell
from store.clinic import Clinic
from store.views import AccountForm
from store.words import Role
from tests.factories import MANAGER, FixedClock
from tests.store.accounts.people import HERE, OTHER, enter, form, opened, with_account


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def clinic(tmp_path: Path, clock: FixedClock) -> Clinic:
    return opened(tmp_path, clock)


def told(clinic: Clinic, token: str) -> str:
    return clinic.doorstep(token).farewell


def test_whoever_is_still_there_or_went_by_themselves_is_told_nothing(clinic: Clinic) -> None:
    with_account(clinic)
    made = enter(clinic)
    assert [told(clinic, token) for token in (made.token, "", "of nobody")] == ["", "", ""]
    clinic.sign_out(made.token)
    assert told(clinic, made.token) == ""


def test_a_sign_in_that_ran_out_says_after_how_long(clinic: Clinic, clock: FixedClock) -> None:
    with_account(clinic)
    made = enter(clinic)
    assert clinic.over(frozenset({made.id, 999})) == {999}
    clock.advance(hours=8)
    assert told(clinic, made.token) == (
        "You were signed out after 8 hours in which nothing was done here."
    )
    assert clinic.over(frozenset({made.id})) == {made.id}
    clock.advance(hours=4)
    assert told(clinic, made.token).startswith(
        "You were signed out, as everybody is after 12 hours"
    )


def test_one_that_a_manager_ended_says_why(clinic: Clinic) -> None:
    who = with_account(clinic)
    made = enter(clinic)
    assert who.staff_id is not None
    clinic.end_sign_ins(who.staff_id, by=MANAGER)
    assert told(clinic, made.token) == farewell.OTHERWISE
    made = enter(clinic)
    member = next(one for one in clinic.staff(MANAGER).staff if one.id == who.staff_id)
    wish = form(name=who.name, sign_in_name="rosa", roles={Role.READ_ONLY}, version=member.version)
    clinic.edit_staff(who.staff_id, wish, by=MANAGER)
    assert told(clinic, made.token).startswith("What you may do was changed")
    made = enter(clinic)
    clinic.disable_staff(who.staff_id, by=MANAGER)
    assert told(clinic, made.token).startswith("Your account was disabled.")


def test_a_new_password_says_so_on_the_other_devices(clinic: Clinic) -> None:
    who = with_account(clinic)
    made = enter(clinic)
    link = clinic.make_link(who.staff_id or 0, by=MANAGER)
    clinic.use_link(link.token, OTHER, address=HERE)
    assert told(clinic, made.token).startswith("A new password was chosen")


def test_a_clinic_without_a_manager_says_how_to_begin(clinic: Clinic) -> None:
    assert clinic.doorstep("").is_new
    link = clinic.make_first_link()
    assert link is not None
    clinic.use_link(
        link.token, OTHER, AccountForm(name="Mara Quist", sign_in_name="mara"), address=HERE
    )
    assert not clinic.doorstep("").is_new


def test_every_end_that_is_not_asked_for_has_words_for_whom_it_befalls() -> None:
    named = {value for name, value in vars(ends).items() if name.isupper()}
    assert named == set(farewell.TOLD)
