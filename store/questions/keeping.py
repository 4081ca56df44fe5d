"""Questions about how safe the clinic's data is."""

from store.backups import Schedule, Shelf
from store.queries.keeping import backups_view
from store.questions.asking import Asking
from store.views import BackupsView


class KeepingQuestions(Asking):
    """Asked by whoever looks after the server."""

    shelf: Shelf
    schedule: Schedule

    def backups(self) -> BackupsView:
        """The backups there are, and whether the next one is overdue."""
        with self.database.read() as connection:
            return backups_view(connection, self.shelf, self.schedule, self.now())
