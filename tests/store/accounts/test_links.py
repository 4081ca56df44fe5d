"""One-time links: they work once, for thirty minutes, for whom they were made."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from store.accounts.sign_ins import fingerprint
from store.clinic import Clinic
from store.errors import Invalid, NotAllowed, NotFound, NotSignedIn, RegimenError
from store.tables import ONE_TIME_LINK
from store.views import AccountForm, LinkView, NewSignIn
from store.words import LinkPurpose, Role
from tests.factories import MANAGER, FixedClock
from tests.store.accounts.people import HERE, OTHER, PASSWORD, enter, form, with_account

MARA = AccountForm(name="Mara Quist", sign_in_name="mara")


def first(clinic: Clinic, account: AccountForm | None = MARA) -> NewSignIn:
    """Set the first manager up."""
    made = clinic.make_first_link()
    assert made is not None
    return clinic.use_link(made.token, PASSWORD, account, address=HERE)


def invited(clinic: Clinic) -> str:
    """The link of somebody who has no password yet."""
    added = clinic.add_staff(form(name="Rosa Lindqvist", sign_in_name="rosa"), by=MANAGER)
    return clinic.make_link(added.id, by=MANAGER).token


def test_the_first_link_makes_a_manager_who_is_signed_in(clinic: Clinic) -> None:
    made = first(clinic)
    assert (made.actor.name, made.actor.roles) == ("Mara Quist", frozenset({Role.MANAGER}))
    held = clinic.signed_in(made.token)
    assert held is not None
    assert held.actor == made.actor
    assert enter(clinic, "mara").actor.staff_id == made.actor.staff_id
    assert clinic.make_first_link() is None


def test_a_link_says_whom_it_is_for(clinic: Clinic) -> None:
    made = clinic.make_first_link()
    assert made is not None
    assert clinic.link(made.token) == LinkView(purpose=LinkPurpose.SET_UP, name="", sign_in_name="")
    assert clinic.link(invited(clinic)) == LinkView(
        purpose=LinkPurpose.PASSWORD, name="Rosa Lindqvist", sign_in_name="rosa"
    )


def test_a_link_works_once(clinic: Clinic) -> None:
    token = invited(clinic)
    clinic.use_link(token, PASSWORD, address=HERE)
    with pytest.raises(NotFound, match="used already, or its 30 minutes are over"):
        clinic.use_link(token, OTHER, address=HERE)
    with pytest.raises(NotFound):
        clinic.link(token)
    assert enter(clinic).actor.name == "Rosa Lindqvist"


def test_a_link_dies_after_thirty_minutes(clinic: Clinic, clock: FixedClock) -> None:
    token = invited(clinic)
    clock.advance(minutes=29, seconds=59)
    assert clinic.link(token).name == "Rosa Lindqvist"
    clock.advance(seconds=1)
    with pytest.raises(NotFound):
        clinic.use_link(token, PASSWORD, address=HERE)


def test_a_newer_link_takes_the_place_of_the_one_before(clinic: Clinic) -> None:
    before = invited(clinic)
    rosa = next(one for one in clinic.staff(MANAGER).staff if one.sign_in_name == "rosa")
    after = clinic.make_link(rosa.id, by=MANAGER)
    with pytest.raises(NotFound):
        clinic.link(before)
    assert clinic.link(after.token).name == "Rosa Lindqvist"


def test_the_first_link_holds_no_longer_once_there_is_a_manager(clinic: Clinic) -> None:
    token = clinic.make_first_link()
    assert token is not None
    with_account(clinic, roles=frozenset({Role.MANAGER}))
    with pytest.raises(NotFound):
        clinic.use_link(token.token, PASSWORD, MARA, address=HERE)


def test_many_who_open_the_first_link_at_once_make_one_manager(clinic: Clinic) -> None:
    made = clinic.make_first_link()
    assert made is not None

    def use(number: int) -> bool:
        account = AccountForm(name=f"Person {number}", sign_in_name=f"person {number}")
        try:
            clinic.use_link(made.token, PASSWORD, account, address=HERE)
        except RegimenError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(use, range(16))) == 1


def test_a_refused_password_uses_nothing_up(clinic: Clinic) -> None:
    token = invited(clinic)
    for password in ("too short", "rosa lindqvist rosa"):
        with pytest.raises(Invalid) as refused:
            clinic.use_link(token, password, address=HERE)
        assert refused.value.field == "password"
    assert clinic.hashing.evaluated == 0
    clinic.use_link(token, PASSWORD, address=HERE)


@pytest.mark.parametrize(
    ("account", "field"),
    [
        (AccountForm(name=" ", sign_in_name="mara"), "name"),
        (AccountForm(name="Mara", sign_in_name="m"), "sign_in_name"),
        (None, "name"),
    ],
)
def test_the_first_account_needs_its_names(
    clinic: Clinic, account: AccountForm | None, field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        first(clinic, account)
    assert refused.value.field == field


def test_a_lost_password_is_chosen_anew_and_signs_every_device_out(clinic: Clinic) -> None:
    rosa = with_account(clinic)
    assert rosa.staff_id is not None
    token = clinic.make_link(rosa.staff_id, by=MANAGER).token
    clinic.check_sign_in(rosa)
    made = clinic.use_link(token, OTHER, address=HERE)
    with pytest.raises(NotSignedIn):
        clinic.check_sign_in(rosa)
    clinic.check_sign_in(made.actor)
    assert enter(clinic, password=OTHER).actor.name == "Rosa Lindqvist"


def test_whoever_is_disabled_uses_no_link(clinic: Clinic) -> None:
    token = invited(clinic)
    rosa = next(one for one in clinic.staff(MANAGER).staff if one.sign_in_name == "rosa")
    clinic.disable_staff(rosa.id, by=MANAGER)
    with pytest.raises(NotFound):
        clinic.use_link(token, PASSWORD, address=HERE)
    with pytest.raises(NotAllowed, match="is disabled"):
        clinic.make_link(rosa.id, by=MANAGER)


def test_nothing_that_is_kept_opens_anything(clinic: Clinic) -> None:
    token = invited(clinic)
    with clinic.database.read() as connection:
        kept = connection.execute(select(ONE_TIME_LINK.c.digest)).scalars().all()
    assert kept == [fingerprint(token)]
    with pytest.raises(NotFound):
        clinic.link(kept[0])
