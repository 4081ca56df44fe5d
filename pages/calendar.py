"""`/calendar`: days of a location, drawn in one of six ways, with the sessions of that range."""

from collections.abc import Mapping
from datetime import date

from nicegui import ui

from components.calendar_bar import CalendarBar
from components.session_marks import SessionMarks
from pages import calendar_address as address
from pages.addresses import join
from pages.calendar_body import CalendarBody, Drawn
from pages.calendar_hands import Hands
from pages.session_list import MINUTE, SessionList
from pages.setup.greeting import greet, is_empty
from pages.to_book import ToBook
from pages.visit import Visit
from store.errors import Invalid, NotFound, RegimenError
from store.queries.calendar_frame import FIRST_YEAR
from store.views import (
    CalendarColumn,
    CalendarQuery,
    CalendarView,
    FilterChoices,
    SessionQuery,
    TeamView,
)
from store.words import Scope, SortKey


class CalendarPage:
    """The head, the grid and the list; what they show is in the address."""

    def __init__(self, visit: Visit, choices: FilterChoices) -> None:
        """Builds everything; ``open`` fills it."""
        self._visit = visit
        self._choices = choices
        self._query = CalendarQuery()
        self._view: Drawn | None = None
        self._aimed: date | None = None
        self._list: SessionList | None = None
        self._ticket = 0
        with ui.element("div").classes("page page-calendar"):
            self._bar = CalendarBar(
                on_step=self._step,
                on_choice={
                    "date": self._to_day,
                    "view": self._to_view,
                    "location": lambda key: self._change(location_id=int(key), room_id=None),
                    "provider": lambda key: self._change(provider_id=_key(key)),
                    "room": lambda key: self._change(room_id=_key(key)),
                    "category": lambda word: self._change(category=address.category_of(word)),
                },
                on_beside=lambda: self._put_beside(is_shown=not self._side.is_shown),
            )
            SessionMarks()
            self._place = ui.element("div").classes("calendar")
            with self._place, ui.element("div").classes("calendar-main"):
                self._side = ToBook(visit, on_close=lambda: self._put_beside(is_shown=False))
                self._body = CalendarBody(
                    visit,
                    link=self._link,
                    hands=Hands(visit, lambda: self._grid_view, self._refresh),
                    on_column=self._turn_to,
                    on_crowd=self._to_agenda,
                )

    @property
    def _grid_view(self) -> CalendarView | None:
        """What the grid shows, where it is a grid."""
        return self._view if isinstance(self._view, CalendarView) else None

    async def open(self) -> None:
        """Show what the address asks for, and from then on what changes."""
        view = await self._read(self._visit.params)
        self._draw(view)
        await self._side.refresh(self._query.category)
        self._list = SessionList(
            self._visit,
            default=_fixed(view),
            without=frozenset({"provider_id", "location_id", "category", "date_from", "date_to"}),
            extra=lambda: self._said,
        )
        self._visit.params = address.others(self._visit.params)
        with self._place:
            await self._list.build()
        self._visit.on_address(self._arrive)
        self._visit.follow(self._refresh)
        ui.timer(MINUTE, self._refresh, immediate=False)

    async def _arrive(self, params: dict[str, str]) -> None:
        """Back, or a link to another address of the calendar."""
        self._ticket += 1
        ticket = self._ticket
        view = await self._read(params)
        if ticket == self._ticket and self._list is not None:
            self._draw(view)
            self._list.default = _fixed(view)
            await self._list.arrive(address.others(params))
            await self._side.refresh(self._query.category)

    async def _read(self, params: Mapping[str, str]) -> Drawn:
        """What the address asks for; what is wrong in it gives way and is told."""
        self._query, problems = address.read(params)
        self._side.is_shown = address.is_beside(params, problems)
        view = await self._ask(problems)
        if problems:
            self._visit.notices.refused(" ".join(problems))
        return view

    async def _refresh(self) -> None:
        self._ticket += 1
        ticket = self._ticket
        problems: list[str] = []
        try:
            view = await self._ask(problems)
        except RegimenError as refusal:
            self._visit.notices.refused(refusal.message)
            return
        if ticket != self._ticket:
            return
        if problems:
            self._visit.notices.refused(" ".join(problems))
        is_same = self._view is not None and _fixed(view) == _fixed(self._view)
        self._draw(view)
        if self._list is not None and not is_same:
            await self._list.refix(_fixed(view))
        await self._side.refresh(self._query.category)

    async def _ask(self, problems: list[str]) -> Drawn:
        """What the query shows; where the store knows of no such thing, the default and a problem."""
        while True:
            try:
                return await self._body.ask(self._query)
            except (Invalid, NotFound) as wrong:
                given, self._query = self._query, address.without(self._query, wrong.field)
                if given == self._query:
                    raise
                problems.append(f"{wrong.message} {address.instead(wrong.field)}")

    def _draw(self, view: Drawn) -> None:
        self._view, self._aimed = view, None
        days = address.range_text(view)
        self._visit.entitle(f"Calendar, {days}")
        sheet = join("/print/calendar", address.write(address.on_paper(self._query, view)))
        self._bar.show(view, self._choices, range_text=days, sheet=sheet)
        self._bar.show_beside(is_shown=self._side.is_shown)
        self._body.show(view, self._query)

    async def _change(self, **values: object) -> None:
        """Show something else; an agenda begins at the beginning, unless told where."""
        self._query = self._query.model_copy(update={"minute": 0, "mark": None, **values})
        listed = self._list.params if self._list else {}
        self._visit.put_params({**self._said, **listed})
        await self._refresh()

    @property
    def _said(self) -> dict[str, str]:
        """What the address says of the calendar, apart from the list."""
        return address.write(self._query, is_beside=self._side.is_shown)

    def _link(self, **values: object) -> str:
        """The calendar's address with some of what it shows changed."""
        query = self._query.model_copy(update=values)
        return join("/calendar", address.write(query, is_beside=self._side.is_shown))

    async def _put_beside(self, *, is_shown: bool) -> None:
        """Show what is to be booked beside the calendar, or put it away."""
        self._side.is_shown = is_shown
        self._bar.show_beside(is_shown=is_shown)
        listed = self._list.params if self._list else {}
        self._visit.put_params({**self._said, **listed}, replace=True)
        await self._side.refresh(self._query.category)

    async def _to_day(self, text: str) -> None:
        """Go to the day typed; a year that is still being typed is waited for."""
        if text and (day := date.fromisoformat(text)).year >= FIRST_YEAR:
            await self._change(day=day)

    async def _step(self, steps: int) -> None:
        if self._view is None:
            return
        # A second press may come before the days of the first are drawn.
        begin = self._aimed or self._view.first_day
        self._aimed = address.stepped(self._view, steps, begin) if steps else None
        await self._change(day=self._aimed)

    async def _to_view(self, name: str) -> None:
        """Draw the same stretch otherwise."""
        room = self._query.room_id if name == "rooms" else None
        await self._change(view=name, room_id=room)

    async def _turn_to(self, column: CalendarColumn) -> None:
        """From a resource's day to its week, and from a day of the week to that day."""
        if self._query.view == "day":
            await self._change(view="week", provider_id=column.provider_id)
        elif self._query.view == "rooms":
            await self._change(view="week" if column.room_id else "rooms", room_id=column.room_id)
        else:
            view = "rooms" if self._query.room_id else "day"
            await self._change(view=view, day=column.day)

    async def _to_agenda(self, column: CalendarColumn, minute: int) -> None:
        """Everything of a column from that minute on, one below the other."""
        whose = {"provider_id": column.provider_id, "room_id": column.room_id}
        await self._change(view="agenda", day=column.day, days=1, minute=minute, **whose)


async def show(visit: Visit) -> None:
    """The calendar as the address asks for it."""
    if await is_empty(visit):
        greet(visit, title="Calendar")
        return
    choices = await visit.look(visit.clinic.filter_choices)
    await CalendarPage(visit, choices).open()


def _fixed(view: Drawn) -> SessionQuery:
    """What the list is held to: the days and the resources that are shown."""
    return SessionQuery(
        scope=Scope.ALL,
        sort=SortKey.SCHEDULED,
        date_from=view.first_day,
        date_to=view.last_day,
        location_id=view.location_id,
        category=view.category,
        room_id=view.room_id,
        provider_ids=tuple(sorted(_providers(view))),
    )


def _providers(view: Drawn) -> set[int]:
    """Whose sessions are listed; nobody's in particular where rooms are drawn."""
    found = {view.provider_id}
    if isinstance(view, CalendarView):
        found |= {column.provider_id for column in view.columns}
    elif isinstance(view, TeamView):
        found |= {row.provider_id for row in view.rows}
    return {key for key in found if key is not None}


def _key(text: str) -> int | None:
    return int(text) if text else None
