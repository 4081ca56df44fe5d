"""The one table of all three routes: a page of sessions in, what the user asked for out."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import events, ui

from components.times import day_text, local_day, short_day, time_range
from store.views import SessionPage, SessionRow
from store.words import BillingStatus, BookingStatus, SessionStatus, SortKey

HEADS: tuple[tuple[SortKey | None, str, str], ...] = (
    (SortKey.PATIENT, "Patient", "first"),
    (SortKey.TREATMENT, "Treatment", "treatment"),
    (SortKey.SESSION, "Session", "number"),
    (SortKey.SCHEDULED, "Scheduled", "when"),
    (SortKey.PROVIDER, "Provider", "provider"),
    (SortKey.STATUS, "Status", "status"),
    (None, "Booking", "booking"),
    (SortKey.BILLING, "Billing", "billing"),
    (None, "Actions", "actions"),
)
"""What a column sorts by, its head, and the name its width goes by."""
COLUMNS = {name: title for _key, title, name in HEADS if name not in {"first", "actions"}}
"""The columns that may be left out, by name, with their heads."""
STATUSES = {status: at for at, status in enumerate(SessionStatus)}
BOOKINGS = {status: at for at, status in enumerate(BookingStatus)}
BILLINGS = {status: at for at, status in enumerate(BillingStatus)}

Heard = Callable[[Any], Awaitable[Any] | Any]


class SessionTable(ui.element, component="scripts/session_table.js"):
    """A table, or cards when the window is narrow; keeps rows, focus and open menu when updated."""

    def __init__(
        self,
        *,
        patient: str = "",
        name_zones: bool = False,
        on_open: Heard,
        on_book: Heard,
        on_move: Heard,
        on_sort: Heard,
        on_page: Heard,
        on_clear: Heard,
    ) -> None:
        """With ``patient`` given all rows are theirs, and Plan stands in the place of Patient.

        ``on_open``, ``on_book`` and ``on_move`` get a session's id, ``on_sort`` a SortKey,
        ``on_page`` the key of the page asked for, ``on_clear`` None.
        """
        super().__init__()
        self._without: frozenset[str] = frozenset()
        self._has_plans = bool(patient)
        self._name_zones = name_zones
        self._page: SessionPage | None = None
        first = (SortKey.PLAN, "Plan", "first") if patient else HEADS[0]
        self.props.update({"heads": (first, *HEADS[1:]), "rows": None, "pages": (False, False)})
        if patient:
            self.props.update({"patient": patient, "plan_column": True})
        for event, heard in (("open", on_open), ("book", on_book), ("move", on_move)):
            self.on(event, self._row_event(heard))
        self.on("sort", lambda event: _sort(event, on_sort))
        self.on("page", lambda event: self._turn(event, on_page))
        self.on("clear", lambda: on_clear(None), args=[])

    def show(self, page: SessionPage, *, view: int = 0) -> None:
        """Show a page of rows; with the same ``view`` as before, rows that changed are marked."""
        texts = _Texts()
        rows = tuple(self._cells(row, page, texts) for row in page.rows)
        self._page = page
        given = {
            "rows": rows,
            "texts": tuple(texts.all),
            "view": view,
            "pages": (page.previous_page is not None, page.next_page is not None),
            "busy": False,
        }
        changed = {name: value for name, value in given.items() if self.props.get(name) != value}
        if changed:
            self.props.update(changed)

    def show_sort(self, key: SortKey | None, *, descending: bool) -> None:
        """Say in the heads what the rows are sorted by; None is the scope's own order."""
        with self.props.suspend_updates():
            self.props["sort"] = key.value if key else ""
            self.props["descending"] = descending

    def leave_out_money(self) -> None:
        """Say nothing of billing, in cards neither."""
        self._without = frozenset({"billing"})
        heads = tuple(head for head in self.props["heads"] if head[2] not in self._without)
        self.props.update({"heads": heads, "without_money": True})

    def show_columns(self, hidden: frozenset[str]) -> None:
        """Leave these columns out, named as in ``COLUMNS``; cards keep all they say."""
        self.props["hidden"] = sorted(hidden | self._without)

    def show_empty(self, title: str, text: str, *, clear: str = "") -> None:
        """What to say when there are no rows; with ``clear`` a button of that name."""
        with self.props.suspend_updates():
            self.props["empty"] = {"title": title, "text": text, "clear": clear}

    def wait(self) -> None:
        """Show that an answer is taking its time."""
        self.props["busy"] = True

    def row(self, session_id: int) -> SessionRow | None:
        """The row shown for a session, if it is on this page."""
        rows = self._page.rows if self._page else ()
        return next((row for row in rows if row.id == session_id), None)

    def row_of_booking(self, booking_id: int) -> SessionRow | None:
        """The row that offers to reschedule this booking, if it is on this page."""
        rows = self._page.rows if self._page else ()
        return next((row for row in rows if row.reschedule_id == booking_id), None)

    def _cells(self, row: SessionRow, page: SessionPage, texts: "_Texts") -> tuple[object, ...]:
        """One row as the browser reads it; the order is that of ``reading`` in the script."""
        day, time = self._when(row, page)
        return (
            row.id,
            row.plan_goal if self._has_plans else row.patient_name,
            texts.at(row.treatment),
            row.position,
            row.total,
            day,
            time,
            texts.at(row.provider_name),
            STATUSES[row.status],
            -1 if row.booking_status is None else BOOKINGS[row.booking_status],
            row.more_bookings,
            -1 if row.billing_status is None else BILLINGS[row.billing_status],
            _flags(row),
            texts.at(row.booking_refusal),
        )

    def _when(self, row: SessionRow, page: SessionPage) -> tuple[str, str]:
        if row.starts_at is not None and row.ends_at is not None:
            time = time_range(row.starts_at, row.ends_at, zone=row.zone, name_zone=self._name_zones)
            return day_text(local_day(row.starts_at, row.zone)), time
        if row.due_on is None:
            return "", ""
        return f"due {short_day(row.due_on, today=local_day(page.now, row.zone))}", ""

    def _row_event(self, heard: Heard) -> Callable[[events.GenericEventArguments], Any]:
        def told(event: events.GenericEventArguments) -> Any:
            shown = self.row(event.args) if isinstance(event.args, int) else None
            return heard(shown.id) if shown else None

        return told

    def _turn(self, event: events.GenericEventArguments, heard: Heard) -> Any:
        if self._page is None:
            return None
        key = self._page.next_page if event.args == 1 else self._page.previous_page
        return None if key is None else heard(key)


class _Texts:
    """Texts that many rows share, each sent once."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._places: dict[str, int] = {}

    def at(self, text: str) -> int:
        """Its place; -1 for no text."""
        if not text:
            return -1
        if text not in self._places:
            self._places[text] = len(self.all)
            self.all.append(text)
        return self._places[text]


def _flags(row: SessionRow) -> int:
    marks = (
        row.is_overdue,
        row.in_progress,
        row.needs_moving,
        row.plan_cancelled,
        not row.booking_refusal,
        row.status is SessionStatus.BOOKED and row.reschedule_id is not None,
    )
    return sum(1 << bit for bit, is_set in enumerate(marks) if is_set)


def _sort(event: events.GenericEventArguments, heard: Heard) -> Any:
    key = {one.value: one for one in SortKey}.get(str(event.args))
    return None if key is None else heard(key)
