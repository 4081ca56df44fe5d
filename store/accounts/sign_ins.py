"""Sign-ins: made with a new id each time, locked or over after a while, ended when need be."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select, update
from sqlmodel import Session

from store.accounts import ends
from store.accounts.roles import LIMITS, ROLES, roles_of, sight_of
from store.errors import Locked, NotSignedIn
from store.models import SignIn, Staff
from store.tables import ONE_TIME_LINK, SIGN_IN, STAFF
from store.unit import Unit
from store.views import Actor, NewSignIn, SignedIn

SEEN_EVERY = timedelta(minutes=1)
OVER = "You are not signed in any more. Sign in to go on."
LOCKED = "This device is locked. Unlock it, then try again."


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a sign-in lasts, unseen and whatever happens; unseen for ``lock`` it is locked."""

    idle: timedelta = timedelta(hours=8)
    total: timedelta = timedelta(hours=12)
    lock: timedelta = timedelta(0)
    """None at all: it is never locked by itself."""


def make_sign_in(
    unit: Unit, member: Staff, address: str, limits: Limits, *, device: str = ""
) -> NewSignIn:
    """Sign a member of staff in under an id that nobody had before.

    ``device`` is what the browser is known by, if it has other people's sign-ins beside this one.
    """
    assert member.id is not None
    token = new_token()
    made = SignIn(
        digest=fingerprint(token),
        staff_id=member.id,
        device=fingerprint(device) if device else "",
        **terms_of(unit, address, limits),
    )
    unit.session.add(made)
    unit.session.flush()
    assert made.id is not None
    actor = actor_of(unit.session.connection(), made.id)
    return NewSignIn(id=made.id, token=token, actor=actor)


def terms_of(unit: Unit, address: str, limits: Limits) -> dict[str, Any]:
    """How long a sign-in lasts that begins now, and where."""
    return {
        "made_at": unit.now,
        "seen_at": unit.now,
        "idle_seconds": int(limits.idle.total_seconds()),
        "ends_at": unit.now + limits.total,
        "address": address[:64],
        "lock_seconds": int(limits.lock.total_seconds()),
    }


def actor_of(connection: Connection, sign_in_id: int) -> Actor:
    """Who acts under a sign-in that is there."""
    return _actor(_found(connection, SIGN_IN.c.id == sign_in_id))


def new_token() -> str:
    """A secret for a browser to hold."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """What is kept of a secret that a browser holds."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def signed_in(connection: Connection, token: str, now: datetime) -> SignedIn | None:
    """Who holds this id, if it still holds; one indexed read."""
    row = _found(connection, SIGN_IN.c.digest == fingerprint(token))
    if row is None or not is_held(row, now):
        return None
    return SignedIn(
        id=row.id,
        actor=_actor(row),
        is_seen=now - row.seen_at < SEEN_EVERY,
        is_locked=is_locked(row, now),
        lock_seconds=row.lock_seconds,
    )


def check_sign_in(connection: Connection, sign_in_id: int | None, now: datetime) -> None:
    """Raises NotSignedIn when the sign-in is over, Locked while it is locked.

    Without one nobody needs it, as on the console.
    """
    if sign_in_id is None:
        return
    row = _found(connection, SIGN_IN.c.id == sign_in_id)
    if row is None or not is_held(row, now):
        raise NotSignedIn(OVER)
    if is_locked(row, now):
        raise Locked(LOCKED)


def is_locked(row: Any, now: datetime) -> bool:
    """Whether somebody locked it, or nobody was seen for so long that it locked itself."""
    if row.locked_at is not None:
        return True
    return bool(row.lock_seconds) and now >= row.seen_at + timedelta(seconds=row.lock_seconds)


def see(unit: Unit, sign_in_id: int) -> None:
    """Whoever holds it did something just now; what is locked or over does not come back by that."""
    row = _found(unit.session.connection(), SIGN_IN.c.id == sign_in_id)
    if row is None or not is_held(row, unit.now) or is_locked(row, unit.now):
        return
    seen = update(SIGN_IN).where(SIGN_IN.c.id == sign_in_id).values(seen_at=unit.now)
    unit.session.connection().execute(seen)


def end_sign_ins(unit: Unit, which: ColumnElement[bool], why: str) -> int:
    """End those that still hold, tell every open page of them, and say how many there were."""
    connection = unit.session.connection()
    live = which & SIGN_IN.c.revoked_at.is_(None) & (SIGN_IN.c.ends_at > unit.now)
    ended = connection.execute(select(SIGN_IN.c.id).where(live)).scalars().all()
    ending = update(SIGN_IN).where(SIGN_IN.c.id.in_(ended))
    connection.execute(ending.values(revoked_at=unit.now, why=why))
    unit.signed_out.update(ended)
    return len(ended)


def forget_entrances(session: Session, now: datetime) -> None:
    """End every sign-in and link of a database that was put back: some were ended since."""
    why = {"revoked_at": now, "why": ends.RESTORED}
    connection = session.connection()
    connection.execute(update(SIGN_IN).where(SIGN_IN.c.revoked_at.is_(None)).values(why))
    unused = ONE_TIME_LINK.c.used_at.is_(None)
    connection.execute(update(ONE_TIME_LINK).where(unused).values(used_at=now))


def _found(connection: Connection, which: ColumnElement[bool]) -> Any:
    held = SIGN_IN.c
    who = (STAFF.c.id.label("staff_id"), STAFF.c.name, STAFF.c.provider_id, ROLES, *LIMITS)
    limits = (held.id, held.seen_at, held.idle_seconds, held.ends_at, held.revoked_at)
    locks = (held.device, held.lock_seconds, held.locked_at, held.wrong_pins, held.made_at)
    query = select(*limits, *locks, *who, STAFF.c.disabled).join(STAFF, STAFF.c.id == held.staff_id)
    return connection.execute(query.where(which)).first()


def is_held(row: Row[Any], now: datetime) -> bool:
    """Whether it is not over yet, locked or not."""
    if row.revoked_at is not None or row.disabled or not row.roles:
        return False
    return bool(now < row.ends_at and now < row.seen_at + timedelta(seconds=row.idle_seconds))


def _actor(row: Row[Any]) -> Actor:
    return Actor(
        staff_id=row.staff_id,
        name=row.name,
        roles=roles_of(row.roles),
        provider_id=row.provider_id,
        sign_in_id=row.id,
        sight=sight_of(row),
    )
