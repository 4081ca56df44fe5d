"""Where a day has more columns than can be taken in: so many at a time, with a way to the others."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from components.buttons import Button
from components.text import words
from store.views import CalendarView

MOST_COLUMNS = 12


class ColumnPager(ui.element):
    """Says which columns are shown; not to be seen where all are."""

    def __init__(self, *, on_turn: Callable[[], Any]) -> None:
        """``on_turn`` is called when other columns are to be shown."""
        super().__init__("div")
        self.classes("column-pager")
        self._first = 0
        self._on_turn = on_turn
        with self:
            self._said = words("", tag="p")
            self._said.props["aria-live"] = "polite"
            self._back = Button(
                "", icon="chevron-left", name="Previous columns", on_press=lambda: self._turn(-1)
            )
            self._on = Button(
                "", icon="chevron-right", name="Next columns", on_press=lambda: self._turn(1)
            )
        self.set_visibility(False)

    def cut(self, view: CalendarView) -> CalendarView:
        """The view with the columns of this page and what is in them, and say which they are."""
        total = len(view.columns)
        self.set_visibility(total > MOST_COLUMNS)
        if total <= MOST_COLUMNS:
            self._first = 0
            return view
        self._first = max(0, min(self._first, (total - 1) // MOST_COLUMNS * MOST_COLUMNS))
        columns = view.columns[self._first : self._first + MOST_COLUMNS]
        what = "Rooms" if view.view == "rooms" else "Providers"
        self._said.text = f"{what} {self._first + 1}–{self._first + len(columns)} of {total}"
        self._back.refuse("" if self._first else "These are the first.")
        is_last = self._first + MOST_COLUMNS >= total
        self._on.refuse("These are the last." if is_last else "")
        keys = {column.key for column in columns}
        entries = tuple(entry for entry in view.entries if entry.column in keys)
        return view.model_copy(
            update={"columns": columns, "entries": entries, "first_column": self._first}
        )

    def hide(self) -> None:
        """There are no columns at all."""
        self.set_visibility(False)

    def _turn(self, steps: int) -> Any:
        self._first += steps * MOST_COLUMNS
        return self._on_turn()
