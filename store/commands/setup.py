"""Commands that set the clinic up: its places, its people and what it offers."""

from collections.abc import Sequence
from datetime import date

from store import taking_back
from store.commands.giving import Giving
from store.request_keys import once
from store.setup import availability, days, locations, profile, rooms, services
from store.views import (
    Actor,
    DayHours,
    LocationForm,
    RoomForm,
    ServiceForm,
    SetUpOutcome,
)


class SetUpCommands(Giving):
    """Given by managers."""

    def name_clinic(
        self, name: str, currency: str, *, by: Actor, seen: tuple[str, str] | None = None
    ) -> SetUpOutcome:
        """Name the clinic and say what it counts in, such as USD; ``seen`` is both as they were."""
        with self._setting_up("name_clinic", by) as unit:
            return profile.name_clinic(unit, name, currency, seen=seen)

    def add_location(
        self, form: LocationForm, *, by: Actor, key: str | None = None
    ) -> SetUpOutcome:
        """Add a location; once a key."""
        with self._setting_up("add_location", by) as unit:
            return once(unit, key, locations.add_location, form)

    def edit_location(self, location_id: int, form: LocationForm, *, by: Actor) -> SetUpOutcome:
        """Change a location."""
        with self._setting_up("edit_location", by, location=location_id) as unit:
            return locations.edit_location(unit, location_id, form)

    def set_location_day(
        self,
        location_id: int,
        day: DayHours,
        *,
        by: Actor,
        seen: tuple[DayHours, ...] | None = None,
    ) -> SetUpOutcome:
        """Close a location on one day, or let it be open at other hours; ``seen`` are those it had."""
        with self._setting_up("set_location_day", by, location=location_id) as unit:
            return days.set_location_day(unit, location_id, day, seen=seen)

    def clear_location_day(self, location_id: int, day: date, *, by: Actor) -> SetUpOutcome:
        """Let a location be open as every week on that day."""
        with self._setting_up("clear_location_day", by, location=location_id) as unit:
            return days.clear_location_day(unit, location_id, day)

    def disable_location(self, location_id: int, *, by: Actor) -> SetUpOutcome:
        """Take no bookings at a location any more; those ahead need moving."""
        with self._setting_up("disable_location", by, location=location_id) as unit:
            return availability.disable(unit, availability.LOCATIONS, location_id)

    def enable_location(self, location_id: int, *, by: Actor) -> SetUpOutcome:
        """Take bookings at a location again."""
        with self._setting_up("enable_location", by, location=location_id) as unit:
            return availability.enable(unit, availability.LOCATIONS, location_id)

    def take_record_back(
        self, word: str, record_ids: Sequence[int], *, key: str, by: Actor
    ) -> SetUpOutcome:
        """Undo adding these under this key, while nothing hangs on one; ``word`` is as in add_room.

        A plan template is set up too.
        """
        with self._setting_up("take_record_back", by) as unit:
            return taking_back.take_record_back(unit, word, record_ids, key=key)

    def add_room(self, form: RoomForm, *, by: Actor, key: str | None = None) -> SetUpOutcome:
        """Add a room to a location; once a key."""
        with self._setting_up("add_room", by) as unit:
            return once(unit, key, rooms.add_room, form)

    def edit_room(self, room_id: int, form: RoomForm, *, by: Actor) -> SetUpOutcome:
        """Change a room."""
        with self._setting_up("edit_room", by, room=room_id) as unit:
            return rooms.edit_room(unit, room_id, form)

    def disable_room(self, room_id: int, *, by: Actor) -> SetUpOutcome:
        """Offer a room no longer; bookings ahead need moving."""
        with self._setting_up("disable_room", by, room=room_id) as unit:
            return availability.disable(unit, availability.ROOMS, room_id)

    def enable_room(self, room_id: int, *, by: Actor) -> SetUpOutcome:
        """Offer a room again."""
        with self._setting_up("enable_room", by, room=room_id) as unit:
            return availability.enable(unit, availability.ROOMS, room_id)

    def add_service(self, form: ServiceForm, *, by: Actor, key: str | None = None) -> SetUpOutcome:
        """Add a service; once a key."""
        with self._setting_up("add_service", by) as unit:
            return once(unit, key, services.add_service, form)

    def add_services(
        self, forms: tuple[ServiceForm, ...], *, by: Actor, key: str | None = None
    ) -> tuple[int, ...]:
        """Add several services, all or none, once a key; their ids in the same order."""
        with self._setting_up("add_services", by) as unit:
            return once(unit, key, services.add_services, forms)

    def edit_service(self, service_id: int, form: ServiceForm, *, by: Actor) -> SetUpOutcome:
        """Change a service; what is booked stays as it is."""
        with self._setting_up("edit_service", by, service=service_id) as unit:
            return services.edit_service(unit, service_id, form)

    def disable_service(self, service_id: int, *, by: Actor) -> SetUpOutcome:
        """Plan a service no longer; what is planned is still done."""
        with self._setting_up("disable_service", by, service=service_id) as unit:
            return availability.disable(unit, availability.SERVICES, service_id)

    def enable_service(self, service_id: int, *, by: Actor) -> SetUpOutcome:
        """Offer a service again."""
        with self._setting_up("enable_service", by, service=service_id) as unit:
            return availability.enable(unit, availability.SERVICES, service_id)
