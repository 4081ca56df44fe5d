"""Takes what is shown out to a file, with progress, until it is there or stopped."""

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Protocol

from nicegui import ui

from components.export_dialog import LOCAL, ExportDialog
from pages.visit import Visit
from store.errors import RegimenError, Stopped
from store.views import Actor
from store.words import ExportKind

LOOK_SECONDS = 0.2
Facts = Sequence[tuple[str, str]]


class Write(Protocol):
    """Writes the file of that kind, tells how far it is, and stops when asked to."""

    def __call__(
        self,
        kind: ExportKind,
        target: Path,
        /,
        *,
        by: Actor,
        progress: Callable[[int, int], None],
        is_stopped: Callable[[], bool],
    ) -> object:
        """Raises RegimenError, with no file left behind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Taking:
    """What is taken out."""

    title: str
    file: str
    """What its name begins with."""
    one: str
    many: str
    write: Write
    kinds: tuple[ExportKind, ...] = tuple(ExportKind)
    clocks: str = LOCAL
    print_href: str = ""
    """Where it can be printed."""


class Export:
    """One opened dialog, and the job it may begin."""

    def __init__(self, visit: Visit, taking: Taking, *, facts: Facts) -> None:
        """``facts`` say what it is narrowed to."""
        self._visit = visit
        self._taking = taking
        self._stop = Event()
        self._far = (0, 0)
        with visit.frame.main:
            self._dialog = ExportDialog(
                taking.title,
                facts,
                noun=taking.many,
                kinds=taking.kinds,
                clocks=taking.clocks,
                print_href=taking.print_href,
                on_export=self._run,
                on_close=self._stop.set,
            )
        visit.on_leave(self._stop.set)
        self._dialog.open()

    async def _run(self, kind: ExportKind) -> None:
        folder = Path(tempfile.mkdtemp(prefix="regimen-"))
        target = folder / f"{self._taking.file}-{self._visit.clinic.now():%Y-%m-%d}.{kind.value}"
        is_delivered = False
        with self._dialog:
            timer = ui.timer(LOOK_SECONDS, self._look)
        try:
            await self._visit.ask(
                self._taking.write,
                kind,
                target,
                by=self._visit.actor,
                progress=self._tell,
                is_stopped=self._stop.is_set,
            )
        except RegimenError as refusal:
            self._refuse(refusal)
        else:
            is_delivered = self._deliver(target)
        finally:
            timer.cancel()
            if not is_delivered:
                shutil.rmtree(folder, ignore_errors=True)

    def _tell(self, done: int, total: int) -> None:
        """Called on the thread that writes."""
        self._far = (done, total)

    def _look(self) -> None:
        self._dialog.show(*self._far)

    def _refuse(self, refusal: RegimenError) -> None:
        if not isinstance(refusal, Stopped) and not self._dialog.is_deleted:
            self._dialog.refuse(refusal.message)

    def _deliver(self, target: Path) -> bool:
        """Whether somebody is there to have it."""
        if self._stop.is_set():
            return False
        done, _total = self._far
        self._visit.deliver(target)
        self._dialog.close()
        noun = self._taking.one if done == 1 else self._taking.many
        self._visit.notices.saved(f"{done:,} {noun} exported to {target.name}.")
        return True
