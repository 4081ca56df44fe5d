"""People with accounts, for the tests of the door; hashes are cheap here, and counted."""

from pathlib import Path

import pytest

from store.accounts.hashing import Hashing
from store.accounts.sign_ins import Limits
from store.accounts.totp import code_at, step_at
from store.clinic import Clinic
from store.errors import CodeAsked
from store.views import Actor, NewSignIn, StaffForm
from store.words import Role
from tests.factories import MANAGER, FixedClock, furnished

PASSWORD = "seven quiet herons at noon"
OTHER = "eleven brass kettles humming"
PIN, OTHER_PIN = "580294", "27160395"
HERE, THERE = "192.0.2.1", "198.51.100.7"


def cheap() -> Hashing:
    return Hashing(memory_kib=8, rounds=1)


def opened(folder: Path, clock: FixedClock, *, limits: Limits | None = None) -> Clinic:
    """The furnished clinic, in which nobody has a password yet."""
    quick = furnished(folder, clock=clock)
    return Clinic(quick.database, clock=clock, hashing=cheap(), limits=limits)


def form(**values: object) -> StaffForm:
    given = {"name": "Femi Adeyemi", "sign_in_name": "Femi", "roles": {Role.FRONT_DESK}, **values}
    return StaffForm.model_validate(given)


def with_account(
    clinic: Clinic, name: str = "Rosa Lindqvist", sign_in_name: str = "rosa", **values: object
) -> Actor:
    """Somebody added by the manager who chose the password; signed in."""
    wish = form(name=name, sign_in_name=sign_in_name, **values)
    added = clinic.add_staff(wish, by=MANAGER)
    link = clinic.make_link(added.id, by=MANAGER)
    return clinic.use_link(link.token, PASSWORD, address=HERE).actor


def enter(
    clinic: Clinic, name: str = "rosa", password: str = PASSWORD, *, device: str = ""
) -> NewSignIn:
    return clinic.sign_in(name, password, address=HERE, device=device)


def code_of(clinic: Clinic, secret: str, *, steps: int = 0) -> str:
    """What an app with this key shows, so many steps of 30 seconds from now."""
    return code_at(secret, step_at(clinic.now()) + steps)


def with_second_factor(clinic: Clinic, who: Actor) -> tuple[str, tuple[str, ...]]:
    """Somebody's key and recovery codes, just turned on; the code of now is used up."""
    secret = clinic.begin_second_factor(PASSWORD, by=who).secret
    return secret, clinic.confirm_second_factor(secret, code_of(clinic, secret), by=who)


def asked(clinic: Clinic, password: str = PASSWORD, *, address: str = HERE) -> str:
    """What Rosa's browser holds once her password was right and a code is asked for."""
    with pytest.raises(CodeAsked) as held:
        clinic.sign_in("rosa", password, address=address)
    return held.value.token
