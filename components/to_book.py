"""The side list of the calendar: what waits to be booked, most overdue first."""

from collections.abc import Callable
from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from components.counts import count_text
from components.times import local_day, short_day
from store.views import SessionPage, SessionRow


class ToBookList(ui.element, component="scripts/to_book.js"):
    """Cards of sessions; reports which one is to be booked, or moved."""

    def __init__(
        self, *, on_book: Callable[[int], Any], on_move: Callable[[int, int], Any]
    ) -> None:
        """``on_move`` gets the session and the booking that needs moving."""
        super().__init__()
        self._rows: dict[int, SessionRow] = {}
        self._on_book = on_book
        self._on_move = on_move
        self.props["list"] = {}
        self.on("book", self._book, ["session"])
        self.on("move", self._move, ["session"])

    def show(self, page: SessionPage, *, count: int, href: str) -> None:
        """List these; ``count`` is how many there are in all, at ``href``."""
        self._rows = {row.id: row for row in page.rows}
        shown = to_book_data(page, count=count, href=href)
        if self.props["list"] != shown:
            self.props["list"] = shown

    def _book(self, event: GenericEventArguments) -> Any:
        row = self._rows.get(event.args.get("session", 0))
        return self._on_book(row.id) if row and not row.booking_refusal else None

    def _move(self, event: GenericEventArguments) -> Any:
        row = self._rows.get(event.args.get("session", 0))
        if row is None or row.reschedule_id is None:
            return None
        return self._on_move(row.id, row.reschedule_id)


def to_book_data(page: SessionPage, *, count: int, href: str) -> dict[str, Any]:
    """The list as the browser draws it."""
    more = f"All {count_text(count)} to book" if count > len(page.rows) else "Open the list"
    return {
        "cards": tuple(_card(row, page) for row in page.rows),
        "empty": "" if page.rows else "Nothing waits to be booked.",
        "more": more if page.rows else "",
        "href": href,
    }


def _card(row: SessionRow, page: SessionPage) -> dict[str, Any]:
    is_move = row.needs_moving and bool(row.booking_refusal) and row.reschedule_id is not None
    what = f"{row.treatment} {row.position} of {row.total}"
    label = "Reschedule" if is_move else "Create Booking"
    return {
        "session": row.id,
        "patient": row.patient_name,
        "what": what,
        "due": _due(row, page),
        "icon": "alert" if row.is_overdue or row.needs_moving else "calendar",
        "overdue": row.is_overdue or row.needs_moving,
        "act": "move" if is_move else "book",
        "label": label,
        "name": f"{label} for {row.patient_name.replace(',', '')}, {what}",
        "refusal": "" if is_move else row.booking_refusal,
    }


def _due(row: SessionRow, page: SessionPage) -> str:
    if row.needs_moving:
        return "needs moving"
    if row.due_on is None:
        return "no target date"
    day = short_day(row.due_on, today=local_day(page.now, row.zone))
    return f"overdue, was due {day}" if row.is_overdue else f"due {day}"
