"""What the clinic can be told to do: each method one write transaction, then the news of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING

from sqlmodel import Session

from store import billing, displacement, items, patients, plans, rights, steps, undo
from store.bookings import book, move
from store.bookings.refusing import with_alternatives
from store.rules import Stance
from store.unit import Unit
from store.views import (
    Actor,
    BookingRequest,
    Displacement,
    MoveRequest,
    Outcome,
    PatientForm,
)
from store.words import BookingStatus, PaymentMethod, PlanState, Role

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from store.database import Database

NOBODY = Actor(staff_id=None, name="", role=Role.FRONT_DESK)


class Commands:
    """The writing half of the clinic.

    Every command is given ``by`` somebody and raises a RegimenError, leaving nothing behind, when
    it cannot be carried out: NotAllowed by role or moment, NotFound, Invalid, Stale, Refused,
    Unavailable.
    """

    if TYPE_CHECKING:
        database: Database

        def now(self) -> datetime:
            """Given by the clinic."""

        def command(self, by: Actor) -> AbstractContextManager[Unit]:
            """Given by the clinic."""

    def book(self, request: BookingRequest, *, by: Actor) -> Outcome:
        """Book items of a session; a refusal carries what is free instead."""
        refusing = with_alternatives(self.database, request, Stance(self.now(), by.role))
        with refusing, self._unit("book", by) as unit:
            return book.book(unit, request)

    def move(self, request: MoveRequest, *, by: Actor) -> Outcome:
        """Move or resize a booking; a refusal carries what is free instead."""
        refusing = with_alternatives(self.database, request, Stance(self.now(), by.role))
        with refusing, self._unit("move", by) as unit:
            return move.move(unit, request)

    def confirm(self, booking_id: int, *, version: int, by: Actor) -> Outcome:
        """The patient said they will come."""
        with self._unit("confirm", by) as unit:
            return steps.step(unit, booking_id, BookingStatus.CONFIRMED, version=version)

    def check_in(self, booking_id: int, *, version: int, by: Actor) -> Outcome:
        """The patient is here."""
        with self._unit("check_in", by) as unit:
            return steps.step(unit, booking_id, BookingStatus.CHECKED_IN, version=version)

    def start(self, booking_id: int, *, version: int, by: Actor) -> Outcome:
        """The procedure begins."""
        with self._unit("start", by) as unit:
            return steps.step(unit, booking_id, BookingStatus.IN_PROCEDURE, version=version)

    def check_out(
        self, booking_id: int, *, version: int, performed: frozenset[int], by: Actor
    ) -> Outcome:
        """The patient leaves: the items named were performed, the others are booked anew."""
        with self._unit("check_out", by) as unit:
            return steps.check_out(unit, booking_id, version=version, performed=performed)

    def step_back(self, booking_id: int, *, version: int, by: Actor) -> Outcome:
        """Take the booking's last step back."""
        with self._unit("step_back", by) as unit:
            return steps.step_back(unit, booking_id, version=version)

    def cancel(self, booking_id: int, *, version: int, reason: str, by: Actor) -> Outcome:
        """Cancel a booking for a reason."""
        with self._unit("cancel", by) as unit:
            return steps.cancel(unit, booking_id, version=version, reason=reason)

    def no_show(self, booking_id: int, *, version: int, by: Actor) -> Outcome:
        """The patient did not come."""
        with self._unit("no_show", by) as unit:
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
        with self._unit("perform", by) as unit:
            return items.perform(unit, item_id, location_id=location_id, provider_id=provider_id)

    def unmark(self, item_id: int, *, by: Actor) -> Outcome:
        """Take the mark "performed" back."""
        with self._unit("unmark", by) as unit:
            return items.unmark(unit, item_id)

    def document(
        self, item_id: int, *, note: str, by: Actor, version: int | None = None
    ) -> Outcome:
        """Write an item's note; ``version`` is the session's as the writer saw it."""
        with self._unit("document", by) as unit:
            return items.document(unit, item_id, note=note, version=version)

    def add_item(self, session_id: int, *, service_id: int, by: Actor, units: int = 1) -> Outcome:
        """Add a service to a session."""
        with self._unit("add_item", by) as unit:
            return items.add_item(unit, session_id, service_id=service_id, units=units)

    def remove_item(self, item_id: int, *, by: Actor) -> Outcome:
        """Take an item out of its session."""
        with self._unit("remove_item", by) as unit:
            return items.remove_item(unit, item_id)

    def take_payment(
        self, session_id: int, *, amount: int, method: PaymentMethod, key: str, by: Actor
    ) -> Outcome:
        """Take a payment in minor units; once a key."""
        with self._unit("take_payment", by) as unit:
            return billing.take_payment(unit, session_id, amount=amount, method=method, key=key)

    def refund(
        self, session_id: int, *, amount: int, method: PaymentMethod, key: str, by: Actor
    ) -> Outcome:
        """Give money back, in minor units; once a key."""
        with self._unit("refund", by) as unit:
            return billing.refund(unit, session_id, amount=amount, method=method, key=key)

    def cancel_plan(self, plan_id: int, *, reason: str, by: Actor) -> Outcome:
        """Cancel a plan and its bookings ahead."""
        with self._unit("cancel_plan", by) as unit:
            return plans.cancel_plan(unit, plan_id, reason=reason)

    def plan_bookings_ahead(self, plan_id: int) -> tuple[str, ...]:
        """What cancelling the plan would cancel, a line a booking."""
        with self._look() as unit:
            return plans.plan_bookings_ahead(unit, plan_id)

    def change_plan_state(self, plan_id: int, *, state: PlanState, by: Actor) -> Outcome:
        """Prescribe, finish or reopen a plan."""
        with self._unit("change_plan_state", by) as unit:
            return plans.change_plan_state(unit, plan_id, state=state)

    def add_patient(self, form: PatientForm, *, by: Actor) -> int:
        """Add a patient; the id comes back."""
        with self._unit("add_patient", by) as unit:
            return patients.add_patient(unit, form)

    def edit_patient(self, patient_id: int, form: PatientForm, *, by: Actor) -> None:
        """Change a patient's record."""
        with self._unit("edit_patient", by) as unit:
            patients.edit_patient(unit, patient_id, form)

    def take_time_off(
        self,
        provider_id: int,
        *,
        starts_at: datetime,
        ends_at: datetime,
        by: Actor,
        reason: str = "",
    ) -> Displacement:
        """Let a provider be off; bookings that no longer stand need moving."""
        with self._unit("take_time_off", by) as unit:
            return displacement.take_time_off(
                unit, provider_id, starts_at=starts_at, ends_at=ends_at, reason=reason
            )

    def disable_provider(self, provider_id: int, *, by: Actor) -> Displacement:
        """Offer a provider no longer; bookings ahead need moving."""
        with self._unit("disable_provider", by) as unit:
            return displacement.disable_provider(unit, provider_id)

    def disable_room(self, room_id: int, *, by: Actor) -> Displacement:
        """Offer a room no longer; bookings ahead need moving."""
        with self._unit("disable_room", by) as unit:
            return displacement.disable_room(unit, room_id)

    def displaced_by_time_off(
        self, provider_id: int, *, starts_at: datetime, ends_at: datetime
    ) -> tuple[str, ...]:
        """The bookings that time off would displace, a line each."""
        with self._look() as unit:
            found = displacement.displaced_by_time_off(unit, provider_id, starts_at, ends_at)
            return displacement.in_lines(unit, found)

    def displaced_by_provider(self, provider_id: int) -> tuple[str, ...]:
        """The bookings that disabling the provider would displace, a line each."""
        with self._look() as unit:
            return displacement.in_lines(
                unit, displacement.displaced_by_provider(unit, provider_id)
            )

    def displaced_by_room(self, room_id: int) -> tuple[str, ...]:
        """The bookings that disabling the room would displace, a line each."""
        with self._look() as unit:
            return displacement.in_lines(unit, displacement.displaced_by_room(unit, room_id))

    def undo(self, change_id: int, *, by: Actor) -> Outcome:
        """Take a change back, within a day and once."""
        with self._unit("undo", by) as unit:
            return undo.undo(unit, change_id)

    @contextmanager
    def _unit(self, command: str, by: Actor) -> Iterator[Unit]:
        rights.check(by, command)
        with self.command(by) as unit:
            rights.check_staff(unit)
            yield unit

    @contextmanager
    def _look(self) -> Iterator[Unit]:
        with self.database.read() as connection, Session(connection) as session:
            yield Unit(session, self.now(), NOBODY)
