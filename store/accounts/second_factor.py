"""A member of staff's second factor: turned on with one code, asked for at the door, turned off."""

import hmac
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, exists, func, select, update

from store.accounts.hashing import Hashing
from store.accounts.passwords import LEAST, check_length, is_short
from store.accounts.totp import DIGITS, app_address, matching_step, new_secret
from store.errors import Invalid, NotAllowed, WrongSignIn
from store.models import RecoveryCode, SecondFactor
from store.tables import CLINIC_PROFILE, RECOVERY_CODE, SECOND_FACTOR
from store.unit import Unit
from store.views import NewSecondFactor, SecondFactorView

BEGUN_LASTS = timedelta(minutes=10)
CODES = 8
"""Recovery codes."""
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What they are made of: nothing that looks like something else."""
NUMBER, SECRET = 4, 10
"""Signs of a recovery code by which it is found, and signs that have to be known: 49 bits."""
ALREADY = "Your second factor is on already. Turn it off first."
BEGIN_AGAIN = "This took longer than ten minutes, or was begun again elsewhere. Begin once more."
WRONG_CODE = "This code is not right, or was used already. Type the one that the app shows now."
TOO_SHORT = (
    "Without a second factor a password has 15 characters or more. Change your password first,"
    " then turn this off."
)
LEAST_WITH = 8
"""Characters of a password that does not stand alone."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What a typed code is held against."""

    secret: str
    last_step: int
    recovery: tuple[int, str] | None
    """The recovery code of the typed number: its id and its hash."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What proved right: a step of time, or a recovery code."""

    step: int | None = None
    recovery_id: int | None = None


def is_on(connection: Connection, staff_id: int | None) -> bool:
    """Whether somebody is asked for a code."""
    confirmed = (SECOND_FACTOR.c.staff_id == staff_id) & SECOND_FACTOR.c.confirmed_at.is_not(None)
    return bool(connection.execute(select(exists().where(confirmed))).scalar())


def least(connection: Connection, staff_id: int | None) -> int:
    """How many characters their password needs."""
    return LEAST_WITH if is_on(connection, staff_id) else LEAST


def view(connection: Connection, staff_id: int | None) -> SecondFactorView:
    """What its owner is told."""
    unused = (RECOVERY_CODE.c.staff_id == staff_id) & RECOVERY_CODE.c.used_at.is_(None)
    left = connection.execute(select(func.count()).where(unused)).scalar() or 0
    return SecondFactorView(is_on=is_on(connection, staff_id), codes_left=left)


def begin(unit: Unit, staff_id: int, name: str) -> NewSecondFactor:
    """A key for somebody's app, which asks for nothing until a code of it was typed."""
    connection = unit.session.connection()
    if is_on(connection, staff_id):
        raise NotAllowed(ALREADY)
    connection.execute(delete(SECOND_FACTOR).where(SECOND_FACTOR.c.staff_id == staff_id))
    begun = SecondFactor(staff_id=staff_id, secret=new_secret(), begun_at=unit.now)
    unit.session.add(begun)
    unit.tell("staff", staff_id, f"{unit.by.name} began to turn a second factor on.")
    return shown(connection, begun.secret, name)


def shown(connection: Connection, secret: str, name: str) -> NewSecondFactor:
    """A key as its owner is shown it, listed in the app under the clinic's name."""
    clinic = connection.execute(select(CLINIC_PROFILE.c.name)).scalar() or "Regimen"
    return NewSecondFactor(secret=secret, address=app_address(secret, name=name, clinic=clinic))


def check_begun(unit: Unit, staff_id: int, secret: str, code: str) -> int:
    """The step of a code of the key that was begun with; Invalid, field code, for a wrong one."""
    kept = unit.session.get(SecondFactor, staff_id)
    if kept is not None and kept.confirmed_at is not None:
        raise NotAllowed(ALREADY)
    if kept is None or unit.now >= kept.begun_at + BEGUN_LASTS or not _is_same(kept.secret, secret):
        raise NotAllowed(BEGIN_AGAIN)
    step = matching_step(kept.secret, plain(code), unit.now)
    if step is None:
        raise Invalid(WRONG_CODE, field="code")
    return step


def new_codes() -> tuple[str, ...]:
    """Recovery codes, no two with the same number."""
    numbers: set[str] = set()
    while len(numbers) < CODES:
        numbers.add(_drawn(NUMBER))
    return tuple(f"{number}-{_drawn(SECRET // 2)}-{_drawn(SECRET // 2)}" for number in numbers)


def digest_of(hashing: Hashing, code: str) -> str:
    """What is kept of a recovery code."""
    return hashing.digest(plain(code)[NUMBER:])


def turn_on(unit: Unit, staff_id: int, step: int, digests: dict[str, str]) -> None:
    """Ask for a code from now on; ``digests`` are the recovery codes' by the codes themselves."""
    kept = unit.session.get_one(SecondFactor, staff_id)
    kept.confirmed_at, kept.last_step = unit.now, step
    for code, digest in digests.items():
        number = plain(code)[:NUMBER]
        unit.session.add(RecoveryCode(staff_id=staff_id, number=number, digest=digest))
    said = f"{unit.by.name} turned their second factor on."
    unit.tell("staff", staff_id, said, before=_state(on=False), after=_state(on=True))


def kept_for(connection: Connection, staff_id: int, code: str) -> Kept | None:
    """What somebody's code is held against; None for whoever has no second factor."""
    factor = SECOND_FACTOR.c
    query = select(factor.secret, factor.last_step)
    confirmed = (factor.staff_id == staff_id) & factor.confirmed_at.is_not(None)
    row = connection.execute(query.where(confirmed)).first()
    if row is None:
        return None
    codes = RECOVERY_CODE.c
    number = (codes.staff_id == staff_id) & (codes.number == plain(code)[:NUMBER])
    unused = select(codes.id, codes.digest).where(number, codes.used_at.is_(None))
    found = connection.execute(unused).first()
    return Kept(row.secret, row.last_step, (found.id, found.digest) if found else None)


def proof_of(hashing: Hashing, kept: Kept | None, code: str, now: datetime) -> Proof | None:
    """What a typed code proves; None for a wrong one. Takes one hash for a recovery code."""
    typed = plain(code)
    if kept is None:
        return None
    if len(typed) == DIGITS:
        step = matching_step(kept.secret, typed, now)
        return Proof(step=step) if step is not None and step > kept.last_step else None
    if kept.recovery and hashing.is_right(kept.recovery[1], typed[NUMBER:]):
        return Proof(recovery_id=kept.recovery[0])
    return None


def use(unit: Unit, staff_id: int, proof: Proof) -> None:
    """Let the code be good no more; WrongSignIn when somebody used it meanwhile."""
    factor, codes = SECOND_FACTOR.c, RECOVERY_CODE.c
    if proof.step is not None:
        newer = (factor.staff_id == staff_id) & (factor.last_step < proof.step)
        using = update(SECOND_FACTOR).where(newer).values(last_step=proof.step)
    else:
        unused = (codes.id == proof.recovery_id) & codes.used_at.is_(None)
        using = update(RECOVERY_CODE).where(unused).values(used_at=unit.now)
    if unit.session.connection().execute(using).rowcount != 1:
        raise WrongSignIn(WRONG_CODE, field="code")


def note_password(unit: Unit, staff_id: int | None, password: str) -> None:
    """Remember whether a password that was just chosen could not stand alone.

    Raises Invalid, field password, when it would have to: the second factor may have been taken off
    since the password was judged.
    """
    check_length(password, least(unit.session.connection(), staff_id))
    own = update(SECOND_FACTOR).where(SECOND_FACTOR.c.staff_id == staff_id)
    unit.session.connection().execute(own.values(has_short_password=is_short(password)))


def take_off(unit: Unit, staff_id: int, said: str) -> bool:
    """Ask for no code any more, and say whether the password is too short to stand alone."""
    kept = unit.session.get_one(SecondFactor, staff_id)
    was_short = kept.has_short_password
    connection = unit.session.connection()
    for table in (RECOVERY_CODE, SECOND_FACTOR):
        connection.execute(delete(table).where(table.c.staff_id == staff_id))
    unit.tell("staff", staff_id, said, before=_state(on=True), after=_state(on=False))
    return was_short


def plain(code: str) -> str:
    """A code as it is compared: however it was spaced, dashed or cased."""
    folded = unicodedata.normalize("NFKC", code[:64]).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def _is_same(kept: str, sent: str) -> bool:
    return hmac.compare_digest(kept.encode(), sent.encode("utf-8", "surrogatepass"))


def _drawn(size: int) -> str:
    return "".join(secrets.choice(SIGNS) for _ in range(size))


def _state(*, on: bool) -> dict[str, bool]:
    return {"second_factor": on}
