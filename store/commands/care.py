"""Commands that care for a session: its bookings, its items, its money, and undo."""

from store import billing, items, steps, undo
from store.bookings import book, move
from store.bookings.refusing import with_alternatives
from store.commands.giving import Giving
from store.request_keys import once
from store.rules import Stance
from store.sight import asked_about
from store.views import Actor, BookingRequest, MoveRequest, Outcome
from store.words import BookingStatus, PaymentMethod


class CareCommands(Giving):
    """Given at the front desk and in the treatment room."""

    def book(self, request: BookingRequest, *, by: Actor) -> Outcome:
        """Book items of a session, once a key; a refusal carries what is free instead."""
        refusing = with_alternatives(self.database, request, Stance.of(by, self.now()))
        about = {"session": request.session_id}
        with refusing, self._unit("book", by, within=asked_about(request), **about) as unit:
            return once(unit, request.key, book.book, request)

    def move(self, request: MoveRequest, *, by: Actor) -> Outcome:
        """Move or resize a booking, once a key; a refusal carries what is free instead."""
        refusing = with_alternatives(self.database, request, Stance.of(by, self.now()))
        about = {"booking": request.booking_id}
        with refusing, self._unit("move", by, within=asked_about(request), **about) as unit:
            return once(unit, request.key, move.move, request)

    def confirm(self, booking_id: int, *, version: int, by: Actor) -> Outcome:
        """The patient said they will come."""
        with self._unit("confirm", by, booking=booking_id) as unit:
            return steps.step(unit, booking_id, BookingStatus.CONFIRMED, version=version)

    def check_in(self, booking_id: int, *, version: int, by: Actor) -> Outcome:
        """The patient is here."""
        with self._unit("check_in", by, booking=booking_id) as unit:
            return steps.step(unit, booking_id, BookingStatus.CHECKED_IN, version=version)

    def start(self, booking_id: int, *, version: int, by: Actor) -> Outcome:
        """The procedure begins."""
        with self._unit("start", by, booking=booking_id) as unit:
            return steps.step(unit, booking_id, BookingStatus.IN_PROCEDURE, version=version)

    def check_out(
        self, booking_id: int, *, version: int, performed: frozenset[int], by: Actor
    ) -> Outcome:
        """The patient leaves: the items named were performed, the others are booked anew."""
        named = {"item": performed}
        with self._unit("check_out", by, within=named, booking=booking_id) as unit:
            return steps.check_out(unit, booking_id, version=version, performed=performed)

    def step_back(self, booking_id: int, *, version: int, by: Actor) -> Outcome:
        """Take the booking's last step back."""
        with self._unit("step_back", by, booking=booking_id) as unit:
            return steps.step_back(unit, booking_id, version=version)

    def cancel(self, booking_id: int, *, version: int, reason: str, by: Actor) -> Outcome:
        """Cancel a booking for a reason."""
        with self._unit("cancel", by, booking=booking_id) as unit:
            return steps.cancel(unit, booking_id, version=version, reason=reason)

    def no_show(self, booking_id: int, *, version: int, by: Actor) -> Outcome:
        """The patient did not come."""
        with self._unit("no_show", by, booking=booking_id) as unit:
            return steps.no_show(unit, booking_id, version=version)

    def perform(
        self,
        item_id: int,
        *,
        by: Actor,
        location_id: int | None = None,
        provider_id: int | None = None,
    ) -> Outcome:
        """Mark an item performed now; a walk-in says where and by whom."""
        where = {"location": [location_id], "provider": [provider_id]}
        with self._unit("perform", by, within=where, item=item_id) as unit:
            return items.perform(unit, item_id, location_id=location_id, provider_id=provider_id)

    def unmark(self, item_id: int, *, by: Actor) -> Outcome:
        """Take the mark "performed" back."""
        with self._unit("unmark", by, item=item_id) as unit:
            return items.unmark(unit, item_id)

    def document(
        self, item_id: int, *, note: str, by: Actor, version: int | None = None
    ) -> Outcome:
        """Write an item's note; ``version`` is the session's as the writer saw it."""
        with self._unit("document", by, item=item_id) as unit:
            return items.document(unit, item_id, note=note, version=version)

    def add_item(
        self,
        session_id: int,
        *,
        service_id: int,
        by: Actor,
        units: int = 1,
        key: str | None = None,
    ) -> Outcome:
        """Add a service to a session; once a key."""
        with self._unit("add_item", by, session=session_id) as unit:
            return once(unit, key, items.add_item, session_id, service_id=service_id, units=units)

    def remove_item(self, item_id: int, *, by: Actor) -> Outcome:
        """Take an item out of its session."""
        with self._unit("remove_item", by, item=item_id) as unit:
            return items.remove_item(unit, item_id)

    def take_payment(
        self, session_id: int, *, amount: int, method: PaymentMethod, key: str, by: Actor
    ) -> Outcome:
        """Take a payment in minor units; once a key."""
        with self._unit("take_payment", by, session=session_id) as unit:
            return once(unit, key, billing.take_payment, session_id, amount=amount, method=method)

    def refund(
        self, session_id: int, *, amount: int, method: PaymentMethod, key: str, by: Actor
    ) -> Outcome:
        """Give money back, in minor units; once a key."""
        with self._unit("refund", by, session=session_id) as unit:
            return once(unit, key, billing.refund, session_id, amount=amount, method=method)

    def undo(self, change_id: int, *, by: Actor) -> Outcome:
        """Take a change back, within a day and once."""
        with self._unit("undo", by, change=change_id) as unit:
            return undo.undo(unit, change_id)
