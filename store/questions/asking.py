"""What every question stands on: one read transaction at one instant, and what whoever asks may see."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from store.derive import turn
from store.sight import sight_of
from store.views import Actor, Sight

if TYPE_CHECKING:
    from store.database import Database


class Asking:
    """The ground of the reading half; the clinic gives it database and clock."""

    database: "Database"
    now: Callable[[], datetime]

    @contextmanager
    def _seeing(self, by: Actor) -> Iterator[tuple[Connection, datetime, Sight]]:
        """A read transaction at one instant."""
        now = self.now()
        with self.database.read() as connection:
            yield connection, now, sight_of(connection, by, now)

    @contextmanager
    def _turned(self, by: Actor) -> Iterator[tuple[Connection, datetime, Sight]]:
        """The same after parts that are over have made room."""
        turn(self.database, self.now())
        with self._seeing(by) as found:
            yield found
