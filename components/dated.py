"""Days and spans that differ from the usual: a list with a way to add and to take away."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import ui

from components.buttons import Button
from components.record_form import panel
from components.text import words

Line = tuple[str, str]
"""When, and what is then."""


class DatedList:
    """Rows in the order given; each can be taken away."""

    def __init__(
        self,
        title: str,
        hint: str,
        *,
        add: str,
        none: str,
        on_add: Callable[[], Any],
        on_remove: Callable[[int], Awaitable[Any] | Any],
    ) -> None:
        """``on_remove`` gets the place of the row in the list shown."""
        self._none = none
        self._on_remove = on_remove
        self._lines: tuple[Line, ...] | None = None
        self._refusal = ""
        self._removes: list[Button] = []
        with panel(title, hint, build=lambda: self._build_add(add, on_add)) as self._body:
            pass

    def show(self, lines: Sequence[Line]) -> None:
        """List these."""
        if self._lines == tuple(lines):
            return
        self._lines = tuple(lines)
        self._removes = []
        self._body.clear()
        with self._body:
            if lines:
                with ui.element("ul").classes("dated"):
                    for at, line in enumerate(lines):
                        self._row(at, line)
            else:
                words(self._none, tag="p", classes="muted")

    def refuse(self, refusal: str) -> None:
        """Say on every button why nothing can be changed; an empty reason allows it."""
        self._refusal = refusal
        for button in (self._add, *self._removes):
            button.refuse(refusal)

    def _build_add(self, label: str, on_add: Callable[[], Any]) -> None:
        self._add = Button(label, icon="plus", on_press=on_add)

    def _row(self, at: int, line: Line) -> None:
        when, what = line
        with ui.element("li"):
            words(when, tag="span", classes="dated-when")
            words(what, tag="span", classes="dated-what any-text")
            self._removes.append(
                Button(
                    "",
                    icon="close",
                    name=f"Remove {when}",
                    kind="quiet",
                    refusal=self._refusal,
                    on_press=lambda: self._on_remove(at),
                )
            )
