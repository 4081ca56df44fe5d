"""What is typed, made fit to be stored; one function for every text a person can type."""

import unicodedata

from store.errors import Invalid

LINE = 200
"""Letters of a line: a name, a reason."""
NOTE = 4_000
"""Letters of a note."""
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a spreadsheet takes for a formula when a cell begins with it."""
TURNING = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))
"""Signs that turn the direction of whatever follows them, the words around a name included."""


def clean(
    text: str, what: str, *, limit: int = LINE, field: str | None = None, lines: bool = False
) -> str:
    """The text trimmed, without control and turning signs; with ``lines`` its line breaks stay.

    ``what`` begins the sentence, as "The note". Raises Invalid when it is longer than ``limit`` or
    holds half of a character (a lone surrogate), which no database keeps.
    """
    if len(text) > limit:
        raise Invalid(f"{what} has {len(text):,} letters; {limit:,} is the most.", field=field)
    try:
        text.encode()
    except UnicodeEncodeError as problem:
        raise Invalid(_broken(text, what, problem.start), field=field) from problem
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not lines:
        return _printable(" ".join(text.split())).strip()
    return "\n".join(_printable(line).rstrip() for line in text.split("\n")).strip()


def required(
    text: str, what: str, *, limit: int = LINE, field: str | None = None, lines: bool = False
) -> str:
    """The same, and Invalid when nothing is left."""
    kept = clean(text, what, limit=limit, field=field, lines=lines)
    if not kept:
        raise Invalid(f"{what} is missing.", field=field)
    return kept


def unturned(text: str) -> str:
    """The text without the signs that would turn the sentences it stands in."""
    return text.translate(TURNING)


def harmless(cell: str) -> str:
    """The text as a cell that a spreadsheet takes for text."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def _printable(line: str) -> str:
    spaced = unturned(line).replace("\t", " ")
    return "".join(sign for sign in spaced if unicodedata.category(sign) != "Cc")


def _broken(text: str, what: str, at: int) -> str:
    before = text[max(0, at - 20) : at].strip()
    place = f"after “{before}”" if before.isprintable() and before else "at its beginning"
    return f"{what} holds half of a character {place}, which cannot be kept; type it again."
