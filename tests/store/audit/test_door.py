"""Coming in and going are on record: who, from where, and whoever did not get in."""

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from store.accounts.entering import WRONG
from store.accounts.pending import GONE
from store.accounts.second_factor import WRONG_CODE
from store.accounts.throttle import FREE
from store.clinic import Clinic
from store.errors import RegimenError, WrongSignIn
from store.views import Proof
from tests.factories import MANAGER, FixedClock
from tests.store.accounts.people import (
    HERE,
    OTHER,
    OTHER_PIN,
    PASSWORD,
    PIN,
    THERE,
    asked,
    enter,
    opened,
    with_account,
    with_second_factor,
)
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
    for name, whose in (("rosa", "Rosa Lindqvist's"), ("nobody at all", "Unknown")):
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


def test_whose_account_was_tried_is_on_record_and_a_name_that_is_nobodys_is_not(
    clinic: Clinic,
) -> None:
    gone = with_account(clinic, "Gone Gray", "gone")
    clinic.disable_staff(gone.staff_id or 0, by=MANAGER)
    for name, whose in (("rosa", "Rosa Lindqvist"), (" ROSA ", "Rosa Lindqvist")):
        assert tried(clinic, name) == (None, "", whose, f"{whose}'s account: {WRONG}")
    assert tried(clinic, "gone") == (None, "", "Gone Gray", f"Gone Gray's account: {WRONG}")
    for typed in (OTHER, "", "nobody at all"):
        assert tried(clinic, typed) == (None, "", "", f"Unknown account: {WRONG}")


def test_what_comes_too_early_names_the_account_too(clinic: Clinic) -> None:
    for _ in range(FREE + 1):
        tried(clinic, "rosa")
    _, _, whose, said = tried(clinic, "rosa")
    assert (whose, said) == (
        "Rosa Lindqvist",
        "Rosa Lindqvist's account: Too many tries. Wait 2 seconds, then try again.",
    )


def test_known_and_unknown_names_ask_the_database_as_much(clinic: Clinic) -> None:
    seen: list[str] = []

    def note(*arguments: Any) -> None:
        seen.append(arguments[2])

    event.listen(clinic.database.engine, "before_cursor_execute", note)
    costs = []
    for name in ("rosa", "nobody at all", OTHER):
        seen.clear()
        with pytest.raises(WrongSignIn):
            enter(clinic, name, OTHER)
        costs.append(len(seen))
    event.remove(clinic.database.engine, "before_cursor_execute", note)
    assert len(set(costs)) == 1


def test_a_wrong_code_is_on_record_with_whose_it_was_to_be(clinic: Clinic) -> None:
    with_second_factor(clinic, enter(clinic).actor)
    held = asked(clinic)
    for token, whose, said in (
        (held, "Rosa Lindqvist", f"Rosa Lindqvist's account: {WRONG_CODE}"),
        ("made up", "", f"Unknown account: {GONE}"),
    ):
        with pytest.raises(RegimenError):
            clinic.sign_in_with_code(token, "000000", address=HERE)
        assert refused(clinic) == (None, "", whose, said)


def test_a_wrong_pin_or_password_at_the_lock_is_on_record_with_whose_it_was(
    clinic: Clinic,
) -> None:
    made = enter(clinic)
    clinic.change_pin(PIN, PASSWORD, by=made.actor)
    clinic.lock(made.token)
    for proof in (Proof(pin=OTHER_PIN), Proof(password=OTHER)):
        with pytest.raises(WrongSignIn) as problem:
            clinic.unlock(made.id, proof, token=made.token, device="", address=HERE)
        said = f"Rosa Lindqvist's device: {problem.value.message}"
        assert refused(clinic) == (None, "", "Rosa Lindqvist", said)


def tried(clinic: Clinic, name: str) -> tuple[int | None, str, str, str]:
    """What a wrong password under this name leaves on record."""
    with pytest.raises(RegimenError):
        enter(clinic, name, OTHER)
    return refused(clinic)


def refused(clinic: Clinic) -> tuple[int | None, str, str, str]:
    """Who the newest row says did it, whom it is about by name, and what it says."""
    row = last(clinic)
    assert row.result.value == "refused"
    names = {None: ""} | {one.id: one.name for one in clinic.staff(MANAGER).staff}
    whom = about(row).get("staff", [None])[0]
    return row.by_id, row.by_name, names[whom], row.said


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
