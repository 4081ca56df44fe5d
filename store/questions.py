"""What can be asked of the clinic: each method one read transaction, answered with views."""

from datetime import datetime
from typing import TYPE_CHECKING

from store.queries import calendar
from store.views import CalendarQuery, CalendarView

if TYPE_CHECKING:
    from collections.abc import Callable

    from store.database import Database


class Questions:
    """The reading half of the clinic."""

    database: "Database"
    now: "Callable[[], datetime]"

    def calendar(self, query: CalendarQuery) -> CalendarView:
        """A day of everybody at a location, or a week of one; see ``store.queries.calendar``."""
        with self.database.read() as connection:
            return calendar.calendar(connection, query, self.now())
