"""What every question stands on: one read transaction at one instant."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from store.derive import turn

if TYPE_CHECKING:
    from store.database import Database


class Asking:
    """The ground of the reading half; the clinic gives it database and clock."""

    database: "Database"
    now: Callable[[], datetime]

    @contextmanager
    def _turned(self) -> Iterator[tuple[Connection, datetime]]:
        """A read transaction at one instant, after parts that are over have made room."""
        now = self.now()
        turn(self.database, now)
        with self.database.read() as connection:
            yield connection, now
