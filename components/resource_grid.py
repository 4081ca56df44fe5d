"""The calendar grid: columns of providers or days with their bookings, in minutes of the place."""

from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from components.status_chip import LOOKS
from store.views import CalendarColumn, CalendarEntry, CalendarView
from store.words import BookingStatus

WALK_IN = ("Walk-in", "person", "green")
BUSY = ("", "clock", "grey")
"""Somebody else's patient, of whom nothing is told."""
"""Word, icon and tone of what was performed without a booking."""
ENDED = frozenset({BookingStatus.CANCELLED, BookingStatus.NO_SHOW})


class ResourceGrid(ui.element, component="scripts/resource_grid.js"):
    """Draws a calendar view and reports which booking or column head was pressed."""

    def __init__(
        self, *, on_open: Callable[[int], Any], on_column: Callable[[CalendarColumn], Any]
    ) -> None:
        """``on_open`` gets a session's id."""
        super().__init__()
        self._columns: dict[str, CalendarColumn] = {}
        self._sessions: set[int] = set()
        self._shown: CalendarView | None = None
        self._on_open = on_open
        self._on_column = on_column
        self.props["given"] = {}
        self.on("open", self._open, ["session"])
        self.on("head", self._head, ["column"])

    def show(self, view: CalendarView) -> None:
        """Draw this; the same range again keeps scroll and focus and marks what changed.

        For the time alone the minute is sent and nothing else.
        """
        standing = view.model_copy(update={"now_minute": 0})
        if standing == self._shown:
            self.run_method("tell", view.now_minute)
            return
        self._shown = standing
        self._columns = {column.key: column for column in view.columns}
        self._sessions = {entry.session_id for entry in view.entries if not entry.is_busy}
        self.props["given"] = grid_data(view)

    def _open(self, event: GenericEventArguments) -> Any:
        session = event.args.get("session")
        return self._on_open(session) if session in self._sessions else None

    def _head(self, event: GenericEventArguments) -> Any:
        column = self._columns.get(event.args.get("column", ""))
        return self._on_column(column) if column else None


def grid_data(view: CalendarView) -> dict[str, Any]:
    """The view as the browser draws it, in words and minutes."""
    is_week = view.first_day != view.last_day
    days = f"{view.first_day:%A} {view.first_day.day} {view.first_day:%B}"
    return {
        "range": f"{view.first_day} {view.last_day} {view.location_id} {view.provider_id}",
        "view": "week" if is_week else "day",
        "label": f"Bookings of the week of {days}" if is_week else f"Bookings of {days}",
        "empty": f"Nobody works at {view.location_name} on {days}, and nothing is booked.",
        "opens": view.opens,
        "closes": view.closes,
        "now": view.now_minute,
        "columns": tuple(_column(column, view) for column in view.columns),
        "entries": tuple(_entry(entry) for entry in view.entries),
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
