"""The page of one record: the way back, its name, its fields, and a foot that saves."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from nicegui import ui

from components.buttons import Button, Press
from components.drafts import Draft
from components.form_dialog import Entry
from components.icons import Icon
from components.text import heading, words

C_contra = TypeVar("C_contra", contravariant=True)
V_contra = TypeVar("V_contra", contravariant=True)
F_co = TypeVar("F_co", covariant=True)


class RecordFields(Protocol[C_contra, V_contra, F_co]):
    """What each kind of record brings: its fields, drawn where it is made."""

    @property
    def by_name(self) -> Mapping[str, Entry]:
        """The fields by the names that refusals use."""

    @property
    def fillers(self) -> Sequence[Button]:
        """Buttons that fill some of them in."""

    def offer(self, around: C_contra) -> None:
        """Bring choices up to date; what is typed or ticked stays."""

    def show(self, record: V_contra | None) -> None:
        """Put a record in, or what a new one begins with."""

    def read(self, version: int | None) -> F_co:
        """What is typed, as a form; raises Invalid with its field."""


class RecordForm:
    """Values in, Save and Disable out; what was typed stays whatever is refused."""

    def __init__(
        self, back: tuple[str, str], *, on_save: Press, on_turn: Press, on_over: Press
    ) -> None:
        """``back`` is the list's address and name; ``on_turn`` disables, or enables again.

        ``on_over`` is called when what was typed before is not wanted any more.
        """
        self.draft = Draft()
        with ui.element("div").classes("record"):
            _way_back(*back)
            with ui.element("div").classes("record-head"):
                self._title = heading("").classes("any-text")
                self._off = words("Disabled", tag="span", classes="record-off")
            self.draft.line(on_over=on_over)
            self.body = ui.element("div").classes("record-body")
            with ui.element("div").classes("record-foot"):
                self._refusal = words("", classes="field-error")
                self._refusal.props["role"] = "alert"
                self._reason = words("", tag="span", classes="muted small record-reason")
                self._turn = Button("Disable", kind="quiet", on_press=on_turn)
                self._save = Button("Save", kind="primary", on_press=on_save)
            self.more = ui.element("div").classes("record-body")

    def head(self, title: str, *, is_new: bool, is_disabled: bool) -> None:
        """Say which record it is; a new one cannot be disabled yet."""
        self._title.set_text(title)
        self._off.set_visibility(is_disabled)
        self._turn.set_visibility(not is_new)
        self._turn.props["label"] = "Enable again" if is_disabled else "Disable"

    def lock(self, fields: RecordFields[Any, Any, Any], *, save: str, turn: str) -> None:
        """Say why somebody may not save or disable; without the right nothing can be filled in."""
        for entry in fields.by_name.values():
            entry.props["disabled"] = bool(save)
        for filler in fields.fillers:
            filler.refuse(save)
        self._save.refuse(save)
        self._reason.set_text(save)
        self._turn.refuse(turn)

    def work(self, *, is_busy: bool) -> None:
        """Show that it is being saved."""
        self._save.work(is_busy=is_busy)

    def turn(self, *, is_busy: bool) -> None:
        """Show that it is being disabled, or enabled again."""
        self._turn.work(is_busy=is_busy)

    def refuse(
        self, entries: Mapping[str, Entry], message: str, *, field: str | None = None
    ) -> None:
        """Say why it was not saved, at its field if there is such a one."""
        place = entries.get(field or "")
        if place is None:
            self._refusal.set_text(message)
        else:
            place.refuse(message)
            place.focus()

    def clear_refusals(self, entries: Mapping[str, Entry]) -> None:
        """Take back what was said about the last try."""
        self._refusal.set_text("")
        for entry in entries.values():
            entry.refuse("")


def panel(title: str, hint: str = "", *, build: Callable[[], Any] | None = None) -> ui.element:
    """A part of a form under a heading; put its fields into it with ``with``."""
    with ui.element("section").classes("panel record-panel") as around:
        around.props["aria-label"] = title
        with ui.element("div").classes("record-panel-head"):
            with ui.element("div"):
                words(title, tag="h2")
                if hint:
                    words(hint, tag="p", classes="muted small")
            if build is not None:
                build()
        return ui.element("div").classes("record-panel-body")


def _way_back(address: str, name: str) -> None:
    with ui.element("a").classes("btn btn-quiet record-back") as back:
        back.props["href"] = address
        Icon("arrow-left")
        words(name, tag="span")
