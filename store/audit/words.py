"""Puts what an entry keeps as plain values into words."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select

from store.phrases import day_words
from store.tables import LOCATION, PROVIDER, ROOM, SERVICE
from store.views import Difference, RecordChange
from store.zones import local

NAMED: Mapping[str, Table] = {
    "location_id": LOCATION,
    "performed_location_id": LOCATION,
    "provider_id": PROVIDER,
    "performed_by_id": PROVIDER,
    "room_id": ROOM,
    "service_id": SERVICE,
}
"""Columns that hold an id of something with a name."""
INSIDE = frozenset(
    {
        "id",
        "session_id",
        "patient_id",
        "sort_key",
        "together",
        "entries",
        "entry",
        "session_version",
        "is_history",
        "undone",
    }
)
"""Kept for undoing, of no use to a reader."""
MOST = 40
"""Changes told of one entry."""
PLAIN_NAMES = {"item_ids": "items", "unit_price": "price", "sha256": "SHA-256"}


class Words:
    """Knows the names of places, people and services, asked for once."""

    def __init__(self, connection: Connection, zone: str) -> None:
        """Times are told on the clocks of ``zone``."""
        self._zone = zone
        self._names = {
            table: {
                row.id: row.name for row in connection.execute(select(table.c.id, table.c.name))
            }
            for table in set(NAMED.values())
        }

    def changes(self, kept: list[Any]) -> tuple[RecordChange, ...]:
        """What changed, each with its values before and after."""
        return tuple(
            RecordChange(
                what=f"{kind} {key}" if key else kind,
                said=said,
                differences=tuple(self._differences(before, after)),
            )
            for kind, key, said, before, after in kept[:MOST]
        )

    def _differences(self, before: Any, after: Any) -> Iterator[Difference]:
        was, now_is = dict(self._flat(before)), dict(self._flat(after))
        for name in dict.fromkeys((*was, *now_is)):
            old, new = was.get(name, ""), now_is.get(name, "")
            if old != new:
                yield Difference(name=name, before=old, after=new)

    def _flat(self, state: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, str]]:
        for name, value in state.items():
            if name in INSIDE:
                continue
            label = f"{within}{_name(name)}"
            if isinstance(value, dict):
                yield from self._flat(value, f"{label} ")
            else:
                yield label, self._value(name, value)

    def _value(self, name: str, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return ", ".join(self._value(name, one) for one in value)
        if isinstance(value, dict):
            return ", ".join(f"{_name(key)} {self._value(key, one)}" for key, one in value.items())
        return self._one(name, value)

    def _one(self, name: str, value: str | int) -> str:
        if name in NAMED:
            return str(self._names[NAMED[name]].get(value, f"number {value}"))
        is_moment = isinstance(value, str) and name.endswith(("_at", "_until"))
        return self._moment(str(value)) if is_moment else str(value)

    def _moment(self, text: str) -> str:
        try:
            there = local(datetime.fromisoformat(text), self._zone)
        except ValueError:
            return text
        return f"{day_words(there.date())}, {there:%H:%M}"


def _name(column: str) -> str:
    if column in PLAIN_NAMES:
        return PLAIN_NAMES[column]
    return column.removesuffix("_id").replace("_", " ")
