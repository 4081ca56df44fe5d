"""The free slots of a day as buttons to press, in morning, afternoon and evening."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import events, ui

from components.times import clock
from store.views import Slot

NOON = 12 * 60
EVENING = 17 * 60
PARTS = ("Morning", "Afternoon", "Evening")
NONE_FREE = "Nothing is free on this day."
OnPick = Callable[[Slot], Awaitable[Any] | Any]


class SlotPicker(ui.element, component="scripts/slot_picker.js"):
    """One tab stop; arrows move between slots. What is pressed stays so whatever is told later."""

    def __init__(self, *, on_pick: OnPick, on_next: Callable[[], Awaitable[Any] | Any]) -> None:
        """Empty and waiting at first; ``on_next`` is asked for the next day with anything free."""
        super().__init__()
        self.shown: tuple[Slot, ...] = ()
        self._before: tuple[Slot, ...] = ()
        self._on_pick = on_pick
        self.props.update(
            {
                "slots": (),
                "picked": "",
                "busy": True,
                "title": "",
                "empty": NONE_FREE,
                "parts": PARTS,
            }
        )
        self.pressed = ""
        self.on("pick", self._picked)
        self.on("again", self._pressed_before)
        self.on("next", on_next, args=[])

    def show(self, slots: Sequence[Slot], *, title: str, name_providers: bool) -> None:
        """Offer these slots of one day under its name, or say that there are none."""
        self.props["empty"] = NONE_FREE
        self._before, self.shown = self.shown, tuple(slots)
        self.props["slots"] = tuple(_row(slot, name_provider=name_providers) for slot in slots)
        self.props["title"] = title
        self.props["busy"] = False

    def choose(self, slot: Slot | None) -> None:
        """Show which one is chosen."""
        self.props["picked"] = _key(slot) if slot else ""

    def show_nothing(self, why: str) -> None:
        """There is no looking for slots yet."""
        self.show((), title="Free slots", name_providers=False)
        self.props["empty"] = why

    def wait(self, *, is_busy: bool = True) -> None:
        """Show that slots are being looked for."""
        self.props["busy"] = is_busy

    @property
    def standing(self) -> Sequence[Slot]:
        """Those shown; of several at one time, that which was pressed before a reload is first."""
        return sorted(self.shown, key=lambda slot: _key(slot) != self.pressed)

    def _pressed_before(self, event: events.GenericEventArguments) -> None:
        self.pressed = event.args if isinstance(event.args, str) else ""

    def _picked(self, event: events.GenericEventArguments) -> Any:
        # A press may cross the next list on its way here: it was meant for the one before.
        on_offer = (*self.shown, *self._before)
        slot = next((one for one in on_offer if _key(one) == event.args), None)
        return self._on_pick(slot) if slot else None


def _row(slot: Slot, *, name_provider: bool) -> tuple[str, str, str, int]:
    """Key, time, provider, part of the day."""
    shown = clock(slot.starts_at, slot.zone)
    minutes = int(shown[:2]) * 60 + int(shown[3:])
    part = (minutes >= NOON) + (minutes >= EVENING)
    return _key(slot), shown, slot.provider_name if name_provider else "", part


def _key(slot: Slot) -> str:
    return f"{slot.starts_at.timestamp():.0f}-{slot.provider_id}"
