"""Ids as an address has them."""

from store.errors import NotFound

LONGEST = 18
"""Digits; no id that a database gives has more."""
NO_SESSION = "There is no such session, or it is gone."
NO_PATIENT = "There is no such patient, or the record is gone."


def row_id(text: str, missing: str) -> int:
    """The id; NotFound, saying ``missing``, when it cannot be one."""
    if not (text.isascii() and text.isdecimal() and len(text) <= LONGEST):
        raise NotFound(missing)
    return int(text)
