"""What is typed into a form, kept by the browser until it is saved or given up."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any
from uuid import uuid4

from nicegui import events, ui

from components.buttons import Button
from components.text import words

KEY_LETTERS = 32
Told = Callable[[], Awaitable[Any] | Any]


class Draft(ui.element, component="scripts/draft.js"):
    """Nothing to be seen: the form's key and the version it saw, which come back with its text.

    So a form that was saved but never heard so is saved once, however often it is opened again, and
    one whose record somebody else changed meanwhile is still known to be stale.
    """

    def __init__(self, *, on_found: Told | None = None) -> None:
        """``on_found`` is called when something is there from before; the fields get it then."""
        super().__init__()
        self.key = uuid4().hex
        self.version: int | None = None
        self._on_found = on_found
        self._line: ui.element | None = None
        self._is_last = False
        self.props.update({"form": "", "fields": {}, "mark": {}, "round": 0})
        self.on("found", self._found)
        self.on("dropped", self._dropped, args=[])

    def line(self, *, on_over: Told | None = None) -> None:
        """Draws where it is called, once something came back, a line that says so.

        Its button calls ``on_over``, which begins the form anew; a dialog is closed instead.
        """
        with ui.element("div").classes("draft-line") as self._line:
            self._line.props["role"] = "status"
            words("What you typed before is here again.", tag="span")
            if on_over is not None:
                Button("Start over", kind="quiet", on_press=on_over)
        self._line.set_visibility(False)

    def begin(
        self,
        form: str,
        fields: Mapping[str, ui.element],
        *,
        version: int | None = None,
        is_fresh: bool = False,
    ) -> None:
        """Keep what is typed into these from now on, under a name that stays over a reload.

        What was typed before is put back, unless it ``is_fresh``.
        """
        self.key, self.version = uuid4().hex, version
        self._show_line(is_back=False)
        self.props.update(
            {
                "form": form,
                "fields": {name: field.id for name, field in fields.items()},
                "mark": self._mark,
                "fresh": is_fresh,
                "round": self.props["round"] + 1,
            }
        )

    def see(self, version: int | None) -> None:
        """Take note of what somebody else made of the record, so that saving again is a decision."""
        self.version = version
        self.props["mark"] = self._mark

    def rest(self) -> None:
        """Keep nothing until the next form begins; what was kept stays."""
        self.props["form"] = ""

    def drop(self) -> None:
        """Keep it no longer: it was saved, or given up."""
        self.run_method("drop", self.props["form"])

    async def dropped(self) -> None:
        """The same, done before the view gives way to another; a browser that is away keeps it."""
        with suppress(TimeoutError):
            await self.run_method("drop", self.props["form"])

    def finish(self) -> None:
        """The same for a form that is gone: the element goes as soon as the browser has done so."""
        self._is_last = True
        self.drop()

    def end(self) -> None:
        """Take the element away; what is kept stays for the next time the form is opened."""
        if not self.is_deleted:
            self.delete()

    @property
    def _mark(self) -> dict[str, Any]:
        return {"key": self.key, "version": self.version}

    def _show_line(self, *, is_back: bool) -> None:
        if self._line is not None and not self._line.is_deleted:
            self._line.set_visibility(is_back)

    def _dropped(self) -> None:
        if self._is_last:
            self.end()

    def _found(self, event: events.GenericEventArguments) -> Any:
        told = event.args if isinstance(event.args, dict) else {}
        key, version = told.get("key"), told.get("version")
        if isinstance(key, str) and len(key) == KEY_LETTERS and key.isalnum():
            self.key = key
        if version is None or isinstance(version, int):
            self.version = version
        self.props["mark"] = self._mark
        self._show_line(is_back=True)
        return self._on_found() if self._on_found else None
