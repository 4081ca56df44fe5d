"""Why a booking could not be moved by hand, and what is free near by: one press takes it."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from components.buttons import Button
from components.dialog import Dialog
from components.refusal import OnTake, Refusal
from components.text import words
from store.views import Problem, Slot

Do = Callable[[], Awaitable[Any] | Any]


class MovingRefused:
    """A dialog that is gone for good once something in it was pressed."""

    def __init__(
        self,
        what: str,
        message: str,
        free: tuple[Slot, ...],
        *,
        on_take: OnTake,
        on_reschedule: Do,
        on_confirm: Do | None = None,
    ) -> None:
        """``on_confirm`` is there for what may be done all the same, against the plan's spacing."""
        self._dialog = Dialog("It stays where it was", on_dismiss=self.close)
        with self._dialog, ui.element("div").classes("stack"):
            words(what, tag="p", classes="booking-title any-text")
            why = Refusal(on_take=lambda slot: self._then(lambda: on_take(slot)))
            why.show((Problem(field="form", message=message, alternatives=free),))
        with self._dialog, ui.element("div").classes("dialog-actions"):
            Button("Leave it there", on_press=self.close)
            if on_confirm is not None:
                Button("Move it all the same", on_press=lambda: self._then(on_confirm))
            Button("Reschedule", kind="primary", on_press=lambda: self._then(on_reschedule))

    def open(self) -> None:
        """Show it; the focus goes back to the booking when it is closed."""
        self._dialog.open()

    def close(self) -> None:
        """Take it away."""
        if not self._dialog.is_deleted:
            self._dialog.delete()

    def _then(self, act: Do) -> Any:
        self.close()
        return act()
