"""Questions of the booking dialog."""

from collections.abc import Iterable

from store import preview, proposals, slots
from store.barring import barred
from store.queries import fitting
from store.questions.asking import Asking
from store.rights import beyond
from store.sight import asked_about, asked_where, check_seen
from store.views import (
    Actor,
    Barred,
    BarredQuery,
    BookingProposal,
    BookingRequest,
    DialogChoices,
    FittingQuery,
    FittingSession,
    MoveRequest,
    Preview,
    Slot,
    SlotQuery,
)
from store.visits import session_of


class BookingQuestions(Asking):
    """Asked before something is booked or moved; NotFound for what is out of sight."""

    def free_slots(self, query: SlotQuery, *, by: Actor) -> tuple[Slot, ...]:
        """When, with whom and where a visit can be booked; see ``store.slots``."""
        with self._seeing(by) as (connection, now, sight):
            check_seen(connection, sight, asked_about(query))
            return slots.free_slots(connection, query, now)

    def booking_proposal(
        self, session_id: int, *, by: Actor, moving: int | None = None
    ) -> BookingProposal:
        """What the booking dialog opens with; ``moving`` is the booking to be rescheduled."""
        with self._seeing(by) as (connection, now, sight):
            check_seen(connection, sight, {"session": [session_id], "booking": [moving]})
            return proposals.booking_proposal(
                connection, session_id, now, moving=moving, sight=sight
            )

    def barred(self, query: BarredQuery, *, by: Actor) -> tuple[Barred, ...]:
        """Where in the calendar a booking or session cannot go; see ``store.barring``."""
        with self._seeing(by) as (connection, now, sight):
            check_seen(connection, sight, asked_where(query))
            session_id = query.session_id or session_of(connection, query.booking_id or 0)
            earliest = now if beyond(by, "book") else None
            return barred(connection, query, session_id, earliest)

    def fitting_sessions(self, query: FittingQuery, *, by: Actor) -> tuple[FittingSession, ...]:
        """What waits to be booked and fits a place; see ``store.queries.fitting``."""
        with self._turned(by) as (connection, now, sight):
            named = {"provider": [query.provider_id], "room": [query.room_id]}
            check_seen(connection, sight, {"location": [query.location_id], **named})
            return fitting.fitting_sessions(connection, query, now, sight)

    def dialog_choices(
        self, item_ids: Iterable[int], location_id: int, *, by: Actor
    ) -> DialogChoices:
        """Who can do these items at a location and where; see ``store.proposals``."""
        wanted = tuple(item_ids)
        with self._seeing(by) as (connection, _, sight):
            check_seen(connection, sight, {"item": wanted, "location": [location_id]})
            return proposals.dialog_choices(connection, wanted, location_id, sight)

    def preview(self, request: BookingRequest | MoveRequest, *, by: Actor) -> Preview:
        """What a request would give, and every rule it breaks; writes nothing."""
        with self._seeing(by) as (connection, now, sight):
            check_seen(connection, sight, asked_about(request))
            return preview.preview(connection, request, now=now, by=by)
