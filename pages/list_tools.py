"""What can be done with a list as a whole: choose its columns, keep it as a view, take it out."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from nicegui import ui

from components.buttons import Button
from components.list_words import filter_facts
from components.session_table import COLUMNS
from components.view_dialogs import ColumnsDialog, save_view_dialog
from pages.exporting import Export, Facts, Taking
from pages.prints import sheet_address
from pages.saved_views import HIDE, LIST, params_text
from pages.visit import Visit
from store import rights
from store.errors import RegimenError
from store.views import FilterChoices, SessionQuery


class Listed(Protocol):
    """What is asked of the list that is shown."""

    visit: Visit
    query: SessionQuery
    choices: FilterChoices
    hidden: frozenset[str]

    @property
    def params(self) -> dict[str, str]:
        """What the address says of it, apart from its page."""

    def hide(self, columns: frozenset[str]) -> None:
        """Leave these columns out from now on."""


class ListTools:
    """Buttons beside the scopes."""

    def __init__(self, of: Listed, *, patient: str) -> None:
        """``patient`` is whose list it is, if it is one person's."""
        self._list = of
        self._visit = of.visit
        self._patient = patient
        with ui.element("div").classes("list-tools"):
            self._tool("Columns", "columns", self._columns).classes("only-columns")
            if self._visit.path == LIST:
                self._tool("Save view", "bookmark", self._save_view)
            export = self._tool("Export", "download", self._export)
            export.refuse(rights.refusal(self._visit.actor, "export_sessions"))

    @staticmethod
    def _tool(label: str, icon: str, on_press: Callable[[], None]) -> Button:
        button = Button(label, kind="quiet", icon=icon, on_press=on_press)
        button.classes("list-tool")
        button.props["name"] = label
        return button

    @property
    def _facts(self) -> Facts:
        query = self._list.query
        whose = [("Patient", self._patient)] if self._patient else []
        return [*whose, ("Scope", query.scope.label), *filter_facts(query, self._list.choices)]

    def _columns(self) -> None:
        with self._visit.frame.main:
            ColumnsDialog(
                self._list.hidden,
                money=self._visit.actor.sight.money,
                on_change=self._list.hide,
            )

    def _export(self) -> None:
        query = self._list.query
        taking = Taking(
            title="Export sessions",
            file="sessions",
            one="session",
            many="sessions",
            write=partial(self._visit.clinic.export_sessions, query),
            print_href=sheet_address(query),
        )
        Export(self._visit, taking, facts=self._facts)

    def _save_view(self) -> None:
        params = params_text(self._list.params)
        with self._visit.frame.main:
            refusal = rights.beyond(self._visit.actor, "save_view")
            dialog, read = save_view_dialog(self._facts, sharing_refusal=refusal)

        async def save() -> bool:
            try:
                await self._visit.saved_views.save(read(params), key=dialog.draft.key)
            except RegimenError as refusal:
                dialog.refuse(refusal.message, refusal.field)
                return False
            return True

        dialog.open(save, draft=self._visit.draft("save_view"))


def read_hidden(params: Mapping[str, str], problems: list[str]) -> frozenset[str]:
    """The columns that an address leaves out; a name that is none is told of."""
    named = [name for name in params.get(HIDE, "").split(",") if name]
    problems += [
        f"“{name[:40]}” in the address is not a column, so it was left out."
        for name in named
        if name not in COLUMNS
    ]
    return frozenset(named) & frozenset(COLUMNS)


def hidden_params(hidden: frozenset[str]) -> dict[str, str]:
    """How an address says which columns are left out."""
    return {HIDE: ",".join(name for name in COLUMNS if name in hidden)} if hidden else {}
