"""Asks what a list should be taken out to, and shows how far that is."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import ui

from components.buttons import Button
from components.dialog import Dialog
from components.progress import Progress
from components.radio_choice import RadioChoice
from components.text import link, words
from store.words import ExportKind

HINTS = {
    ExportKind.CSV: "Plain text, for any program.",
    ExportKind.XLSX: "For Excel, Numbers and LibreOffice.",
}
LOCAL, UTC = "Times are those of each location.", "Times are in UTC."


class ExportDialog(Dialog):
    """Opens at once; gone for good after it was closed."""

    def __init__(
        self,
        title: str,
        facts: Sequence[tuple[str, str]],
        *,
        noun: str,
        kinds: Sequence[ExportKind] = tuple(ExportKind),
        clocks: str = LOCAL,
        print_href: str = "",
        on_export: Callable[[ExportKind], Awaitable[Any]],
        on_close: Callable[[], Any],
    ) -> None:
        """``facts`` say what is taken out, ``noun`` many of it; ``clocks`` whose times the file has.

        ``on_close`` is told however it ends.
        """
        super().__init__(title, on_dismiss=self.close)
        self._clocks = clocks
        self._noun = noun
        self._on_export = on_export
        self._on_close = on_close
        with self:
            with ui.element("dl").classes("export-facts"):
                for name, value in facts:
                    with ui.element("div"):
                        words(name, tag="dt")
                        words(value, tag="dd", classes="any-text")
            with ui.element("div").classes("stack") as self._asked:
                self._kind = RadioChoice(
                    "File",
                    tuple((kind.value, kind.label) for kind in kinds),
                    value=kinds[0].value,
                    on_change=self._chosen,
                )
                self._hint = words(self._hint_of(kinds[0]), tag="p", classes="muted small")
            self._progress = Progress("Export")
            self._progress.set_visibility(False)
            self._refusal = words("", tag="p", classes="field-error")
            self._refusal.props["role"] = "alert"
            with ui.element("div").classes("dialog-actions"):
                if print_href:
                    _sheet(print_href)
                Button("Cancel", on_press=self.close)
                self._save = Button("Export", kind="primary", on_press=self._export)

    def show(self, done: int, total: int) -> None:
        """How many rows are written; a total of 0 is not known yet."""
        so_far = f"{done:,} {self._noun} so far" if done else "Counting …"
        text = f"{done:,} of {total:,} {self._noun}" if total else so_far
        self._progress.show(done, total, text)

    def refuse(self, message: str) -> None:
        """Say why there is no file; another attempt may follow."""
        self._refusal.text = message
        self._working(is_so=False)

    def close(self) -> None:
        """Take it away, and stop what is under way."""
        self._on_close()
        if not self.is_deleted:
            self.delete()

    def _chosen(self, value: str) -> None:
        self._hint.text = self._hint_of(ExportKind.of(value))

    def _hint_of(self, kind: ExportKind) -> str:
        return f"{HINTS[kind]} {self._clocks}"

    async def _export(self) -> None:
        self._refusal.text = ""
        self.show(0, 0)
        self._working(is_so=True)
        await self._on_export(ExportKind.of(self._kind.value))

    def _working(self, *, is_so: bool) -> None:
        self._asked.set_visibility(not is_so)
        self._progress.set_visibility(is_so)
        self._save.work(is_busy=is_so)


def _sheet(address: str) -> None:
    sheet = link("Print view", address, classes="btn btn-quiet")
    sheet.props.update({"target": "_blank", "rel": "noopener"})
