"""What can be asked of the clinic: each method one read transaction, answered with views."""

from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from store.derive import turn
from store.queries import calendar, counts, pages
from store.views import CalendarQuery, CalendarView, ScopeCounts, SessionPage, SessionQuery

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from store.database import Database


class Questions:
    """The reading half of the clinic."""

    database: "Database"
    now: "Callable[[], datetime]"

    def sessions(self, query: SessionQuery) -> SessionPage:
        """One page of the session list; see ``store.queries.pages``."""
        with self._turned() as (connection, now):
            return pages.session_page(connection, query, now)

    def scope_counts(self, query: SessionQuery) -> ScopeCounts:
        """How many sessions each scope would list under the query's filters."""
        with self._turned() as (connection, now):
            return counts.scope_counts(connection, query, now)

    def calendar(self, query: CalendarQuery) -> CalendarView:
        """A day of everybody at a location, or a week of one; see ``store.queries.calendar``."""
        with self.database.read() as connection:
            return calendar.calendar(connection, query, self.now())

    @contextmanager
    def _turned(self) -> "Iterator[tuple[Connection, datetime]]":
        """A read transaction at one instant, after parts that are over have made room."""
        now = self.now()
        turn(self.database, now)
        with self.database.read() as connection:
            yield connection, now
