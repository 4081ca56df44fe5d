"""People with accounts, for the tests of the door; hashes are cheap here, and counted."""

from pathlib import Path

from store.accounts.hashing import Hashing
from store.accounts.sign_ins import Limits
from store.clinic import Clinic
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
