"""How text is made findable: one normalising function for what is stored and what is typed."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

MAX_WORDS = 12
MAX_WORD = 40
MAX_DIGITS = 24


def normalise(text: str) -> str:
    """Letters without marks and case; two spellings of one name become the same."""
    if text.isascii():
        return text.lower()
    text = text.encode("utf-8", "ignore").decode()
    letters = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    bare = "".join(letter for letter in bare if unicodedata.category(letter)[0] != "M")
    return unicodedata.normalize("NFKC", bare.casefold().translate(_STROKES))


@lru_cache(maxsize=1 << 12)
def words(text: str) -> tuple[str, ...]:
    """The normalised words of a text, in order, at most ``MAX_WORDS`` of ``MAX_WORD`` letters."""
    found = re.findall(r"[^\W_]+", normalise(text[:1000]))
    return tuple(word[:MAX_WORD] for word in found[:MAX_WORDS])


def sort_key(given_name: str, family_name: str) -> str:
    """What patients are ordered by: family name, then given name, accents and case aside."""
    return f"{normalise(family_name)[:100]} {normalise(given_name)[:100]}".strip()


def digits(text: str) -> str:
    """The decimal digits in a text, of any script, as 0 to 9."""
    if text.isascii():
        return "".join(filter(str.isdecimal, text))
    return "".join(str(unicodedata.decimal(sign)) for sign in text if sign.isdecimal())


def patient_words(*names: str, numbers: tuple[str, ...] = ()) -> frozenset[str]:
    """All a patient is found by from the first letter.

    ``numbers`` are phone and record number: beside their words every tail of their digits is kept,
    so that looking for a beginning finds digits anywhere.
    """
    found = {word for text in (*names, *numbers) for word in words(text)}
    found.update(_unspaced(names[:2]))
    for number in numbers:
        run = digits(number)[:MAX_DIGITS]
        found.update(run[start:] for start in range(len(run)))
    return frozenset(found)


def _unspaced(names: tuple[str, ...]) -> Iterator[str]:
    """Given and family name run together, as people type names whose script has no case."""
    parts = ["".join(words(name)) for name in names]
    if all(unicodedata.category(part[:1] or " ") == "Lo" for part in parts):
        yield "".join(parts)[:MAX_WORD]
        yield "".join(reversed(parts))[:MAX_WORD]


_STROKES = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe"}
)
