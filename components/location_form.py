"""The fields of a location: its name, its clock, and when it is open."""

from collections.abc import Mapping, Sequence

from nicegui import ui

from components.buttons import Button
from components.combo import Combo
from components.fields import line
from components.form_dialog import Entry
from components.record_form import panel
from components.week_hours import WEEK, week_hours
from store.views import LocationForm, LocationView, SetUpView, WeekInterval

USUAL_HOURS = tuple(
    WeekInterval(weekday=day, starts=9 * 60, ends=17 * 60) for day, _ in enumerate(WEEK[:5])
)
"""What a new location begins with: Monday to Friday, nine to five."""


class LocationFields:
    """Drawn where it is made."""

    fillers: Sequence[Button] = ()

    def __init__(self, zones: Sequence[tuple[str, str]]) -> None:
        """``zones`` are IANA names with what people read for them."""
        with panel("Location"), ui.element("div").classes("record-grid"):
            self._name = line("Name")
            self._zone = Combo("Time zone", zones, guess="zone")
            self._zone.props["hint"] = "All times of this location are shown on its own clocks."
        with panel("Opening hours"):
            self._hours = week_hours("Opening hours")
        self.by_name: Mapping[str, Entry] = {
            "name": self._name,
            "zone": self._zone,
            "hours": self._hours,
        }

    def offer(self, around: SetUpView) -> None:
        """Nothing here depends on what else there is."""

    def show(self, record: LocationView | None) -> None:
        """Put a location in; a new one guesses its zone from the browser."""
        self._name.show(record.name if record else "")
        self._hours.show_intervals(record.hours if record else USUAL_HOURS)
        if record:
            self._zone.show(record.zone)

    def read(self, version: int | None) -> LocationForm:
        """What is typed."""
        return LocationForm(
            name=str(self._name.value),
            zone=self._zone.value,
            hours=self._hours.intervals(),
            version=version,
        )
