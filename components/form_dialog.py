"""A small form in a dialog: refusals go to their field, and what was typed stays."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

from nicegui import events, ui

from components.buttons import Button, Kind
from components.dialog import Dialog
from components.drafts import Draft
from components.fields import Field
from components.kept import Kept
from components.text import words

Entry = Field | Kept[Any]
"""What a form asks with."""


class FormDialog:
    """Opens at once; gone for good after it was saved or dismissed."""

    def __init__(
        self,
        title: str,
        *,
        save: str,
        back: str = "Close",
        kind: Kind = "primary",
        wide: bool = False,
        build: Callable[[], Mapping[str, Entry]],
    ) -> None:
        """``build`` draws the content and answers its fields by the names refusals use."""
        self._on_save: Callable[[], Awaitable[bool]] | None = None
        self._is_busy = False
        self.draft = Draft()
        self._dialog = Dialog(title, wide=wide, on_dismiss=self._give_up)
        with self._dialog:
            with ui.element("div").classes("stack"):
                self.draft.line()
                self.fields = build()
                self._refusal = words("", classes="field-error")
                self._refusal.props["role"] = "alert"
            with ui.element("div").classes("dialog-actions"):
                Button(back, on_press=self._give_up)
                self._save = Button(save, kind=kind, on_press=self._press)
        _begin_at(self.fields.values())
        for field in self.fields.values():
            if isinstance(field, Field) and field.props["kind"] not in ("area", "select", "check"):
                field.on("enter", self._entered, args=[])

    def open(
        self, on_save: Callable[[], Awaitable[bool]], *, draft: str = "", version: int | None = None
    ) -> None:
        """Show it; ``on_save`` answers whether the form is done with.

        What is typed is kept under the name ``draft``, with the ``version`` of the record it is about.
        """
        self._on_save = on_save
        self.draft.begin(draft, self.fields, version=version)
        self._dialog.open()

    def refuse(self, message: str, field: str | None = None) -> None:
        """Say what is wrong, at the field it belongs to if the form has it."""
        place = self.fields.get(field or "")
        if place is None:
            self._refusal.set_text(message)
        else:
            place.refuse(message)
            place.focus()

    def close(self) -> None:
        """Take it away with what is typed kept; the focus goes back to where it was."""
        if not self._dialog.is_deleted:
            self._dialog.delete()
            self.draft.end()

    def _give_up(self) -> None:
        if not self._dialog.is_deleted:
            self.draft.finish()
            self._dialog.delete()

    async def _entered(self, _event: events.GenericEventArguments) -> None:
        await self._press()

    async def _press(self) -> None:
        if self._is_busy or self._on_save is None:
            return
        self._is_busy = True
        self._save.work(is_busy=True)
        self._clear()
        try:
            is_done = await self._on_save()
        finally:
            self._is_busy = False
        if is_done:
            self._give_up()
        elif not self._dialog.is_deleted:
            self._save.work(is_busy=False)

    def _clear(self) -> None:
        self._refusal.set_text("")
        for field in self.fields.values():
            field.refuse("")


def _begin_at(entries: Iterable[Entry]) -> None:
    """What is typed first goes into the first field, unless the form says which."""
    fields = [entry for entry in entries if isinstance(entry, Field)]
    if fields and not any(field.props.get("first") for field in fields):
        fields[0].props["first"] = True
