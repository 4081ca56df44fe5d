"""The calendar grid: columns of providers, rooms or days with their bookings, in minutes of the place."""

from collections.abc import Callable, Iterable
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from components.booking_look import bookings, day_words, look, marks
from components.crowding import Crowd, crowded
from components.grid_events import Act, GridHandlers, Lifted, Shown
from components.times import clock_text
from store.views import Barred, CalendarColumn, CalendarEntry, CalendarView
from store.words import BookingStatus

KEYS = (
    "Arrows go from booking to booking. M moves one, R changes its end, N books: then arrows, "
    "Enter to drop it, Escape to put it back."
)
ENDED = frozenset({BookingStatus.CANCELLED, BookingStatus.NO_SHOW})
MIDNIGHT = 1440


class ResourceGrid(ui.element, component="scripts/resource_grid.js"):
    """Draws a calendar view and reports what was pressed, moved, resized and is to be booked."""

    def __init__(self, handlers: GridHandlers) -> None:
        """Empty and loading until it is shown something."""
        super().__init__()
        self._at = Shown({}, {})
        self._crowds: dict[str, Crowd] = {}
        self._known: set[str] = set()
        self._shown: CalendarView | None = None
        self._minute = 0
        self._is_unfolded = False
        self._do = handlers
        self.props["given"] = {}
        self.on("open", self._open, ["key"])
        self.on("head", self._head, ["column"])
        self.on("fold", self._fold, [])
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
        self._minute = view.now_minute
        if standing == self._shown:
            self.run_method("tell", view.now_minute)
            return
        self._shown = standing
        self._at = Shown(
            {column.key: column for column in view.columns},
            {entry.key: entry for entry in view.entries},
        )
        self._crowds = {crowd.key: crowd for crowd in crowded(view.entries)[1]}
        self._known |= {*self._at.columns, *self._at.entries, *self._crowds}
        self._give(grid_data(view, is_unfolded=self._is_unfolded))

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
        """Of what was on the grid and has gone meanwhile nothing is done, and a drop is told so."""
        found = read(event.args)
        if found is not None:
            return act(found)
        self.settle()
        if not self._has_known(event.args):
            return self._do.on_odd()
        return None if act is self._do.on_lift else self._do.on_gone()

    def _has_known(self, told: Any) -> bool:
        """Whether all that it names was shown here once."""
        if not isinstance(told, dict):
            return False
        names = [told[name] for name in ("key", "column") if name in told]
        stands = all(isinstance(name, str) and name in self._known for name in names)
        gone = [n for n in names if n not in self._at.columns and n not in self._at.entries]
        return stands and bool(gone)

    def _open(self, event: GenericEventArguments) -> Any:
        told = event.args if isinstance(event.args, dict) else {}
        if crowd := self._crowds.get(str(told.get("key", ""))):
            return self._do.on_crowd(self._at.columns[crowd.column], crowd.start)
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

    def _fold(self) -> None:
        """Show the hours in which nothing is, or fold them away again."""
        self._is_unfolded = not self._is_unfolded
        if self._shown:
            shown = self._shown.model_copy(update={"now_minute": self._minute})
            self._give(grid_data(shown, is_unfolded=self._is_unfolded))


def grid_data(view: CalendarView, *, is_unfolded: bool = False) -> dict[str, Any]:
    """The view as the browser draws it, in words and minutes."""
    is_week = view.first_day != view.last_day
    days = day_words(view.first_day)
    drawn, crowds = crowded(view.entries)
    return {
        "range": f"{view.first_day} {view.last_day} {view.location_id} {view.provider_id}"
        f" {view.view} {view.room_id} {view.first_column} {view.category or ''}",
        "view": "week" if is_week else "day",
        "label": f"Bookings of the week of {days}" if is_week else f"Bookings of {days}",
        "empty": _empty(view, days),
        "keys": KEYS,
        "unbookable": view.book_refusal,
        "opens": 0 if is_unfolded else view.opens,
        "closes": MIDNIGHT if is_unfolded else view.closes,
        "early": _fold_text(view.opens, "before", is_unfolded) if view.opens else "",
        "late": _fold_text(view.closes, "after", is_unfolded) if view.closes < MIDNIGHT else "",
        "unfolded": "true" if is_unfolded else "false",
        "now": view.now_minute,
        "columns": tuple(_column(column, view) for column in view.columns),
        "entries": (*(_entry(entry, view) for entry in drawn), *map(_crowd, crowds)),
    }


def _empty(view: CalendarView, days: str) -> str:
    if view.view == "rooms":
        return f"{view.location_name} has no rooms, and nothing is booked on {days}."
    return f"Nobody works at {view.location_name} on {days}, and nothing is booked."


def _fold_text(minute: int, side: str, is_unfolded: bool) -> str:
    return f"{'Fold' if is_unfolded else 'Show'} hours {side} {clock_text(minute)}"


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
    spans = [
        f"{span.word.lower()} {clock_text(span.start)}–{clock_text(span.end)}"
        for span in column.spans
    ]
    return {
        "key": column.key,
        "label": column.label,
        "sublabel": column.sublabel,
        "name": ", ".join((column.label, column.sublabel, bookings(count), *spans)),
        "list": f"Bookings of {column.label}",
        "here": f"Book here: {column.label}",
        "today": column.day == view.today,
        "change": column.clock_change,
        "open": column.open_hours,
        "spans": tuple(span.model_dump() for span in column.spans),
    }


def _entry(entry: CalendarEntry, view: CalendarView) -> dict[str, Any]:
    word, icon, tone = look(entry)
    what = ", ".join(entry.service_names) or entry.treatment
    held = marks(entry)
    begins, ends = entry.time_text.split("–")
    who = "Busy" if entry.is_busy else entry.patient_name
    is_by_room = view.view == "rooms" or view.room_id is not None
    where = entry.provider_name if is_by_room else entry.room_name
    told = (who, what, entry.time_text, word, where, *held)
    return {
        "key": entry.key,
        "session": entry.session_id,
        "version": entry.version,
        "fixed": entry.move_refusal,
        "column": entry.column,
        "start": entry.start,
        "end": entry.end,
        "buffer": entry.buffer,
        "minutes": entry.minutes or entry.end - entry.start,
        "from": begins,
        "until": ends,
        "patient": who,
        "what": what,
        "room": where,
        "tone": tone,
        "icon": icon,
        "word": word,
        "busy": entry.is_busy,
        "new": entry.status is BookingStatus.NEW,
        "ended": entry.status in ENDED,
        "late": entry.is_late,
        "running": entry.status is BookingStatus.IN_PROCEDURE,
        "flags": tuple(held.values()),
        "name": ", ".join(text for text in told if text),
    }


def _crowd(crowd: Crowd) -> dict[str, Any]:
    """A block that stands for bookings which have no room of their own."""
    span = clock_text(crowd.start), clock_text(crowd.end)
    return {
        "key": crowd.key,
        "session": 0,
        "fixed": "These are moved one by one, in the agenda.",
        "column": crowd.column,
        "start": crowd.start,
        "end": crowd.end,
        "buffer": 0,
        "from": span[0],
        "until": span[1],
        "patient": f"+{crowd.count}",
        "what": "",
        "room": "",
        "tone": "more",
        "icon": "list",
        "word": "more",
        "busy": False,
        "new": False,
        "ended": False,
        "flags": (),
        "name": f"{crowd.count} more, {span[0]}–{span[1]}, in the agenda",
    }
