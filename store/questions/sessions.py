"""Questions about sessions: the list, one of them, the calendar."""

from collections.abc import Sequence
from functools import partial

from store import saved_views
from store.events import Hub
from store.queries import calendar, choices, counts, detail, pages
from store.queries.whole import list_size
from store.questions.asking import Asking
from store.sizes import Counts, Sizes
from store.views import (
    CAP,
    Actor,
    CalendarQuery,
    CalendarView,
    Choice,
    ClinicView,
    FilterChoices,
    SavedViewRow,
    ScopeCounts,
    SessionDetail,
    SessionPage,
    SessionQuery,
)


class SessionQuestions(Asking):
    """Asked by the three routes and the detail view."""

    hub: Hub
    sizes: Sizes
    counts: Counts

    def sessions(self, query: SessionQuery) -> SessionPage:
        """One page of the session list; see ``store.queries.pages``."""
        with self._turned() as (connection, now):
            return pages.session_page(connection, query, now)

    def scope_counts(self, query: SessionQuery) -> ScopeCounts:
        """How many sessions each scope would list under the query's filters."""
        with self._turned() as (connection, now):
            state = self.database.state()
            count = partial(counts.counted_until, connection, query, now)
            return self.counts.of(counts.what_counts(query), state, now, count)

    def saved_views(self, by: Actor) -> tuple[SavedViewRow, ...]:
        """The views of the list that somebody kept for themselves, then the shared ones."""
        with self.database.read() as connection:
            return saved_views.saved_views(connection, by)

    def list_sizes(self, queries: Sequence[SessionQuery]) -> tuple[int, ...]:
        """How many sessions each of these lists has, up to ``CAP`` + 1; judged by the minute."""
        state = (self.hub.revision, self.now().replace(second=0))
        with self._turned() as (connection, now):
            return tuple(
                self.sizes.of(
                    query, state, partial(list_size, connection, query, now, most=CAP + 1)
                )
                for query in queries
            )

    def filter_choices(self) -> FilterChoices:
        """What the filters of the list offer."""
        with self.database.read() as connection:
            return choices.filter_choices(connection)

    def session(self, session_id: int) -> SessionDetail:
        """Everything about one session; NotFound for an unknown id."""
        with self._turned() as (connection, now):
            return detail.session_detail(connection, session_id, now)

    def services(self) -> tuple[Choice, ...]:
        """What can be added to a session, by name."""
        with self.database.read() as connection:
            return choices.services(connection)

    def profile(self) -> ClinicView:
        """The clinic as the page frame shows it."""
        with self.database.read() as connection:
            return choices.profile(connection)

    def calendar(self, query: CalendarQuery) -> CalendarView:
        """A day of everybody at a location, or a week of one; see ``store.queries.calendar``."""
        with self.database.read() as connection:
            return calendar.calendar(connection, query, self.now())
