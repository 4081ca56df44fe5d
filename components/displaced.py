"""What a change displaces, asked before it is made."""

from collections.abc import Callable, Sequence
from typing import Any

from nicegui import ui

from components.buttons import Button
from components.dialog import Dialog
from components.text import words


class DisplacedDialog:
    """Opens at once; answers whether to go on, and is gone."""

    def __init__(self, lines: Sequence[str], *, on_answer: Callable[[bool], Any]) -> None:
        """``lines`` are bookings in words, one each."""
        self._on_answer = on_answer
        self._dialog = Dialog(displaced_text(len(lines)), on_dismiss=self._back)
        with self._dialog:
            with ui.element("div").classes("stack"):
                words(
                    "None is cancelled: each is marked “needs moving” and stands in To book "
                    "until somebody has moved it.",
                    tag="p",
                    classes="muted",
                )
                with ui.element("ul").classes("displaced"):
                    for line in lines:
                        words(line, tag="li", classes="any-text")
            with ui.element("div").classes("dialog-actions"):
                Button("Back", on_press=self._back)
                Button("Save and mark them", kind="primary", on_press=self._go_on)
        self._dialog.open()

    def close(self) -> None:
        """Take it away; the focus goes back to where it was."""
        if not self._dialog.is_deleted:
            self._dialog.delete()

    def _back(self) -> None:
        self._on_answer(False)  # noqa: FBT003 - the answer itself

    def _go_on(self) -> None:
        self._on_answer(True)  # noqa: FBT003 - the answer itself


def displaced_text(count: int) -> str:
    """Such as "3 bookings would need moving"."""
    return "1 booking would need moving" if count == 1 else f"{count} bookings would need moving"
