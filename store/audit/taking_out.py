"""Writes the trail to a file, row by row."""

from collections.abc import Callable
from pathlib import Path

from store.audit.reading import every
from store.database import Database
from store.errors import Stopped, Unavailable
from store.exporting.columns import Cell, Column
from store.exporting.sheets import open_sheet
from store.views import RecordQuery, RecordRow
from store.words import ExportKind

TOLD_EVERY = 500
STOPPED = "The export was stopped; no file was made."
COLUMNS = tuple(
    Column(title, 20, str)  # cells are made below, from another kind of row
    for title in (
        "Entry",
        "Time (UTC)",
        "Who",
        "Role",
        "From",
        "Kind",
        "What",
        "Outcome",
        "Patients",
        "Told",
        "Changes",
    )
)


def write_record(
    database: Database,
    query: RecordQuery,
    target: Path,
    progress: Callable[[int, int], None],
    is_stopped: Callable[[], bool],
) -> int:
    """Write what the query asks for as CSV, newest first, and answer the number of rows.

    Raises Stopped and Unavailable; neither leaves a file behind.
    """
    done = 0
    try:
        with database.read() as connection, open_sheet(ExportKind.CSV, target, COLUMNS) as sheet:
            for row in every(connection, query):
                sheet.write(_cells(row))
                done += 1
                if done % TOLD_EVERY == 0:
                    progress(done, 0)
                    if is_stopped():
                        raise Stopped(STOPPED)
    except OSError as problem:
        target.unlink(missing_ok=True)
        reason = problem.strerror or "the disk does not take it"
        raise Unavailable(f"The export could not be written: {reason}.") from problem
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    progress(done, done)
    return done


def _cells(row: RecordRow) -> tuple[Cell, ...]:
    patients = ", ".join(f"{one.name} ({one.id})" for one in row.patients)
    changes = "; ".join(
        f"{change.what} {each.name}: {each.before or 'none'} → {each.after or 'none'}"
        for change in row.changes
        for each in change.differences
    )
    return (
        row.id,
        f"{row.at:%Y-%m-%d %H:%M:%S}",
        row.who,
        row.role,
        row.origin,
        row.kind.label,
        row.command.replace("_", " "),
        row.result.label,
        patients,
        row.said,
        changes,
    )
