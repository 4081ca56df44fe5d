"""`/clinic/import`: bring spreadsheets in, tried out first."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

from nicegui import background_tasks, ui

from components.buttons import Button
from components.fields import check
from components.importing import FateList, FileDrop, Progress
from components.section import Section
from components.text import heading, words
from pages import allowing
from pages.off_loop import off_loop
from pages.setup.import_job import ImportJob
from pages.setup.import_reading import ALL, fate_counts, fate_rows, page_words
from pages.setup.import_sheets import SheetPanels
from pages.visit import Visit
from store.errors import RegimenError
from store.importing.csv import Fate, Outcome

ABOUT = (
    "Patients, locations, rooms, providers, services, plans, sessions, items, bookings and payments"
    " from spreadsheets saved as CSV. Files that belong together are best brought in together;"
    " bringing the same rows in again changes nothing."
)
HINT = "CSV or text files, or a zip of them, up to one gigabyte each"
TICK_SECONDS = 0.25


class ImportPage:
    """Files, what their columns mean, a try without consequences, then the import itself."""

    def __init__(self, visit: Visit) -> None:
        """Builds everything; nothing waits for the clinic."""
        self._visit = visit
        self._job = ImportJob(visit)
        with Section("/clinic/import"), ui.element("div").classes("import"):
            with ui.element("div").classes("section-intro"):
                heading("Import")
                words(ABOUT, tag="p", classes="muted")
            self._drop = FileDrop(
                "Choose files",
                hint=HINT,
                accept=",".join((".csv", ".tsv", ".tab", ".txt", ".zip")),
                to=self._job.desk.address,
                on_sent=self._arrived,
                on_failed=self._refuse,
            )
            self._refused = _alert()
            self._panels = SheetPanels(self._job, on_refused=self._refuse, on_change=self._changed)
            self._problem = _alert()
            self._build_acts()
            self._progress = Progress(on_cancel=self._cancel)
            self._build_result()
        self._timer = ui.timer(TICK_SECONDS, self._tick, active=False)
        self._show_right()
        visit.on_leave(self._leave)

    def _build_acts(self) -> None:
        with ui.element("div").classes("import-acts") as self._acts:
            self._try = Button("Try it out", kind="primary", on_press=self._try_out)
            self._import = Button("Import", on_press=self._carry_out)
            self._again = Button("Start over", kind="quiet", on_press=self._start_over)
        self._acts.set_visibility(False)

    def _build_result(self) -> None:
        with ui.element("section").classes("import") as self._result:
            self._result.props["aria-label"] = "Result"
            with ui.element("div").classes("page-head"):
                self._headline = heading("", level=2)
                report = words("Download report", tag="a", classes="btn")
                report.props.update({"href": self._job.desk.address, "download": ""})
            self._facts = ui.element("ul").classes("import-facts")
            self._skip = check("Leave the rows in error out", on_change=self._skipped)
            self._fates = FateList(on_pick=self._picked, on_turn=self._turned)
        self._result.set_visibility(False)

    async def _arrived(self) -> None:
        self._refuse("")
        try:
            await self._job.open()
        except RegimenError as refusal:
            self._refuse(refusal.message)
        self._panels.show()
        self._acts.set_visibility(bool(self._job.sheets))
        self._changed()

    def _changed(self) -> None:
        """What was tried out does not hold any more."""
        self._job.outcome = None
        self._result.set_visibility(False)
        self._show_acts()

    def _show_acts(self) -> None:
        outcome = self._job.outcome
        reason = "" if outcome else "Try it out first."
        if outcome and self._job.has_errors and not self._skip.value:
            reason = "Rows are in error: correct the file, or leave them out."
        self._import.refuse(reason or self._job.refusal())
        self._import.props["kind"] = "primary" if outcome else "plain"
        self._try.props["kind"] = "plain" if outcome else "primary"
        self._try.refuse(self._job.refusal())

    async def _try_out(self) -> None:
        outcome = await self._run(self._job.judge)
        if outcome is not None:
            self._skip.show(value=False)
            self._headline.set_text("This is what would come in")
            await self._show(outcome)

    async def _carry_out(self) -> None:
        skips = bool(self._skip.value)
        outcome = await self._run(lambda: self._job.carry_out(skip_errors=skips))
        if outcome is not None:
            self._headline.set_text("Imported")
            self._visit.notices.saved("The import is done.")
            await self._show(outcome, is_done=True)

    async def _run(self, work: Callable[[], Outcome]) -> Outcome | None:
        """Once, however often it is pressed."""
        if self._job.is_busy:
            return None
        self._refuse("")
        self._lock(is_locked=True)
        self._progress.begin()
        self._timer.activate()
        try:
            return await self._job.run(work)
        except RegimenError as refusal:
            if not self._job.is_left:
                self._panels.refuse(refusal)
                self._problem.set_text(refusal.message)
            return None
        finally:
            if not self._job.is_left:
                self._timer.deactivate()
                self._progress.end()
                self._lock(is_locked=False)

    async def _show(self, outcome: Outcome, *, is_done: bool = False) -> None:
        self._facts.clear()
        with self._facts:
            for line in (*outcome.facts, *outcome.report.remarks):
                words(line, tag="li", classes="any-text")
        self._skip.set_visibility(self._job.has_errors and not is_done)
        self._job.pick(Fate.REFUSED.value if self._job.has_errors else ALL)
        await self._show_page()
        self._acts.set_visibility(not is_done)
        self._panels.set_visibility(not is_done)
        self._result.set_visibility(True)
        self._show_acts()

    async def _show_page(self) -> None:
        page = await off_loop(self._job.page)
        self._fates.show(
            fate_counts(page.counts),
            fate_rows(page.rows, with_file=len(self._job.sheets) > 1),
            shown=page.picked,
            page=page_words(page),
            has_more=page.has_more,
            has_before=page.first > 1,
        )

    async def _picked(self, fate: str) -> None:
        self._job.pick(fate)
        await self._show_page()

    async def _turned(self, step: int) -> None:
        self._job.turn(step)
        await self._show_page()

    def _skipped(self, _: Any) -> None:
        self._show_acts()

    def _cancel(self) -> None:
        self._progress.stopping()
        self._job.stop()

    def _tick(self) -> None:
        if self._job.is_saving:
            self._progress.show_saving(*self._job.at)
        elif not self._job.is_stopping:
            self._progress.show(*self._job.at)

    async def _start_over(self) -> None:
        await self._job.clear()
        self._refuse("")
        self._panels.show()
        self._acts.set_visibility(False)
        self._changed()

    def _refuse(self, message: str) -> None:
        """Say what is wrong with the files; what a run met is said beside its button."""
        self._refused.set_text(message)
        self._problem.set_text("")

    def _lock(self, *, is_locked: bool) -> None:
        self._drop.lock(is_locked=is_locked)
        self._panels.lock(is_locked=is_locked)
        self._acts.set_visibility(not is_locked and bool(self._job.sheets))
        if is_locked:
            self._result.set_visibility(False)

    def _show_right(self) -> None:
        refusal = allowing.refusal(self._visit.actor, "import")
        self._drop.lock(is_locked=bool(refusal))
        self._refuse(refusal)
        self._show_acts()

    def _leave(self) -> None:
        with suppress(RuntimeError):
            background_tasks.create(self._job.leave(), name="leave import")


def _alert() -> words:
    told = words("", tag="p", classes="field-error any-text")
    told.props["role"] = "alert"
    return told


async def show(visit: Visit) -> None:
    """Bring spreadsheets in."""
    ui.page_title("Import · Regimen")
    ImportPage(visit)
