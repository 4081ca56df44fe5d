"""How slowly a password can be guessed: counted for each account and each address, in the database."""

from datetime import datetime, timedelta
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from store.accounts.names import sign_in_key
from store.errors import SlowDown
from store.tables import GUESS
from store.unit import Unit

HOUR = timedelta(hours=1)
KEPT = timedelta(days=1)
MOST_ON_ACCOUNT = 60
"""Guesses evaluated an hour on one account, wherever they come from."""
MOST_FROM_ADDRESS = 240
"""The same from one address over all accounts, behind which a whole clinic may sit."""
FREE = 4
"""Wrong guesses on one account from one address before pauses begin."""
LONGEST_PAUSE = 300
"""Seconds."""


def begin_guess(unit: Unit, name: str, address: str) -> int:
    """Count a guess before it is evaluated, as a wrong one; raises SlowDown when it is too early.

    What is refused here is never evaluated, and does not count.
    """
    column = GUESS.c
    account, place = account_key(name), address_key(address)
    since = column.at > unit.now - HOUR
    wrong = since & column.was_right.is_(False)
    _refuse_beyond(unit, wrong & (column.account == account), MOST_ON_ACCOUNT)
    _refuse_beyond(unit, wrong & (column.address == place), MOST_FROM_ADDRESS)
    _refuse_in_pause(unit, since & (column.account == account) & (column.address == place))
    connection = unit.session.connection()
    connection.execute(delete(GUESS).where(column.at < unit.now - KEPT))
    values = {"account": account, "address": place, "at": unit.now, "was_right": False}
    made = connection.execute(insert(GUESS).values(values)).inserted_primary_key
    assert made is not None
    return int(made[0])


def was_right(unit: Unit, guess_id: int) -> None:
    """The guess proved right: pauses on this account from this address begin anew."""
    right = update(GUESS).where(GUESS.c.id == guess_id).values(was_right=True)
    unit.session.connection().execute(right)


def account_key(name: str) -> str:
    """What stands for an account, whether or not there is such a one."""
    return sha256(sign_in_key(name).encode("utf-8", "surrogatepass")).hexdigest()


def address_key(address: str) -> str:
    """What stands for an address; those that one connection may choose among are one."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped is None:
        return ":".join(parsed.exploded.split(":")[:4])
    return str(parsed)


def _refuse_beyond(unit: Unit, which: ColumnElement[bool], most: int) -> None:
    """The oldest of the last so many must be an hour ago."""
    query = select(GUESS.c.at).where(which).order_by(GUESS.c.at.desc()).offset(most - 1).limit(1)
    oldest = unit.session.connection().execute(query).scalar()
    if oldest is not None:
        raise _slow_down(unit.now, oldest + HOUR)


def _refuse_in_pause(unit: Unit, which: ColumnElement[bool]) -> None:
    """After the free ones each wrong guess doubles the pause, until one is right."""
    last_right = select(func.max(GUESS.c.id)).where(which, GUESS.c.was_right.is_(True))
    newer = GUESS.c.id > func.coalesce(last_right.scalar_subquery(), 0)
    query = select(func.count(), func.max(GUESS.c.at)).where(which, newer)
    count, latest = unit.session.connection().execute(query).one()
    if count <= FREE:
        return
    until = latest + timedelta(seconds=min(2 ** (count - FREE), LONGEST_PAUSE))
    if unit.now < until:
        raise _slow_down(unit.now, until)


def _slow_down(now: datetime, until: datetime) -> SlowDown:
    seconds = max(int((until - now).total_seconds()), 1)
    wait = f"{seconds} seconds" if seconds > 1 else "a second"
    if seconds > 90:
        wait = f"{-(-seconds // 60)} minutes"
    return SlowDown(f"Too many tries. Wait {wait}, then try again.")
