"""The calendar grid: columns of providers, rooms or days with their bookings, in minutes of the place."""

from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from components.booking_look import bookings, day_words, look, marks
from components.crowding import Crowd, crowded
from components.times import clock_text
from store.views import CalendarColumn, CalendarEntry, CalendarView
from store.words import BookingStatus

ENDED = frozenset({BookingStatus.CANCELLED, BookingStatus.NO_SHOW})
MIDNIGHT = 1440


class ResourceGrid(ui.element, component="scripts/resource_grid.js"):
    """Draws a calendar view and reports which booking, column head or crowd was pressed."""

    def __init__(
        self,
        *,
        on_open: Callable[[int], Any],
        on_column: Callable[[CalendarColumn], Any],
        on_crowd: Callable[[CalendarColumn, int], Any],
    ) -> None:
        """``on_open`` gets a session's id; ``on_crowd`` a column and the minute it begins."""
        super().__init__()
        self._columns: dict[str, CalendarColumn] = {}
        self._sessions: set[int] = set()
        self._crowds: dict[str, Crowd] = {}
        self._shown: CalendarView | None = None
        self._minute = 0
        self._is_unfolded = False
        self._on_open = on_open
        self._on_column = on_column
        self._on_crowd = on_crowd
        self.props["grid"] = {}
        self.on("open", self._open, ["session", "key"])
        self.on("head", self._head, ["column"])
        self.on("fold", self._fold, [])

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
        self._columns = {column.key: column for column in view.columns}
        self._sessions = {entry.session_id for entry in view.entries if not entry.is_busy}
        self._crowds = {crowd.key: crowd for crowd in crowded(view.entries)[1]}
        self.props["grid"] = grid_data(view, is_unfolded=self._is_unfolded)

    def _open(self, event: GenericEventArguments) -> Any:
        if crowd := self._crowds.get(event.args.get("key", "")):
            return self._on_crowd(self._columns[crowd.column], crowd.start)
        session = event.args.get("session")
        return self._on_open(session) if session in self._sessions else None

    def _head(self, event: GenericEventArguments) -> Any:
        column = self._columns.get(event.args.get("column", ""))
        return self._on_column(column) if column else None

    def _fold(self) -> None:
        """Show the hours in which nothing is, or fold them away again."""
        self._is_unfolded = not self._is_unfolded
        if self._shown:
            shown = self._shown.model_copy(update={"now_minute": self._minute})
            self.props["grid"] = grid_data(shown, is_unfolded=self._is_unfolded)


def grid_data(view: CalendarView, *, is_unfolded: bool = False) -> dict[str, Any]:
    """The view as the browser draws it, in words and minutes."""
    is_week = view.first_day != view.last_day
    days = day_words(view.first_day)
    drawn, crowds = crowded(view.entries)
    return {
        "range": f"{view.first_day} {view.last_day} {view.location_id} {view.provider_id}"
        f" {view.view} {view.room_id} {view.first_column}",
        "view": "week" if is_week else "day",
        "label": f"Bookings of the week of {days}" if is_week else f"Bookings of {days}",
        "empty": _empty(view, days),
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
        "today": column.day == view.today,
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
        "column": entry.column,
        "start": entry.start,
        "end": entry.end,
        "buffer": entry.buffer,
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
