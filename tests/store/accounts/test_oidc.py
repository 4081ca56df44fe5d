"""Accounts at an identity provider sign in whom a manager named, and stay theirs."""

import pytest

from store.accounts import oidc
from store.clinic import Clinic
from store.errors import CodeAsked, NotAllowed, NotSignedIn, WrongSignIn
from store.tables import AUDIT_ENTRY, OIDC_ACCOUNT
from store.views import Actor, OidcProof
from tests.factories import MANAGER, FixedClock
from tests.store.accounts.people import HERE, code_of, form, with_account, with_second_factor

ISSUER = "https://id.example"
BOUND = "An account at Example signs Rosa Lindqvist in from now on."


@pytest.fixture
def rosa(clinic: Clinic) -> Actor:
    return with_account(clinic)


def enter(clinic: Clinic, name: str = "rosa", subject: str = "17", issuer: str = ISSUER) -> Actor:
    proof = OidcProof(issuer=issuer, subject=subject, name=name, label="Example")
    return clinic.sign_in_by_oidc(proof, address=HERE).actor


def test_whoever_a_manager_named_is_let_in_under_a_new_id(clinic: Clinic, rosa: Actor) -> None:
    first, second = enter(clinic), enter(clinic, " ROSA ")
    assert {first.staff_id, second.staff_id} == {rosa.staff_id}
    assert len({first.sign_in_id, second.sign_in_id, rosa.sign_in_id}) == 3


def test_nobody_needs_a_password_for_it(clinic: Clinic) -> None:
    clinic.add_staff(form(), by=MANAGER)
    assert enter(clinic, "femi").name == "Femi Adeyemi"


def test_strangers_nameless_and_disabled_people_hear_the_same_and_are_not_made(
    clinic: Clinic, rosa: Actor
) -> None:
    enter(clinic)
    assert rosa.staff_id is not None
    clinic.disable_staff(rosa.staff_id, by=MANAGER)
    before = clinic.staff(MANAGER)
    for name, subject in (("rosa", "17"), ("rosa", "18"), ("nobody", "19"), ("", "20")):
        with pytest.raises(WrongSignIn) as refused:
            enter(clinic, name, subject)
        assert refused.value.message == oidc.NOBODY
    assert clinic.staff(MANAGER) == before


@pytest.mark.usefixtures("rosa")
def test_once_bound_another_account_of_the_same_name_opens_nothing(clinic: Clinic) -> None:
    enter(clinic)
    with pytest.raises(WrongSignIn):
        enter(clinic, subject="18")


def test_once_bound_it_may_be_called_otherwise_there(clinic: Clinic, rosa: Actor) -> None:
    enter(clinic)
    assert enter(clinic, "lindqvist").staff_id == rosa.staff_id
    assert enter(clinic, "").staff_id == rosa.staff_id


def test_another_sign_in_name_ends_what_it_was_bound_to(clinic: Clinic, rosa: Actor) -> None:
    enter(clinic)
    assert rosa.staff_id is not None
    wish = form(name="Ina Roth", sign_in_name="ina", version=1)
    clinic.edit_staff(rosa.staff_id, wish, by=MANAGER)
    with pytest.raises(WrongSignIn):
        enter(clinic)
    assert enter(clinic, "ina", "30").name == "Ina Roth"
    with pytest.raises(WrongSignIn):
        enter(clinic, "", "17")


def test_an_account_that_was_renamed_to_somebody_else_stays_whose_it_was(
    clinic: Clinic, rosa: Actor
) -> None:
    enter(clinic)
    with_account(clinic, "Ina Roth", "ina")
    assert enter(clinic, "ina").staff_id == rosa.staff_id


def test_another_provider_is_another_account(clinic: Clinic, rosa: Actor) -> None:
    enter(clinic)
    moved = enter(clinic, issuer="https://new.example", subject="1")
    assert moved.staff_id == rosa.staff_id
    with clinic.database.read() as connection:
        kept = connection.execute(OIDC_ACCOUNT.select()).all()
    assert [(row.staff_id, row.issuer, row.subject) for row in kept] == [
        (rosa.staff_id, "https://new.example", "1")
    ]


def test_a_manager_lets_an_account_be_forgotten_and_the_next_of_the_name_in(
    clinic: Clinic, rosa: Actor
) -> None:
    held = enter(clinic)
    assert rosa.staff_id is not None
    assert [one.has_oidc_account for one in clinic.staff(MANAGER).staff if one.id == rosa.staff_id]
    clinic.forget_oidc_account(rosa.staff_id, by=MANAGER)
    with pytest.raises(NotSignedIn):
        clinic.check_sign_in(held)
    assert enter(clinic, subject="18").staff_id == rosa.staff_id
    clinic.forget_oidc_account(rosa.staff_id, by=MANAGER)
    with pytest.raises(NotAllowed, match="No account elsewhere signs Rosa Lindqvist in"):
        clinic.forget_oidc_account(rosa.staff_id, by=MANAGER)


def test_a_second_factor_is_asked_for_here_as_well(
    clinic: Clinic, rosa: Actor, clock: FixedClock
) -> None:
    secret, _ = with_second_factor(clinic, rosa)
    clock.advance(minutes=1)
    with pytest.raises(CodeAsked) as asked:
        enter(clinic)
    made = clinic.sign_in_with_code(asked.value.token, code_of(clinic, secret), address=HERE)
    assert made.actor.staff_id == rosa.staff_id


@pytest.mark.usefixtures("rosa")
def test_it_is_on_record_with_who_was_turned_away(clinic: Clinic) -> None:
    enter(clinic)
    with pytest.raises(WrongSignIn):
        enter(clinic, "nobody", "18")
    clinic.refuse_at_door("The token was of another server.", address=HERE)
    with clinic.database.read() as connection:
        rows = connection.execute(AUDIT_ENTRY.select().order_by(AUDIT_ENTRY.c.id)).all()[-3:]
    assert [(row.command, row.result.value, row.said) for row in rows] == [
        (
            "sign_in",
            "done",
            "An account at Example signs Rosa Lindqvist in from now on. Rosa Lindqvist signed in.",
        ),
        ("sign_in", "refused", f"Unknown account: {oidc.NOBODY}"),
        ("sign_in", "refused", "The token was of another server."),
    ]
