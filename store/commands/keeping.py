"""Commands that keep the clinic's data safe."""

from store import rights, sight
from store.accounts.present import check_staff
from store.audit import SERVER, Entry
from store.backups import Schedule, Shelf, make
from store.commands.giving import Giving
from store.copying import Progress
from store.queries.keeping import backups_view
from store.unit import Told
from store.views import Actor, BackupView
from store.words import Deed


class KeepingCommands(Giving):
    """Given by managers, and by the server itself when a backup is due."""

    shelf: Shelf
    schedule: Schedule

    def back_up(self, *, by: Actor, progress: Progress = lambda done, total: None) -> BackupView:
        """Make a verified copy of everything while others work on; ``progress`` is told in pages.

        Raises BackupFailed, see ``store.backups``.
        """
        with self.on_record("back_up", by, kind=Deed.SERVER):
            rights.check(by, "back_up")
            with self._look(by) as unit:
                check_staff(unit)
                sight.check_whole(by.sight)
            made = make(self.database, self.shelf, now=self.now(), progress=progress)
        self._made(made, by)
        return made

    def back_up_when_due(self) -> BackupView | None:
        """Make the backup the schedule asks for and remove the oldest; None when none is due.

        The demo, and a clinic without a location, need none.
        """
        now = self.now()
        with self.database.read() as connection:
            view = backups_view(connection, self.shelf, self.schedule, now)
        if not view.is_due:
            return None
        with self.on_record("back_up", SERVER, kind=Deed.SERVER):
            made = make(self.database, self.shelf, now=now)
        self._made(made, SERVER)
        self.shelf.prune(self.schedule.keep)
        return made

    def _made(self, made: BackupView, by: Actor) -> None:
        told = Told("backup", 0, f"Made the backup {made.name}.", {}, {"size": made.size})
        entry = Entry(self.now(), by, "back_up", told.said, kind=Deed.SERVER, told=[told])
        self.waiting.append_now(entry)
