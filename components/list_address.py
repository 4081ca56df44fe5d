"""What a list shows, to and from the words of its address."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from store.views import Choice, FilterChoices, SessionQuery
from store.words import Category, Scope, SessionStatus, SortKey, Word

LONGEST_SEARCH = 200


def to_params(query: SessionQuery, *, default: SessionQuery) -> dict[str, str]:
    """Only what differs from the default, in a fixed order."""
    sort = "" if query.sort is None else f"{'-' if query.descending else ''}{query.sort.value}"
    is_default_sort = (query.sort, query.descending) == (default.sort, default.descending)
    told = {
        "scope": query.scope.value if query.scope is not default.scope else "",
        "q": query.q,
        "status": query.status.value if query.status else "",
        "provider": _text(query.provider_id, default.provider_id),
        "location": _text(query.location_id, default.location_id),
        "category": _text(query.category, default.category),
        "from": _text(query.date_from, default.date_from),
        "to": _text(query.date_to, default.date_to),
        "sort": "" if is_default_sort else sort,
        "page": query.page,
    }
    return {name: value for name, value in told.items() if value}


def from_params(
    params: Mapping[str, str], *, default: SessionQuery, choices: FilterChoices
) -> tuple[SessionQuery, list[str]]:
    """The query an address asks for, and a sentence for each value that cannot be."""
    reader = _Reader(params)
    sort = params.get("sort", "")
    key = reader.word("sort", SortKey, None, "a column to sort by", text=sort.removeprefix("-"))
    if key is SortKey.BILLING and not choices.money:
        reader.problems.append("Billing is not yours to see, so the usual order is shown.")
        key = None
    known = {
        "scope": reader.word("scope", Scope, default.scope, "a scope"),
        "q": clean_search(params.get("q", "")),
        "status": reader.word("status", SessionStatus, None, "a status"),
        "provider_id": reader.choice("provider", choices.providers, default.provider_id),
        "location_id": reader.choice("location", choices.locations, default.location_id),
        "category": reader.word("category", Category, default.category, "a category"),
        "date_from": reader.day("from", default.date_from),
        "date_to": reader.day("to", default.date_to),
        "sort": key or default.sort,
        "descending": sort.startswith("-") if key else default.descending,
        "page": params.get("page", ""),
    }
    if known["date_from"] and known["date_to"] and known["date_from"] > known["date_to"]:
        reader.problems.append("The last day lies before the first, so both were left out.")
        known |= {"date_from": default.date_from, "date_to": default.date_to}
    return default.model_copy(update=known), reader.problems


def held_params(query: SessionQuery) -> dict[str, str]:
    """What a calendar holds its list to, as the address of a sheet says it."""
    told = {
        "room": str(query.room_id or ""),
        "providers": ",".join(str(key) for key in query.provider_ids),
    }
    return {name: value for name, value in told.items() if value}


def read_held(params: Mapping[str, str], choices: FilterChoices) -> tuple[SessionQuery, list[str]]:
    """What the address of a sheet holds its list to, and a sentence for each value that cannot be."""
    reader = _Reader(params)
    named = [text for text in params.get("providers", "").split(",") if text]
    found = [reader.choice("provider", choices.providers, None, text=text) for text in named]
    held = SessionQuery(
        room_id=reader.choice("room", choices.rooms, None),
        provider_ids=tuple(key for key in found if key is not None),
    )
    return held, reader.problems


def clean_search(text: str) -> str:
    """Search text as the store takes it: no control characters, of a sensible length."""
    return "".join(letter for letter in text if letter.isprintable())[:LONGEST_SEARCH]


class _Reader:
    """Reads one address and remembers what in it cannot be."""

    def __init__(self, params: Mapping[str, str]) -> None:
        self.params = params
        self.problems: list[str] = []

    def word(
        self, name: str, kind: type[Word], default: Word | None, what: str, *, text: str = ""
    ) -> Any:
        """A word of the clinic's vocabulary."""
        known = {word.value: word for word in kind}
        return self._read(name, known.__getitem__, default, what, text=text)

    def choice(
        self, name: str, choices: tuple[Choice, ...], default: int | None, *, text: str = ""
    ) -> Any:
        """The id of somebody or something that the filter offers."""
        known = {str(choice.id): choice.id for choice in choices}
        what = f"a {name} of this clinic"
        return self._read(name, known.__getitem__, default, what, text=text)

    def day(self, name: str, default: date | None) -> Any:
        """An ISO date."""
        return self._read(name, date.fromisoformat, default, "a day")

    def _read(
        self,
        name: str,
        parse: Callable[[str], Any],
        default: Any,
        what: str,
        *,
        text: str = "",
    ) -> Any:
        given = text or self.params.get(name, "")
        if not given:
            return default
        try:
            return parse(given)
        except (KeyError, ValueError):
            self.problems.append(
                f"“{given[:40]}” in the address is not {what}, so it was left out."
            )
            return default


def _text(value: object, default: object) -> str:
    return "" if value is None or value == default else str(value)
