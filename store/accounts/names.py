"""The names people sign in with: as they type them, and made comparable."""

import unicodedata

from sqlalchemy import select

from store.errors import Invalid
from store.tables import STAFF
from store.unit import Unit

FEWEST = 2
"""Letters of a sign-in name."""


def sign_in_key(name: str) -> str:
    """What makes two names the same one: case, width and spaces do not tell them apart."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(unicodedata.normalize("NFKC", folded).split())


def free_key(unit: Unit, name: str, own_id: int | None) -> str:
    """The key of a name that nobody else signs in with; Invalid, field sign_in_name, otherwise."""
    key = sign_in_key(name)
    if len(key) < FEWEST:
        raise Invalid("Type a sign-in name of at least two letters.", field="sign_in_name")
    query = select(STAFF.c.id).where(STAFF.c.sign_in_key == key, STAFF.c.id != (own_id or 0))
    if unit.session.connection().execute(query).first() is not None:
        raise Invalid("Somebody else signs in with this name.", field="sign_in_name")
    return key
