"""One tab's stay: who works in it, where it is, and what ends with the view it shows."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ParamSpec, TypeVar
from urllib.parse import parse_qsl, urlencode, urlsplit

from nicegui import background_tasks, ui

from components.frame import Frame
from components.live import Changed, News, follow
from pages.access import COOKIE, actor, actor_of
from pages.downloads import Downloads
from pages.off_loop import off_loop
from pages.saved_views import SavedViews
from store.clinic import Clinic
from store.errors import RegimenError
from store.views import ClinicView, Outcome, Seen

P = ParamSpec("P")
R = TypeVar("R")
OnAddress = Callable[[dict[str, str]], Awaitable[None]]
Resume = Callable[[int], Awaitable[None] | None]
MOST_DIGITS = 19
"""Of an id."""


class Visit:
    """Handed to every view; commands go through ``do`` and reads through ``ask``."""

    def __init__(
        self,
        clinic: Clinic,
        profile: ClinicView,
        *,
        address: str,
        cookies: Mapping[str, str],
        origin: str = "",
        downloads: Downloads,
    ) -> None:
        """``address`` is the path with its query, as first asked for; ``origin`` where from."""
        self.clinic = clinic
        self._downloads = downloads
        self.profile = profile
        self.actor = actor_of(profile, cookies, origin=origin)
        self._seen: list[Seen] = []
        self.path, self.params = split(address)
        self.saved_views = SavedViews(self)
        self.frame = Frame(
            profile,
            actor=self.actor,
            on_staff=self.work_as,
            on_edit_views=self.saved_views.edit,
            on_left=self._drafts_left,
        )
        self.notices = self.frame.notices
        self.client = ui.context.client
        self._leaving: list[Callable[[], None]] = []
        self._on_address: OnAddress | None = None
        self._on_actor: Callable[[], Awaitable[None]] | None = None
        self._left: list[str] = []
        self._resuming: dict[str, Resume] = {}
        self.client.on_delete(self.leave)

    def open(self) -> None:
        """From now to the end of the tab, show what the clinic is called and who works there."""
        with self.frame.main:
            news = follow(
                self.clinic.hub.subscribe, self._renew, concerns=lambda news: news.is_set_up
            )
        self.client.on_delete(news)

    async def ask(self, question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """A question to the clinic, off the event loop; raises RegimenError."""
        return await off_loop(question, *args, **kwargs)

    async def do(
        self, command: Callable[..., Outcome], *args: object, **kwargs: object
    ) -> Outcome | None:
        """Carry out a command as whoever works here and say what came of it; None when refused."""
        try:
            outcome = await off_loop(command, *args, by=self.actor, **kwargs)
        except RegimenError as refusal:
            self.notices.refused(refusal.message)
            return None
        self.tell(outcome)
        return outcome

    def tell(self, outcome: Outcome) -> None:
        """Say what a command did, with Undo where that is possible."""
        change = outcome.change_id
        undo = None if change is None else lambda: self.do(self.clinic.undo, change)
        self.notices.saved(outcome.message, on_undo=undo)

    def follow(
        self, on_change: Changed, *, concerns: Callable[[News], bool] = lambda _news: True
    ) -> None:
        """Call back after every change in the clinic that ``concerns`` this view, until it is left."""
        self.on_leave(follow(self.clinic.hub.subscribe, on_change, concerns=concerns))

    def on_leave(self, callback: Callable[[], None]) -> None:
        """Call when this view gives way to another, or the tab is gone."""
        self._leaving.append(callback)

    def on_address(self, callback: OnAddress) -> None:
        """Call with the query when Back or a link changes it and the path stays: update in place."""
        self._on_address = callback

    def on_actor(self, callback: Callable[[], Awaitable[None]]) -> None:
        """Call when somebody else works here from now on."""
        self._on_actor = callback

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

    def work_as(self, staff_id: int) -> None:
        """Act as this member of staff from now on, in this browser."""
        member = next((one for one in self.profile.staff if one.id == staff_id), None)
        if member is None:
            return
        self.actor = actor(member, origin=self.actor.origin)
        for seen in self._seen:
            self.clinic.note(seen, self.actor)
        self.frame.works_as(self.actor)
        self.frame.keep(COOKIE, str(member.id))
        background_tasks.create(self.saved_views.refresh(), context=self.frame.views)
        if self._on_actor is not None:
            background_tasks.create(self._on_actor(), context=self.frame.main)

    def saw(self, kind: str, key: int, *, patient_id: int | None = None) -> None:
        """Let the audit trail know that this was opened here, by whoever works here from now on too."""
        self._seen.append(Seen(kind=kind, key=key, patient_id=patient_id))
        self.clinic.note(self._seen[-1], self.actor)

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
        self.frame.offer_staff(self.profile)

    def leave(self) -> None:
        """End what belongs to the view shown so far."""
        self._on_address = self._on_actor = None
        self._seen = []
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
                if about.isascii() and about.isdecimal() and len(about) < MOST_DIGITS:
                    opened = partial(self._resuming[kind], int(about))
                    background_tasks.create(_awaited(opened), context=self.frame.main)
                return


async def _awaited(act: Callable[[], Awaitable[None] | None]) -> None:
    doing = act()
    if doing is not None:
        await doing


def split(address: str) -> tuple[str, dict[str, str]]:
    """Path without a closing slash and query; what is no text anywhere is replaced."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query, keep_blank_values=True, errors="replace"))
    return parts.path.rstrip("/") or "/", {key: well_formed(value) for key, value in query.items()}


def join(path: str, params: Mapping[str, str]) -> str:
    """An address from its path and query."""
    return f"{path}?{urlencode(params)}" if params else path


def well_formed(text: Any) -> str:
    """Text that can be stored and sent: half characters of broken input are replaced."""
    return str(text).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
