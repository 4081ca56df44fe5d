"""What can be asked of the clinic: each method one read transaction, answered with views."""

from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from store.derive import turn
from store.patients import likely_duplicates
from store.queries import calendar, choices, counts, detail, pages, patients
from store.views import (
    CalendarQuery,
    CalendarView,
    Choice,
    ClinicView,
    FilterChoices,
    PatientForm,
    PatientHit,
    PatientView,
    ScopeCounts,
    SessionDetail,
    SessionPage,
    SessionQuery,
)

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

    def patient(self, patient_id: int) -> PatientView:
        """One patient with the plans; NotFound for an unknown id."""
        with self._turned() as (connection, now):
            return patients.patient_view(connection, patient_id, now)

    def find_patients(self, q: str, *, limit: int = 20) -> tuple[PatientHit, ...]:
        """Patients found as the list's search finds them, by family name."""
        with self.database.read() as connection:
            return patients.find_patients(connection, q, limit)

    def likely_duplicates(self, form: PatientForm) -> tuple[PatientHit, ...]:
        """Patients who may be the one typed in; see ``store.patients``."""
        with self.database.read() as connection:
            return likely_duplicates(connection, form)

    def profile(self) -> ClinicView:
        """The clinic as the page frame shows it."""
        with self.database.read() as connection:
            return choices.profile(connection)

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
