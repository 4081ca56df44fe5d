"""Locked sign-ins: who signed in on one device, who may unlock which, and handing a device over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, exists, select, update

from store.accounts import ends
from store.accounts.roles import ROLES, roles_of
from store.accounts.sign_ins import (
    OVER,
    Limits,
    actor_of,
    end_sign_ins,
    fingerprint,
    is_held,
    is_locked,
    new_token,
    terms_of,
)
from store.errors import NotSignedIn, WrongSignIn
from store.models import SignIn, Staff
from store.tables import CLINIC_PROFILE, CREDENTIAL, OIDC_ACCOUNT, PIN, SIGN_IN, STAFF
from store.unit import Unit
from store.views import NewSignIn, OnDevice
from store.words import role_words
from store.zones import local_day

MOST_PINS = 5
"""Wrong PINs on one sign-in until only the password unlocks it."""
SPENT = "Too many wrong PINs. Unlock with your password; after that the PIN works again."


def reach(
    connection: Connection, sign_in_id: int, *, token: str, device: str, now: datetime
) -> Row[Any]:
    """The sign-in to be unlocked, if this browser holds it or it was made on this device.

    Raises NotSignedIn otherwise: nothing that lies elsewhere is unlocked, or even looked at.
    """
    row = connection.execute(_everything().where(SIGN_IN.c.id == sign_in_id)).first()
    is_near = row is not None and (
        row.digest == fingerprint(token) or (device and row.device == fingerprint(device))
    )
    if row is None or not is_near or not is_held(row, now):
        raise NotSignedIn(OVER)
    return row


def on_device(
    connection: Connection, device: str, *, now: datetime, zone: str
) -> tuple[OnDevice, ...]:
    """Everybody who signed in with this browser today, on the clock of ``zone``, and still is."""
    if not device:
        return ()
    query = _everything().where(SIGN_IN.c.device == fingerprint(device), _live(now))
    today = local_day(now, zone)
    rows = connection.execute(query.order_by(STAFF.c.name, SIGN_IN.c.id)).all()
    near = [row for row in rows if is_held(row, now) and local_day(row.made_at, zone) == today]
    return tuple(seen_on_device(row) for row in near)


def held_by(connection: Connection, token: str, now: datetime) -> OnDevice | None:
    """Who holds this sign-in, locked or not."""
    if not token:
        return None
    row = connection.execute(_everything().where(SIGN_IN.c.digest == fingerprint(token))).first()
    return seen_on_device(row) if row is not None and is_held(row, now) else None


def seen_on_device(row: Row[Any]) -> OnDevice:
    """A sign-in as the lock screen shows it."""
    return OnDevice(
        sign_in_id=row.id,
        name=row.name,
        works_as=role_words(roles_of(row.roles)),
        has_pin=row.pin is not None and row.wrong_pins < MOST_PINS,
        is_pin_spent=row.pin is not None and row.wrong_pins >= MOST_PINS,
        has_password=row.password is not None,
        has_account=bool(row.has_account),
        needs_nothing=bool(row.is_demo) and row.password is None,
    )


def count_pin(unit: Unit, sign_in_id: int) -> int:
    """Count a PIN before it is looked at, as a wrong one, and say how many more may follow.

    Raises WrongSignIn, field password, when there were too many.
    """
    held = unit.session.get_one(SignIn, sign_in_id)
    if held.wrong_pins >= MOST_PINS:
        raise WrongSignIn(SPENT, field="password")
    held.wrong_pins += 1
    return MOST_PINS - held.wrong_pins


def lock(unit: Unit, which: ColumnElement[bool]) -> Sequence[Any]:
    """Lock what holds and is not locked yet, tell its pages, and say whose it was."""
    connection = unit.session.connection()
    open_ones = which & SIGN_IN.c.locked_at.is_(None) & _live(unit.now)
    query = select(SIGN_IN.c.id, SIGN_IN.c.lock_seconds, STAFF.c.id.label("staff_id"), STAFF.c.name)
    rows = connection.execute(
        query.join(STAFF, STAFF.c.id == SIGN_IN.c.staff_id).where(open_ones)
    ).all()
    ids = {row.id for row in rows}
    locking = update(SIGN_IN).where(SIGN_IN.c.id.in_(ids))
    connection.execute(locking.values(locked_at=unit.now))
    unit.locked |= ids
    return rows


def overdue(connection: Connection, now: datetime) -> frozenset[int]:
    """Sign-ins on which nobody was seen for so long that they are locked, which nobody wrote yet."""
    held = SIGN_IN.c
    query = select(held.id, held.seen_at, held.lock_seconds, held.locked_at).where(
        _live(now), held.locked_at.is_(None), held.lock_seconds > 0
    )
    return frozenset(row.id for row in connection.execute(query) if is_locked(row, now))


def unlock(unit: Unit, sign_in_id: int, *, token: str) -> NewSignIn:
    """Let whoever proved who they are go on, under an id that nobody had before.

    Whoever held ``token`` until now stays signed in, locked; the pages are the other's from here on.
    """
    held = unit.session.get(SignIn, sign_in_id)
    if held is None or held.revoked_at is not None or held.ends_at <= unit.now:
        raise NotSignedIn(OVER)
    former = (SIGN_IN.c.digest == fingerprint(token)) & (SIGN_IN.c.id != sign_in_id)
    _hand_over(unit, former)
    return _under_new_id(unit, held)


def renew(
    unit: Unit, member: Staff, address: str, limits: Limits, *, device: str
) -> NewSignIn | None:
    """The sign-in that somebody has on this device already, begun anew and under a new id.

    Its pages are there as they were, unlocked. None where there is none.
    """
    own = (SIGN_IN.c.staff_id == member.id) & (SIGN_IN.c.device == fingerprint(device))
    newest = _everything().where(own, _live(unit.now)).order_by(SIGN_IN.c.id.desc())
    row = unit.session.connection().execute(newest.limit(1)).first() if device else None
    if row is None or not is_held(row, unit.now):
        return None
    held = unit.session.get_one(SignIn, row.id)
    for name, value in terms_of(unit, address, limits).items():
        setattr(held, name, value)
    return _under_new_id(unit, held)


def give_way(unit: Unit, made: NewSignIn, device: str) -> None:
    """Let somebody who just signed in have the device: everybody else on it is locked.

    What they themselves had on it besides is over.
    """
    if not device:
        return
    near = (SIGN_IN.c.device == fingerprint(device)) & (SIGN_IN.c.id != made.id)
    own = SIGN_IN.c.staff_id == made.actor.staff_id
    end_sign_ins(unit, near & own, ends.AGAIN)
    _hand_over(unit, near & ~own)


def _under_new_id(unit: Unit, held: SignIn) -> NewSignIn:
    assert held.id is not None
    fresh = new_token()
    held.digest = fingerprint(fresh)
    held.seen_at, held.locked_at, held.wrong_pins = unit.now, None, 0
    unit.unlocked.add(held.id)
    unit.session.flush()
    actor = actor_of(unit.session.connection(), held.id)
    return NewSignIn(id=held.id, token=fresh, actor=actor)


def _hand_over(unit: Unit, which: ColumnElement[bool]) -> None:
    live = which & _live(unit.now)
    ids = unit.session.connection().execute(select(SIGN_IN.c.id).where(live)).scalars().all()
    lock(unit, which)
    unit.handed_over.update(ids)


def _live(now: datetime) -> ColumnElement[bool]:
    return SIGN_IN.c.revoked_at.is_(None) & (SIGN_IN.c.ends_at > now)


def _everything() -> Select[Any]:
    who = (STAFF.c.id.label("staff_id"), STAFF.c.name, ROLES, STAFF.c.disabled)
    secrets = (CREDENTIAL.c.digest.label("password"), PIN.c.digest.label("pin"))
    is_demo = select(CLINIC_PROFILE.c.is_demo).limit(1).scalar_subquery()
    account = OIDC_ACCOUNT.c
    bound = (account.staff_id == STAFF.c.id) & (account.sign_in_key == STAFF.c.sign_in_key)
    columns = [column for column in SIGN_IN.c if column.name != "staff_id"]
    return (
        select(
            *columns,
            *who,
            STAFF.c.sign_in_name,
            *secrets,
            is_demo.label("is_demo"),
            exists().where(bound).label("has_account"),
        )
        .join(STAFF, STAFF.c.id == SIGN_IN.c.staff_id)
        .outerjoin(CREDENTIAL, CREDENTIAL.c.staff_id == STAFF.c.id)
        .outerjoin(PIN, PIN.c.staff_id == STAFF.c.id)
    )
