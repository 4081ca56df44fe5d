"""What rows that were laid out point at, and which of them come in together or not at all."""

from collections.abc import Iterator, Sequence

from sqlalchemy import Table
from sqlmodel import SQLModel

from store.importing.csv.portions import LARGE, Portion, Rows, columns_of
from store.tables import CHARGE, INVOICE

TABLES = SQLModel.metadata.tables
Pointing = dict[str, dict[int, set[int]]]
"""By table, ids outside a portion, and which of its sessions, plans or patients need them."""
HUNG = "hung"
"""In a table's place: items that were here before, which have to wait for a booking still."""


def pointed_at(portion: Portion) -> Pointing:
    """By table, the ids outside the portion, and which sessions, plans or patients need them."""
    rows = portion.tables
    own = {
        name: {row[columns_of(TABLES[name]).index("id")] for row in some}
        for name, some in rows.items()
        if "id" in columns_of(TABLES[name])
    }
    pointing: Pointing = {}
    for name, some in rows.items():
        table = TABLES[name]
        groups = list(groups_of(table, rows))
        for at, target in pointers(table):
            for row, group in zip(some, groups, strict=True):
                if row[at] is not None and row[at] not in own.get(target, ()):
                    pointing.setdefault(target, {}).setdefault(row[at], set()).add(group)
    for session_id, item_id, *_ in portion.hung:
        pointing.setdefault(HUNG, {}).setdefault(item_id, set()).add(session_id)
    return pointing


def groups_of(table: Table, rows: dict[str, Rows]) -> Iterator[int]:
    """What each row of a table belongs to: all of that comes in, or nothing of it."""
    names = columns_of(table)
    some = rows[table.name]
    if table is CHARGE:
        number, session = (columns_of(INVOICE).index(one) for one in ("id", "session_id"))
        of = {row[number]: row[session] for row in rows[INVOICE.name]}
        at = names.index("invoice_id")
        return (of[row[at]] for row in some)
    if table not in LARGE:
        return (0 for _ in some)
    at = names.index("session_id" if "session_id" in names else "id")
    return (row[at] for row in some)


def pointers(table: Table) -> list[tuple[int, str]]:
    """Columns that hold ids of other rows: by their key, else, for what is copied, by their name."""
    found: Sequence[tuple[int, str]] = [
        (at, _target(table, name)) for at, name in enumerate(columns_of(table)) if name != "id"
    ]
    return [(at, target) for at, target in found if target in TABLES]


def _target(table: Table, name: str) -> str:
    targets = (key.column.table.name for key in table.c[name].foreign_keys)
    return next(targets, name.removesuffix("_id") if name.endswith("_id") else "")
