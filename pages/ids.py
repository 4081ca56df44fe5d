"""Ids as an address has them."""

from store.errors import NotFound

LONGEST = 18
"""Digits; no id that a database gives has more."""
NO_SESSION = "There is no such session, or it is gone."
NO_PATIENT = "There is no such patient, or the record is gone."


def row_id(text: str, missing: str) -> int:
    """The id; NotFound, saying ``missing``, when it cannot be one."""
    found = number(text)
    if found is None:
        raise NotFound(missing)
    return found


def number(text: str) -> int | None:
    """The id; None when it cannot be one."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST else None
