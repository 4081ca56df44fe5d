"""The engine and its transactions; nothing else knows which database it is."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, FromClause, create_engine, event
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from store.errors import Unavailable
from store.migrate import upgrade


def _driver() -> ModuleType:
    """The SQLite that a wheel carries where there is one, else Python's own."""
    try:
        return import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3


SQLITE = _driver()
WAL_IS_SOUND = (3, 51, 3)
"""Before this SQLite a write-ahead log could lose commits when two connections reset it."""
BUSY_MS = 5_000
SOON_MS = 250
"""So long waits for the lock what can be done another time as well."""
UNAVAILABLE = (
    "The clinic's database cannot be used just now, so nothing was changed. Try again;"
    " if it stays so, tell whoever looks after the server."
)
BUSY = (
    "Something large is being saved just now, such as an import, so nothing was changed. Reading"
    " goes on; try again in a minute."
)


class Database:
    """One database file: reads side by side, writes one after the other."""

    def __init__(self, path: Path | str) -> None:
        """``path`` is the SQLite file; its folder is made when missing."""
        self.path = Path(path)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.engine = _engine(self.path)
        self._writing = Lock()
        self._watching = Lock()
        self._watch: Any = None

    def migrate(self) -> None:
        """Bring the tables to this version, making them when there are none."""
        with self._writing, _plainly():
            upgrade(self.engine)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of everything and writes nothing.

        Raises Unavailable when the database does not answer.
        """
        with _plainly(), self.engine.connect() as connection:
            yield connection

    def state(self) -> int:
        """A number that is another one after every commit, whichever connection or process made it.

        What a read transaction that begins after asking sees is of this state, or of a later one.
        """
        with self._watching, _plainly():
            if self._watch is None:
                self._watch = self.engine.raw_connection()
                self._watch.detach()
            cursor = self._watch.execute("PRAGMA data_version")
            found: int = cursor.fetchone()[0]
            cursor.close()
        return found

    @contextmanager
    def write(self, *, patience_ms: int = BUSY_MS) -> Iterator[Session]:
        """The one transaction that may write; commits at the end, or leaves nothing behind.

        Raises Unavailable when the disk is full or broken or somebody else holds the lock.
        """
        with (
            self._writer(patience_ms) as connection,
            connection.begin(),
            Session(connection) as session,
        ):
            yield session
            session.flush()

    @contextmanager
    def rehearse(self) -> Iterator[Session]:
        """The same, but nothing of it stays; raises what writing would."""
        with self._writer() as connection, connection.begin() as whole:
            with Session(connection) as session:
                yield session
                session.flush()
            whole.rollback()

    @contextmanager
    def _writer(self, patience_ms: int = BUSY_MS) -> Iterator[Connection]:
        with (
            self._turn(patience_ms),
            _plainly(),
            self.engine.connect() as connection,
            _patient(connection, patience_ms),
        ):
            yield connection.execution_options(begin="BEGIN IMMEDIATE")

    def copy_to(self, path: Path) -> None:
        """Write all that is in it now to another file, which must not be there yet."""
        with _plainly(), self.engine.connect() as connection:
            raw: Any = connection.connection.dbapi_connection
            copy = SQLITE.connect(path)
            try:
                raw.backup(copy)
            finally:
                copy.close()

    def close(self) -> None:
        """Let go of every connection."""
        with self._watching:
            if self._watch is not None:
                self._watch.close()
            self._watch = None
        self.engine.dispose()

    @contextmanager
    def _turn(self, patience_ms: int) -> Iterator[None]:
        """One writer after the other; only in haste is waiting given up."""
        while not self._writing.acquire(timeout=patience_ms / 1000):
            if patience_ms < BUSY_MS:
                raise Unavailable(BUSY)
        try:
            yield
        finally:
            self._writing.release()


def _engine(path: Path) -> Engine:
    engine = create_engine(
        f"sqlite:///{path}",
        module=SQLITE,
        hide_parameters=True,
        pool_size=20,
        max_overflow=20,
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
    )
    engine.dialect.statement_compiler = _Compiler
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


class _Compiler(SQLiteCompiler):
    """Passes the index a query names on to SQLite, whose planner knows no sizes."""

    def format_from_hint_text(
        self, sqltext: str, table: FromClause, hint: str, iscrud: bool
    ) -> str:
        return f"{sqltext} {hint}"


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    journal = "WAL" if SQLITE.sqlite_version_info >= WAL_IS_SOUND else "DELETE"
    for pragma in (
        f"busy_timeout = {BUSY_MS}",
        f"journal_mode = {journal}",
        "synchronous = FULL",
        "foreign_keys = ON",
        "cache_size = -65536",
        "mmap_size = 268435456",
        "temp_store = MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))


@contextmanager
def _patient(connection: Connection, patience_ms: int) -> Iterator[None]:
    """Wait so long for the lock, and as long as ever afterwards."""
    raw: Any = connection.connection.dbapi_connection
    raw.execute(f"PRAGMA busy_timeout = {patience_ms}").close()
    try:
        yield
    finally:
        raw.execute(f"PRAGMA busy_timeout = {BUSY_MS}").close()


@contextmanager
def _plainly() -> Iterator[None]:
    try:
        yield
    except (OperationalError, SQLITE.OperationalError) as problem:
        # What the database says, not the statement: that may have columns such as blocked_until.
        is_locked = "locked" in str(getattr(problem, "orig", problem))
        raise Unavailable(BUSY if is_locked else UNAVAILABLE) from problem
