"""Search and filters of a list: a query in, each change of it out."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from nicegui import ui

from components.buttons import Button
from components.fields import Field, Option, select
from components.list_address import clean_search
from store.views import Choice, FilterChoices, SessionQuery
from store.words import Category, SessionStatus

TYPING_MS = 150
NONE_SET: dict[str, Any] = {
    "q": "",
    "status": None,
    "provider_id": None,
    "location_id": None,
    "category": None,
    "date_from": None,
    "date_to": None,
}
"""A query's filters, none of them set."""

Changed = Callable[[dict[str, Any]], Awaitable[Any] | Any]


class SessionFilters:
    """Native fields beside each other; below 900 px all but the search fold away."""

    def __init__(
        self,
        choices: FilterChoices,
        *,
        without: frozenset[str] = frozenset(),
        on_change: Changed,
    ) -> None:
        """``on_change`` gets what changed, named as in SessionQuery; ``without`` names leave out."""
        self._on_change = on_change
        self._fields: dict[str, Field] = {}
        with ui.element("div").classes("filters") as self._bar:
            self._search()
            self._fold = Button("Filters", icon="filter", on_press=self._turn_fold)
            self._fold.classes("filters-fold")
            self._fold.props["aria-expanded"] = "false"
            for name, label, options in _selects(choices):
                if name not in without:
                    self._select(name, label, options)
            for name, label in (("date_from", "From"), ("date_to", "To")):
                if name not in without:
                    self._day(name, label)
            self._clear = Button(
                "", icon="close", name="Clear filters", kind="quiet", on_press=self.clear
            )
            self._clear.classes("filters-clear")

    def show(self, query: SessionQuery) -> None:
        """Put a query's search and filters into the fields."""
        values = query.model_dump(include=set(self._fields))
        for name, field in self._fields.items():
            shown = "" if values[name] is None else str(values[name])
            if field.value != shown:
                field.show(shown)
        self.show_active(query)

    def show_active(self, query: SessionQuery) -> None:
        """Say how many filters are in force, and offer to clear them."""
        values = query.model_dump(include=set(self._fields))
        active = sum(values[name] not in {None, ""} for name in self._fields if name != "q")
        label = f"Filters ({active})" if active else "Filters"
        if self._fold.props["label"] != label:
            self._fold.props["label"] = label
        if active or query.q:
            self._clear.classes(remove="is-idle")
        else:
            self._clear.classes("is-idle")

    def clear(self) -> Any:
        """Take every filter and the search away."""
        for field in self._fields.values():
            if field.value:
                field.show("")
        return self._on_change({name: NONE_SET[name] for name in self._fields})

    def _search(self) -> None:
        field = Field(
            "Search sessions",
            kind="search",
            wait_ms=TYPING_MS,
            on_change=lambda text: self._on_change({"q": clean_search(str(text))}),
        )
        field.props["placeholder"] = "Name, number, treatment …"
        field.classes("filter-search")
        self._fields["q"] = field

    def _select(self, name: str, label: str, options: list[Option]) -> None:
        field = select(label, options, on_change=lambda text: self._tell(name, text))
        field.classes("filter")
        self._fields[name] = field

    def _day(self, name: str, label: str) -> None:
        field = Field(label, kind="date", on_change=lambda text: self._tell(name, text))
        field.classes("filter filter-day")
        self._fields[name] = field

    def _tell(self, name: str, text: Any) -> Any:
        try:
            value = READ[name](str(text)) if text else None
        except (KeyError, ValueError):
            return None
        return self._on_change({name: value})

    def _turn_fold(self) -> None:
        is_open = self._fold.props["aria-expanded"] == "false"
        self._fold.props["aria-expanded"] = "true" if is_open else "false"
        self._bar.classes(toggle="filters-open")


READ: dict[str, Callable[[str], Any]] = {
    "status": {one.value: one for one in SessionStatus}.__getitem__,
    "provider_id": int,
    "location_id": int,
    "category": {one.value: one for one in Category}.__getitem__,
    "date_from": date.fromisoformat,
    "date_to": date.fromisoformat,
}


def _selects(choices: FilterChoices) -> list[tuple[str, str, list[Option]]]:
    statuses: list[Option] = [(one.value, one.label) for one in SessionStatus]
    categories: list[Option] = [(one.value, one.label) for one in choices.categories]
    return [
        ("status", "Status", [("", "Any status"), *statuses]),
        ("provider_id", "Provider", [("", "Any provider"), *_named(choices.providers)]),
        ("location_id", "Location", [("", "Any location"), *_named(choices.locations)]),
        ("category", "Category", [("", "Any category"), *categories]),
    ]


def _named(choices: tuple[Choice, ...]) -> list[Option]:
    return [
        (str(one.id), f"{one.name} (no longer active)" if one.disabled else one.name)
        for one in choices
    ]
