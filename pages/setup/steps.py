"""The steps of the first run: what each asks, when it counts as done, and what it saves."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol
from zlib import crc32

from components.catalogue_picker import CataloguePicker
from components.combo import Combo
from components.fields import Field
from components.form_dialog import Entry
from components.location_form import LocationFields
from components.record_form import panel
from components.text import words
from components.ticking import all_ids, everybody, rooms_by_location, services_by_category
from components.week_hours import week_hours
from components.world import currencies, zones
from pages.setup.saving import Told, Way, added_back, carry_out, take_back, tell_added
from pages.visit import Visit
from store.errors import Invalid
from store.opening import NAME_TO_BEGIN_WITH
from store.views import (
    LocationView,
    PlaceInterval,
    ProviderForm,
    RoomForm,
    ServiceForm,
    SetUpView,
)


class Step(Protocol):
    """One step, drawn where it is made."""

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Its fields by the names that refusals use; the first is where the keyboard begins."""

    async def save(self, key: str) -> None:
        """Keep what is typed, once a key; raises RegimenError with its field."""


class ClinicStep:
    """The clinic's name and currency."""

    def __init__(self, visit: Visit, view: SetUpView, _catalogue: tuple[ServiceForm, ...]) -> None:
        """The name that every clinic begins with is not one to keep."""
        self._visit = visit
        self._seen = (view.clinic_name, view.currency)
        named = "" if view.clinic_name == NAME_TO_BEGIN_WITH else view.clinic_name
        with panel("What is your clinic called?"):
            self._name = Field("Clinic name", value=named)
            self._name.props["first"] = True
            self._currency = Combo("Currency", currencies(), value=view.currency)
            self._currency.props["hint"] = "What your prices and payments are in."
        self.entries: Mapping[str, Entry] = {"name": self._name, "currency": self._currency}

    async def save(self, _key: str) -> None:
        """Name the clinic."""
        name, currency = str(self._name.value), self._currency.value
        visit, seen = self._visit, self._seen
        await visit.ask(visit.clinic.name_clinic, name, currency, by=visit.actor, seen=seen)


class LocationStep:
    """The first location, which is changed when one comes back to it."""

    def __init__(self, visit: Visit, view: SetUpView, _catalogue: tuple[ServiceForm, ...]) -> None:
        """Others are added on the clinic's own pages."""
        self._visit = visit
        self._location = first_location(view)
        self._fields = LocationFields(zones())
        self._fields.show(self._location)
        self._fields.by_name["name"].props["first"] = True
        self.entries = self._fields.by_name

    async def save(self, key: str) -> None:
        """Add the location, or change it."""
        known = self._location
        form = self._fields.read(known.version if known else None)
        if known:
            await carry_out(self._visit, "edit_location", known.id, form)
        else:
            await carry_out(
                self._visit,
                "add_location",
                form,
                key=key,
                back=lambda told: added_back("location", told, key),
            )


class RoomsStep:
    """Several rooms at once, by name; each suits every service."""

    def __init__(self, visit: Visit, view: SetUpView, _catalogue: tuple[ServiceForm, ...]) -> None:
        """Those there are stand above."""
        self._visit, self._view = visit, view
        self._place = needed_location(view)
        hint = "Every room suits every service, unless you say otherwise later."
        with panel(f"Rooms at {self._place.name}", hint):
            _already([one.name for one in view.rooms if not one.disabled])
            self._names = names_field("Names of rooms", "Room 1\nRoom 2")
        self.entries: Mapping[str, Entry] = {"names": self._names}

    async def save(self, key: str) -> None:
        """Add a room a line; a line that is refused stays."""
        suits = all_ids(services_by_category(self._view))

        async def add(name: str) -> None:
            form = RoomForm(name=name, location_id=self._place.id, service_ids=suits)
            own, act = line_key(key, name), self._visit.clinic.add_room
            added[own] = await self._visit.ask(act, form, by=self._visit.actor, key=own)

        added: dict[str, Told] = {}
        try:
            await each_line(self._names, add)
        finally:
            tell_added(self._visit, "room", added)


class ProvidersStep:
    """Several providers at once, by name, with the same hours at first."""

    def __init__(self, visit: Visit, view: SetUpView, _catalogue: tuple[ServiceForm, ...]) -> None:
        """Their hours begin as the opening hours."""
        self._visit, self._view = visit, view
        self._place = needed_location(view)
        hint = "Everybody does every service, unless you say otherwise later."
        with panel("Who treats patients?", hint):
            _already([one.name for one in view.providers if not one.disabled])
            self._names = names_field("Names of providers", "Dr. Ada Marsh\nNoor Haddad, RN")
        with panel("Their weekly hours", "Each can have other hours later."):
            self._hours = week_hours("Weekly hours", none="Not here")
            self._hours.show_intervals(self._place.hours)
        self.entries: Mapping[str, Entry] = {"names": self._names, "hours": self._hours}

    async def save(self, key: str) -> None:
        """Add a provider a line; a line that is refused stays."""
        does = all_ids(services_by_category(self._view))
        hours = tuple(
            PlaceInterval(**one.model_dump(), location_id=self._place.id)
            for one in self._hours.intervals()
        )

        async def add(name: str) -> None:
            form = ProviderForm(name=name, service_ids=does, hours=hours)
            own, act = line_key(key, name), self._visit.clinic.add_provider
            added[own] = await self._visit.ask(act, form, by=self._visit.actor, key=own)

        added: dict[str, Told] = {}
        try:
            await each_line(self._names, add)
        finally:
            tell_added(self._visit, "provider", added)


class ServicesStep:
    """Services from the ready catalogue; everybody does them, in every room."""

    def __init__(self, visit: Visit, view: SetUpView, catalogue: tuple[ServiceForm, ...]) -> None:
        """What is offered already is left out."""
        self._visit, self._view = visit, view
        known = {one.name.casefold() for one in view.services}
        left = [one for one in catalogue if one.name.casefold() not in known]
        hint = "Tick whole categories, or show one and pick. Prices can be changed at any time."
        with panel("What do you offer?", hint):
            self._picker = CataloguePicker(left, currency=view.currency)
        self.entries: Mapping[str, Entry] = {"services": self._picker}

    async def save(self, key: str) -> None:
        """Add what is ticked, all or none."""
        view = self._view
        forms = self._picker.forms(
            provider_ids=all_ids(everybody(view)), room_ids=all_ids(rooms_by_location(view))
        )
        if not forms and not view.services:
            raise Invalid("Tick at least one service.", field="services")
        if forms:
            add = self._visit.clinic.add_services
            ids = await self._visit.ask(add, forms, by=self._visit.actor, key=key)
            way = Way("take_record_back", ("service", ids), {"key": key})
            one = len(ids) == 1
            said = "1 service was added." if one else f"{len(ids)} services were added."
            self._visit.notices.saved(said, on_undo=lambda: take_back(self._visit, way))


@dataclass(frozen=True)
class StepKind:
    """A step before it is drawn."""

    key: str
    """As in the address."""
    name: str
    standing: Callable[[SetUpView], str]
    """How it stands in words; empty while it is not done."""
    build: Callable[[Visit, SetUpView, tuple[ServiceForm, ...]], Step]
    needs_location: bool = True


def clinic_name(view: SetUpView) -> str:
    """The clinic's own name; the one it began with counts once there is a location."""
    return view.clinic_name if view.locations or view.clinic_name != NAME_TO_BEGIN_WITH else ""


def counted(those: tuple[Any, ...], one: str) -> str:
    """Such as "3 rooms"; empty when there are none."""
    count = sum(not each.disabled for each in those)
    return f"{count} {one}{'' if count == 1 else 's'}" if count else ""


STEPS = (
    StepKind("clinic", "Clinic", clinic_name, ClinicStep, needs_location=False),
    StepKind(
        "location",
        "Location",
        lambda view: ", ".join(one.name for one in view.locations if not one.disabled),
        LocationStep,
        needs_location=False,
    ),
    StepKind("rooms", "Rooms", lambda view: counted(view.rooms, "room"), RoomsStep),
    StepKind(
        "providers", "Providers", lambda view: counted(view.providers, "provider"), ProvidersStep
    ),
    StepKind("services", "Services", lambda view: counted(view.services, "service"), ServicesStep),
)


def first_open(view: SetUpView) -> StepKind | None:
    """The first step that is not done; None when all are."""
    return next((step for step in STEPS if not step.standing(view)), None)


def first_location(view: SetUpView) -> LocationView | None:
    """The location that the first run is about."""
    return min((one for one in view.locations if not one.disabled), key=_by_id, default=None)


def needed_location(view: SetUpView) -> LocationView:
    """The same, where a step cannot go without; Invalid when there is none."""
    place = first_location(view)
    if place is None:
        raise Invalid("Set up a location first.", field="location")
    return place


def _by_id(location: LocationView) -> int:
    return location.id


def names_field(label: str, example: str) -> Field:
    """Takes one name on each line."""
    field = Field(label, kind="area")
    field.props.update(
        {"rows": 4, "placeholder": example, "hint": "One on each line.", "first": True}
    )
    return field


async def each_line(field: Field, add: Callable[[str], Any]) -> None:
    """Add what each line names; what was added leaves the field, so that the rest can be mended."""
    lines = [line.strip() for line in str(field.value).splitlines() if line.strip()]
    while lines:
        try:
            await add(lines[0])
        except Invalid as wrong:
            field.show("\n".join(lines))
            at = "names" if wrong.field == "name" else wrong.field
            raise Invalid(wrong.message, field=at) from wrong
        lines.pop(0)
    field.show("")


def line_key(key: str, name: str) -> str:
    """The key of one line of a form whose lines are saved one by one."""
    return f"{key}-{crc32(repr(name).encode())}"


def _already(names: list[str]) -> None:
    if names:
        words(f"There already: {', '.join(names)}.", tag="p", classes="muted any-text")
