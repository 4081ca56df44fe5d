"""`/clinic/backups`: when the last good backup was made, and a button that makes one."""

from nicegui import ui

from components.backup_list import BackupList
from components.buttons import Button
from components.progress import Progress
from components.section import Section
from components.text import heading, words
from pages import allowing
from pages.visit import Visit
from store.errors import RegimenError
from store.views import BackupsView

LOOK_SECONDS = 0.2
MINUTE = 60.0


class BackupsPage:
    """Looks again every minute, as backups are made by themselves."""

    def __init__(self, visit: Visit, view: BackupsView) -> None:
        """Shows ``view`` until the next look."""
        self._visit = visit
        self._far = (0, 0)
        with Section("/clinic/backups"):
            with ui.element("div").classes("page-head"):
                heading("Backups")
                with ui.element("div").classes("page-head-act"):
                    self._reason = words("", tag="span", classes="muted small")
                    self._make = Button("Back up now", kind="primary", on_press=self._back_up)
            self._progress = Progress("Backup")
            self._progress.set_visibility(False)
            self._list = BackupList()
        self._list.show(view)
        self._show_right()
        ui.timer(MINUTE, self._refresh, immediate=False)

    async def _refresh(self) -> None:
        self._list.show(await self._visit.ask(self._visit.clinic.backups))

    def _show_right(self) -> None:
        refusal = allowing.refusal(self._visit.actor, "back_up")
        self._make.refuse(refusal)
        self._reason.text = refusal

    async def _back_up(self) -> None:
        visit, self._far = self._visit, (0, 0)
        self._working(is_so=True)
        timer = ui.timer(LOOK_SECONDS, self._look)
        try:
            made = await visit.ask(visit.clinic.back_up, by=visit.actor, progress=self._tell)
        except RegimenError as refusal:
            visit.notices.refused(refusal.message)
        else:
            visit.notices.saved(f"{made.name} was made and checked.")
            await self._refresh()
        finally:
            timer.cancel()
            self._working(is_so=False)

    def _tell(self, done: int, total: int) -> None:
        """Called on the thread that copies."""
        self._far = (done, total)

    def _look(self) -> None:
        done, total = self._far
        text = "Checking the copy …" if total and done == total else "Copying …"
        self._progress.show(done, total, text)

    def _working(self, *, is_so: bool) -> None:
        self._make.work(is_busy=is_so)
        self._progress.set_visibility(is_so)


async def show(visit: Visit) -> None:
    """The backups there are."""
    ui.page_title("Backups · Regimen")
    BackupsPage(visit, await visit.ask(visit.clinic.backups))
