"""Questions about sessions: the list, one of them, the calendar."""

from collections.abc import Sequence
from functools import partial

from store import saved_views
from store.events import Hub
from store.queries import agenda, calendar, choices, counts, detail, my_day, pages, tallies
from store.queries.whole import list_size
from store.questions.asking import Asking
from store.sight import within
from store.sizes import Counts, Sizes
from store.views import (
    CAP,
    Actor,
    AgendaView,
    CalendarQuery,
    CalendarView,
    Choice,
    ClinicView,
    FilterChoices,
    MonthView,
    MyDay,
    MyDayQuery,
    SavedViewRow,
    ScopeCounts,
    SessionDetail,
    SessionPage,
    SessionQuery,
    TeamView,
)


class SessionQuestions(Asking):
    """Asked by the three routes and the detail view."""

    hub: Hub
    sizes: Sizes
    counts: Counts

    def sessions(self, query: SessionQuery, *, by: Actor) -> SessionPage:
        """One page of the session list; see ``store.queries.pages``."""
        with self._turned(by) as (connection, now, sight):
            return pages.session_page(connection, within(query, sight), now)

    def scope_counts(self, query: SessionQuery, *, by: Actor) -> ScopeCounts:
        """How many sessions each scope would list under the query's filters."""
        with self._turned(by) as (connection, now, sight):
            asked, state = within(query, sight), self.database.state()
            count = partial(counts.counted_until, connection, asked, now)
            return self.counts.of(counts.what_counts(asked), state, now, count)

    def saved_views(self, by: Actor) -> tuple[SavedViewRow, ...]:
        """The views of the list that somebody kept for themselves, then the shared ones."""
        with self.database.read() as connection:
            return saved_views.saved_views(connection, by)

    def list_sizes(self, queries: Sequence[SessionQuery], *, by: Actor) -> tuple[int, ...]:
        """How many sessions each of these lists has, up to ``CAP`` + 1; judged by the minute."""
        state = (self.hub.revision, self.now().replace(second=0))
        with self._turned(by) as (connection, now, sight):
            return tuple(
                self.sizes.of(
                    query, state, partial(list_size, connection, query, now, most=CAP + 1)
                )
                for query in (within(query, sight) for query in queries)
            )

    def filter_choices(self, *, by: Actor) -> FilterChoices:
        """What the filters of the list offer."""
        with self._seeing(by) as (connection, _, sight):
            return choices.filter_choices(connection, sight)

    def session(self, session_id: int, *, by: Actor) -> SessionDetail:
        """Everything about one session; NotFound for an unknown id."""
        with self._turned(by) as (connection, now, sight):
            return detail.session_detail(connection, session_id, now, sight)

    def services(self) -> tuple[Choice, ...]:
        """What can be added to a session, by name."""
        with self.database.read() as connection:
            return choices.services(connection)

    def profile(self) -> ClinicView:
        """The clinic as the page frame shows it."""
        with self.database.read() as connection:
            return choices.profile(connection)

    def calendar(self, query: CalendarQuery, *, by: Actor) -> CalendarView:
        """A day of everybody at a location, or a week of one; see ``store.queries.calendar``."""
        with self._seeing(by) as (connection, now, sight):
            return calendar.calendar(connection, query, now, sight)

    def calendar_month(self, query: CalendarQuery, *, by: Actor) -> MonthView:
        """How much is booked on each day of a month; see ``store.queries.tallies``."""
        with self._seeing(by) as (connection, now, sight):
            return tallies.month(connection, query, now, sight)

    def calendar_team(self, query: CalendarQuery, *, by: Actor) -> TeamView:
        """How much everybody has booked in a week; see ``store.queries.tallies``."""
        with self._seeing(by) as (connection, now, sight):
            return tallies.team(connection, query, now, sight)

    def calendar_agenda(self, query: CalendarQuery, *, by: Actor) -> AgendaView:
        """Bookings one below the other; see ``store.queries.agenda``."""
        with self._seeing(by) as (connection, now, sight):
            return agenda.agenda(connection, query, now, sight)

    def my_day(self, query: MyDayQuery, *, by: Actor) -> MyDay:
        """What somebody, or a room, has today; a provider's own when the query does not say whose."""
        if query == MyDayQuery():
            query = MyDayQuery(provider_id=by.provider_id)
        with self._seeing(by) as (connection, now, sight):
            return my_day.my_day(connection, query, now, sight)
