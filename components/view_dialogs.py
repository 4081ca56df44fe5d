"""Dialogs about the list's looks: its columns, keeping it as a view, and the views that are kept."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import ui

from components.buttons import Button
from components.dialog import Dialog
from components.fields import Field, check
from components.form_dialog import FormDialog
from components.session_table import COLUMNS
from components.text import words
from store.views import SavedViewForm, SavedViewRow

Heard = Callable[[Any], Awaitable[Any] | Any]
Rename = Callable[[SavedViewRow, str], Awaitable[SavedViewRow]]


class ColumnsDialog(Dialog):
    """Boxes to tick, one a column; the list follows each at once."""

    def __init__(self, hidden: frozenset[str], *, money: bool = True, on_change: Heard) -> None:
        """``on_change`` gets the names of the columns left out; Billing is one of ``money``."""
        super().__init__("Columns", on_dismiss=self.delete)
        self._on_change = on_change
        with self:
            with ui.element("div").classes("columns-choice"):
                self._boxes = {
                    name: check(title, value=name not in hidden, on_change=self._changed)
                    for name, title in COLUMNS.items()
                    if money or name != "billing"
                }
            words("Patient and the actions always stay.", tag="p", classes="muted small")
            with ui.element("div").classes("dialog-actions"):
                Button("Show all", kind="quiet", on_press=self._all)
                Button("Done", kind="primary", on_press=self._done)
        self.open()

    def _changed(self, _value: object) -> Any:
        return self._on_change(frozenset(n for n, box in self._boxes.items() if not box.value))

    def _all(self) -> Any:
        for box in self._boxes.values():
            box.show(value=True)
        return self._on_change(frozenset())

    def _done(self) -> None:
        self.close()
        self.delete()


def save_view_dialog(
    facts: Sequence[tuple[str, str]], *, sharing_refusal: str
) -> tuple[FormDialog, Callable[[str], SavedViewForm]]:
    """Asks under which name to keep the list; and what reads the answer, given the address."""

    def build() -> dict[str, Field]:
        words(" · ".join(f"{name}: {value}" for name, value in facts), classes="muted any-text")
        name = Field("Name of the view")
        name.props.update({"required": True, "first": True})
        shared = check("For everybody")
        if sharing_refusal:
            shared.props.update({"disabled": True, "hint": sharing_refusal})
        return {"name": name, "is_shared": shared}

    dialog = FormDialog("Save view", save="Save view", back="Cancel", build=build)

    def read(params: str) -> SavedViewForm:
        fields = dialog.fields
        shared = bool(fields["is_shared"].value)
        return SavedViewForm(name=str(fields["name"].value), params=params, is_shared=shared)

    return dialog, read


class ViewsDialog(Dialog):
    """The views somebody may change, each to be renamed or deleted."""

    def __init__(
        self,
        views: Sequence[SavedViewRow],
        *,
        on_rename: Rename,
        on_drop: Heard,
    ) -> None:
        """Both get the view as it was seen; ``on_rename`` answers it as it is seen from then on.

        A refusal is said with ``refuse``.
        """
        super().__init__("Saved views", on_dismiss=self.delete)
        self._fields: dict[int, Field] = {}
        with self:
            for view in views:
                self._row(view, on_rename, on_drop)
            if not views:
                words("None of these views is yours to change.", tag="p")
            with ui.element("div").classes("dialog-actions"):
                Button("Done", kind="primary", on_press=self._done)
        self.open()

    def refuse(self, view_id: int, message: str) -> None:
        """Say at a view's name why it could not be changed."""
        self._fields[view_id].refuse(message)

    def _row(
        self,
        view: SavedViewRow,
        on_rename: Rename,
        on_drop: Heard,
    ) -> None:
        with ui.element("div").classes("views-edited") as row:
            field = Field(
                "Name, shared with everybody" if view.is_shared else "Name", value=view.name
            )
            self._fields[view.id] = field

            async def drop() -> None:
                if await on_drop(view) is not False:
                    row.delete()

            async def rename() -> None:
                nonlocal view
                field.refuse("")
                view = await on_rename(view, str(field.value))

            Button("Rename", name=f"Rename {view.name}", on_press=rename)
            Button("Delete", kind="quiet", name=f"Delete {view.name}", on_press=drop)

    def _done(self) -> None:
        self.close()
        self.delete()
