"""What an import is going to write, laid out row by row in a file of its own.

Reading, judging and deriving happen here, so that the clinic's database is not held meanwhile. New
rows have ids from ``NEW`` on; when they are carried over these move behind those that are there.
"""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.schema import CreateTable
from sqlmodel import SQLModel

from store.database import SQLITE

NEW = 1 << 50
"""Ids from here on are made up; smaller ones are those of the clinic's database."""
CHUNK = 4_000
OWN_TABLES = (
    (
        "CREATE TABLE link (kind TEXT, source TEXT, entity TEXT, entity_id INTEGER, digest TEXT,"
        " sheet INTEGER, row INTEGER, PRIMARY KEY (kind, source)) WITHOUT ROWID"
    ),
    (
        "CREATE TABLE fate (n INTEGER PRIMARY KEY, sheet INTEGER, row INTEGER, who TEXT, fate TEXT,"
        ' "column" TEXT, reason TEXT)'
    ),
    "CREATE TABLE word (patient_id INTEGER PRIMARY KEY, words TEXT)",
    (
        "CREATE TABLE ahead (booking_id INTEGER PRIMARY KEY, fate INTEGER, session_id INTEGER,"
        " items TEXT, location_id INTEGER, provider_id INTEGER, room_id INTEGER, starts_at INTEGER,"
        " ends_at INTEGER, status TEXT)"
    ),
    "CREATE TABLE newcomer (patient_id INTEGER PRIMARY KEY, fate INTEGER)",
    "CREATE TABLE turn (n INTEGER PRIMARY KEY, session_id INTEGER)",
    "CREATE TABLE ahead_item (item_id INTEGER PRIMARY KEY)",
    (
        "CREATE TABLE hang (item_id INTEGER PRIMARY KEY, booking_id INTEGER, performed_at INTEGER,"
        " performed_by_id INTEGER, note TEXT)"
    ),
    "CREATE TABLE step (session_id INTEGER PRIMARY KEY, fate INTEGER)",
    "CREATE INDEX s_number ON patient (record_number)",
    "CREATE INDEX s_plan ON treatment_plan (patient_id)",
    "CREATE INDEX s_session ON treatment_session (plan_id, position)",
    "CREATE INDEX s_patient ON treatment_session (patient_id)",
    "CREATE INDEX s_item ON item (session_id)",
    "CREATE INDEX s_booking ON booking (session_id)",
    "CREATE INDEX s_payment ON payment (session_id)",
    "CREATE INDEX s_charge ON charge (invoice_id)",
    "CREATE INDEX s_part ON session_part (session_id)",
)
TURNS = f"""
INSERT INTO turn (session_id) SELECT session_id FROM (
    SELECT id AS session_id, starts_at FROM treatment_session WHERE id >= {NEW}
    UNION SELECT session_id, NULL FROM item WHERE session_id < {NEW}
    UNION SELECT session_id, NULL FROM booking WHERE session_id < {NEW}
    UNION SELECT session_id, NULL FROM payment WHERE session_id < {NEW}
) ORDER BY starts_at, session_id"""  # noqa: S608 - ours
INDEXES = (
    "CREATE INDEX s_turn ON turn (session_id)",
    "CREATE INDEX s_link ON link (entity, entity_id)",
    "CREATE INDEX s_history ON history_entry (session_id)",
    "CREATE INDEX s_treating ON treating (session_id)",
    "CREATE INDEX s_invoice ON invoice (session_id)",
    "CREATE INDEX s_hang ON hang (booking_id)",
    "CREATE INDEX s_ahead ON ahead (session_id)",
    "CREATE INDEX s_soonest ON ahead (starts_at, booking_id)",
)


class Staging:
    """One file with the clinic's tables, empty, and what an import keeps beside them.

    As long as it is open no other process and no other connection gets at it.
    """

    def __init__(self, path: Path, *, is_new: bool = True) -> None:
        """Whoever makes it removes it; raises OperationalError when somebody else is at it."""
        self.path = path
        self.engine = _engine(path)
        self.connection: Connection = self.engine.connect()
        for table in SQLModel.metadata.sorted_tables if is_new else ():
            self.connection.execute(CreateTable(table))
        for statement in OWN_TABLES if is_new else ("UPDATE turn SET n = n WHERE n = 0",):
            self.connection.exec_driver_sql(statement)
        self._raw = raw_of(self.connection)
        self._sinks: dict[str, _Sink] = {}
        self._dirty: set[str] = set()

    def add(self, table: Table, **values: Any) -> int:
        """Lay out a row, its defaults filled in; the id it has here comes back."""
        self._dirty.add(table.name)
        return self._sink(table).add(values)

    def reserve(self, table: Table) -> int:
        """An id for a row that is written only later."""
        return self._sink(table).reserve()

    def put(self, name: str, *values: Any) -> None:
        """Keep a row of a table of the import's own."""
        sink = self._sinks.get(name)
        if sink is None:
            marks = ", ".join("?" * len(values))
            sink = self._sinks[name] = _Sink(
                self.connection,
                sql=f"INSERT INTO {name} VALUES ({marks})",  # noqa: S608 - ours
            )
        self._dirty.add(name)
        sink.put(values)

    def _sink(self, table: Table) -> "_Sink":
        if table.name not in self._sinks:
            self._sinks[table.name] = _Sink(self.connection, table)
        return self._sinks[table.name]

    def ask(self, sql: str, *values: Any) -> Sequence[Any]:
        """What was laid out so far; asked for every row, so that nothing stands in between."""
        self._write_for(sql)
        return self._raw.execute(sql, values).fetchall()

    def rows(self, sql: str, *values: Any) -> Sequence[Any]:
        """The same with names."""
        self._write_for(sql)
        return self.connection.exec_driver_sql(sql, values).all()

    def run(self, sql: str, *values: Any) -> None:
        """Change what was laid out."""
        self._write_for(sql)
        self._raw.execute(sql, values)

    def _write_for(self, sql: str) -> None:
        """Write what a statement may ask for; the rest waits until there is more of it."""
        for name in [name for name in self._dirty if name in sql]:
            self._sinks[name].flush()
            self._dirty.discard(name)

    def flush(self) -> None:
        """Write what is still in memory."""
        for name in self._dirty:
            self._sinks[name].flush()
        self._dirty.clear()

    def set_turns(self, checked: Callable[[], None]) -> None:
        """Bring the sessions into the order in which they are saved, and make the file last.

        By time: most indexes of the clinic's database are by time too, so that a portion of them
        changes few pages of each. Sessions that were there before are those that get more.
        """
        self.flush()
        for statement in (TURNS, *INDEXES):
            checked()
            self.connection.exec_driver_sql(statement)
        self.connection.commit()
        for pragma in ("synchronous = FULL", "user_version = 1"):  # a write that reaches the disk
            self._raw.execute(f"PRAGMA {pragma}").close()

    def save(self) -> None:
        """Let others read the file."""
        self.flush()
        self.connection.commit()

    def has(self, table: Table) -> bool:
        """Whether anything was laid out in it."""
        return bool(self.ask(f"SELECT 1 FROM {table.name} LIMIT 1"))  # noqa: S608 - a name of ours

    def interrupt_when(self, stopped: Callable[[], bool] | None) -> None:
        """Give up a long statement once ``stopped``; None ends that."""
        watch(self.connection, stopped)

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()
        self.engine.dispose()


def watch(connection: Connection, stopped: Callable[[], bool] | None) -> None:
    """Let the database ask now and then whether to give up; None ends that."""
    raw_of(connection).set_progress_handler(stopped, 200_000 if stopped else 0)


def raw_of(connection: Connection) -> sqlite3.Connection:
    """The driver's own connection, for what is asked a million times."""
    return connection.connection.dbapi_connection  # type: ignore[return-value]


class _Sink:
    """Collects rows of one table and writes them together."""

    def __init__(
        self, connection: Connection, table: Table | None = None, *, sql: str = ""
    ) -> None:
        self._raw = raw_of(connection)
        self._rows: list[Sequence[Any]] = []
        self._sql = sql
        self._next = NEW
        if table is None:
            return
        names = [column.name for column in table.columns]
        self._makers = [
            c.type.dialect_impl(connection.dialect).bind_processor(connection.dialect)
            for c in table.columns
        ]
        self._names = names
        self._defaults = [_default(table, name) for name in names]
        self._has_id = "id" in names
        columns = ", ".join(names)
        marks = ", ".join("?" * len(names))
        self._sql = f"INSERT INTO {table.name} ({columns}) VALUES ({marks})"  # noqa: S608 - ours

    def add(self, values: dict[str, Any]) -> int:
        row_id = 0
        if self._has_id:
            row_id = values["id"] = self.reserve()
        made = []
        for name, make, default in zip(self._names, self._makers, self._defaults, strict=True):
            value = values.get(name, default)
            made.append(make(value) if make and value is not None else value)
        self.put(made)
        return row_id

    def reserve(self) -> int:
        self._next += 1
        return self._next - 1

    def put(self, row: Sequence[Any]) -> None:
        self._rows.append(row)
        if len(self._rows) >= CHUNK:
            self.flush()

    def flush(self) -> None:
        if self._rows:
            self._raw.executemany(self._sql, self._rows)
            self._rows = []


def _default(table: Table, name: str) -> Any:
    default = table.c[name].default
    if default is None:
        return None
    arg = getattr(default, "arg", None)
    return arg(None) if callable(arg) else arg


def _engine(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        module=SQLITE,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": 0},
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    return engine


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "locking_mode = EXCLUSIVE",
        "journal_mode = OFF",
        "synchronous = OFF",
        "foreign_keys = OFF",
        "cache_size = -65536",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def ids(rows: Iterable[Any]) -> list[int]:
    """The first column of an answer."""
    return [row[0] for row in rows]
