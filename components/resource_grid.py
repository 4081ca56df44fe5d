"""The calendar grid: columns of providers or days with their bookings, in minutes of the place."""

from collections.abc import Callable, Iterable
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from components.grid_events import Act, GridHandlers, Lifted, Shown
from components.status_chip import LOOKS
from store.views import Barred, CalendarColumn, CalendarEntry, CalendarView
from store.words import BookingStatus

WALK_IN = ("Walk-in", "person", "green")
BUSY = ("", "clock", "grey")
"""Somebody else's patient, of whom nothing is told."""
"""Word, icon and tone of what was performed without a booking."""
KEYS = (
    "Arrows go from booking to booking. M moves one, R changes its end, N books: then arrows, "
    "Enter to drop it, Escape to put it back."
)
ENDED = frozenset({BookingStatus.CANCELLED, BookingStatus.NO_SHOW})


class ResourceGrid(ui.element, component="scripts/resource_grid.js"):
    """Draws a calendar view and reports what was pressed, moved, resized and is to be booked."""

    def __init__(self, handlers: GridHandlers) -> None:
        """Empty and loading until it is shown something."""
        super().__init__()
        self._at = Shown({}, {})
        self._known: set[str] = set()
        self._shown: CalendarView | None = None
        self._do = handlers
        self.props["given"] = {}
        self.on("open", self._open, ["key"])
        self.on("head", self._head, ["column"])
        self.on("lift", lambda e: self._tell(handlers.on_lift, self._at.lifted, e))
        self.on("moved", lambda e: self._tell(handlers.on_move, self._at.moved, e))
        self.on("resized", lambda e: self._tell(handlers.on_resize, self._at.resized, e))
        for spot in ("slot", "placed"):
            self.on(spot, lambda e: self._tell(handlers.on_spot, self._at.spot, e))

    def show(self, view: CalendarView) -> None:
        """Draw this; the same range again keeps scroll and focus and marks what changed.

        For the time alone the minute is sent and nothing else.
        """
        standing = view.model_copy(update={"now_minute": 0})
        if standing == self._shown:
            self.run_method("tell", view.now_minute)
            return
        self._shown = standing
        self._at = Shown(
            {column.key: column for column in view.columns},
            {entry.key: entry for entry in view.entries},
        )
        self._known |= {*self._at.columns, *self._at.entries}
        self._give(grid_data(view))

    def _give(self, given: dict[str, Any]) -> None:
        """Of the same range only what differs is sent, else all of it."""
        patch = patch_of(self.props["given"], given)
        if patch is None:
            self.props["given"] = given
            return
        with self.props.suspend_updates():
            self.props["given"] = given
        self.run_method("patch", patch)

    def bar(self, lifted: Lifted, barred: Iterable[Barred]) -> None:
        """Shade where what was taken hold of cannot go."""
        columns: dict[str, list[tuple[int, int, str]]] = {}
        for each in barred:
            columns.setdefault(each.column, []).append((each.start, each.end, each.reason))
        self.run_method("bar", lifted.key, columns)

    def settle(self) -> None:
        """What was dropped has been dealt with: draw what changed meanwhile."""
        self.run_method("settle")

    def _tell(self, act: Act, read: Callable[[Any], Any], event: GenericEventArguments) -> Any:
        """Of what was on the grid and has gone meanwhile nothing is done."""
        found = read(event.args)
        if found is not None:
            return act(found)
        self.settle()
        return None if self._has_known(event.args) else self._do.on_odd()

    def _has_known(self, told: Any) -> bool:
        """Whether all that it names was shown here once."""
        if not isinstance(told, dict):
            return False
        names = [told[name] for name in ("key", "column") if name in told]
        stands = all(isinstance(name, str) and name in self._known for name in names)
        gone = [n for n in names if n not in self._at.columns and n not in self._at.entries]
        return stands and bool(gone)

    def _open(self, event: GenericEventArguments) -> Any:
        lifted = self._at.lifted(event.args)
        if lifted is None or lifted.entry is None:
            return None if self._has_known(event.args) else self._do.on_odd()
        return None if lifted.entry.is_busy else self._do.on_open(lifted.entry)

    def _head(self, event: GenericEventArguments) -> Any:
        told = event.args if isinstance(event.args, dict) else {}
        column = self._at.columns.get(str(told.get("column", "")))
        if column is not None:
            return self._do.on_column(column)
        return None if self._has_known(told) else self._do.on_odd()


def grid_data(view: CalendarView) -> dict[str, Any]:
    """The view as the browser draws it, in words and minutes."""
    is_week = view.first_day != view.last_day
    days = f"{view.first_day:%A} {view.first_day.day} {view.first_day:%B}"
    return {
        "range": f"{view.first_day} {view.last_day} {view.location_id} {view.provider_id}",
        "view": "week" if is_week else "day",
        "label": f"Bookings of the week of {days}" if is_week else f"Bookings of {days}",
        "empty": f"Nobody works at {view.location_name} on {days}, and nothing is booked.",
        "keys": KEYS,
        "unbookable": view.book_refusal,
        "opens": view.opens,
        "closes": view.closes,
        "now": view.now_minute,
        "columns": tuple(_column(column, view) for column in view.columns),
        "entries": tuple(_entry(entry) for entry in view.entries),
    }


def patch_of(before: dict[str, Any], given: dict[str, Any]) -> dict[str, Any] | None:
    """What makes one drawing into another; None when they differ in more than entries and counts."""
    parts = ("entries", "columns", "now")
    if not before or any(before[name] != given[name] for name in given if name not in parts):
        return None
    columns = {column["key"]: column for column in before["columns"]}
    if [*columns] != [column["key"] for column in given["columns"]]:
        return None
    entries = {entry["key"]: entry for entry in before["entries"]}
    kept = {entry["key"] for entry in given["entries"]}
    return {
        "entries": [each for each in given["entries"] if entries.get(each["key"]) != each],
        "gone": [key for key in entries if key not in kept],
        "columns": [each for each in given["columns"] if columns[each["key"]] != each],
        "now": given["now"],
    }


def _column(column: CalendarColumn, view: CalendarView) -> dict[str, Any]:
    count = sum(entry.column == column.key for entry in view.entries)
    bookings = "1 booking" if count == 1 else f"{count or 'no'} bookings"
    return {
        "key": column.key,
        "label": column.label,
        "sublabel": column.sublabel,
        "name": f"{column.label}, {column.sublabel}, {bookings}",
        "list": f"Bookings of {column.label}",
        "here": f"Book here: {column.label}",
        "today": column.day == view.today,
        "open": column.open_hours,
    }


def _look(entry: CalendarEntry) -> tuple[str, str, str]:
    if entry.is_busy:
        return BUSY
    return (entry.status.label, *LOOKS[entry.status]) if entry.status else WALK_IN


def _entry(entry: CalendarEntry) -> dict[str, Any]:
    word, icon, tone = _look(entry)
    what = ", ".join(entry.service_names) or entry.treatment
    marks = {
        "needs moving": "move" if entry.needs_moving else "",
        "has alerts": "alert" if entry.has_alerts else "",
    }
    held = {text: icon for text, icon in marks.items() if icon}
    begins, ends = entry.time_text.split("–")
    who = "Busy" if entry.is_busy else entry.patient_name
    told = (who, what, entry.time_text, word, entry.room_name, *held)
    return {
        "key": entry.key,
        "session": entry.session_id,
        "fixed": entry.move_refusal,
        "column": entry.column,
        "start": entry.start,
        "end": entry.end,
        "buffer": entry.buffer,
        "from": begins,
        "until": ends,
        "patient": who,
        "what": what,
        "room": entry.room_name,
        "tone": tone,
        "icon": icon,
        "word": word,
        "busy": entry.is_busy,
        "new": entry.status is BookingStatus.NEW,
        "ended": entry.status in ENDED,
        "flags": tuple(held.values()),
        "name": ", ".join(text for text in told if text),
    }
