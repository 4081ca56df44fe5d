"""What stands in the way of a form's field, with free slots to take instead."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import events, ui

from components.times import clock, local_day
from store.views import Problem, Slot

OnTake = Callable[[Slot], Awaitable[Any] | Any]


class Refusal(ui.element, component="scripts/refusal.js"):
    """Empty until it is told a problem; each alternative is a button that one press takes."""

    def __init__(self, *, on_take: OnTake) -> None:
        """``on_take`` gets the slot that was pressed."""
        super().__init__()
        self._slots: tuple[Slot, ...] = ()
        self._on_take = on_take
        self.props.update({"messages": (), "slots": ()})
        self.on("take", self._taken)

    def show(self, problems: tuple[Problem, ...], *, says: bool = True) -> None:
        """Say these problems, unless the field beside it ``says`` them; offer what they offer."""
        self._slots = next((each.alternatives for each in problems if each.alternatives), ())
        self.props["messages"] = tuple(each.message for each in problems) if says else ()
        self.props["slots"] = tuple(_words(slot) for slot in self._slots)

    def _taken(self, event: events.GenericEventArguments) -> Any:
        at = event.args
        known = isinstance(at, int) and 0 <= at < len(self._slots)
        return self._on_take(self._slots[at]) if known else None


def _words(slot: Slot) -> tuple[str, str, str]:
    """Day, time, and who and where."""
    where = ", ".join(name for name in (slot.provider_name, slot.room_name) if name)
    day = local_day(slot.starts_at, slot.zone)
    return f"{day:%a} {day.day} {day:%b}", clock(slot.starts_at, slot.zone), where
