"""`/calendar`: a day of a location or a week of a provider, with the sessions of that range."""

from collections.abc import Mapping
from datetime import date

from nicegui import ui

from components.calendar_bar import CalendarBar
from pages import calendar_address as address
from pages.allowing import calendar_to
from pages.calendar_hands import Hands
from pages.session_list import MINUTE, SessionList
from pages.setup.greeting import greet, is_empty
from pages.visit import Visit
from store.errors import Invalid, NotFound, RegimenError
from store.queries.calendar import FIRST_YEAR
from store.views import CalendarColumn, CalendarQuery, CalendarView, FilterChoices, SessionQuery
from store.words import Scope, SortKey


class CalendarPage:
    """The head, the grid and the list; what they show is in the address."""

    def __init__(self, visit: Visit, choices: FilterChoices) -> None:
        """Builds everything; ``open`` fills it."""
        self._visit = visit
        self._choices = choices
        self._query = CalendarQuery()
        self._view: CalendarView | None = None
        self._list: SessionList | None = None
        self._ticket = 0
        with ui.element("div").classes("page page-calendar"):
            self._bar = CalendarBar(
                on_step=self._step,
                on_choice={
                    "date": self._to_day,
                    "view": lambda name: self._change(view=name),
                    "location": lambda key: self._change(location_id=int(key)),
                    "provider": lambda key: self._change(provider_id=int(key) if key else None),
                },
            )
            with ui.element("div").classes("calendar") as self._place:
                hands = Hands(visit, lambda: self._view, self._refresh)
                self._grid = hands.grid(on_column=self._turn_to)

    async def open(self) -> None:
        """Show what the address asks for, and from then on what changes."""
        view = await self._read(self._visit.params)
        self._draw(view)
        self._list = SessionList(
            self._visit,
            default=_fixed(view),
            without=frozenset({"provider_id", "location_id", "date_from", "date_to"}),
            extra=lambda: address.write(self._query),
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

    async def _read(self, params: Mapping[str, str]) -> CalendarView:
        """What the address asks for; what is wrong in it gives way and is told."""
        self._query, problems = address.read(params)
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

    async def _ask(self, problems: list[str]) -> CalendarView:
        """What the query shows; where the store knows of no such thing, the default and a problem."""
        while True:
            try:
                view = await self._visit.look(self._visit.clinic.calendar, self._query)
                return calendar_to(self._visit.actor, view)
            except (Invalid, NotFound) as wrong:
                given, self._query = self._query, address.without(self._query, wrong.field)
                if given == self._query:
                    raise
                problems.append(f"{wrong.message} {address.instead(wrong.field)}")

    def _draw(self, view: CalendarView) -> None:
        self._view = view
        days = address.range_text(view)
        self._visit.entitle(f"Calendar, {days}")
        self._bar.show(view, self._choices, range_text=days)
        self._grid.show(view)

    async def _change(self, **values: object) -> None:
        self._query = self._query.model_copy(update=values)
        listed = self._list.params if self._list else {}
        self._visit.put_params({**address.write(self._query), **listed})
        await self._refresh()

    async def _to_day(self, text: str) -> None:
        """Go to the day typed; a year that is still being typed is waited for."""
        if text and (day := date.fromisoformat(text)).year >= FIRST_YEAR:
            await self._change(day=day)

    async def _step(self, steps: int) -> None:
        if self._view is not None:
            await self._change(day=address.stepped(self._view, steps) if steps else None)

    async def _turn_to(self, column: CalendarColumn) -> None:
        """From a provider's day to the week, and from a day of the week to that day."""
        if self._query.view == "day":
            await self._change(view="week", provider_id=column.provider_id)
        else:
            await self._change(view="day", day=column.day)


async def show(visit: Visit) -> None:
    """The calendar as the address asks for it."""
    if await is_empty(visit):
        greet(visit, title="Calendar")
        return
    choices = await visit.look(visit.clinic.filter_choices)
    await CalendarPage(visit, choices).open()


def _fixed(view: CalendarView) -> SessionQuery:
    """What the list is held to: the days and the resources that are shown."""
    return SessionQuery(
        scope=Scope.ALL,
        sort=SortKey.SCHEDULED,
        date_from=view.first_day,
        date_to=view.last_day,
        location_id=view.location_id,
        provider_ids=tuple(sorted({column.provider_id for column in view.columns})),
    )
