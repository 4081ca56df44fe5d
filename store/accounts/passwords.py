"""What a password must be: long, and not one that everybody tries first."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from store.errors import Invalid

LEAST, MOST = 15, 256
"""Characters."""
FEWEST_DIFFERENT = 5
LEET = str.maketrans("013457@$!", "oleastasi")
TAIL = re.compile(r"\d{1,4}$")
YEAR = re.compile(r"(?:19|20)\d\d")
RUNS = ("0123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertz")
SHORTEST_RUN = 3
MARKS = frozenset({"Pc", "Pd", "Pe", "Pf", "Pi", "Po", "Ps", "Sc", "Sk", "Sm"})
"""Kinds of characters that part words and add nothing of their own."""
TOO_COMMON = (
    "This password is among the first that are tried: common words, names, rows of keys."
    " Take four or more words that have nothing to do with each other."
)


def check_password(password: str, names: Iterable[str], *, least: int = LEAST) -> None:
    """Raises Invalid, field password, for one that is too short, too long or easily guessed.

    ``names`` are the clinic's and the person's own, which nobody needs to guess. Any characters
    may stand in it. ``least`` is less for whoever has a second factor.
    """
    check_length(password, least)
    size = len(unicodedata.normalize("NFC", password))
    if size > MOST:
        raise Invalid(f"Take {MOST} characters at most; this has {size}.", field="password")
    if is_common(password, names):
        raise Invalid(TOO_COMMON, field="password")


def check_length(password: str, least: int) -> None:
    """Raises Invalid, field password, for one that has too few characters."""
    size = len(unicodedata.normalize("NFC", password))
    if size < least:
        raise Invalid(
            f"Take {least} characters or more; this has {size}. A sentence is fine.",
            field="password",
        )


def is_short(password: str) -> bool:
    """Whether it is too short to stand alone, without a second factor."""
    return len(unicodedata.normalize("NFC", password)) < LEAST


def is_common(password: str, names: Iterable[str] = ()) -> bool:
    """Whether it is nothing but common words, these names, rows of keys, years and repetitions."""
    plain = _letters(password)
    if len(set(plain)) < FEWEST_DIFFERENT:
        return True
    own = {part for name in names for part in _parts(name)}
    words = _common_words() | own
    return any(
        _is_made_of(text, words) for text in {plain, plain.translate(LEET), TAIL.sub("", plain)}
    )


def _letters(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in folded if not unicodedata.category(sign).startswith(("M", "Z")))


def _parts(name: str) -> Iterable[str]:
    """A name's words, and the name written as one."""
    words = re.split(r"[^\w]+", unicodedata.normalize("NFKD", name).casefold())
    parts = [_letters(word) for word in words]
    return (part for part in [*parts, "".join(parts)] if len(part) >= 3)


def _is_made_of(text: str, words: frozenset[str]) -> bool:
    """Whether common pieces alone make it up, from the first character to the last."""
    reached = {0}
    for start in range(len(text)):
        if start in reached:
            reached |= {start + size for size in _pieces(text, start, words)}
    return len(text) in reached


def _pieces(text: str, start: int, words: frozenset[str]) -> Iterable[int]:
    """How long the common pieces are that begin here."""
    yield from (size for size in range(2, 25) if text[start : start + size] in words)
    if YEAR.match(text, start):
        yield 4
    if unicodedata.category(text[start]) in MARKS:
        yield 1
    for run in RUNS:
        for row in (run * 2, (run * 2)[::-1]):
            size = SHORTEST_RUN
            while start + size <= len(text) and text[start : start + size] in row:
                yield size
                size += 1
    again = len(text[start:]) - len(text[start:].lstrip(text[start]))
    if again >= SHORTEST_RUN:
        yield again


@cache
def _common_words() -> frozenset[str]:
    file = Path(__file__).with_name("common_words.txt")
    return frozenset(file.read_text(encoding="utf-8").split())
