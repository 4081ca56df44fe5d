"""Puts many rows into tables quickly."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Table, insert, text
from sqlmodel import Session

from store.database import Database
from store.tables import PATIENT

CHUNK = 5_000
ORDER = PATIENT.metadata.sorted_tables


@contextmanager
def bulk(database: Database, *, many: bool) -> Iterator[Session]:
    """The one write transaction; with ``many`` rows to come, indexes are made after them."""
    with database.write() as session:
        connection = session.connection()
        later = _set_aside(connection) if many else []
        yield session
        for statement in later:
            connection.exec_driver_sql(statement)
        connection.execute(text("ANALYZE"))


def _set_aside(connection: Connection) -> list[str]:
    kinds = "type IN ('index', 'trigger') AND sql IS NOT NULL AND tbl_name NOT LIKE 'audit%'"
    query = f"SELECT type, name, sql FROM sqlite_master WHERE {kinds} ORDER BY type"  # noqa: S608
    found = connection.exec_driver_sql(query).all()
    for kind, name, _ in found:
        connection.exec_driver_sql(f"DROP {kind} {name}")
    return [sql for _, _, sql in found]


class Writer:
    """Collects rows of each table and inserts them together."""

    def __init__(self, connection: Connection) -> None:
        """Write through this connection, in its transaction."""
        self._connection = connection
        self._rows: dict[Table, list[dict[str, Any]]] = {}
        self._statements: dict[Table, _Statement] = {}

    def add(self, table: Table, row: dict[str, Any]) -> None:
        """Keep a row until the next ``flush``; every row of a table has the same columns."""
        self._rows.setdefault(table, []).append(row)

    def flush(self) -> None:
        """Insert what was kept; every table after those that it points to."""
        for table in ORDER:
            rows = self._rows.pop(table, [])
            if rows and table not in self._statements:
                self._statements[table] = _Statement(self._connection, table, list(rows[0]))
            for start in range(0, len(rows), CHUNK):
                self._statements[table].run(rows[start : start + CHUNK])


class _Statement:
    """An insert into one table, with each column's values made ready as its type asks."""

    def __init__(self, connection: Connection, table: Table, names: list[str]) -> None:
        self._connection = connection
        dialect = connection.dialect
        compiled = insert(table).values(dict.fromkeys(names)).compile(dialect=dialect)
        self._sql = str(compiled)
        self._names = list(compiled.positiontup or names)
        kinds = (table.c[name].type.dialect_impl(dialect) for name in self._names)
        self._makers = [kind.bind_processor(dialect) for kind in kinds]

    def run(self, rows: list[dict[str, Any]]) -> None:
        """Insert these rows."""
        columns = [
            _made(make, [row[name] for row in rows])
            for name, make in zip(self._names, self._makers, strict=True)
        ]
        self._connection.exec_driver_sql(self._sql, list(zip(*columns, strict=True)))


def _made(make: Callable[[Any], Any] | None, values: list[Any]) -> list[Any]:
    if make is None:
        return values
    if values and isinstance(values[0], dict):
        known = {repr(value): value for value in values}
        ready = {key: make(value) for key, value in known.items()}
        return [ready[repr(value)] for value in values]
    return [make(value) for value in values]
