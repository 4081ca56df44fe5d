"""What the booking dialog's fields say, as the store wants to be asked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from components.booking_dialog import BookingDialog
from components.times import clock, day_text, local_day
from pages.visit import Visit
from store.errors import Invalid, Refused, RegimenError
from store.views import BookingProposal, BookingRequest, MoveRequest, Problem, Slot, SlotQuery
from store.zones import local_to_utc

FARTHEST = timedelta(days=3 * 366)
"""Typed days further away than this, to either side, are slips."""
SLOTS_ASKED = 2000
YEAR = 365
PROPOSED, PICKED, TYPED = "proposed", "picked", "typed"
"""Where the start time came from, which decides what may change it."""


@dataclass(frozen=True, kw_only=True)
class Spot:
    """Where somebody pointed: a minute of a local day, with whom or in which room."""

    location_id: int
    day: date
    minute: int
    provider_id: int | None = None
    room_id: int | None = None

    def fill(self, dialog: BookingDialog) -> None:
        """Put it into the fields; whoever or whatever is not on offer leaves its field alone."""
        for field, key in ((dialog.provider, self.provider_id), (dialog.room, self.room_id)):
            if key is not None and any(option[0] == str(key) for option in field.props["options"]):
                field.show(str(key))
        dialog.day.show_day(self.day)
        dialog.time.show(f"{self.minute // 60:02}:{self.minute % 60:02}")


@dataclass(kw_only=True)
class Draft:
    """The fields of one dialog read as a whole; raises Invalid for what cannot be."""

    dialog: BookingDialog
    proposal: BookingProposal
    key: str
    zone: str
    now: datetime
    chosen: Slot | None
    """The slot that was pressed or proposed last."""
    version: int
    """Of the booking that is moved, as the person has seen it."""

    @property
    def kept_as(self) -> tuple[str, int]:
        """The kind of form, and what it is about: a booking that is moved, or a session."""
        moving = self.proposal.moving_booking_id
        return ("book", self.proposal.session_id) if moving is None else ("move", moving)

    @property
    def today(self) -> date:
        """The local day of the location."""
        return local_day(self.now, self.zone)

    @property
    def day(self) -> date:
        """The day in the field."""
        try:
            day = date.fromisoformat(self.dialog.day.value)
        except ValueError:
            raise Invalid("Choose a day.", field="date") from None
        if abs(day - self.today) > FARTHEST:
            raise Invalid(f"{day_text(day)} is too far away.", field="date")
        return day

    @property
    def item_ids(self) -> tuple[int, ...]:
        """The ticked items."""
        if not self.dialog.item_ids:
            raise Invalid("Tick at least one item.", field="items")
        return self.dialog.item_ids

    @property
    def starts_at(self) -> datetime:
        """The instant that day and start time mean on the location's clocks."""
        day = self.day
        if self.dialog.time.value == "":
            raise Invalid("Choose a start time, or one of the free slots.", field="start_time")
        slot = self.slot
        if slot is not None:
            return slot.starts_at
        hours, minutes = self.dialog.time.value.split(":")[:2]
        return local_to_utc(self.zone, day, int(hours) * 60 + int(minutes))

    @property
    def slot(self) -> Slot | None:
        """The chosen slot, as long as the fields still say its day, time and place."""
        return self.chosen if self.chosen is not None and self._says(self.chosen) else None

    def has_place_of(self, slot: Slot) -> bool:
        """Whether the fields leave open, or name, where and with whom a slot is."""
        is_here = slot.location_id == self.dialog.location_id
        return is_here and self.dialog.provider_choice in ("any", slot.provider_id)

    def _says(self, slot: Slot) -> bool:
        begins = local_day(slot.starts_at, slot.zone).isoformat(), clock(slot.starts_at, slot.zone)
        said = self.dialog.day.value, self.dialog.time.value[:5]
        return self.has_place_of(slot) and said == begins

    def pick(self, slots: Sequence[Slot]) -> None:
        """Take the same time when it is free, else the day's first."""
        said = self.dialog.time.value[:5]
        same = (slot for slot in slots if clock(slot.starts_at, slot.zone) == said)
        self.chosen = next(same, next(iter(slots), None))
        if self.chosen is None:
            self.dialog.time.show("")
        else:
            self.dialog.show_time(self.chosen)

    def recognise(self, slots: Iterable[Slot]) -> None:
        """A typed time that is one of these slots stands for that slot."""
        if self.slot is None:
            self.chosen = next((slot for slot in slots if self._says(slot)), self.chosen)

    def query(self, day: date, *, days: int = 1, limit: int = SLOTS_ASKED) -> SlotQuery:
        """The free slots of some days for what is ticked, with whom and where is chosen."""
        dialog = self.dialog
        return SlotQuery(
            session_id=self.proposal.session_id,
            item_ids=self.item_ids,
            location_id=dialog.location_id,
            provider=dialog.provider_choice,
            room=dialog.room_choice,
            day=day,
            days=days,
            limit=limit,
            moving_booking_id=self.proposal.moving_booking_id,
        )

    async def first_after(self, visit: Visit) -> Slot:
        """The first free slot after the day in the field; raises Invalid if a year holds none."""
        query = self.query(self.day + timedelta(days=1), days=YEAR, limit=1)
        slots = await visit.look(visit.clinic.free_slots, query)
        if not slots:
            day = day_text(self.day)
            raise Invalid(f"Nothing is free within a year after {day}.", field="date")
        return slots[0]

    def request(self) -> BookingRequest | MoveRequest:
        """What Save would ask for; a slot that shows its provider is booked with that one."""
        dialog, moving = self.dialog, self.proposal.moving_booking_id
        provider = self.slot.provider_id if self.slot else dialog.provider_choice
        if moving is not None:
            return MoveRequest(
                key=self.key,
                booking_id=moving,
                version=self.version,
                starts_at=self.starts_at,
                provider=provider,
                room=dialog.room_choice,
                location_id=dialog.location_id,
                spacing_confirmed=dialog.is_confirmed,
            )
        return BookingRequest(
            key=self.key,
            session_id=self.proposal.session_id,
            item_ids=self.item_ids,
            location_id=dialog.location_id,
            provider=provider,
            room=dialog.room_choice,
            starts_at=self.starts_at,
            separate=dialog.is_separate,
            spacing_confirmed=dialog.is_confirmed,
        )

    def problem(self, refusal: RegimenError) -> Problem:
        """A refusal as the dialog shows it, at its field."""
        free = refusal.alternatives if isinstance(refusal, Refused) else ()
        problem = Problem(field=refusal.field or "", message=refusal.message, alternatives=free)
        return self.sifted(problem)

    def sifted(self, problem: Problem) -> Problem:
        """Without alternatives that repeat what was refused: a slot fits one visit, not several."""
        if not self.dialog.is_separate:
            return problem
        free = tuple(slot for slot in problem.alternatives if not self._says(slot))
        return problem.model_copy(update={"alternatives": free})

    def people(self) -> str:
        """Who would do it and where, as far as it is known."""
        provider = self.slot.provider_name if self.slot else self.dialog.provider_name
        return ", ".join(part for part in (provider, self.dialog.location_name) if part)
