"""Inputs whose value lives in the browser, so that no update of the page takes it away."""

from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from nicegui import events, ui

V = TypeVar("V")
Told = Callable[[], Awaitable[Any] | Any]


class Kept(ui.element, Generic[V]):
    """What is chosen is told on every change; the server sets it only by raising ``stamp``."""

    def __init__(self, value: V, *, on_change: Told | None = None) -> None:
        """``on_change`` is called when the person changed the value."""
        super().__init__()
        self.value = value
        self._on_change = on_change
        self._stamp = 0
        self.props.update({"value": self.written(value), "stamp": 0, "error": ""})
        self.on("change", self._changed)

    def written(self, value: V) -> Any:
        """The value as the browser gets it."""
        return value

    def read(self, told: Any) -> V:
        """The value as the browser tells it; raises ValueError or TypeError for what is none."""
        raise NotImplementedError

    def show(self, value: V) -> None:
        """Put a value in, in place of what is chosen there."""
        self.value = value
        self._stamp += 1
        self.props.update({"value": self.written(value), "stamp": self._stamp})

    def refuse(self, message: str) -> None:
        """Say what is wrong with it; an empty message takes that back."""
        if self.props["error"] != message:
            self.props["error"] = message

    def focus(self) -> None:
        """Put the keyboard's focus into it."""
        self.run_method("focus")

    def _changed(self, event: events.GenericEventArguments) -> Any:
        try:
            self.value = self.read(event.args)
        except (TypeError, ValueError):
            return None
        with self.props.suspend_updates():
            self.props["value"] = event.args
        return self._on_change() if self._on_change else None
