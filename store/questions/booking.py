"""Questions of the booking dialog."""

from collections.abc import Iterable

from store import preview, proposals, slots
from store.questions.asking import Asking
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
    """Asked before something is booked or moved."""

    def free_slots(self, query: SlotQuery) -> tuple[Slot, ...]:
        """When, with whom and where a visit can be booked; see ``store.slots``."""
        with self.database.read() as connection:
            return slots.free_slots(connection, query, self.now())

    def booking_proposal(self, session_id: int, *, moving: int | None = None) -> BookingProposal:
        """What the booking dialog opens with; ``moving`` is the booking to be rescheduled."""
        with self.database.read() as connection:
            return proposals.booking_proposal(connection, session_id, self.now(), moving=moving)

    def dialog_choices(self, item_ids: Iterable[int], location_id: int) -> DialogChoices:
        """Who can do these items at a location and where; see ``store.proposals``."""
        with self.database.read() as connection:
            return proposals.dialog_choices(connection, item_ids, location_id)

    def preview(self, request: BookingRequest | MoveRequest, *, by: Actor) -> Preview:
        """What a request would give, and every rule it breaks; writes nothing."""
        with self.database.read() as connection:
            return preview.preview(connection, request, now=self.now(), by=by)
