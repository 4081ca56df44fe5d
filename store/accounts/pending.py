"""Sign-ins that wait for a code: five minutes, a few tries, and no way in by themselves."""

import secrets
from datetime import timedelta

from sqlalchemy import Select, delete, select

from store.accounts import second_factor, throttle
from store.accounts.sign_ins import fingerprint
from store.errors import CodeAsked, NotFound
from store.models import Credential, PendingSignIn, Staff
from store.tables import PENDING_SIGN_IN
from store.unit import Unit
from store.words import Deed

LASTS = timedelta(minutes=5)
MOST_TRIES = 5
GONE = "The time for the code is over, or it was wrong too often. Begin once more."


def ask_code(unit: Unit, member: Staff, guess_id: int | None) -> CodeAsked | None:
    """What is raised, once it is kept, for whoever has a second factor; None for others."""
    connection = unit.session.connection()
    if not second_factor.is_on(connection, member.id):
        return None
    assert member.id is not None
    connection.execute(delete(PENDING_SIGN_IN).where(PENDING_SIGN_IN.c.ends_at <= unit.now))
    token = secrets.token_urlsafe(32)
    unit.session.add(
        PendingSignIn(
            digest=fingerprint(token),
            staff_id=member.id,
            made_at=unit.now,
            ends_at=unit.now + LASTS,
            guess_id=guess_id,
        )
    )
    unit.kind = Deed.DOOR
    said = f"{member.name} was asked for a code."
    unit.tell("staff", member.id, said, after={"holds_until": (unit.now + LASTS).isoformat()})
    return CodeAsked(token)


def find(unit: Unit, token: str) -> tuple[PendingSignIn, Staff]:
    """The sign-in under way and whose it is; NotFound once it is over."""
    query = select(PENDING_SIGN_IN.c.id).where(PENDING_SIGN_IN.c.digest == fingerprint(token))
    key = unit.session.connection().execute(query).scalar()
    held = unit.session.get(PendingSignIn, key) if key is not None else None
    if held is None or unit.now >= held.ends_at or held.tries > MOST_TRIES:
        raise NotFound(GONE)
    member = unit.session.get_one(Staff, held.staff_id)
    credential = unit.session.get(Credential, held.staff_id)
    has_changed = credential is not None and credential.changed_at > held.made_at
    if member.disabled or has_changed:
        raise NotFound(GONE)
    return held, member


def half_in(token: str) -> Select[tuple[int]]:
    """Whose sign-in is, or was, under way with this."""
    held = PENDING_SIGN_IN.c
    return select(held.staff_id).where(held.digest == fingerprint(token))


def begin_try(unit: Unit, token: str, address: str) -> tuple[Staff, int]:
    """Whose code is typed, and the guess it counts as; NotFound, SlowDown."""
    held, member = find(unit, token)
    if held.tries >= MOST_TRIES:
        raise NotFound(GONE)
    held.tries += 1
    return member, throttle.begin_guess(unit, member.sign_in_name, address)


def forget(unit: Unit, staff_id: int) -> None:
    """Let nobody go on who is half in as this member of staff."""
    theirs = PENDING_SIGN_IN.c.staff_id == staff_id
    unit.session.connection().execute(delete(PENDING_SIGN_IN).where(theirs))


def finish(unit: Unit, token: str, guess_id: int) -> Staff:
    """The code was right, and so was what came before it; nothing waits any more."""
    held, member = find(unit, token)
    throttle.was_right(unit, guess_id)
    if held.guess_id is not None:
        throttle.was_right(unit, held.guess_id)
    unit.session.delete(held)
    return member
