"""The parts of an import's page: files in, columns with their meaning, rows with their fate."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import events, ui

from components.buttons import Button
from components.text import words

Told = Callable[..., Awaitable[Any] | Any]
SAVING = "Everybody can work on meanwhile. Lists show all of it when it is done, also if this page is left."
PAST_CANCEL = "It is being saved, and is brought to its end."
FateRow = tuple[int, str, str, str, str, str, str, str]
"""Key, file, row, who, fate, tone, column, reason."""


class FileDrop(ui.element, component="scripts/file_drop.js"):
    """Sends what is chosen or dropped to an address of the server, one request a file."""

    def __init__(
        self, label: str, *, hint: str, accept: str, to: str, on_sent: Told, on_failed: Told
    ) -> None:
        """``on_sent`` is called when all have arrived, ``on_failed`` with a sentence."""
        super().__init__()
        self.props.update({"label": label, "hint": hint, "accept": accept, "to": to})
        self.on("sent", lambda _: on_sent(), args=[])
        self.on("failed", lambda event: on_failed(str(event.args)))

    def lock(self, *, is_locked: bool) -> None:
        """Take no more files for now."""
        self.props["disabled"] = is_locked


class ColumnMap(ui.element, component="scripts/column_map.js"):
    """The columns of one sheet; ``on_change`` gets a column's number and a field's name."""

    def __init__(self, label: str, *, on_change: Told) -> None:
        """``show`` fills it."""
        super().__init__()
        self._on_change = on_change
        self.props.update({"label": label, "columns": (), "options": ()})
        self.on("change", self._changed)

    def show(
        self,
        columns: Sequence[tuple[str, Sequence[str], str]],
        options: Sequence[tuple[str, str]],
    ) -> None:
        """Heading, samples and field of each; options are values with names."""
        self.props.update({"columns": tuple(columns), "options": tuple(options)})

    def lock(self, *, is_locked: bool) -> None:
        """Let nothing be changed for now."""
        self.props["disabled"] = is_locked

    def _changed(self, event: events.GenericEventArguments) -> Any:
        match event.args:
            case [int(at), str(name)]:
                return self._on_change(at, name)
        return None


class FateList(ui.element, component="scripts/fate_list.js"):
    """Rows with their fate; ``on_pick`` gets a fate or "", ``on_turn`` 1 or -1."""

    def __init__(self, *, on_pick: Told, on_turn: Told) -> None:
        """``show`` fills it."""
        super().__init__()
        self.props.update({"counts": (), "shown": "", "rows": (), "page": ""})
        self.on("pick", lambda event: on_pick(str(event.args)))
        self.on("turn", lambda event: on_turn(1 if event.args == 1 else -1))

    def show(
        self,
        counts: Sequence[tuple[str, str, str]],
        rows: Sequence[FateRow],
        *,
        shown: str,
        page: str,
        has_more: bool,
        has_before: bool,
    ) -> None:
        """One page of rows; ``page`` says which, in words."""
        self.props.update(
            {
                "counts": tuple(counts),
                "rows": tuple(rows),
                "shown": shown,
                "page": page,
                "has-more": has_more,
                "has-before": has_before,
            }
        )


class Progress:
    """What is at work and how far it is, with the way to stop it."""

    def __init__(self, *, on_cancel: Told) -> None:
        """Hidden until something is at work."""
        with ui.element("div").classes("panel import-progress") as self._panel:
            self._text = words("", tag="p")
            self._text.props["role"] = "status"
            self._bar = ui.element("progress").classes("import-bar")
            self._bar.props["aria-label"] = "Progress"
            self._note = words("", tag="p", classes="muted")
            self._cancel = Button("Cancel", on_press=on_cancel)
        self._panel.set_visibility(False)

    def begin(self) -> None:
        """Show it."""
        self.show("Beginning", 0, 0)
        self._note.set_text("")
        self._cancel.refuse("")
        self._cancel.work(is_busy=False)
        self._panel.set_visibility(True)
        self._cancel.focus()

    def show(self, step: str, done: int, total: int) -> None:
        """Without a total there is only the step."""
        percent = f", {100 * done // total} %" if total else ""
        self._text.set_text(f"{step}{percent}")
        if total:
            self._bar.props.update({"max": total, "value": done})
        else:
            self._bar.props.pop("value", None)
            self._bar.update()

    def show_saving(self, step: str, done: int, total: int) -> None:
        """The same once it cannot be stopped any more."""
        self._note.set_text(SAVING)
        self._cancel.work(is_busy=False)
        self._cancel.refuse(PAST_CANCEL)
        self.show(step, done, total)

    def stopping(self) -> None:
        """It was cancelled and comes to its end."""
        self._cancel.work(is_busy=True)
        self._text.set_text("Stopping")

    def end(self) -> None:
        """Hide it."""
        self._panel.set_visibility(False)
