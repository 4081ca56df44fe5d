"""What a row is known by, so that importing it again finds it, and what it is called in a report."""

from collections import Counter
from typing import Any

from store.importing.csv.kinds import Kind
from store.importing.csv.places import provider_name
from store.importing.csv.rows import Row
from store.search import normalise

NATURAL = {
    Kind.LOCATIONS: ("name",),
    Kind.SERVICES: ("name",),
    Kind.ROOMS: ("location", "name"),
    Kind.PATIENTS: ("given_name", "family_name", "name", "birth_date", "phone"),
    Kind.PLANS: ("patient", "treatment", "starts_on"),
    Kind.SESSIONS: ("plan", "patient", "treatment", "position", "target_date"),
    Kind.ITEMS: ("session", "service"),
    Kind.BOOKINGS: ("items", "session", "patient", "date", "start", "provider"),
    Kind.PAYMENTS: ("session", "booking", "patient", "date", "amount", "method"),
}
"""What stands for the id where the sheet has none."""
REPEATED = (Kind.SESSIONS, Kind.ITEMS, Kind.PAYMENTS)
"""Two rows of these that say the same are two things: they are counted."""
AT = " @ "
WHO = {
    Kind.LOCATIONS: ("name",),
    Kind.SERVICES: ("name",),
    Kind.ROOMS: ("name", "location"),
    Kind.PROVIDERS: ("title", "name", "given_name", "family_name", "location"),
    Kind.PATIENTS: ("name", "given_name", "family_name", "record_number"),
    Kind.PLANS: ("patient", "treatment"),
    Kind.SESSIONS: ("plan", "patient", "treatment", "position"),
    Kind.ITEMS: ("session", "service"),
    Kind.BOOKINGS: ("patient", "session", "date", "start"),
    Kind.PAYMENTS: ("patient", "session", "booking", "amount"),
}
WHO_LETTERS = 80


class Keys:
    """Gives every row of one import its key."""

    def __init__(self) -> None:
        """Nothing was seen yet."""
        self._seen: Counter[str] = Counter()

    def of(self, kind: Kind, row: Row) -> str:
        """The row's id; without one, what it says about itself."""
        own = row.text("id")
        if kind is Kind.PROVIDERS:
            place = row.text("location")
            return (own or normalise(provider_name(row))) + (f"{AT}{place}" if place else "")
        if own:
            return own
        if kind is Kind.PATIENTS and row.text("record_number"):
            return row.text("record_number")
        key = " | ".join(_said(row.values.get(name)) for name in NATURAL[kind])
        if kind in REPEATED:
            self._seen[key] += 1
            key = f"{key} | {self._seen[key]}"
        return key


def who(kind: Kind, row: Row) -> str:
    """What a person knows the row by."""
    parts = [_said(row.values.get(name), plain=True) for name in WHO[kind]]
    if isinstance(start := row.values.get("start"), int):
        parts[-1] = f"{start // 60:02}:{start % 60:02}"
    return " ".join(filter(None, parts))[:WHO_LETTERS]


def _said(value: Any, *, plain: bool = False) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple | list):
        return " ".join(_said(one, plain=plain) for one in value)
    return str(value) if plain else normalise(str(value))
