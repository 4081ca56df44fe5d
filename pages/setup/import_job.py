"""An import as its page works with it: off the event loop, stoppable, gone with the page."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from pages import allowing
from pages.off_loop import off_loop
from pages.uploads import Desk
from pages.visit import Visit
from store.errors import NotAllowed
from store.importing.csv import (
    Fate,
    Kind,
    Outcome,
    RowFate,
    Sheet,
    SheetImport,
    Terms,
    write_report,
)

PAGE = 50


@dataclass(frozen=True)
class FatePage:
    """One page of rows with their numbers, counted from 1."""

    counts: dict[Fate, int]
    picked: str
    rows: list[tuple[int, RowFate]]
    first: int
    has_more: bool


class ImportJob:
    """Holds the one import of a page; commands go through ``run``."""

    def __init__(self, visit: Visit) -> None:
        """Nothing is open yet; the first file that arrives opens it."""
        self._visit = visit
        self._import: SheetImport | None = None
        self._terms = Terms()
        self.is_busy = False
        self._opening = Lock()
        self._starts = [0]
        self._last = 0
        self._picked = ""
        self.desk = Desk(refusal=self.refusal, folder=self._folder, report=self._report)
        self.at = ("Beginning", 0, 0)
        self.outcome: Outcome | None = None
        self.has_errors = False
        """Whether rows of the outcome are refused."""
        self.zone = ""
        self.order = ""
        self.into_demo = False
        self.is_left = False

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The files that are open."""
        return self._import.sheets if self._import else ()

    @property
    def is_stopping(self) -> bool:
        """Whether it was cancelled."""
        return self._terms.stop.is_set()

    @property
    def is_saving(self) -> bool:
        """Whether some of it is in, so that it is brought to its end whatever happens."""
        return self._terms.is_saving

    @property
    def is_demo(self) -> bool:
        """Whether it would go into a demo."""
        return self._visit.profile.is_demo

    def refusal(self) -> str:
        """Why nothing can be done just now; empty when it can."""
        if self.is_busy:
            return "The import is at work."
        return allowing.refusal(self._visit.actor, "import")

    async def open(self) -> None:
        """Take in what has arrived; raises RegimenError."""
        job = await off_loop(self._at_rest)
        await off_loop(job.open, self.desk.take())

    def change(self, number: int, sheet: Sheet) -> None:
        """Put a sheet with other meanings in a sheet's place; raises NotAllowed."""
        self._at_rest().change(number, sheet)

    async def take_for(self, number: int, kind: str) -> None:
        """Take a sheet for another kind, by its value; raises NotAllowed."""
        await off_loop(self._at_rest().take_for, number, Kind.of(kind))

    async def run(self, work: Callable[[], Outcome]) -> Outcome:
        """Judge or carry out; only one at a time. Raises RegimenError."""
        job = self._at_rest()
        self._terms = Terms(self.zone, into_demo=self.into_demo, progress=self._note)
        self.is_busy = True
        try:
            job.sign(self._visit.actor)
            outcome = await off_loop(work)
            self.has_errors = Fate.REFUSED in await off_loop(outcome.counts)
            self.outcome = outcome
            return outcome
        finally:
            self.is_busy = False
            if self.is_left:
                await self.clear()

    def judge(self) -> Outcome:
        """The fate of every row; blocks."""
        return self._ordered().judge(self._terms)

    def carry_out(self, *, skip_errors: bool) -> Outcome:
        """Bring it in; blocks."""
        self._terms.skip_errors = skip_errors
        return self._ordered().carry_out(self._terms)

    def stop(self) -> None:
        """End it with nothing brought in; what is being saved is saved whole."""
        self._terms.stop.set()

    def pick(self, fate: str) -> None:
        """Show rows of one fate from the first on; all of them for an empty one."""
        self._picked = fate if fate in {one.value for one in Fate} else ""
        self._starts = [0]

    def turn(self, step: int) -> None:
        """To the next page, or the one before."""
        if step < 0 and len(self._starts) > 1:
            self._starts.pop()
        elif step > 0 and self._last > self._starts[-1]:
            self._starts.append(self._last)

    def page(self) -> FatePage:
        """The rows that are shown; blocks."""
        assert self.outcome is not None
        wanted = [Fate.of(self._picked)] if self._picked else []
        rows = self.outcome.fates(wanted, after=self._starts[-1], limit=PAGE + 1)
        self._last = rows[PAGE - 1][0] if len(rows) > PAGE else 0
        first = (len(self._starts) - 1) * PAGE + 1
        return FatePage(
            self.outcome.counts(), self._picked, rows[:PAGE], first, has_more=len(rows) > PAGE
        )

    async def clear(self) -> None:
        """Close what is open and remove its files."""
        job, self._import, self.outcome = self._import, None, None
        self.desk.take()
        if job is not None:
            await off_loop(job.close)

    async def leave(self) -> None:
        """The page is gone: stop, unless it is being saved, and remove every trace at the end."""
        with self._opening:
            self.is_left = True
        self.stop()
        self.desk.close()
        if not self.is_busy:
            await self.clear()

    def _at_rest(self) -> SheetImport:
        """The import while nothing is done with it; raises NotAllowed."""
        if refusal := self.refusal():
            raise NotAllowed(refusal)
        return self._opened()

    def _ordered(self) -> SheetImport:
        job = self._opened()
        job.say_order(self.order)
        return job

    def _opened(self) -> SheetImport:
        """Raises NotAllowed, also for a file that arrives when its page is gone."""
        with self._opening:
            if self.is_left:
                raise NotAllowed("The page was closed meanwhile; open it again.")
            if self._import is None:
                self._import = SheetImport(self._visit.clinic, by=self._visit.actor)
            return self._import

    async def _folder(self) -> Path:
        return (await off_loop(self._opened)).folder

    async def _report(self) -> Path | None:
        if self.outcome is None or self._import is None:
            return None
        path = self._import.folder / "report.csv"
        await off_loop(write_report, path, self.outcome.every())
        return path

    def _note(self, step: str, done: int, total: int) -> None:
        self.at = (step, done, total)
