"""What a PIN must be: six digits or more, and not those that everybody tries first."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from store.errors import Invalid

LEAST, MOST = 6, 12
"""Digits."""
FEWEST_DIFFERENT = 3
REPEATED = re.compile(r"(.+?)\1+")
DOUBLED = re.compile(r"(?:(.)\1)+")
ROWS = ("147258369", "369258147", "159357", "159753", "789456123", "258036", "235689", "124578")
"""Ways over the keys of a pad."""
FIRST_YEAR, LAST_YEAR = 1900, 2099
NO_DIGITS = f"A PIN has {LEAST} to {MOST} digits and nothing else."
TOO_COMMON = (
    "This PIN is among the first that are tried: rows, repetitions, ways over the keys. Take digits"
    " that have nothing to do with each other."
)
A_DATE = "This PIN could be a date, and dates of birth are tried first. Take other digits."


def check_pin(pin: str) -> None:
    """Raises Invalid, field pin, for one that is too short, too long or easily guessed."""
    if not (pin.isascii() and pin.isdecimal() and LEAST <= len(pin) <= MOST):
        raise Invalid(NO_DIGITS, field="pin")
    if is_common(pin):
        raise Invalid(TOO_COMMON, field="pin")
    if is_date(pin):
        raise Invalid(A_DATE, field="pin")


def is_common(pin: str) -> bool:
    """Whether it is few digits, a row in even steps, a repetition, or a way over the keys."""
    if len(set(pin)) < FEWEST_DIFFERENT:
        return True
    if len({(int(after) - int(before)) % 10 for before, after in pairwise(pin)}) == 1:
        return True
    if REPEATED.fullmatch(pin) or DOUBLED.fullmatch(pin) or pin == pin[::-1]:
        return True
    return any(pin in row or pin[::-1] in row for row in ROWS)


def is_date(pin: str) -> bool:
    """Whether it reads as a day, with the year in two or four digits, in whichever order."""
    return any(_is_day(*parts) for parts in _readings(pin))


def _readings(pin: str) -> Iterator[tuple[int, int, int]]:
    """Year, month and day as the digits may be meant."""
    if len(pin) not in {6, 8}:
        return
    size = len(pin) - 4
    for year, rest in ((pin[-size:], pin[:4]), (pin[:size], pin[size:])):
        whole = int(year) + (2000 if size == 2 else 0)
        first, second = int(rest[:2]), int(rest[2:])
        yield whole, first, second
        yield whole, second, first


def _is_day(year: int, month: int, day: int) -> bool:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True
