"""The folder of backups: a file each, named by time, and beside it the sum of its bytes.

The sum is written last, once the copy was found sound: a file without one is no good backup.
"""

import errno
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from store.copying import audit_head, digest
from store.views import BackupView

BACKUP = "regimen"
BEFORE_RESTORE = "before-restore"
NAME = re.compile(r"(regimen|before-restore)-(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)(?:-\d+)?\.db")
STAMP = "%Y-%m-%dT%H-%M-%SZ"
SUM = ".sha256"
MOST_A_SECOND = 99
STALE_SECONDS = 24 * 3600
"""No copy takes so long: what is older was left behind."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where backups lie."""

    folder: Path

    def place(self, now: datetime, *, kind: str = BACKUP) -> Path:
        """An empty file of a name that nothing had, for the backup made ``now`` to stand in.

        Nobody else is given the same, in whatever process. Raises OSError; the folder is made when
        missing.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        stem = f"{kind}-{now.astimezone(UTC):{STAMP}}"
        for number in ("", *(f"-{number}" for number in range(2, MOST_A_SECOND + 1))):
            place = self.folder / f"{stem}{number}.db"
            with suppress(FileExistsError):
                place.touch(exist_ok=False)
                return place
        raise FileExistsError(errno.EEXIST, "too many were made in this second")

    def good(self) -> list[BackupView]:
        """The backups that were found sound when they were made, newest first."""
        found = [view for file in self._files() if (view := _view(file))]
        return sorted(found, key=lambda view: (view.made_at, view.name), reverse=True)

    def prune(self, keep: int) -> None:
        """Remove the oldest beyond ``keep``; what was kept before a restore stays."""
        ours = [view for view in self.good() if view.name.startswith(f"{BACKUP}-")]
        for view in ours[keep:]:
            file = self.folder / view.name
            sum_of(file).unlink(missing_ok=True)
            file.unlink(missing_ok=True)

    def sweep(self, now: datetime) -> None:
        """Remove what copies that were broken off left behind; one still under way keeps its own."""
        empty = (file for file in self._files() if not file.stat().st_size)
        for file in (*self.folder.glob("*.part*"), *empty):
            if file.stat().st_mtime < now.timestamp() - STALE_SECONDS:
                file.unlink(missing_ok=True)

    def _files(self) -> Iterator[Path]:
        if self.folder.is_dir():
            yield from self.folder.glob("*.db")


def sum_of(file: Path) -> Path:
    """Where the sum of a backup's bytes stands, as `sha256sum --check` reads it."""
    return file.with_name(file.name + SUM)


def seal(file: Path) -> None:
    """Write down the sum of a backup's bytes, on the disk before this returns.

    Below it stands, as a remark, the head of its audit trail, see ``store.audit``.
    """
    with sum_of(file).open("w", encoding="utf-8") as stream:
        stream.write(f"{digest(file)}  {file.name}\n# audit {audit_head(file)}\n")
        stream.flush()
        os.fsync(stream.fileno())


def is_intact(file: Path) -> bool | None:
    """Whether every byte is as it was when the backup was made; None when nobody wrote that down."""
    if not sum_of(file).is_file():
        return None
    written = sum_of(file).read_text(encoding="utf-8", errors="replace").split()
    return bool(written) and written[0] == digest(file)


def _view(file: Path) -> BackupView | None:
    named = NAME.fullmatch(file.name)
    if named is None or not sum_of(file).is_file():
        return None
    made_at = datetime.strptime(named[2], STAMP).replace(tzinfo=UTC)
    return BackupView(name=file.name, made_at=made_at, size=file.stat().st_size)
