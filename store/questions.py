"""What can be asked of the clinic: each method one read transaction, answered with views."""

from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from store import preview, proposals, slots
from store.derive import turn
from store.patients import likely_duplicates
from store.queries import calendar, choices, counts, detail, pages, patients
from store.views import (
    Actor,
    BookingProposal,
    BookingRequest,
    CalendarQuery,
    CalendarView,
    Choice,
    ClinicView,
    DialogChoices,
    FilterChoices,
    MoveRequest,
    PatientForm,
    PatientHit,
    PatientView,
    Preview,
    ScopeCounts,
    SessionDetail,
    SessionPage,
    SessionQuery,
    Slot,
    SlotQuery,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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

    def free_slots(self, query: SlotQuery) -> tuple[Slot, ...]:
        """When, with whom and where a visit can be booked; see ``store.slots``."""
        with self.database.read() as connection:
            return slots.free_slots(connection, query, self.now())

    def booking_proposal(self, session_id: int, *, moving: int | None = None) -> BookingProposal:
        """What the booking dialog opens with; ``moving`` is the booking to be rescheduled."""
        with self.database.read() as connection:
            return proposals.booking_proposal(connection, session_id, self.now(), moving=moving)

    def dialog_choices(self, item_ids: "Iterable[int]", location_id: int) -> DialogChoices:
        """Who can do these items at a location and where; see ``store.proposals``."""
        with self.database.read() as connection:
            return proposals.dialog_choices(connection, item_ids, location_id)

    def preview(self, request: BookingRequest | MoveRequest, *, by: Actor) -> Preview:
        """What a request would give, and every rule it breaks; writes nothing."""
        with self.database.read() as connection:
            return preview.preview(connection, request, now=self.now(), by=by)

    @contextmanager
    def _turned(self) -> "Iterator[tuple[Connection, datetime]]":
        """A read transaction at one instant, after parts that are over have made room."""
        now = self.now()
        turn(self.database, now)
        with self.database.read() as connection:
            yield connection, now
