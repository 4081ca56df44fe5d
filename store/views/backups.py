"""Backups as people see them."""

from datetime import datetime

from store.views.frozen import Frozen


class BackupView(Frozen):
    """One verified copy of the clinic's database; ``made_at`` is aware UTC, ``size`` in bytes."""

    name: str
    made_at: datetime
    size: int


class BackupsView(Frozen):
    """The backups there are, newest first; ``zone`` is where to show their times."""

    folder: str
    zone: str
    at: str
    """When the next ones are made by themselves, as "02:30" every day; empty when they are not."""
    keep: int
    """So many of those made by themselves are kept."""
    is_needed: bool
    """A demo, and a clinic without a location, are not backed up by themselves."""
    is_due: bool
    """The schedule asks for one now."""
    is_late: bool
    """One that was due is still missing, or there is none at all."""
    backups: tuple[BackupView, ...]
    now: datetime

    @property
    def last(self) -> BackupView | None:
        """The newest good one."""
        return self.backups[0] if self.backups else None
