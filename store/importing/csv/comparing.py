"""Sees, before the first of it is saved, that all that was laid out can come in as it was judged."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlmodel import SQLModel

from store.errors import ImportRefused
from store.importing.csv.carrying import MEANWHILE
from store.importing.csv.staging import NEW, Staging

MANY = 500


def check_all(connection: Connection, staging: Staging, checked: Callable[[], None]) -> None:
    """Raises ImportRefused where somebody entered or took away meanwhile what some of it is about.

    Reads only, so that nobody has to wait; what changes after that is met portion by portion.
    """
    for table in SQLModel.metadata.sorted_tables:
        for key in table.foreign_keys:
            name, target = key.parent.name, key.column.table.name
            pointed = (
                f"SELECT DISTINCT {name} FROM {table.name} WHERE {name} < {NEW} AND {name} > ?"  # noqa: S608 - names of ours
                f" ORDER BY {name} LIMIT {MANY}"
            )
            for some in _pages(staging, pointed, checked):
                there = f"SELECT count(*) FROM {target} WHERE id IN ({_marks(some)})"  # noqa: S608 - names of ours
                if _one(connection, there, some) != len(some):
                    raise ImportRefused(MEANWHILE)
    kinds = staging.ask("SELECT DISTINCT kind FROM link")
    for (kind,) in kinds:
        sources = "SELECT source FROM link WHERE kind = ? AND source > ? ORDER BY source LIMIT ?"
        last = ""
        while some := [row[0] for row in staging.ask(sources, kind, last, MANY)]:
            checked()
            last = some[-1]
            there = (
                "SELECT count(*) FROM source_link WHERE kind = ?"  # noqa: S608 - marks alone
                f" AND source_id IN ({_marks(some)})"
            )
            if _one(connection, there, [f"CSV {kind}", *some]):
                raise ImportRefused(MEANWHILE)
    numbers = "SELECT record_number FROM patient WHERE id >= ? AND record_number > ? ORDER BY 1"
    last = ""
    while some := [row[0] for row in staging.ask(f"{numbers} LIMIT ?", NEW, last, MANY)]:
        checked()
        last = some[-1]
        there = f"SELECT count(*) FROM patient WHERE record_number IN ({_marks(some)})"  # noqa: S608 - marks alone
        if _one(connection, there, some):
            raise ImportRefused(MEANWHILE)


def _pages(staging: Staging, query: str, checked: Callable[[], None]) -> Iterator[list[Any]]:
    last = 0
    while some := [row[0] for row in staging.ask(query, last)]:
        checked()
        last = some[-1]
        yield some


def _marks(some: Sequence[Any]) -> str:
    return ", ".join("?" * len(some))


def _one(connection: Connection, query: str, values: Sequence[Any]) -> int:
    return int(connection.exec_driver_sql(query, tuple(values)).scalar_one())
