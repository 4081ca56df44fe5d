"""Commands about who works where and when."""

from datetime import date, datetime

from store.commands.giving import Giving
from store.request_keys import once
from store.setup import availability, days, off, providers
from store.views import Actor, PlaceDay, ProviderForm, SetUpOutcome


class TeamCommands(Giving):
    """Given by managers, and by providers for themselves."""

    def add_provider(
        self, form: ProviderForm, *, by: Actor, key: str | None = None
    ) -> SetUpOutcome:
        """Add a provider, once a key, who can be worked as from then on."""
        with self._setting_up("add_provider", by) as unit:
            return once(unit, key, providers.add_provider, form)

    def edit_provider(self, provider_id: int, form: ProviderForm, *, by: Actor) -> SetUpOutcome:
        """Change a provider."""
        with self._setting_up("edit_provider", by, provider=provider_id) as unit:
            return providers.edit_provider(unit, provider_id, form)

    def disable_provider(self, provider_id: int, *, by: Actor) -> SetUpOutcome:
        """Offer a provider no longer; bookings ahead need moving."""
        with self._setting_up("disable_provider", by, provider=provider_id) as unit:
            return availability.disable(unit, availability.PROVIDERS, provider_id)

    def enable_provider(self, provider_id: int, *, by: Actor) -> SetUpOutcome:
        """Offer a provider again."""
        with self._setting_up("enable_provider", by, provider=provider_id) as unit:
            return availability.enable(unit, availability.PROVIDERS, provider_id)

    def set_provider_day(
        self,
        provider_id: int,
        day: PlaceDay,
        *,
        by: Actor,
        seen: tuple[PlaceDay, ...] | None = None,
    ) -> SetUpOutcome:
        """Let a provider work other hours at a location on one day; ``seen`` are those they had."""
        with self._setting_up("set_provider_day", by, provider=provider_id) as unit:
            return days.set_provider_day(unit, provider_id, day, seen=seen)

    def clear_provider_day(
        self, provider_id: int, *, location_id: int, day: date, by: Actor
    ) -> SetUpOutcome:
        """Let a provider work at a location as every week on that day."""
        with self._setting_up("clear_provider_day", by, provider=provider_id) as unit:
            return days.clear_provider_day(unit, provider_id, location_id=location_id, day=day)

    def take_time_off(
        self,
        provider_id: int,
        *,
        starts_at: datetime,
        ends_at: datetime,
        by: Actor,
        reason: str = "",
        key: str | None = None,
    ) -> SetUpOutcome:
        """Let a provider be off, once a key; the id is that of the time off."""
        with self._setting_up("take_time_off", by, provider=provider_id) as unit:
            return once(
                unit,
                key,
                off.take_time_off,
                provider_id,
                starts_at=starts_at,
                ends_at=ends_at,
                reason=reason,
            )

    def end_time_off(self, time_off_id: int, *, by: Actor) -> SetUpOutcome:
        """Let a provider be back: now, or from the start when it has not begun."""
        with self._setting_up("end_time_off", by, time_off=time_off_id) as unit:
            return off.end_time_off(unit, time_off_id)
