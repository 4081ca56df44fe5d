"""What a list is narrowed to, in words."""

from collections.abc import Iterable

from components.times import day_text
from store.views import Choice, FilterChoices, SessionQuery


def filter_facts(query: SessionQuery, choices: FilterChoices) -> list[tuple[str, str]]:
    """The filters in force by name, in the order of their fields."""
    days = (("From", query.date_from), ("To", query.date_to))
    facts = [
        ("Search", f"“{query.q}”" if query.q else ""),
        ("Status", query.status.label if query.status else ""),
        (_whose(query), _names(_providers(query), choices.providers)),
        ("Room", _names((query.room_id,), choices.rooms)),
        ("Location", _names((query.location_id,), choices.locations)),
        ("Category", query.category.label if query.category else ""),
        *((name, day_text(day) if day else "") for name, day in days),
    ]
    return [(name, value) for name, value in facts if value]


def _whose(query: SessionQuery) -> str:
    return "Provider" if len(_providers(query)) < 2 else "Providers"


def _providers(query: SessionQuery) -> tuple[int, ...]:
    """The one chosen, else those whom the route holds the list to."""
    return (query.provider_id,) if query.provider_id is not None else query.provider_ids


def _names(keys: Iterable[int | None], choices: Iterable[Choice]) -> str:
    known = {choice.id: choice.name for choice in choices}
    return ", ".join(known[key] for key in keys if key in known)
