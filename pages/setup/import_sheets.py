"""The files of an import on its page: what each holds, what its columns mean, and the terms."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from components.combo import Combo
from components.fields import Field, check, select
from components.importing import ColumnMap
from components.text import heading, words
from components.world import zones
from pages.setup.import_job import ImportJob
from pages.setup.import_reading import column_rows, field_options, kind_options
from store.errors import ImportRefused, RegimenError
from store.importing.csv import Kind

ORDERS = (
    ("", "As the file tells"),
    ("dmy", "Day first (31/12/2025)"),
    ("mdy", "Month first (12/31/2025)"),
)


class SheetPanels:
    """A panel a file, drawn anew whenever files come or go."""

    def __init__(
        self, job: ImportJob, *, on_refused: Callable[[str], Any], on_change: Callable[[], Any]
    ) -> None:
        """``on_change`` is called after every change of a meaning."""
        self._job = job
        self._on_refused, self._on_change = on_refused, on_change
        self._maps: list[ColumnMap] = []
        self._fields: list[Any] = []
        self._dates: Field | None = None
        self._open: set[int] = set()
        """Files whose columns somebody changed: they stay in sight."""
        self._around = ui.element("div").classes("import")

    def show(self) -> None:
        """Draw what is open."""
        self._around.clear()
        self._maps, self._fields, self._dates = [], [], None
        self._around.set_visibility(bool(self._job.sheets))
        with self._around:
            for number in range(len(self._job.sheets)):
                self._panel(number)
            if self._job.sheets:
                self._terms()

    def set_visibility(self, shown: bool) -> None:
        """Whether it is to be seen."""
        self._around.set_visibility(shown)

    def lock(self, *, is_locked: bool) -> None:
        """Let nothing be changed for now."""
        for one in self._maps:
            one.lock(is_locked=is_locked)
        for field in self._fields:
            field.props["disabled"] = is_locked

    def refuse(self, refusal: RegimenError) -> None:
        """Say at its field what is asked for."""
        if self._dates is not None and refusal.field == "dates":
            self._dates.refuse("Say which comes first.")
            self._dates.focus()

    def _panel(self, number: int) -> None:
        sheet = self._job.sheets[number]
        with ui.element("section").classes("panel") as panel:
            panel.props["aria-label"] = sheet.name
            with ui.element("div").classes("import-sheet-head"):
                with ui.element("div"):
                    heading(sheet.name, level=2).classes("any-text")
                    words(sheet.dialect.words, tag="p", classes="muted small")
                kind = select(
                    "Holds",
                    kind_options(),
                    value=sheet.kind.value if sheet.kind else "",
                    on_change=lambda value: self._take_for(number, str(value)),
                )
                self._fields.append(kind)
            if sheet.lacks:
                lacking = ", and ".join(sheet.lacks)
                said = (
                    f"Still needed: a column for {lacking}." if sheet.kind else "Say what it holds."
                )
                words(said, tag="p", classes="import-lacks")
            if sheet.kind:
                self._fold(number)

    def _fold(self, number: int) -> None:
        """The columns, folded away where they are understood and there are other files."""
        sheet = self._job.sheets[number]
        known = sum(map(bool, sheet.mapping))
        with ui.element("details").classes("import-fold") as fold:
            is_clear = known == len(sheet.mapping) and len(self._job.sheets) > 1
            if number in self._open or sheet.lacks or not is_clear:
                fold.props["open"] = True
            words(f"{known} of {len(sheet.mapping)} columns are used", tag="summary")
            self._map(number)

    def _map(self, number: int) -> None:
        sheet = self._job.sheets[number]
        columns = ColumnMap("Columns", on_change=lambda at, name: self._mean(number, at, name))
        columns.show(column_rows(sheet), field_options(sheet.kind))
        self._maps.append(columns)

    def _terms(self) -> None:
        kinds = {sheet.kind for sheet in self._job.sheets}
        with ui.element("div").classes("panel import-terms"):
            self._dates = select(
                "Dates such as 03/04/2025",
                ORDERS,
                value=self._job.order,
                on_change=self._say_order,
            )
            self._fields.append(self._dates)
            if Kind.LOCATIONS in kinds:
                zone = Combo(
                    "Time zone of new locations", zones(), value=self._job.zone, guess="zone"
                )
                zone.on("change", lambda event: self._say_zone(str(event.args)))
                self._fields.append(zone)
            if self._job.is_demo:
                self._fields.append(
                    check(
                        "Import into this demo clinic",
                        value=self._job.into_demo,
                        on_change=self._say_demo,
                    )
                )

    async def _take_for(self, number: int, kind: str) -> None:
        if kind:
            await self._job.take_for(number, kind)
        self.show()
        self._on_change()

    def _mean(self, number: int, at: int, name: str) -> None:
        sheet = self._job.sheets[number]
        if not 0 <= at < len(sheet.mapping):
            return
        self._open.add(number)
        mapping = ["" if one == name else one for one in sheet.mapping]
        mapping[at] = name
        try:
            self._job.change(number, sheet.mapped(mapping))
        except ImportRefused as refusal:
            self._on_refused(refusal.message)
        self.show()
        self._on_change()

    def _say_order(self, value: str) -> None:
        self._job.order = value if value in ("dmy", "mdy") else ""
        if self._dates is not None:
            self._dates.refuse("")
        self._on_change()

    def _say_zone(self, zone: str) -> None:
        self._job.zone = zone
        self._on_change()

    def _say_demo(self, value: bool) -> None:
        self._job.into_demo = bool(value)
        self._on_change()
