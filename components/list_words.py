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
        ("Provider", _name(query.provider_id, choices.providers)),
        ("Location", _name(query.location_id, choices.locations)),
        ("Category", query.category.label if query.category else ""),
        *((name, day_text(day) if day else "") for name, day in days),
    ]
    return [(name, value) for name, value in facts if value]


def _name(key: int | None, choices: Iterable[Choice]) -> str:
    return next((choice.name for choice in choices if choice.id == key), "")
