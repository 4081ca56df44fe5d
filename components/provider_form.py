"""The fields of a provider: the name, the hours at each location, and the services they do."""

from nicegui import ui

from components.buttons import Button
from components.fields import line
from components.form_dialog import Entry
from components.record_form import panel
from components.text import words
from components.tick_groups import TickGroups
from components.ticking import all_ids, services_by_category
from components.week_hours import HoursEditor, week_hours
from store.errors import Invalid
from store.views import (
    LocationView,
    PlaceInterval,
    ProviderForm,
    ProviderView,
    SetUpView,
    WeekInterval,
)

NO_SERVICES = "There are no services yet. New ones are done by everybody unless you say other."


class ProviderFields:
    """Drawn where it is made; a new provider does everything, within the opening hours."""

    def __init__(self) -> None:
        """Choices come with ``offer``."""
        with panel("Provider"), ui.element("div").classes("record-grid"):
            self._name = line("Name")
        with panel("Weekly hours", "Several stretches a day leave room for breaks.") as place:
            self._weeks_place = place
            self._nowhere = words("There is no location yet.", tag="p", classes="muted")
        with panel("Services they do"):
            self._services = TickGroups("Services they do", empty=NO_SERVICES)
        self._weeks: dict[int, HoursEditor] = {}
        self._places: dict[int, LocationView] = {}
        self._every: frozenset[int] = frozenset()
        self._off: frozenset[int] = frozenset()
        self.fillers: list[Button] = []
        self.by_name: dict[str, Entry] = {"name": self._name, "service_ids": self._services}

    def offer(self, around: SetUpView) -> None:
        """Locations and services there are."""
        for place in around.locations:
            self._places[place.id] = place
            if place.id not in self._weeks and not place.disabled:
                self._add_week(place)
        self._nowhere.set_visibility(not self._weeks)
        groups = services_by_category(around)
        self._every = all_ids(groups)
        self._services.offer(groups)

    def show(self, record: ProviderView | None) -> None:
        """Put a provider in; hours at a location that is disabled are shown as well."""
        self._name.show(record.name if record else "")
        does = record.service_ids if record else self._every
        self._off = does - self._every
        self._services.show(does & self._every)
        for location_id in {one.location_id for one in record.hours} if record else ():
            if location_id not in self._weeks and location_id in self._places:
                self._add_week(self._places[location_id])
        for location_id, week in self._weeks.items():
            week.show_intervals(
                [one for one in record.hours if one.location_id == location_id]
                if record
                else self._usual(location_id)
            )

    def read(self, version: int | None) -> ProviderForm:
        """What is typed."""
        hours = tuple(
            PlaceInterval(**one.model_dump(), location_id=location_id)
            for location_id, week in self._weeks.items()
            for one in self._read_week(location_id, week)
        )
        return ProviderForm(
            name=str(self._name.value),
            service_ids=self._services.value | self._off,
            hours=hours,
            version=version,
        )

    def _add_week(self, place: LocationView) -> None:
        with self._weeks_place, ui.element("div").classes("record-week"):
            with ui.element("div").classes("record-week-head"):
                words(place.name, tag="h3", classes="any-text")
                self.fillers.append(
                    Button("Use opening hours", kind="quiet", on_press=lambda: self._open(place.id))
                )
            week = week_hours(f"Weekly hours at {place.name}", none="Not here")
        self._weeks[place.id] = week
        self.by_name[_field(place.id)] = week
        self.by_name.setdefault("hours", week)

    def _open(self, location_id: int) -> None:
        if not self.by_name["name"].props.get("disabled"):
            self._weeks[location_id].show_intervals(self._places[location_id].hours)

    def _usual(self, location_id: int) -> tuple[PlaceInterval, ...]:
        """The opening hours, where there is but one location; with more nobody can know."""
        hours = self._places[location_id].hours if len(self._weeks) == 1 else ()
        return tuple(PlaceInterval(**one.model_dump(), location_id=location_id) for one in hours)

    def _read_week(self, location_id: int, week: HoursEditor) -> tuple[WeekInterval, ...]:
        try:
            return week.intervals()
        except Invalid as wrong:
            raise Invalid(wrong.message, field=_field(location_id)) from wrong


def _field(location_id: int) -> str:
    return f"hours-{location_id}"
