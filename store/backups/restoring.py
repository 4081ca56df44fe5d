"""Puts a backup back in place: checked first, and what was there is kept."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import DatabaseError

from store.accounts.sign_ins import forget_entrances
from store.audit import SERVER, Entry, append, head_of
from store.backups.making import make
from store.backups.shelf import BEFORE_RESTORE, Shelf, is_intact
from store.copying import copy_in, fault, version
from store.database import Database
from store.errors import BackupFailed, Unavailable
from store.migrate import known_versions
from store.text import clean
from store.unit import Told
from store.views import Actor
from store.words import Deed


def restore(
    database: Database, file: Path, shelf: Shelf, *, now: datetime, by: Actor = SERVER
) -> str:
    """Make the clinic what it was when the backup was made; answers where its last state is kept.

    The audit trail goes on from that of the backup, with a row that says so, and nobody is signed in
    by what was let in or sent away since.

    All at once: whoever reads meanwhile sees the one state or the other. Raises BackupFailed, and
    nothing changes, when the file is not a sound backup of this or an earlier version.
    """
    check(file)
    left = _head(database)
    kept = make(database, shelf, now=now, kind=BEFORE_RESTORE) if _is_usable(database) else None
    kept_at = str(shelf.folder / kept.name) if kept else _put_aside(database, now)
    copy_in(database, file)
    database.migrate()
    told = Told("backup", 0, f"Restored {file.name}.", left, {"kept": Path(kept_at).name})
    with database.write() as session:
        forget_entrances(session, now)
        entry = Entry(now, by, "restore", told.said, kind=Deed.SERVER, told=[told])
        append(session.connection(), [entry])
    return kept_at


def _head(database: Database) -> dict[str, str]:
    """How far the trail had come that gives way; nothing when that cannot be read."""
    with suppress(Unavailable, DatabaseError), database.read() as connection:
        return {"audit": str(head_of(connection))}
    return {}


def check(file: Path) -> None:
    """Raise BackupFailed, saying why, when the file cannot be restored."""
    if not file.is_file():
        raise BackupFailed(f"There is no file {_shown(file)}.")
    if is_intact(file) is False:
        raise BackupFailed(f"{file.name} is not as it was when the backup was made: it is damaged.")
    if wrong := fault(file):
        raise BackupFailed(f"{file.name} cannot be restored: {wrong}.")
    found = version(file)
    if found is None:
        raise BackupFailed(f"{file.name} is not a backup of Regimen.")
    if found not in known_versions():
        raise BackupFailed(f"{file.name} was made by a later version of Regimen: update first.")


def _is_usable(database: Database) -> bool:
    """Whether what is there now can be kept as a backup."""
    try:
        with database.read() as connection:
            return connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() == "ok"
    except (Unavailable, DatabaseError):
        return False


def _put_aside(database: Database, now: datetime) -> str:
    """Move a damaged database out of the way, with the log that belongs to it."""
    database.close()
    aside = f"damaged-{now:%Y-%m-%dT%H-%M-%SZ}"
    for suffix in ("", "-wal", "-shm"):
        part = database.path.with_name(database.path.name + suffix)
        if part.exists():
            part.replace(part.with_name(f"{aside}-{part.name}"))
    return str(database.path.with_name(f"{aside}-{database.path.name}"))


def _shown(file: Path) -> str:
    return clean(str(file).encode(errors="replace").decode(), "The path", limit=4_000)
