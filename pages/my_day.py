"""`/my-day`: what a provider, or a room, has today, for a tablet in the treatment room."""

from collections.abc import Mapping
from typing import Any

from nicegui import ui

from components.my_day import MyDayBoard, MyDayHead
from pages.allowing import session_to
from pages.ids import number
from pages.session_actions import SessionActions
from pages.setup.greeting import greet, is_empty
from pages.visit import Visit
from store.errors import NotFound, RegimenError
from store.views import MyDay, MyDayQuery, SessionDetail

MINUTE = 60.0
KINDS = ("provider", "room")


async def show(visit: Visit) -> None:
    """The day of whoever the address names, else of whoever works here."""
    if await is_empty(visit):
        greet(visit, title="My day")
        return
    await MyDayPage(visit).build()


class MyDayPage:
    """Keeps the day in step with the clinic and the clock; what was picked stays large until it is over."""

    def __init__(self, visit: Visit) -> None:
        """Shows nothing yet."""
        self._visit = visit
        self._query = MyDayQuery()
        self._picked = ""
        self._detail: SessionDetail | None = None
        self._seen = 0
        self._ticket = 0
        self._actions: SessionActions | None = None

    async def build(self) -> None:
        """Draw it and follow what happens."""
        visit = self._visit
        visit.entitle("My day")
        with ui.element("div").classes("page page-my-day"):
            self._head = MyDayHead(on_choice=self._turn_to)
            self._board = MyDayBoard(on_pick=self._pick, on_act=self._act)
        await self._arrive(visit.params)
        # Not before: a form left half filled in is opened again here, for the session shown.
        self._actions = SessionActions(visit, self._shown)
        visit.on_address(self._arrive)
        visit.follow(self._refresh)
        ui.timer(MINUTE, self._refresh, immediate=False)

    async def _arrive(self, params: Mapping[str, str]) -> None:
        """What the address asks for; what is wrong in it gives way and is told."""
        self._query, self._picked, wrong = _read(params)
        problems = [_instead(name) for name in wrong]
        while True:
            try:
                await self._show()
                break
            except NotFound as missing:
                if self._query == MyDayQuery():
                    raise
                self._query = MyDayQuery()
                problems.append(f"{missing.message} {_instead('')}".strip())
        if problems:
            self._visit.notices.refused(" ".join(problems))

    async def _refresh(self) -> None:
        try:
            await self._show()
        except RegimenError as refusal:
            self._visit.notices.refused(refusal.message)

    async def _show(self) -> None:
        """Ask again; an answer that another question has overtaken is dropped."""
        self._ticket += 1
        ticket = self._ticket
        visit, clinic = self._visit, self._visit.clinic
        day = await visit.look(clinic.my_day, self._query)
        key = self._picked if any(row.key == self._picked for row in day.rows) else day.current
        row = next((one for one in day.rows if one.key == key), None)
        detail = await visit.look(clinic.session, row.session_id) if row else None
        if ticket == self._ticket:
            self._draw(day, key, detail)

    def _draw(self, day: MyDay, key: str, detail: SessionDetail | None) -> None:
        self._detail = detail
        if detail is not None and detail.id != self._seen:
            self._seen = detail.id
            self._visit.saw("session", detail.id, patient_id=detail.patient_id)
        self._head.show(day)
        shown = session_to(self._visit.actor, detail) if detail is not None else None
        self._board.show(day, key, shown)

    def _shown(self) -> SessionDetail:
        assert self._detail is not None  # what is pressed hangs on a session
        return self._detail

    async def _act(self, name: str, key: int) -> None:
        if self._detail is None or self._actions is None:
            return
        await self._actions.carry_out(name, key)

    async def _pick(self, key: str) -> None:
        self._picked = key
        self._tell_address(replace=True)
        await self._refresh()

    async def _turn_to(self, whose: str) -> None:
        kind, _, key = whose.partition("-")
        found = number(key)
        if kind not in KINDS or found is None:
            return
        self._query, self._picked = MyDayQuery.model_validate({f"{kind}_id": found}), ""
        self._tell_address(replace=False)
        await self._refresh()

    def _tell_address(self, *, replace: bool) -> None:
        told: dict[str, Any] = {
            "provider": self._query.provider_id,
            "room": self._query.room_id,
            "at": self._picked,
        }
        params = {name: str(value) for name, value in told.items() if value}
        self._visit.put_params(params, replace=replace)


def _read(params: Mapping[str, str]) -> tuple[MyDayQuery, str, list[str]]:
    """Whose day, which row of it, and the names of what could not be read."""
    given = {kind: params[kind] for kind in KINDS if params.get(kind)}
    ids = {kind: number(text) for kind, text in given.items()}
    wrong = [kind for kind, key in ids.items() if key is None]
    query = MyDayQuery(provider_id=ids.get("provider"), room_id=ids.get("room"))
    return query, params.get("at", ""), wrong


def _instead(kind: str) -> str:
    what = f"There is no such {kind}. " if kind else ""
    return f"{what}Your own day is shown."
