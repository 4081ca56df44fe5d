"""Commands that set the clinic up: its places, its people and what it offers."""

from collections.abc import Iterator
from contextlib import contextmanager

from store.commands.giving import Giving
from store.setup import locations, profile, providers, rooms, services
from store.unit import Unit
from store.views import (
    Actor,
    LocationForm,
    ProviderForm,
    RoomForm,
    ServiceForm,
    SetUpOutcome,
)


class SetUpCommands(Giving):
    """Given by managers."""

    def name_clinic(self, name: str, currency: str, *, by: Actor) -> SetUpOutcome:
        """Name the clinic and say what it counts in, such as USD."""
        with self._setting_up("name_clinic", by) as unit:
            return profile.name_clinic(unit, name, currency)

    def add_location(self, form: LocationForm, *, by: Actor) -> SetUpOutcome:
        """Add a location."""
        with self._setting_up("add_location", by) as unit:
            return locations.add_location(unit, form)

    def edit_location(self, location_id: int, form: LocationForm, *, by: Actor) -> SetUpOutcome:
        """Change a location."""
        with self._setting_up("edit_location", by) as unit:
            return locations.edit_location(unit, location_id, form)

    def add_room(self, form: RoomForm, *, by: Actor) -> SetUpOutcome:
        """Add a room to a location."""
        with self._setting_up("add_room", by) as unit:
            return rooms.add_room(unit, form)

    def edit_room(self, room_id: int, form: RoomForm, *, by: Actor) -> SetUpOutcome:
        """Change a room."""
        with self._setting_up("edit_room", by) as unit:
            return rooms.edit_room(unit, room_id, form)

    def add_provider(self, form: ProviderForm, *, by: Actor) -> SetUpOutcome:
        """Add a provider, who can be worked as from then on."""
        with self._setting_up("add_provider", by) as unit:
            return providers.add_provider(unit, form)

    def edit_provider(self, provider_id: int, form: ProviderForm, *, by: Actor) -> SetUpOutcome:
        """Change a provider."""
        with self._setting_up("edit_provider", by) as unit:
            return providers.edit_provider(unit, provider_id, form)

    def add_service(self, form: ServiceForm, *, by: Actor) -> SetUpOutcome:
        """Add a service."""
        with self._setting_up("add_service", by) as unit:
            return services.add_service(unit, form)

    def add_services(self, forms: tuple[ServiceForm, ...], *, by: Actor) -> tuple[int, ...]:
        """Add several services, all or none; their ids in the same order."""
        with self._setting_up("add_services", by) as unit:
            return services.add_services(unit, forms)

    def edit_service(self, service_id: int, form: ServiceForm, *, by: Actor) -> SetUpOutcome:
        """Change a service; what is booked stays as it is."""
        with self._setting_up("edit_service", by) as unit:
            return services.edit_service(unit, service_id, form)

    @contextmanager
    def _setting_up(self, command: str, by: Actor) -> Iterator[Unit]:
        with self._unit(command, by) as unit:
            unit.is_set_up = True
            yield unit
