"""What is to be booked, beside the calendar: as many as there is room for, and the way to all."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from components.buttons import Button
from components.text import heading
from components.to_book import ToBookList
from pages.addresses import join
from pages.allowing import rows_to
from pages.booking import open_booking
from pages.visit import Visit
from store.views import SessionQuery
from store.words import Category, Scope

MOST = 20


class ToBook:
    """Put away until somebody wants it; then it follows what happens as the calendar does."""

    def __init__(self, visit: Visit, *, on_close: Callable[[], Any]) -> None:
        """Nothing is asked while it is put away."""
        self._visit = visit
        self.is_shown = False
        self._list: ToBookList | None = None
        self._ticket = 0
        self._on_close = on_close
        with ui.element("aside").classes("to-book panel") as self._place:
            self._place.props["aria-label"] = "To book"
        self._place.set_visibility(False)

    async def refresh(self, category: Category | None) -> None:
        """Ask for the most overdue of a category, or of all, if it is shown at all."""
        self._place.set_visibility(self.is_shown)
        if not self.is_shown:
            return
        self._ticket += 1
        ticket = self._ticket
        query = SessionQuery(scope=Scope.TO_BOOK, category=category, page_size=MOST)
        page = await self._visit.look(self._visit.clinic.sessions, query)
        (count,) = await self._visit.look(self._visit.clinic.list_sizes, [query])
        if ticket == self._ticket:
            params = {"scope": Scope.TO_BOOK.value} | (
                {"category": category.value} if category else {}
            )
            shown = rows_to(self._visit.actor, page)
            self._drawn().show(shown, count=count, href=join("/sessions", params))

    def _drawn(self) -> ToBookList:
        if self._list is None:
            with self._place:
                with ui.element("div").classes("to-book-head"):
                    heading("To book", level=2)
                    Button(
                        "",
                        icon="close",
                        name="Close To book",
                        kind="quiet",
                        on_press=self._on_close,
                    )
                self._list = ToBookList(on_book=self._book, on_move=self._move)
        return self._list

    async def _book(self, session_id: int) -> None:
        await open_booking(self._visit, session_id)

    async def _move(self, session_id: int, booking_id: int) -> None:
        await open_booking(self._visit, session_id, moving=booking_id)
