"""The saved views of whoever works in a tab: listed with their counts, kept, renamed, deleted."""

from collections.abc import Awaitable, Callable, Mapping
from typing import ParamSpec, Protocol, TypeVar
from urllib.parse import parse_qsl, urlencode
from uuid import uuid4

from nicegui import Client, background_tasks, ui

from components.frame import Frame
from components.list_address import from_params
from components.live import follow
from components.notices import Notices
from components.view_dialogs import ViewsDialog
from pages.off_loop import off_loop
from store.clinic import Clinic
from store.errors import RegimenError, Stale
from store.views import Actor, SavedViewForm, SavedViewRow, SessionQuery

P = ParamSpec("P")
R = TypeVar("R")
LIST = "/sessions"
HIDE = "hide"
"""The address's word for columns left out."""
MINUTE = 60.0


class Tab(Protocol):
    """What is asked of a visit: who works in it, where it is, and the frame around it."""

    clinic: Clinic
    actor: Actor
    path: str
    params: dict[str, str]
    frame: Frame
    notices: Notices
    client: Client

    async def ask(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """A question to the clinic, as long as somebody is signed in."""


class SavedViews:
    """Lives as long as the tab; asks again after every change and once a minute."""

    def __init__(self, visit: Tab) -> None:
        """Draws nothing until ``open``."""
        self._visit = visit
        self._ticket = 0
        self._views: tuple[SavedViewRow, ...] = ()
        self._dialog: ViewsDialog | None = None

    def open(self) -> None:
        """List them as soon as the clinic answers, and from then on what changes."""
        with self._visit.frame.views:
            ui.timer(MINUTE, self.refresh, immediate=False)
            self._visit.client.on_delete(follow(self._visit.clinic.hub.subscribe, self.refresh))
            background_tasks.create(self.refresh(), context=self._visit.frame.views)

    async def refresh(self) -> None:
        """Ask who sees which, then how many sessions each of them lists.

        An answer that another question has overtaken is dropped: it may be somebody else's by now.
        """
        self._ticket += 1
        ticket, nav = self._ticket, self._visit.frame.views
        sizes: tuple[int, ...] = ()
        try:
            views = await self._visit.ask(self._visit.clinic.saved_views, self._visit.actor)
            if ticket == self._ticket:
                self._views = views
                nav.show(views)
                self.mark()
                sizes = await self._visit.ask(self._sizes, views) if views else ()
        except RegimenError:
            pass  # the list itself says what is wrong; a count is left open meanwhile
        if ticket == self._ticket:
            nav.count(sizes)

    def mark(self) -> None:
        """Say which view the page shows."""
        shown = self._visit.path == LIST
        params = params_text(self._visit.params)
        found = [view.id for view in self._views if shown and view.params == params]
        self._visit.frame.views.point_at(found[0] if found else None)

    def edit(self) -> None:
        """Offer those this person may change."""
        mine = [view for view in self._views if view.may_change]
        with self._visit.frame.main:
            self._dialog = ViewsDialog(mine, on_rename=self._rename, on_drop=self._drop)

    async def save(self, form: SavedViewForm, *, key: str) -> None:
        """Keep a view, once a key; raises RegimenError."""
        clinic, by = self._visit.clinic, self._visit.actor
        view_id = await off_loop(clinic.save_view, form, by=by, key=key)
        back = self._back(clinic.drop_view, view_id, version=1)
        self._visit.notices.saved(f"“{form.name.strip()}” is one of your views now.", on_undo=back)

    async def _rename(self, view: SavedViewRow, name: str) -> SavedViewRow:
        """The view as it is seen from then on: renamed, or as somebody else left it."""
        form = SavedViewForm(
            name=name, params=view.params, is_shared=view.is_shared, version=view.version
        )
        try:
            await off_loop(self._visit.clinic.change_view, view.id, form, by=self._visit.actor)
        except RegimenError as refusal:
            if self._dialog is not None:
                self._dialog.refuse(view.id, refusal.message)
            return await self._known(view) if isinstance(refusal, Stale) else view
        was = form.model_copy(update={"name": view.name, "version": view.version + 1})
        back = self._back(self._visit.clinic.change_view, view.id, was)
        self._visit.notices.saved(f"The view is named “{name.strip()}” now.", on_undo=back)
        return await self._known(view)

    async def _drop(self, view: SavedViewRow) -> bool:
        drop = self._visit.clinic.drop_view
        try:
            await off_loop(drop, view.id, version=view.version, by=self._visit.actor)
        except RegimenError as refusal:
            self._visit.notices.refused(refusal.message)
            return False
        form = SavedViewForm(name=view.name, params=view.params, is_shared=view.is_shared)
        key = uuid4().hex
        back = self._back(self._visit.clinic.save_view, form, key=key)
        self._visit.notices.saved(f"“{view.name}” was deleted.", on_undo=back)
        return True

    def _back(
        self, command: Callable[..., object], *args: object, **values: object
    ) -> Callable[[], Awaitable[None]]:
        """Undo: the opposite command; why it cannot be is said over the page."""

        async def undo() -> None:
            try:
                await off_loop(command, *args, by=self._visit.actor, **values)
            except RegimenError as refusal:
                self._visit.notices.refused(refusal.message)
            else:
                self._visit.notices.saved("Undone.")

        return undo

    async def _known(self, view: SavedViewRow) -> SavedViewRow:
        views = await off_loop(self._visit.clinic.saved_views, self._visit.actor)
        return next((one for one in views if one.id == view.id), view)

    def _sizes(self, views: tuple[SavedViewRow, ...]) -> tuple[int, ...]:
        """How long their lists are; on a thread of its own."""
        clinic = self._visit.clinic
        by = self._visit.actor
        choices = clinic.filter_choices(by=by)
        queries = [
            from_params(dict(parse_qsl(view.params)), default=SessionQuery(), choices=choices)[0]
            for view in views
        ]
        return clinic.list_sizes(queries, by=by)


def params_text(params: Mapping[str, str]) -> str:
    """What a view keeps of an address: all but the page, in one order."""
    kept = {name: value for name, value in params.items() if name != "page"}
    if HIDE in kept:
        kept[HIDE] = ",".join(sorted(kept[HIDE].split(",")))
    return urlencode(sorted(kept.items()))
