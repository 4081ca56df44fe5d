"""Ways in: by name and password, by a one-time link, and in a demo by a press."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from store.accounts import ends, second_factor
from store.accounts.hashing import Hashing
from store.accounts.links import find_link
from store.accounts.names import free_key, sign_in_key
from store.accounts.passwords import check_password
from store.accounts.roles import ROLES, write_roles
from store.accounts.sign_ins import end_sign_ins
from store.errors import NotAllowed, WrongSignIn
from store.models import Credential, Pin, Staff
from store.tables import (
    CLINIC_PROFILE,
    CREDENTIAL,
    ONE_TIME_LINK,
    PIN,
    SIGN_IN,
    STAFF,
    STAFF_ROLE,
)
from store.text import required
from store.unit import Unit
from store.views import AccountForm
from store.words import Role

UNKNOWN = "Unknown account"
"""What the audit trail has in place of a name that is nobody's: it may be a password."""
WRONG = "This name and this password do not go together. Type both again."
NO_DEMO = "This is no demo: sign in with your name and password."


class Tried(NamedTuple):
    """The account that somebody tries to come in by, as the audit trail names it."""

    staff_id: int | None
    whose: str


class Known(NamedTuple):
    """What is known under the name somebody typed."""

    staff_id: int
    digest: str


def tried(connection: Connection, which: ColumnElement[bool]) -> Tried:
    """Whose account it is, disabled ones and those without a password included."""
    row = connection.execute(select(STAFF.c.id, STAFF.c.name).where(which)).first()
    return Tried(row.id, f"{row.name}'s account") if row else Tried(None, UNKNOWN)


def called(name: str) -> ColumnElement[bool]:
    """Whoever signs in with this name."""
    return STAFF.c.sign_in_key == sign_in_key(name)


def known(connection: Connection, name: str) -> Known | None:
    """Whoever signs in with this name, if they may."""
    query = (
        select(STAFF.c.id, CREDENTIAL.c.digest)
        .join(CREDENTIAL, CREDENTIAL.c.staff_id == STAFF.c.id)
        .where(called(name), STAFF.c.disabled.is_(False))
    )
    row = connection.execute(query).first()
    return Known(row.id, row.digest) if row else None


def proven(unit: Unit, who: Known, *, renewed: str | None) -> Staff:
    """Whoever proved who they are; WrongSignIn when that does not hold any more.

    ``renewed`` is the same password's hash with today's parameters, if the kept one is older.
    """
    member = unit.session.get(Staff, who.staff_id)
    credential = unit.session.get(Credential, who.staff_id)
    if member is None or member.disabled or credential is None or credential.digest != who.digest:
        raise WrongSignIn(WRONG)
    if renewed is not None:
        credential.digest = renewed
    return member


def in_demo(unit: Unit, role: Role) -> Staff:
    """The first of a role, who does best nothing else; NotAllowed where it is no demo."""
    connection = unit.session.connection()
    if not connection.execute(select(CLINIC_PROFILE.c.is_demo)).scalar():
        raise NotAllowed(NO_DEMO)
    held = select(STAFF_ROLE.c.staff_id).where(STAFF_ROLE.c.role == role)
    here = select(STAFF.c.id).where(STAFF.c.id.in_(held), STAFF.c.disabled.is_(False))
    staff_id = connection.execute(here.order_by(func.length(ROLES), STAFF.c.id).limit(1)).scalar()
    if staff_id is None:
        raise NotAllowed(f"Nobody works as {role.label.lower()} in this demo.")
    return unit.session.get_one(Staff, staff_id)


def own_names(connection: Connection, *more: str) -> tuple[str, ...]:
    """Names that no password may be made of: the clinic's, and those given."""
    clinic = connection.execute(select(CLINIC_PROFILE.c.name)).scalar() or ""
    return (clinic, *more)


def check_link_password(unit: Unit, token: str, password: str, form: AccountForm | None) -> None:
    """Everything that can be wrong with using a link, before the password is hashed."""
    link = find_link(unit, token)
    member = unit.session.get(Staff, link.staff_id) if link.staff_id else None
    if member is None:
        wish = form or AccountForm(name="", sign_in_name="")
        required(wish.name, "Your name", field="name")
        free_key(unit, wish.sign_in_name, None)
        names = (wish.name, wish.sign_in_name)
    else:
        names = (member.name, member.sign_in_name)
    connection = unit.session.connection()
    least = second_factor.least(connection, link.staff_id)
    check_password(password, own_names(connection, *names), least=least)


def use_link(unit: Unit, token: str, digest: str, form: AccountForm | None) -> Staff:
    """Keep the chosen password, for the first manager with the account; the link is used up.

    A PIN of before is gone: who lost a password may not be who chose it.
    """
    link = find_link(unit, token)
    if link.staff_id is None:
        assert form is not None
        key = free_key(unit, form.sign_in_name, None)
        member = Staff(name=form.name, sign_in_name=form.sign_in_name, sign_in_key=key)
        unit.session.add(member)
        unit.session.flush()
        write_roles(unit.session, member.id or 0, [Role.MANAGER])
    else:
        member = unit.session.get_one(Staff, link.staff_id)
    assert member.id is not None
    others = ONE_TIME_LINK.c.staff_id.is_not_distinct_from(link.staff_id)
    used = update(ONE_TIME_LINK).where(others, ONE_TIME_LINK.c.used_at.is_(None))
    unit.session.connection().execute(used.values(used_at=unit.now))
    unit.session.connection().execute(delete(PIN).where(PIN.c.staff_id == member.id))
    keep_password(unit, member.id, digest, unit.now)
    end_sign_ins(unit, SIGN_IN.c.staff_id == member.id, ends.CHOSE_ANEW)
    return member


def keep_password(unit: Unit, staff_id: int, digest: str, now: datetime) -> None:
    """Put a password's hash in place of the one before."""
    credential = unit.session.get(Credential, staff_id)
    if credential is None:
        unit.session.add(Credential(staff_id=staff_id, digest=digest, changed_at=now))
    else:
        credential.digest, credential.changed_at = digest, now


def keep_pin(unit: Unit, staff_id: int, digest: str) -> None:
    """Put a PIN's hash in place of the one before."""
    pin = unit.session.get(Pin, staff_id)
    if pin is None:
        unit.session.add(Pin(staff_id=staff_id, digest=digest, changed_at=unit.now))
    else:
        pin.digest, pin.changed_at = digest, unit.now


def proves(hashing: Hashing, who: Known | None, password: str) -> bool:
    """Whether the password is theirs; for nobody it takes as long and is wrong."""
    return hashing.is_right(who.digest if who else None, password)
