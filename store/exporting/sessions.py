"""Exports the session list in one state of the database, while others work on."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from store.database import Database
from store.errors import Stopped, Unavailable
from store.exporting.columns import columns
from store.exporting.sheets import open_sheet
from store.queries.whole import list_size, whole_list
from store.views import SessionQuery
from store.words import ExportKind

Progress = Callable[[int, int], None]
"""Called with how many rows are written, and how many there are."""
STOPPED = "The export was stopped; no file was made."


def export_sessions(
    database: Database,
    query: SessionQuery,
    kind: ExportKind,
    target: Path,
    *,
    now: datetime,
    progress: Progress,
    is_stopped: Callable[[], bool],
) -> int:
    """Write the whole list that a query asks for, in its order, and answer its number of rows.

    Days and times are those of each session's own location. Raises Stopped when it was stopped, and
    Unavailable when the file cannot be written; neither leaves a file behind.
    """
    try:
        return _written(database, query, kind, target, now, progress, is_stopped)
    except OSError as problem:
        reason = problem.strerror or "the disk does not take it"
        raise Unavailable(f"The export could not be written: {reason}.") from problem


def _written(
    database: Database,
    query: SessionQuery,
    kind: ExportKind,
    target: Path,
    now: datetime,
    progress: Progress,
    is_stopped: Callable[[], bool],
) -> int:
    done, shown = 0, columns(money=query.sight.money)
    try:
        with database.read() as connection, open_sheet(kind, target, shown) as sheet:
            total = list_size(connection, query, now)
            progress(0, total)
            for rows in whole_list(connection, query, now):
                if is_stopped():
                    raise Stopped(STOPPED)
                for row in rows:
                    sheet.write(tuple(column.read(row) for column in shown))
                done += len(rows)
                progress(done, total)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return done
