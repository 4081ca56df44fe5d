"""Questions of the booking dialog."""

from collections.abc import Iterable

from store import preview, proposals, slots
from store.questions.asking import Asking
from store.sight import asked_about, check_seen
from store.views import (
    Actor,
    BookingProposal,
    BookingRequest,
    DialogChoices,
    MoveRequest,
    Preview,
    Slot,
    SlotQuery,
)


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
