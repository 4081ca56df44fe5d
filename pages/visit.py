"""One tab's stay: who works in it, where it is, and what ends with the view it shows."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from time import monotonic
from typing import NamedTuple, ParamSpec, TypeVar

from nicegui import background_tasks, ui

from components.frame import Frame
from components.live import Changed, News, follow
from components.lock_screen import LockScreen
from pages import allowing
from pages.addresses import join, split
from pages.door import see, sign_in_address
from pages.downloads import Downloads
from pages.gate import Gate
from pages.off_loop import off_loop
from pages.open_pages import OpenPages
from pages.saved_views import SavedViews
from store.clinic import Clinic
from store.errors import Locked, NotSignedIn, RegimenError
from store.views import ClinicView, Outcome, Seen, SignedIn

P = ParamSpec("P")
R = TypeVar("R")
OnAddress = Callable[[dict[str, str]], Awaitable[None]]
Resume = Callable[[int], Awaitable[None] | None]
DRAFTED = {"merge": "merge_patients"}
"""What forms give that are not called by their command."""
NOT_GONE_ON = "What was being written here cannot be gone on with."
MOST_DIGITS = 19
"""Of an id."""
CHECKED_SECONDS = 1.0
"""Questions asked together, as when a page opens, look once whether the sign-in holds; commands always
look, and one that is ended here is told at once."""
CLOSING_SECONDS = 1.5
"""How long a page is given to go by itself once its sign-in is over."""


class Entrance(NamedTuple):
    """How somebody came in: their sign-in, what seals the way out, and where pages are kept."""

    signed_in: SignedIn
    seal: str
    pages: OpenPages


class Visit:
    """Handed to every view; commands go through ``do`` and reads through ``ask``."""

    def __init__(
        self,
        clinic: Clinic,
        profile: ClinicView,
        *,
        address: str,
        entrance: Entrance,
        downloads: Downloads,
    ) -> None:
        """``address`` is the path with its query, as first asked for."""
        self.clinic = clinic
        self._downloads = downloads
        self.profile = profile
        self.actor = entrance.signed_in.actor
        self.path, self.params = split(address)
        self.client = ui.context.client
        screen = LockScreen(
            who=entrance.signed_in.id,
            seconds=entrance.signed_in.lock_seconds,
            seal=entrance.seal,
            on_active=self._active,
        )
        self.gate = Gate(self.client, screen, on_end=self.send_away)
        self.saved_views = SavedViews(self)
        self.frame = Frame(
            profile,
            actor=self.actor,
            seal=entrance.seal,
            on_edit_views=self.saved_views.edit,
            on_left=self._drafts_left,
        )
        self.notices = self.frame.notices
        self._leaving: list[Callable[[], None]] = []
        self._is_over = False
        self._checked = monotonic()
        self._on_address: OnAddress | None = None
        self._left: list[str] = []
        self._resuming: dict[str, Resume] = {}
        self.client.on_delete(self.leave)
        entrance.pages.open(self.client, entrance.signed_in.id, self.gate)

    def open(self) -> None:
        """From now to the end of the tab, show what the clinic is called."""
        with self.frame.main:
            news = follow(
                self.clinic.hub.subscribe,
                self._renew,
                concerns=lambda news: news.is_set_up,
                ready=self.gate.passed,
            )
        self.client.on_delete(news)

    async def ask(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """A question to the clinic, off the event loop; raises RegimenError.

        It is asked only while the sign-in holds; else the page gives way to the sign-in. While that
        is locked it waits: the page is as it was once it is unlocked.
        """
        try:
            return await self.gate.asked(lambda: self._answered(question, *args, **kwargs))
        except NotSignedIn:
            self.send_away()
            raise

    async def look(self, question: Callable[..., R], *args: object, **kwargs: object) -> R:
        """The same within what whoever works here may see."""
        return await self.ask(question, *args, by=self.actor, **kwargs)

    def _answered(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        if self._is_over or monotonic() - self._checked >= CHECKED_SECONDS:
            self.clinic.check_sign_in(self.actor)
            self._checked = monotonic()
        return question(*args, **kwargs)

    async def do(
        self, command: Callable[..., Outcome], *args: object, **kwargs: object
    ) -> Outcome | None:
        """Carry out a command as whoever works here and say what came of it; None when refused."""
        try:
            outcome = await self.carry(command, *args, **kwargs)
        except RegimenError as refusal:
            self.notices.refused(refusal.message)
            return None
        self.tell(outcome)
        return outcome

    async def carry(self, command: Callable[..., R], *args: object, **kwargs: object) -> R:
        """The same for whoever puts what came of it, or a refusal, into words themselves."""
        try:
            return await off_loop(command, *args, by=self.actor, **kwargs)
        except Locked:
            self.gate.cover()
            raise
        except NotSignedIn:
            self.send_away()
            raise

    def tell(self, outcome: Outcome) -> None:
        """Say what a command did, with Undo where that is possible."""
        change = outcome.change_id
        undo = None if change is None else lambda: self.do(self.clinic.undo, change)
        self.notices.saved(outcome.message, on_undo=undo)

    def follow(
        self, on_change: Changed, *, concerns: Callable[[News], bool] = lambda _news: True
    ) -> None:
        """Call back after every change in the clinic that ``concerns`` this view, until it is left."""
        hub, ready = self.clinic.hub, self.gate.passed
        self.on_leave(follow(hub.subscribe, on_change, concerns=concerns, ready=ready))

    def on_leave(self, callback: Callable[[], None]) -> None:
        """Call when this view gives way to another, or the tab is gone."""
        self._leaving.append(callback)

    def on_address(self, callback: OnAddress) -> None:
        """Call with the query when Back or a link changes it and the path stays: update in place."""
        self._on_address = callback

    def draft(self, kind: str, about: int = 0) -> str:
        """The name under which what this person types into a form is kept; ``about`` is a record."""
        return f"{self.actor.staff_id or 0}/{kind}/{about}"

    def on_draft(self, kind: str, resume: Resume) -> None:
        """Open such a form again, if the tab was reloaded while something was typed into it."""
        self._resuming[kind] = resume
        self._resume()

    def go(self, address: str) -> None:
        """Open another view of the product."""
        with self.client:
            ui.navigate.to(address)

    def entitle(self, title: str) -> None:
        """Name the page, also when the button that led here is gone by now."""
        with self.client:
            ui.page_title(f"{title} · Regimen")

    def deliver(self, file: Path) -> None:
        """Let this browser fetch a file that was made for it; its folder goes with it, or the tab."""
        address, withdraw = self._downloads.offer(file)
        self.client.on_delete(withdraw)
        self.client.download(address, file.name)

    async def reload(self) -> None:
        """Begin this page anew."""
        with self.client:
            ui.navigate.reload()

    def put_params(self, params: Mapping[str, str], *, replace: bool = False) -> None:
        """Let the address say what is shown; as a step of its own for Back unless it replaces."""
        self.params = dict(params)
        address = join(self.path, params)
        change = ui.navigate.history.replace if replace else ui.navigate.history.push
        self.client.sub_pages_router.current_path = address
        self.saved_views.mark()
        with self.client:
            change(address)

    def send_away(self) -> None:
        """The sign-in is over: show nothing any more but where to sign in again."""
        if self._is_over:
            return
        self._is_over = True
        self.gate.end()
        self.leave()
        self.frame.part(sign_in_address(join(self.path, self.params)))
        background_tasks.create(self._close(), name="signed out")

    async def _active(self) -> None:
        """Somebody is there; a page that asks by itself does not say so."""
        if self.actor.sign_in_id is not None:
            await see(self.clinic, self.actor.sign_in_id)

    async def _close(self) -> None:
        """Whatever the browser does, this page gets and does nothing more."""
        await asyncio.sleep(CLOSING_SECONDS)
        if not self.client.is_deleted:
            self.client.delete()

    def saw(self, kind: str, key: int, *, patient_id: int | None = None) -> None:
        """Let the audit trail know that this was opened here."""
        self.clinic.note(Seen(kind=kind, key=key, patient_id=patient_id), self.actor)

    def stand_at(self, path: str) -> None:
        """Let the address be that of what is shown, in place of one that led here."""
        self.path = path
        self.put_params(self.params, replace=True)

    async def _renew(self) -> None:
        try:
            self.profile = await self.ask(self.clinic.profile)
        except RegimenError:
            return  # whatever the page itself asks says what is wrong
        self.frame.show_clinic(self.profile.name)

    def leave(self) -> None:
        """End what belongs to the view shown so far."""
        self._on_address = None
        self._resuming.clear()
        leaving, self._leaving = self._leaving, []
        for callback in leaving:
            callback()

    def moved(self, address: str) -> None:
        """The browser's address changed; same path: the view updates itself in place."""
        path, params = split(address)
        stays = path == self.path
        self.path, self.params = path, params
        self.frame.here(path)
        self.saved_views.mark()
        if stays and self._on_address is not None:
            background_tasks.create(self._on_address(params), context=self.frame.main)

    def _drafts_left(self, names: Sequence[str]) -> None:
        self._left = list(names)
        self._resume()

    def _resume(self) -> None:
        """One of them at a time: forms stand over the page."""
        for name in self._left:
            who, _, what = name.partition("/")
            kind, _, about = what.partition("/")
            if kind in self._resuming and who == str(self.actor.staff_id or 0):
                self._left = []
                if refusal := allowing.refusal(self.actor, DRAFTED.get(kind, kind)):
                    self.frame.forget(name)
                    self.notices.refused(f"{NOT_GONE_ON} {refusal}")
                elif about.isascii() and about.isdecimal() and len(about) < MOST_DIGITS:
                    opened = partial(self._resuming[kind], int(about))
                    background_tasks.create(_awaited(opened), context=self.frame.main)
                return


async def _awaited(act: Callable[[], Awaitable[None] | None]) -> None:
    doing = act()
    if doing is not None:
        await doing
