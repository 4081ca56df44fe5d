"""Takes the list that is shown out to a file, with progress, until it is there or stopped."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from threading import Event

from nicegui import ui

from components.export_dialog import ExportDialog
from pages.visit import Visit
from store.errors import RegimenError, Stopped
from store.views import SessionQuery
from store.words import ExportKind

LOOK_SECONDS = 0.2
Facts = Sequence[tuple[str, str]]


class Export:
    """One opened dialog, and the job it may begin."""

    def __init__(self, visit: Visit, query: SessionQuery, *, facts: Facts, print_href: str) -> None:
        """``facts`` say what the list is narrowed to, ``print_href`` is where it can be printed."""
        self._visit = visit
        self._query = query
        self._stop = Event()
        self._far = (0, 0)
        with visit.frame.main:
            self._dialog = ExportDialog(
                facts,
                print_href=print_href,
                on_export=self._run,
                on_close=self._stop.set,
            )
        visit.on_leave(self._stop.set)
        self._dialog.open()

    async def _run(self, kind: ExportKind) -> None:
        folder = Path(tempfile.mkdtemp(prefix="regimen-"))
        target = folder / f"sessions-{self._visit.clinic.now():%Y-%m-%d}.{kind.value}"
        is_delivered = False
        with self._dialog:
            timer = ui.timer(LOOK_SECONDS, self._look)
        try:
            await self._visit.ask(
                self._visit.clinic.export_sessions,
                self._query,
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
        noun = "session" if done == 1 else "sessions"
        self._visit.notices.saved(f"{done:,} {noun} exported to {target.name}.")
        return True
