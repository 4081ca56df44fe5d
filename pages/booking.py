"""Books and reschedules in a dialog over whatever view is open."""

import asyncio
from datetime import timedelta

from components.booking_dialog import BookingDialog, Handlers
from components.drafts import Draft as Kept
from components.live import follow
from components.times import day_text, local_day
from pages.booking_draft import PICKED, PROPOSED, TYPED, Draft, Spot
from pages.off_loop import off_loop
from pages.visit import Visit
from store.errors import Invalid, RegimenError, Stale
from store.views import BookingProposal, MoveRequest, Outcome, Problem, Slot

PAUSE_SECONDS = 0.12
"""Changes that follow each other within this time are asked about once."""


async def open_booking(
    visit: Visit, session_id: int, *, moving: int | None = None, at: Spot | None = None
) -> None:
    """Open the dialog for a session; ``moving`` is the booking to reschedule, ``at`` where to."""
    try:
        proposal = await visit.look(visit.clinic.booking_proposal, session_id, moving=moving)
        if moving is not None:
            visit.saw("booking", moving)
        elif visit.path != f"/sessions/{session_id}":
            visit.saw("session", session_id)
        with visit.frame.main:
            await BookingForm(visit, proposal).open(at)
    except RegimenError as refusal:
        visit.notices.refused(refusal.message)


class BookingForm:
    """One opened dialog: asks the clinic as fields change, and saves once."""

    def __init__(self, visit: Visit, proposal: BookingProposal) -> None:
        """Drawn and closed."""
        self.visit = visit
        self._kept = Kept(on_found=self._go_on)
        self.dialog = BookingDialog(proposal, self._handlers(), draft=self._kept)
        self.draft = Draft(
            dialog=self.dialog,
            proposal=proposal,
            key=self._kept.key,
            zone=proposal.zone,
            now=visit.clinic.now(),
            chosen=proposal.slot,
            version=proposal.moving_version,
        )
        self._stale = {"slots"}
        self._ticket = 0
        self._may_pick = False
        self._source = PROPOSED
        self._search: object = None
        self._is_saving = False
        self._is_over = False
        if proposal.slot is not None:
            self.dialog.show_time(proposal.slot)
        else:
            self.dialog.day.show_day(max(filter(None, (proposal.target_date, self.draft.today))))

    async def open(self, at: Spot | None = None) -> None:
        """Show it with the day's slots and what the proposal, or the place pointed at, comes to."""
        self.visit.on_leave(self.end)
        self._unfollow = follow(self.visit.clinic.hub.subscribe, lambda: self._ask("slots"))
        await self._renew_standing()
        if at is not None:
            await self._go_to(at)
        name = self.visit.draft(*self.draft.kept_as)
        self._kept.begin(
            name, self.dialog.kept, version=self.draft.version, is_fresh=at is not None
        )
        self.draft.key = self._kept.key
        self.dialog.shell.open()
        await self._ask()

    async def _go_to(self, at: Spot) -> None:
        """What was pointed at stays whatever else is free."""
        self._source = TYPED
        if at.location_id != self.dialog.location_id:
            self.dialog.location.show(str(at.location_id))
            await self._renew_choices()
        at.fill(self.dialog)

    def _go_on(self) -> None:
        """With what was chosen before: it stays, and what it saw is what it is saved over."""
        self._source = TYPED
        self.draft.key = self._kept.key
        self.draft.version = self._kept.version or self.draft.version

    async def _renew_standing(self) -> None:
        """See the booking that is moved as it stands now."""
        session_id, moving = self.draft.proposal.session_id, self.draft.proposal.moving_booking_id
        if moving is None:
            return
        detail = await self.visit.look(self.visit.clinic.session, session_id)
        for booking in detail.bookings:
            if booking.id == moving:
                self.draft.version = booking.version
                self.dialog.show_standing(booking)

    def end(self, *, is_kept: bool = True) -> None:
        """Take it away; the focus goes back to where it came from.

        What was chosen is kept for the next time unless it was saved or given up.
        """
        if self._is_over:
            return
        self._is_over = True
        self._ticket += 1
        self._unfollow()
        self.dialog.shell.delete()
        (self._kept.end if is_kept else self._kept.finish)()

    def _handlers(self) -> Handlers:
        return Handlers(
            on_items=lambda: self._place_changed("choices"),
            on_place=self._place_changed,
            on_day=self._day_changed,
            on_time=self._time_typed,
            on_terms=self._ask,
            on_step=self._step,
            on_next_free=self._next_free,
            on_slot=self._slot_picked,
            on_take=self._take,
            on_save=self._save,
            on_dismiss=lambda: self.end(is_kept=False),
        )

    async def _place_changed(self, *stale: str) -> None:
        """What nobody chose may give way to the first slot that is free now."""
        self._may_pick = self._source == PROPOSED
        await self._ask("slots", *stale)

    async def _day_changed(self) -> None:
        self._search = None
        self._may_pick = self._source != TYPED
        await self._ask("slots")

    async def _time_typed(self) -> None:
        self._source, self._may_pick = TYPED, False
        await self._ask()

    async def _slot_picked(self, slot: Slot) -> None:
        """What was pressed holds, even from a list that was just giving way to another day's."""
        day = self.dialog.day.value
        if not self.draft.has_place_of(slot):
            await self._take(slot)
        else:
            self._choose(slot)
            self.dialog.show_time(slot)
            await (self._ask() if self.dialog.day.value == day else self._ask("slots"))

    async def _take(self, slot: Slot) -> None:
        """An alternative fills every field that it differs in."""
        self._choose(slot)
        self._ticket += 1
        if slot.location_id != self.dialog.location_id:
            self.dialog.location.show(str(slot.location_id))
            await self._renew_choices()
        self.dialog.fill(slot)
        await self._ask("slots")

    def _choose(self, slot: Slot) -> None:
        self._search = None
        self._source, self._may_pick = PICKED, False
        self.draft.chosen = slot

    async def _step(self, days: int) -> None:
        try:
            day = self.draft.day + timedelta(days=days)
        except Invalid:
            day = self.draft.today
        self.dialog.day.show_day(day)
        await self._day_changed()

    async def _next_free(self) -> None:
        self.dialog.slots.wait()
        self._search = search = object()  # until a day or a slot is chosen by hand
        try:
            slot = await self.draft.first_after(self.visit)
        except RegimenError as refusal:
            self.dialog.refuse((self.draft.problem(refusal),))
        else:
            if self._search is search:
                self.dialog.day.show_day(local_day(slot.starts_at, slot.zone))
                await self._day_changed()
        finally:
            self.dialog.slots.wait(is_busy=False)

    async def _ask(self, *stale: str) -> None:
        """Bring up to date what depends on the fields; only the last of several is shown."""
        self._stale.update({"preview", *stale})
        self._ticket += 1
        ticket = self._ticket
        await asyncio.sleep(PAUSE_SECONDS)
        if ticket != self._ticket or self._is_saving:
            return
        try:
            await self._catch_up(ticket)
        except RegimenError as refusal:
            if ticket == self._ticket:
                self._cannot_tell(self.draft.problem(refusal))

    async def _catch_up(self, ticket: int) -> None:
        if not self.dialog.item_ids:
            self.dialog.slots.show_nothing("Tick an item to see what is free.")
            self._stale |= {"choices", "slots"}
        if "choices" in self._stale:
            await self._renew_choices(ticket)
        if "slots" in self._stale and ticket == self._ticket:
            await self._renew_slots(ticket)
        if ticket == self._ticket:
            await self._preview(ticket)

    async def _renew_choices(self, ticket: int | None = None) -> None:
        dialog = self.dialog
        choices = await self.visit.look(
            self.visit.clinic.dialog_choices, self.draft.item_ids, dialog.location_id
        )
        if ticket in (None, self._ticket):
            self._stale.discard("choices")
            self.draft.zone = choices.zone or self.draft.zone
            dialog.offer(choices, provider=dialog.provider_choice, room=dialog.room_choice)

    async def _renew_slots(self, ticket: int) -> None:
        day = self.draft.day
        slots = await self.visit.look(self.visit.clinic.free_slots, self.draft.query(day))
        if ticket != self._ticket:
            return
        self._stale.discard("slots")
        if self._may_pick:
            self.draft.pick(slots)
        self._may_pick = False
        is_open = self.dialog.provider_choice == "any"
        self.dialog.slots.show(slots, title=day_text(day), name_providers=is_open)

    async def _preview(self, ticket: int) -> None:
        if not self.dialog.time.value:
            self._stale.discard("preview")
            self.dialog.summary.clear_to("Choose a time")
            self.dialog.slots.choose(None)
            self.dialog.refuse(())
            return
        self.draft.recognise(self.dialog.slots.standing)
        preview = await self.visit.look(self.visit.clinic.preview, self.draft.request())
        if ticket == self._ticket:
            self._stale.discard("preview")
            self.dialog.slots.choose(self.draft.slot)
            sifted = {"problems": tuple(map(self.draft.sifted, preview.problems))}
            self.dialog.show(
                preview.model_copy(update=sifted), zone=self.draft.zone, people=self.draft.people()
            )

    def _cannot_tell(self, problem: Problem) -> None:
        self.dialog.summary.clear_to("Nothing to save yet")
        self.dialog.slots.choose(None)
        self.dialog.refuse((problem,))

    async def _save(self) -> None:
        """Once, however often it is pressed; a refusal leaves everything as it was typed."""
        if self._is_saving or self._is_over:
            return
        self._is_saving = True
        self._ticket += 1
        self.dialog.save.work(is_busy=True)
        try:
            outcome = await self._carry_out()
        except RegimenError as refusal:
            await self._refused(refusal)
        else:
            self.end(is_kept=False)
            self.visit.tell(outcome)
        finally:
            self._is_saving = False
            if not self._is_over:
                self.dialog.save.work(is_busy=False)

    async def _refused(self, refusal: RegimenError) -> None:
        problem = self.draft.problem(refusal)
        self.dialog.refuse((problem,))
        self.dialog.focus(problem.field)
        if isinstance(refusal, Stale):
            await self._renew_standing()
            self._kept.see(self.draft.version)
        self._is_saving = self._may_pick = False
        if self._stale:
            ticket = self._ticket + 1
            await self._ask()
            if ticket == self._ticket and not self.dialog.is_refused:
                self.dialog.refuse((problem,))

    async def _carry_out(self) -> Outcome:
        request = self.draft.request()
        if isinstance(request, MoveRequest):
            return await off_loop(self.visit.clinic.move, request, by=self.visit.actor)
        return await off_loop(self.visit.clinic.book, request, by=self.visit.actor)
