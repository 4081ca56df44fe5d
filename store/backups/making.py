"""Makes a backup: a copy of one state, checked, and only then called a backup."""

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from store.backups.shelf import BACKUP, Shelf, seal, sum_of
from store.copying import copy_out, fault
from store.database import SQLITE, Database
from store.errors import BackupFailed
from store.views import BackupView

Progress = Callable[[int, int], None]


def make(
    database: Database,
    shelf: Shelf,
    *,
    now: datetime,
    kind: str = BACKUP,
    progress: Progress = lambda done, total: None,
) -> BackupView:
    """Copy the database while everybody works on, check the copy and give it its name.

    Raises BackupFailed, leaving no half copy, when the folder cannot be written or the copy is not
    sound.
    """
    try:
        shelf.sweep(now)
        place = shelf.place(now, kind=kind)
        return _made(database, place, now, progress)
    except OSError as problem:
        reason = problem.strerror or "it cannot be written"
        raise BackupFailed(f"No backup was made in {shelf.folder}: {reason}.") from problem
    except SQLITE.Error as problem:
        said = f"No backup was made in {shelf.folder}: the disk is full or does not answer."
        raise BackupFailed(said) from problem


def _made(database: Database, place: Path, now: datetime, progress: Progress) -> BackupView:
    part = place.with_name(place.name + ".part")
    try:
        copy_out(database, part, progress)
        if wrong := fault(part):
            raise BackupFailed(f"No backup was made: of the copy, {wrong}.")
        _on_disk(part)
        part.replace(place)
        seal(place)
        _on_disk(place.parent)
    except BaseException:
        for file in (sum_of(place), place, part):
            file.unlink(missing_ok=True)
        raise
    return BackupView(name=place.name, made_at=now, size=place.stat().st_size)


def _on_disk(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return  # Windows writes names through by itself and opens no folder
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
