"""The list that all three routes share: scopes, filters and the table, kept in the address."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from nicegui import background_tasks, ui

from components.list_address import from_params, to_params
from components.scope_bar import ScopeBar
from components.session_filters import NONE_SET, SessionFilters
from components.session_table import SessionTable
from components.sight_words import within_limits
from pages.allowing import rows_to
from pages.booking import open_booking
from pages.list_tools import ListTools, hidden_params, read_hidden
from pages.visit import Visit
from store.errors import RegimenError
from store.views import FilterChoices, SessionPage, SessionQuery
from store.words import Scope, SortKey

PANEL = "session-panel"
SLOW_SECONDS = 0.25
MINUTE = 60.0
EMPTY = {
    Scope.ALL: ("No sessions yet", "Sessions appear here as soon as a plan has them."),
    Scope.TO_BOOK: ("Nothing waits to be booked", "Every session of an open plan has its booking."),
    Scope.TODAY: ("Nothing today", "No session takes place today."),
    Scope.UPCOMING: ("Nothing ahead", "No session is booked from now on."),
    Scope.PAST: ("Nothing in the past", "No session has taken place yet."),
    Scope.TO_CLOSE: ("Everything is closed", "Nothing is left to document or to settle."),
}
NOTHING_THEN = ("No sessions", "Nothing in this scope takes place in the days shown.")

R = TypeVar("R")


class SessionList:
    """Asks the clinic for what the address says and keeps both in step; follows every change."""

    def __init__(
        self,
        visit: Visit,
        *,
        default: SessionQuery,
        patient: str = "",
        without: frozenset[str] = frozenset(),
        extra: Callable[[], dict[str, str]] = dict,
    ) -> None:
        """``default`` holds what the route fixes and how it opens.

        With ``patient`` (their name) Plan stands in the place of Patient. ``without`` names filters
        that the route has no use for, ``extra`` gives what else its address must keep.
        """
        self.visit = visit
        self.default = default
        self.query = default
        self.hidden: frozenset[str] = frozenset()
        self._patient = patient
        self._without = without
        self._extra = extra
        self._ticket = 0
        self._view = 0

    async def build(self) -> None:
        """Draw it with its first rows; the counts follow."""
        choices = await self.visit.look(self.visit.clinic.filter_choices)
        self.choices = choices
        self.query, problems = self._read(self.visit.params)
        page = await self.visit.look(self.visit.clinic.sessions, self.query)
        self._draw(choices)
        self.table.show_columns(self.hidden)
        self._show(page)
        self._say([*problems, page.problem])
        self.visit.on_address(self.arrive)
        self.visit.on_draft("book", self._book)
        self.visit.on_draft("move", self._go_on_moving)
        self.visit.follow(self.refresh)
        ui.timer(MINUTE, self.refresh, immediate=False)
        background_tasks.create(self._count(self._ticket), context=self._place)

    async def arrive(self, params: dict[str, str]) -> None:
        """Show what another address of the same route asks for."""
        query, problems = self._read(params)
        self._say(problems)
        self.table.show_columns(self.hidden)
        self.scopes.pick(query.scope)
        await self._ask(query)
        self.filters.show(self.query)

    @property
    def params(self) -> dict[str, str]:
        """What the address says of the list, apart from its page."""
        return self._said(self.query.model_copy(update={"page": ""}))

    def hide(self, columns: frozenset[str]) -> None:
        """Leave these columns out from now on, and let the address say so."""
        self.hidden = columns
        self.table.show_columns(columns)
        self.visit.put_params({**self._extra(), **self._said(self.query)}, replace=True)

    def put_away(self, *, is_away: bool) -> None:
        """Hide it while there cannot be anything to list, and say nothing of it."""
        self._place.set_visibility(not is_away)

    async def refix(self, default: SessionQuery) -> None:
        """The route fixes something else now: ask again, from the first page.

        Scope and order stay as they were chosen.
        """
        chosen = {"scope", "sort", "descending"}
        fixed = default.model_dump(include=default.model_fields_set - chosen)
        self.default = default
        await self._ask(self.query.model_copy(update={**fixed, "page": ""}))

    async def refresh(self) -> None:
        """Ask the same again, after a change or when the minute is over."""
        await self._ask(self.query, is_same=True)

    def _draw(self, choices: FilterChoices) -> None:
        with ui.element("section").classes("session-list") as self._place:
            with ui.element("div").classes("list-head"):
                self.scopes = ScopeBar(self.query.scope, panel=PANEL, on_change=self._scope)
                ListTools(self, patient=self._patient)
            with ui.element("div").classes("panel session-panel") as panel:
                panel.props.update({"id": PANEL, "role": "tabpanel", "aria-label": "Sessions"})
                self.filters = SessionFilters(
                    choices, without=self._without, on_change=self._filter
                )
                self.table = SessionTable(
                    patient=self._patient,
                    name_zones=len(choices.locations) > 1,
                    on_open=lambda session_id: self.visit.go(f"/sessions/{session_id}"),
                    on_book=self._book,
                    on_move=self._move,
                    on_sort=self._sort,
                    on_page=lambda key: self._change({"page": key}),
                    on_clear=lambda _none: self.filters.clear(),
                )
                if not choices.money:
                    self.table.leave_out_money()
        self.filters.show(self.query)

    def _read(self, params: dict[str, str]) -> tuple[SessionQuery, list[str]]:
        query, problems = from_params(params, default=self.default, choices=self.choices)
        self.hidden = read_hidden(params, problems)
        return query, problems

    def _said(self, query: SessionQuery) -> dict[str, str]:
        return {**to_params(query, default=self.default), **hidden_params(self.hidden)}

    async def _scope(self, scope: Scope) -> None:
        await self._change({"scope": scope, **self._own_order()})

    async def _filter(self, change: dict[str, Any]) -> None:
        await self._change(change, replace="q" in change)
        self.filters.show_active(self.query)

    async def _sort(self, key: SortKey) -> None:
        """Ascending, then descending, then the scope's own order."""
        if self.query.sort is not key:
            await self._change({"sort": key, "descending": False})
        elif not self.query.descending:
            await self._change({"sort": key, "descending": True})
        else:
            await self._change(self._own_order())

    def _own_order(self) -> dict[str, Any]:
        return {"sort": self.default.sort, "descending": self.default.descending}

    async def _change(self, change: dict[str, Any], *, replace: bool = False) -> None:
        query = self.query.model_copy(update={"page": "", **change})
        self.visit.put_params({**self._extra(), **self._said(query)}, replace=replace)
        await self._ask(query)

    async def _ask(self, query: SessionQuery, *, is_same: bool = False) -> None:
        """Rows first, counts after; an answer that another question has overtaken is dropped."""
        self._ticket += 1
        ticket = self._ticket
        counts_stay = not is_same and _counted(query) == _counted(self.query)
        self.query = query
        self._view += not is_same
        asking = partial(self.visit.clinic.sessions, query, by=self.visit.actor)
        try:
            page = await self._in_sight(asking)
        except RegimenError as refusal:
            self._refuse(refusal)
            return
        if ticket != self._ticket:
            return
        self._show(page)
        if not is_same:
            self._say([page.problem])
        if not counts_stay:
            await self._count(ticket)

    async def _in_sight(self, question: Callable[[], R]) -> R:
        """An answer, with the wait shown when it is long enough to be noticed."""
        asked = asyncio.ensure_future(self.visit.ask(question))
        await asyncio.wait([asked], timeout=SLOW_SECONDS)
        if not asked.done():
            self.table.wait()
        return await asked

    async def _count(self, ticket: int) -> None:
        try:
            counts = await self.visit.look(self.visit.clinic.scope_counts, self.query)
        except RegimenError as refusal:
            self._refuse(refusal)
            return
        if ticket == self._ticket:
            self.scopes.show(counts)

    def _show(self, page: SessionPage) -> None:
        self.table.show_sort(self.query.sort, descending=self.query.descending)
        filtered = any(getattr(self.query, f) != getattr(self.default, f) for f in NONE_SET)
        if filtered:
            text = "Nothing in this scope matches the search and filters."
            text = within_limits(text, self.visit.actor.sight)
            self.table.show_empty("No matches", text, clear="Clear search and filters")
        else:
            is_dated = self.default.date_from is not None
            title, text = NOTHING_THEN if is_dated else EMPTY[self.query.scope]
            self.table.show_empty(title, within_limits(text, self.visit.actor.sight))
        self.table.show(rows_to(self.visit.actor, page), view=self._view)

    def _say(self, problems: list[str]) -> None:
        """What in the address could not be, in one message."""
        if text := " ".join(problem for problem in problems if problem):
            self.visit.notices.refused(text)

    def _refuse(self, refusal: RegimenError) -> None:
        self.table.props["busy"] = False
        self.visit.notices.refused(refusal.message)

    async def _go_on_moving(self, booking_id: int) -> None:
        """While its row is still on the page."""
        row = self.table.row_of_booking(booking_id)
        if row is not None:
            await open_booking(self.visit, row.id, moving=booking_id)

    async def _book(self, session_id: int) -> None:
        await open_booking(self.visit, session_id)

    async def _move(self, session_id: int) -> None:
        row = self.table.row(session_id)
        if row is not None and row.reschedule_id is not None:
            await open_booking(self.visit, session_id, moving=row.reschedule_id)


def _counted(query: SessionQuery) -> SessionQuery:
    """What counts depend on; the scope, the order and the page do not matter to them."""
    plain = SessionQuery()
    left_out = {"scope": plain.scope, "sort": None, "descending": False, "page": ""}
    return query.model_copy(update=left_out)
