"""Commands that keep the clinic's data safe."""

from store import rights
from store.backups import Schedule, Shelf, make
from store.commands.giving import Giving
from store.copying import Progress
from store.queries.keeping import backups_view
from store.views import Actor, BackupView


class KeepingCommands(Giving):
    """Given by managers, and by the server itself when a backup is due."""

    shelf: Shelf
    schedule: Schedule

    def back_up(self, *, by: Actor, progress: Progress = lambda done, total: None) -> BackupView:
        """Make a verified copy of everything while others work on; ``progress`` is told in pages.

        Raises BackupFailed, see ``store.backups``.
        """
        rights.check(by, "back_up")
        with self._look(by) as unit:
            rights.check_staff(unit)
        return make(self.database, self.shelf, now=self.now(), progress=progress)

    def back_up_when_due(self) -> BackupView | None:
        """Make the backup the schedule asks for and remove the oldest; None when none is due.

        The demo, and a clinic without a location, need none.
        """
        now = self.now()
        with self.database.read() as connection:
            view = backups_view(connection, self.shelf, self.schedule, now)
        if not view.is_due:
            return None
        made = make(self.database, self.shelf, now=now)
        self.shelf.prune(self.schedule.keep)
        return made
