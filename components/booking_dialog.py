"""The booking dialog: what is booked, with whom and where, when, and what that comes to."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

from nicegui import ui

from components.booking_summary import BookingSummary
from components.buttons import Button
from components.dialog import Dialog
from components.drafts import Draft
from components.fields import Field, check, select
from components.money import money_text
from components.radio_choice import RadioChoice
from components.refusal import Refusal
from components.slot_picker import SlotPicker
from components.text import words
from components.times import clock, day_text, local_day, time_range
from store.views import (
    BookableItem,
    BookingProposal,
    BookingView,
    DialogChoices,
    Preview,
    Problem,
    Slot,
)
from store.views.booking import ProviderChoice, RoomChoice

ANY = "any"
NO_ROOM = "none"
TOO_CLOSE = "Book although it is closer than the plan's minimum"
KEPT = ("location", "provider", "room", "spacing", "date", "start_time")
TOGETHER, APART = "together", "apart"
SAME_PLACE = {"end_time": "start_time"}
"""Problems with what has no field of its own stand at another."""

Do = Callable[[], Awaitable[Any] | Any]
With = Callable[[Any], Awaitable[Any] | Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Handlers:
    """What the dialog calls when the person did something."""

    on_items: Do
    """Other items or another location: providers and rooms may be others now."""
    on_place: Do
    on_day: Do
    on_time: Do
    on_terms: Do
    """One visit or several, or the tick against the spacing."""
    on_step: Callable[[int], Awaitable[Any] | Any]
    on_next_free: Do
    on_slot: Callable[[Slot], Awaitable[Any] | Any]
    on_take: Callable[[Slot], Awaitable[Any] | Any]
    on_save: Do
    on_dismiss: Do


class BookingDialog:
    """Every field of it, as typed; shows what it is told and decides nothing."""

    def __init__(self, proposal: BookingProposal, do: Handlers, *, draft: Draft) -> None:
        """Draw it, filled with the proposal, closed; ``draft`` says when it was typed before."""
        self._do = do
        self._refusals: dict[str, Refusal] = {}
        self.is_refused = False
        self.is_moving = proposal.moving_booking_id is not None
        title = "Reschedule" if self.is_moving else "Create Booking"
        self.shell = Dialog(title, wide=True, on_dismiss=do.on_dismiss)
        with self.shell:
            draft.line()
            words(proposal.title, tag="p", classes="booking-title any-text")
            self._standing = words("", tag="p", classes="booking-standing any-text")
            with ui.element("div").classes("booking"):
                with ui.element("div").classes("booking-what stack"):
                    self._draw_items(proposal.items)
                    self._draw_place(proposal)
                with ui.element("div").classes("booking-when stack"):
                    self._draw_when(proposal)
            self._draw_end(proposal)
        self.offer(proposal.choices, provider=proposal.provider, room=proposal.room)

    @property
    def item_ids(self) -> tuple[int, ...]:
        """The ticked items."""
        return tuple(key for key, box in self._boxes.items() if box.value)

    @property
    def location_id(self) -> int:
        """The chosen location."""
        return int(self.location.value)

    @property
    def provider_choice(self) -> ProviderChoice:
        """The chosen provider, or any."""
        return "any" if self.provider.value == ANY else int(self.provider.value)

    @property
    def room_choice(self) -> RoomChoice:
        """The chosen room, any or none."""
        match self.room.value:
            case "any":
                return "any"
            case "none":
                return "none"
            case number:
                return int(number)

    @property
    def is_separate(self) -> bool:
        """Whether each item is to be a booking of its own."""
        return self._visits.value == APART and len(self.item_ids) > 1

    @property
    def is_confirmed(self) -> bool:
        """Whether the spacing is ticked as wanted all the same."""
        return bool(self.spacing.value)

    @property
    def provider_name(self) -> str:
        """Of the chosen provider; empty for any."""
        return self._names.get(self.provider.value, "")

    @property
    def location_name(self) -> str:
        """Of the chosen location."""
        return self._locations[self.location.value]

    @property
    def kept(self) -> dict[str, ui.element]:
        """What is typed and chosen, in the order in which it is put back; what is ticked first."""
        boxes = {f"item-{key}": box for key, box in self._boxes.items()}
        fields = {name: self._fields[name] for name in KEPT}
        return {**boxes, "visits": self._visits, **fields, "slot": self.slots}

    def offer(self, choices: DialogChoices, *, provider: ProviderChoice, room: RoomChoice) -> None:
        """Offer providers and rooms; a choice that is no longer among them becomes any."""
        providers = [(ANY, "Any"), *_options(choices.providers)]
        rooms = [(ANY, "Any"), *_options(choices.rooms)]
        if not choices.room_needed:
            rooms.append((NO_ROOM, "None"))
        self._names = {value: name for value, name in providers if value != ANY}
        self.provider.offer(providers, value=_kept(provider, providers))
        self.room.offer(rooms, value=_kept(room, rooms))
        self._visits.set_visibility(len(self.item_ids) > 1 and not self.is_moving)

    def show_standing(self, booking: BookingView) -> None:
        """Say where the booking that is to be moved stands now, and why it must move."""
        day = day_text(local_day(booking.starts_at, booking.zone))
        times = time_range(booking.starts_at, booking.ends_at, zone=booking.zone, name_zone=True)
        where = ", ".join(filter(None, (booking.provider_name, booking.room_name)))
        now = f"Now {day}, {times} with {where}."
        why = f" Needs moving: {booking.moving_reason}" if booking.needs_moving else ""
        self._standing.text = now + why

    def fill(self, slot: Slot) -> None:
        """Put a slot's place and time into the fields."""
        self.provider.show(str(slot.provider_id))
        self.room.show(NO_ROOM if slot.room_id is None else str(slot.room_id))
        self.show_time(slot)

    def show_time(self, slot: Slot) -> None:
        """Put a slot's day and start into their fields."""
        self.day.show_day(local_day(slot.starts_at, slot.zone))
        self.time.show(clock(slot.starts_at, slot.zone))

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Say every problem at its field, with what is free instead; none takes all back."""
        found: dict[str, tuple[Problem, ...]] = dict.fromkeys(self._refusals, ())
        offered: tuple[Slot, ...] = ()
        for problem in problems:
            name = SAME_PLACE.get(problem.field, problem.field)
            name = name if name in found else "form"
            free = problem.alternatives if problem.alternatives != offered else ()
            offered = offered or free
            found[name] = (*found[name], problem.model_copy(update={"alternatives": free}))
        self.is_refused = any(found.values())
        for name, there in found.items():
            field = self._fields.get(name)
            self._refusals[name].show(there, says=field is None)
            if field is not None:
                field.refuse(" ".join(each.message for each in there))

    def focus(self, name: str) -> None:
        """Put the focus into the field that a problem belongs to."""
        field = self._fields.get(SAME_PLACE.get(name, name))
        if name == "items":
            field = next((b for b in self._boxes.values() if not b.props["disabled"]), None)
        if field is not None:
            field.focus()

    def show(self, preview: Preview, *, zone: str, people: str) -> None:
        """What saving would give: the end, the price, the spacing, and what is in the way."""
        self.summary.show(preview, zone=zone, people=people)
        self.spacing.set_visibility(preview.spacing_too_close)
        self.refuse(preview.problems)

    def _draw_items(self, items: tuple[BookableItem, ...]) -> None:
        with ui.element("fieldset").classes("booking-items"):
            words("Items", tag="legend")
            self._boxes = {item.id: self._box(item) for item in items}
        self._refusal("items")
        self._visits = RadioChoice(
            "Visits",
            ((TOGETHER, "One visit"), (APART, "Separate bookings")),
            value=TOGETHER,
            on_change=lambda _value: self._do.on_terms(),
        )
        self._visits.set_visibility(False)

    def _box(self, item: BookableItem) -> Field:
        box = check(
            item.service_name, value=item.is_ticked, on_change=lambda _on: self._do.on_items()
        )
        box.props["hint"] = item.refusal or f"{item.minutes} min · {money_text(item.price)}"
        box.props["disabled"] = bool(item.refusal) or self.is_moving
        return box

    def _draw_place(self, proposal: BookingProposal) -> None:
        do = self._do
        self._locations = dict(_options(proposal.locations))
        self.location = select(
            "Location",
            _options(proposal.locations),
            value=str(proposal.location_id),
            on_change=lambda _id: do.on_items(),
        )
        self._refusal("location")
        self.provider = select("Provider", (), on_change=lambda _id: do.on_place())
        self.provider.props["first"] = not self.is_moving
        self._refusal("provider")
        self.room = select("Room", (), on_change=lambda _id: do.on_place())
        self._refusal("room")

    def _draw_when(self, proposal: BookingProposal) -> None:
        do = self._do
        with ui.element("div").classes("booking-day"):
            self._day_button("chevron-left", "Previous day", step=-1).classes("booking-back")
            self.day = Field("Date", kind="date", on_change=lambda _day: do.on_day())
            self.day.classes("booking-date").props["first"] = self.is_moving
            self._day_button("chevron-right", "Next day", step=1).classes("booking-on")
            self.time = Field("Start time", kind="time", on_change=lambda _time: do.on_time())
            self.time.classes("booking-time").props["step"] = "300"
        self._refusal("date")
        self._refusal("start_time")
        self.slots = SlotPicker(on_pick=do.on_slot, on_next=do.on_next_free)
        words(_plan_text(proposal), tag="p", classes="muted small")
        self.spacing = check(TOO_CLOSE, on_change=lambda _on: do.on_terms())
        self.spacing.set_visibility(False)
        self._refusal("spacing")

    def _day_button(self, icon: str, name: str, *, step: int) -> Button:
        return Button("", icon=icon, name=name, on_press=lambda: self._do.on_step(step))

    def _draw_end(self, proposal: BookingProposal) -> None:
        self._fields = {
            "location": self.location,
            "provider": self.provider,
            "room": self.room,
            "date": self.day,
            "start_time": self.time,
            "spacing": self.spacing,
        }
        with ui.element("div").classes("dialog-actions booking-end"):
            self._refusal("form")
            self.summary = BookingSummary()
            self.save = Button("Save booking", kind="primary", on_press=self._do.on_save)

    def _refusal(self, name: str) -> None:
        self._refusals[name] = Refusal(on_take=self._do.on_take)


def _plan_text(proposal: BookingProposal) -> str:
    due = f"Due {day_text(proposal.target_date)}." if proposal.target_date else ""
    spacing = f"The plan wants {proposal.spacing_text}." if proposal.spacing_text else ""
    return f"{due} {spacing}".strip()


def _options(choices: Iterable[Any]) -> list[tuple[str, str]]:
    return [(str(each.id), each.name) for each in choices if not each.disabled]


def _kept(choice: ProviderChoice | RoomChoice, options: list[tuple[str, str]]) -> str:
    return str(choice) if str(choice) in {value for value, _name in options} else ANY
