"""The fields of a room: its name, where it is, and what can be done in it."""

from collections.abc import Mapping, Sequence

from nicegui import ui

from components.buttons import Button
from components.fields import line, select
from components.form_dialog import Entry
from components.record_form import panel
from components.tick_groups import TickGroups
from components.ticking import all_ids, services_by_category
from store.errors import Invalid
from store.views import RoomForm, RoomView, SetUpView

NO_SERVICES = "There are no services yet. New ones can be done in every room unless you say other."


class RoomFields:
    """Drawn where it is made; a new room suits every service."""

    fillers: Sequence[Button] = ()

    def __init__(self) -> None:
        """Choices come with ``offer``."""
        with panel("Room"), ui.element("div").classes("record-grid"):
            self._name = line("Name")
            self._location = select("Location", ())
        with panel("Services it suits", "What needs other equipment is not offered in it."):
            self._services = TickGroups("Services it suits", empty=NO_SERVICES)
        self._every: frozenset[int] = frozenset()
        self._off: frozenset[int] = frozenset()
        self._first = ""
        self.by_name: Mapping[str, Entry] = {
            "name": self._name,
            "location_id": self._location,
            "service_ids": self._services,
        }

    def offer(self, around: SetUpView) -> None:
        """Locations and services there are."""
        places = [one for one in around.locations if not one.disabled or self._is_at(one.id)]
        self._first = str(places[0].id) if places else ""
        self._location.offer([(str(one.id), one.name) for one in places])
        groups = services_by_category(around)
        self._every = all_ids(groups)
        self._services.offer(groups)

    def show(self, record: RoomView | None) -> None:
        """Put a room in; what it suits but nobody offers any longer is kept."""
        self._name.show(record.name if record else "")
        self._location.show(str(record.location_id) if record else self._first)
        suits = record.service_ids if record else self._every
        self._off = suits - self._every
        self._services.show(suits & self._every)

    def read(self, version: int | None) -> RoomForm:
        """What is typed."""
        if not str(self._location.value):
            raise Invalid("Choose a location.", field="location_id")
        return RoomForm(
            name=str(self._name.value),
            location_id=int(self._location.value),
            service_ids=self._services.value | self._off,
            version=version,
        )

    def _is_at(self, location_id: int) -> bool:
        return str(self._location.value) == str(location_id)
