"""Copies of a SQLite file, taken while others work, and judged: nothing else reads it byte by byte."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy.pool import PoolProxiedConnection

from store.database import SQLITE, Database

Progress = Callable[[int, int], None]
"""Called with how many pages are done, and how many there are."""
PAGES = 4_096
"""So many at a time, so that progress is told and nobody waits long."""
CHUNK = 1 << 20


def copy_out(database: Database, target: Path, progress: Progress) -> None:
    """Copy one state of the database into a new file, on the disk before this returns.

    With a write-ahead log others go on writing meanwhile; what they write is not in the copy.
    """
    with (
        _source(database) as source,
        closing(SQLITE.connect(str(target))) as copy,
    ):
        source.backup(copy, pages=PAGES, progress=_told(progress), sleep=0.001)
        copy.execute("PRAGMA journal_mode = DELETE").close()


def copy_in(database: Database, file: Path) -> None:
    """Put a copy in the place of everything the database holds, in one transaction of it."""
    with closing(read_only(file)) as copy, _raw(database) as raw:
        copy.backup(raw.driver_connection, pages=-1)


def read_only(file: Path) -> Any:
    """A connection that changes nothing, not even beside the file."""
    return SQLITE.connect(f"{file.resolve().as_uri()}?mode=ro&immutable=1", uri=True)


def fault(file: Path) -> str:
    """What is wrong inside a database file, in words; empty when it is sound."""
    try:
        with closing(read_only(file)) as connection:
            (said,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if said != "ok":
                return "its pages are damaged"
            if connection.execute("PRAGMA foreign_key_check").fetchone():
                return "something in it points to what is not there"
    except SQLITE.DatabaseError:
        return "it is damaged, or it is no database"
    return ""


def version(file: Path) -> str | None:
    """Which tables the file has, as migrations name them; None when it is not one of Regimen's."""
    with closing(read_only(file)) as connection, suppress(SQLITE.DatabaseError):
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(found[0]) if found else None
    return None


def audit_head(file: Path) -> str:
    """The head of the audit trail in it, as the trail prints it; empty when it has none yet."""
    with closing(read_only(file)) as connection, suppress(SQLITE.DatabaseError):
        found = connection.execute("SELECT count, hash FROM audit_head").fetchone()
        return f"{found[0]}:{found[1]}" if found else ""
    return ""


def digest(file: Path) -> str:
    """The SHA-256 of a file's bytes."""
    summed = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            summed.update(chunk)
    return summed.hexdigest()


@contextmanager
def _raw(database: Database) -> Iterator[PoolProxiedConnection]:
    with closing(database.engine.raw_connection()) as raw:
        yield raw


@contextmanager
def _source(database: Database) -> Iterator[Any]:
    """The driver's own connection; with a write-ahead log it holds on to the state of now.

    Without one, holding on would keep everybody from writing: the copy begins anew instead when
    somebody writes.
    """
    with _raw(database) as raw:
        connection: Any = raw.driver_connection
        (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
        if journal == "wal":
            connection.execute("BEGIN").close()
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        try:
            yield connection
        finally:
            connection.rollback()


def _told(progress: Progress) -> Callable[[int, int, int], None]:
    return lambda _status, remaining, total: progress(total - remaining, total)
