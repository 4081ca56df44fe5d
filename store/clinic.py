"""The clinic: every question that can be asked and every command that can be given."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime

from store.accounts.hashing import Hashing
from store.accounts.sign_ins import Limits
from store.audit import Entry, Waiting, append, entry_of
from store.backups import Schedule, Shelf
from store.commands import Commands
from store.database import Database
from store.events import Hub, SessionsChanged
from store.questions import Questions
from store.sizes import Counts, Sizes
from store.unit import Unit
from store.views import Actor

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    """The server's clock, in whole seconds of UTC."""
    return datetime.now(UTC).replace(microsecond=0)


class Clinic(Questions, Commands):
    """One thin method per question and command; owns the clock, the transactions and the news.

    All methods block while the database works, so pages call them off the event loop.
    """

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock = utc_now,
        shelf: Shelf | None = None,
        schedule: Schedule | None = None,
        limits: Limits | None = None,
        hashing: Hashing | None = None,
    ) -> None:
        """``clock`` gives aware UTC; it is the only one there is.

        Backups go to ``shelf``, beside the database when none is given, by ``schedule`` or, without
        one, only when somebody asks for them. Sign-ins last as long as ``limits`` say.
        """
        self.database = database
        self.now = clock
        self.shelf = shelf or Shelf(database.path.parent / "backups")
        self.schedule = schedule or Schedule()
        self.limits = limits or Limits()
        self.hashing = hashing or Hashing()
        self.hub = Hub()
        self.sizes = Sizes()
        self.counts = Counts()
        self.waiting = Waiting(database)

    @contextmanager
    def command(self, name: str, by: Actor) -> Iterator[Unit]:
        """A write transaction with its unit of work; on success derives, commits, publishes.

        What it did stands in the audit trail in the same transaction, under the command's ``name``;
        without one it is nobody's deed, such as counting a guess, and stands nowhere.
        """
        with self.database.write() as session:
            unit = Unit(session, self.now(), by, command=name)
            yield unit
            unit.settle()
            news = unit.news()
            if name:
                append(session.connection(), [entry_of(unit)])
        if news != SessionsChanged():
            self.hub.publish(news)

    def rehearsal(self) -> "Rehearsal":
        """The same clinic for trying out: what its commands do is told, and undone at once."""
        return Rehearsal(self.database, clock=self.now)


class Rehearsal(Clinic):
    """Carries every command out in full, then rolls it back and tells nobody."""

    @contextmanager
    def command(self, name: str, by: Actor) -> Iterator[Unit]:
        """A write transaction that leaves nothing behind, whatever becomes of it."""
        with self.database.rehearse() as session:
            unit = Unit(session, self.now(), by, command=name)
            yield unit
            unit.settle()

    def _refused(self, entry: Entry, about: Mapping[str, object]) -> None:
        """Nobody gave a command."""
