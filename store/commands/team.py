"""Commands about who works where, and what their absence displaces."""

from datetime import datetime

from store import displacement
from store.commands.giving import Giving
from store.views import Actor, Displacement


class TeamCommands(Giving):
    """Given by managers, and by providers for themselves."""

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
