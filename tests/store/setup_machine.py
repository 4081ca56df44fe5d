"""The rules of setting up for the state machine of all commands."""

from collections.abc import Callable
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule

from store.errors import RegimenError
from store.views import Actor, DayHours, Interval, ProviderForm, SetUpOutcome
from store.words import Role
from tests.factories import NOW
from tests.store.plan_machine import PlansAndMoney, actors
from tests.store.setup.forms import there
from tests.store.world import CLOSES, OPENS

NAMES = {1: "Dr. Ines Lind", 2: "Noor Haddad"}
days = st.sampled_from([0, 1, 1, 1, 2]).map(lambda n: NOW.date() + timedelta(days=n))


class SettingUp(PlansAndMoney):
    """What changes about who works when, which bookings ahead are held against."""

    @rule(by=actors)
    def turn_provider(self, by: Actor) -> None:
        """The second comes and goes; the first is whom items are performed by."""
        gone = 2 in self.world.disabled
        act = self.clinic.enable_provider if gone else self.clinic.disable_provider
        if self._set_up(lambda: act(2, by=by), by):
            self.world.disabled ^= {2}

    @rule(day=days, span=st.sampled_from([None, (0, 1440), (OPENS, 600), (600, CLOSES)]), by=actors)
    def special_day(self, day: object, span: tuple[int, int] | None, by: Actor) -> None:
        intervals = (Interval(starts=span[0], ends=span[1]),) if span else ()
        hours = DayHours.model_validate({"day": day, "intervals": intervals})
        if hours.day < self.world.today:
            return
        if self._set_up(lambda: self.clinic.set_location_day(1, hours, by=by), by):
            self.world.special[hours.day] = span or (0, 0)

    @rule(
        provider=st.sampled_from([1, 2]),
        span=st.sampled_from([(OPENS, CLOSES), (OPENS, 660), (600, CLOSES)]),
        by=actors,
    )
    def other_hours(self, provider: int, span: tuple[int, int], by: Actor) -> None:
        form = ProviderForm(
            name=NAMES[provider],
            service_ids=frozenset({1, 2}),
            hours=there(1, *((day, *span) for day in range(5))),
        )
        if self._set_up(lambda: self.clinic.edit_provider(provider, form, by=by), by):
            self.world.hours[provider] = span

    def _set_up(self, act: Callable[[], SetUpOutcome], by: Actor) -> bool:
        """Whether it was carried out. What was done before cannot be undone on another ground."""
        refusal = ""
        try:
            act()
        except RegimenError as error:
            refusal = error.message
        assert (not refusal) == (Role.MANAGER in by.roles), refusal
        if not refusal:
            self.undos.clear()
        return not refusal
