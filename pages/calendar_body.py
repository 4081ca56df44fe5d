"""What the calendar draws in the middle: a grid, a month, a week of everybody, or an agenda."""

from collections.abc import Callable
from typing import Any, TypeVar

from nicegui import ui

from components.calendar_agenda import CalendarAgenda
from components.calendar_month import CalendarMonth
from components.calendar_team import CalendarTeam
from components.column_pager import ColumnPager
from components.resource_grid import ResourceGrid
from pages.allowing import calendar_to
from pages.calendar_hands import Hands
from pages.visit import Visit
from store.views import (
    AgendaView,
    CalendarColumn,
    CalendarQuery,
    CalendarRange,
    CalendarView,
    MonthView,
    TeamView,
)

Drawn = CalendarView | MonthView | TeamView | AgendaView
Link = Callable[..., str]
E = TypeVar("E", bound=ui.element)


class CalendarBody:
    """One of four ways of drawing; it is built anew only where another way is chosen."""

    def __init__(
        self,
        visit: Visit,
        *,
        link: Link,
        hands: Hands,
        on_column: Callable[[CalendarColumn], Any],
        on_crowd: Callable[[CalendarColumn, int], Any],
    ) -> None:
        """``link`` gives the calendar's address with some of what it shows changed."""
        self._visit = visit
        self._link = link
        self._hands = hands
        self._on_column = on_column
        self._on_crowd = on_crowd
        self._drawn: CalendarRange | None = None
        self._shown: ui.element | None = None
        self._view: CalendarView | None = None
        with ui.element("div").classes("calendar-body"):
            self._pager = ColumnPager(on_turn=self._turn)
            self._place = ui.element("div")

    async def ask(self, query: CalendarQuery) -> Drawn:
        """What the query shows, in the way it asks for; raises Invalid and NotFound."""
        clinic = self._visit.clinic
        if query.view == "month":
            return await self._visit.look(clinic.calendar_month, query)
        if query.view == "team":
            return await self._visit.look(clinic.calendar_team, query)
        if query.view == "agenda":
            return await self._visit.look(clinic.calendar_agenda, query)
        view = await self._visit.look(clinic.calendar, query)
        return calendar_to(self._visit.actor, view)

    def show(self, view: Drawn, query: CalendarQuery) -> None:
        """Draw it; where nothing changed but the time, the time alone."""
        standing = view.model_copy(update={"now_minute": 0})
        if isinstance(view, CalendarView):
            self._view = view
            self._built(ResourceGrid, self._grid).show(self._pager.cut(view))
        elif standing != self._drawn:
            self._pager.hide()
            self._list(view, query)
        self._drawn = standing

    def _list(self, view: MonthView | TeamView | AgendaView, query: CalendarQuery) -> None:
        if isinstance(view, MonthView):
            self._built(CalendarMonth, self._month).show(view)
        elif isinstance(view, TeamView):
            self._built(CalendarTeam, lambda: CalendarTeam(link=self._link)).show(view)
        else:
            self._built(CalendarAgenda, lambda: CalendarAgenda(link=self._link)).show(view, query)

    def _built(self, kind: type[E], build: Callable[[], E]) -> E:
        """What is shown, if it is of that kind; else a new one in its place."""
        if not isinstance(self._shown, kind):
            self._place.clear()
            with self._place:
                self._shown = build()
        assert isinstance(self._shown, kind)
        return self._shown

    def _turn(self) -> None:
        """Show other columns of the same day."""
        if self._view is not None and isinstance(self._shown, ResourceGrid):
            self._shown.show(self._pager.cut(self._view))

    def _grid(self) -> ResourceGrid:
        return self._hands.grid(on_column=self._on_column, on_crowd=self._on_crowd)

    def _month(self) -> CalendarMonth:
        return CalendarMonth(link=lambda day: self._link(view="day", day=day))
