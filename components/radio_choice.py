"""One of a few, all in sight: native radio buttons side by side."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import events, ui


class RadioChoice(ui.element, component="scripts/radio_choice.js"):
    """Named by its legend; ``value`` is the value that is chosen."""

    def __init__(
        self,
        legend: str,
        options: tuple[tuple[str, str], ...],
        *,
        value: str,
        on_change: Callable[[str], Awaitable[Any] | Any],
    ) -> None:
        """``options`` are pairs of value and name."""
        super().__init__()
        self.value = value
        self._on_change = on_change
        self.props.update({"legend": legend, "options": options, "value": value})
        self.on("change", self._changed)

    def _changed(self, event: events.GenericEventArguments) -> Any:
        self.value = event.args
        with self.props.suspend_updates():
            self.props["value"] = event.args
        return self._on_change(event.args)
