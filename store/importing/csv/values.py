"""Texts of cells made into values; what cannot be is refused in words."""

import re
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from babel.numbers import get_currency_precision

from store.errors import Invalid
from store.importing.csv.kinds import Field
from store.importing.csv.synonyms import CLOSED, NO, YES, plain, value_called
from store.text import LINE, NOTE, clean

SHOWN = 40
"""Letters of a cell that a refusal repeats."""
MOST_MONEY = 10**11
MOST_NUMBER = 10**6
DAY = re.compile(
    r"(\d{1,4})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{1,4})(?:[T\s]+00?:00(?::00(?:\.0+)?)?)?"
)
BARE_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
CLOCK = re.compile(
    r"(\d{1,2})(?:\s*[:.h]\s*(\d{2})?)?(?::\d{2}(?:\.\d+)?)?\s*(?:uhr|h)?\s*([ap]\.?m\.?)?"
)
MOMENT = re.compile(r"(.+?)[T\s,]\s*(\d{1,2}[:.h].*)")
OFFSET = re.compile(r"(.*\d)\s*(?:(Z)|([+-])(0\d|1[0-4]):?([0-5]\d))")
SPAN = re.compile(r"\s*(?:-|–|—|to|bis|until|hasta|à|a)\s*")
AMOUNT = re.compile(r"[-−(]?\s*\d[\d.,'’\s]*\)?\s*[-−]?|[-−(]?\s*[.,]\d+\)?")
SCIENTIFIC = re.compile(r"\d\s*[A-Za-z]+\s*\d")
GROUPS = re.compile(r"[0-9]*|[0-9]{1,3}([.,'’][0-9]{3})+")
DURATION = re.compile(
    r"(?:(\d{1,2})\s*(?:h|hrs?|std|:)\s*)?(\d{1,4})?\s*(?:m|min|mins|minutes?|minuten|minutos|'|’)?\.?"
)


def line(text: str, what: str) -> str:
    """One line of text; what most cells hold needs no care."""
    if len(text) <= LINE and text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
    return _cleaned(text, what)


@lru_cache(maxsize=1 << 14)
def _cleaned(text: str, what: str) -> str:
    return clean(text, what)


def note(text: str, what: str) -> str:
    """Text of several lines."""
    return clean(text, what, limit=NOTE, lines=True)


def items_of(text: str, what: str) -> list[str]:
    """A list: parted by semicolons, pipes or lines, and by commas only where there are none."""
    parts = re.split(r"[;|\n]", text)
    if len(parts) == 1:
        parts = text.split(",")
    found = [line(part, what) for part in parts if part.strip()]
    return list(dict.fromkeys(found))


@lru_cache(maxsize=1 << 16)
def day(text: str, order: str) -> date:
    """A date; ``order`` is dmy or mdy and counts where the year does not come first."""
    bare = BARE_DAY.fullmatch(text)
    found = DAY.fullmatch(text)
    try:
        if bare:
            return date(*(int(part) for part in bare.groups()))
        if not found:
            raise ValueError
        first, sign, second, third = found.groups()
        if len(first) > 2:
            return date(_year(first), int(second), int(third))
        if sign == "." or order == "dmy":
            return date(_year(third), int(second), int(first))
        return date(_year(third), int(first), int(second))
    except ValueError as problem:
        raise Invalid(f"{quoted(text)} is not a date") from problem


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    if len(text) != 2:
        raise ValueError
    return int(text) + (2000 if int(text) < PIVOT else 1900)


PIVOT = 30
"""A year of two digits from here on is one of the last century."""


def clock(text: str) -> int:
    """A time of day in minutes; 24:00 is the day's end."""
    found = CLOCK.fullmatch(text.strip().lower())
    if found:
        hours, minutes = int(found[1]), int(found[2] or 0)
        if found[3]:
            if not 1 <= hours <= 12:
                raise Invalid(f"{quoted(text)} is not a time")
            hours = hours % 12 + (12 if found[3][0] == "p" else 0)
        if minutes < 60 and hours * 60 + minutes <= 1440:
            return hours * 60 + minutes
    raise Invalid(f"{quoted(text)} is not a time")


def moment(text: str, order: str) -> tuple[date, int | None, int | None]:
    """A date, its time in minutes and the minutes it is ahead of UTC; None for what is not said."""
    offset = None
    shifted = OFFSET.fullmatch(text)
    if shifted and ":" in shifted[1]:
        sign = -1 if shifted[3] == "-" else 1
        offset = 0 if shifted[2] else sign * (int(shifted[4]) * 60 + int(shifted[5]))
        text = shifted[1]
    parted = MOMENT.fullmatch(text)
    if parted:
        try:
            return day(parted[1].strip(), order), clock(parted[2]), offset
        except Invalid as problem:
            raise Invalid(f"{quoted(text)} is not a date and time") from problem
    return day(text, order), None, None


def hours(text: str) -> list[list[int]]:
    """Intervals of a day such as "09:00-12:30, 13:30-17:00", in minutes; closed is none."""
    if plain(text) in CLOSED or not re.search(r"\d", text):
        if plain(text) and plain(text) not in CLOSED:
            raise Invalid(f"{quoted(text)} are no hours")
        return []
    found = []
    for part in re.split(r"[,;/|&\n]|\band\b|\bund\b|\bet\b|\by\b", text.strip().lower()):
        ends = SPAN.split(part.strip()) if part.strip() else []
        if len(ends) != 2:
            raise Invalid(f"{quoted(text)} are no hours such as 09:00-12:30, 13:30-17:00")
        found.append([clock(ends[0]), clock(ends[1])])
    found.sort()
    if any(start >= end for start, end in found):
        raise Invalid(f"{quoted(text)}: an interval ends before it begins")
    if any(one[1] > other[0] for one, other in pairwise(found)):
        raise Invalid(f"{quoted(text)}: two intervals overlap")
    return found


def money(text: str, mark: str) -> str:
    """An amount as a plain decimal text; ``mark`` is what its decimals begin with."""
    bare = re.sub(r"[A-Za-z€$£¥₹\s\u00a0\u202f]", "", text.replace("−", "-"))
    if not AMOUNT.fullmatch(bare) or SCIENTIFIC.search(text):
        raise Invalid(f"{quoted(text)} is not an amount")
    is_negative = bare.startswith(("-", "(")) or bare.endswith("-")
    whole, sign, rest = bare.strip("-()").rpartition(mark)
    if not sign:
        whole, rest = rest, "0"
    if not GROUPS.fullmatch(whole) or not rest.isdecimal():
        raise Invalid(f"{quoted(text)} is not an amount")
    value = Decimal(f"{re.sub(r'[^0-9]', '', whole) or '0'}.{rest}")
    return str(-value if is_negative else value)


def minor_units(amount: str, currency: str) -> int:
    """A decimal text in the currency's minor units; Invalid for parts of them and for too much."""
    value = Decimal(amount).scaleb(get_currency_precision(currency))
    if value != value.to_integral_value():
        raise Invalid(f"{quoted(amount)} has more decimals than {currency} has")
    if abs(value) > MOST_MONEY:
        raise Invalid(f"{quoted(amount)} is too much")
    return int(value)


def number(text: str) -> int:
    """A whole number from 0 on."""
    bare = re.sub(r"[.,]0{1,2}$", "", text.strip())
    if not bare.isdecimal() or len(bare) > 7 or int(bare) > MOST_NUMBER:
        raise Invalid(f"{quoted(text)} is not a whole number")
    return int(bare)


def minutes(text: str) -> int:
    """A duration such as 45, 45 min, 1:30 or 1 h, in minutes."""
    found = DURATION.fullmatch(text.strip().lower())
    if not found or not (found[1] or found[2]):
        raise Invalid(f"{quoted(text)} is not a number of minutes")
    total = int(found[1] or 0) * 60 + int(found[2] or 0)
    if total > timedelta(days=1) // timedelta(minutes=1):
        raise Invalid(f"{quoted(text)} is longer than a day")
    return total


def yes(text: str) -> bool:
    """Yes or no."""
    if plain(text) in YES:
        return True
    if plain(text) in NO:
        return False
    raise Invalid(f"{quoted(text)} is neither yes nor no")


def word(text: str, field: Field) -> str:
    """One of the field's words, as it is stored."""
    assert field.words is not None
    values = [one.value for one in field.words]
    found = value_called(text, values)
    if found is None:
        offered = ", ".join(one.label for one in field.words)
        raise Invalid(f"{quoted(text)} is none of {offered}")
    return found


def quoted(text: str) -> str:
    """A cell as a refusal repeats it, cut short."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text[: SHOWN + 1])
    return f"“{shown[:SHOWN]}…”" if len(shown) > SHOWN else f"“{shown}”"
