"""What the calendar's address says: the day, day or week, where and whose."""

from collections.abc import Mapping
from datetime import date, timedelta

from store.views import CalendarQuery, CalendarView

OWN = frozenset({"date", "view", "location", "provider", "from", "to"})
"""What the calendar decides; the rest of the address is the list's."""
MISSING = {
    "location": "The first location is shown instead.",
    "provider": "Everybody is shown instead.",
    "date": "Today is shown instead.",
}
"""What is said when the store knows of no such thing."""


def read(params: Mapping[str, str]) -> tuple[CalendarQuery, list[str]]:
    """The query that the address asks for, and a sentence for each value that is wrong."""
    problems: list[str] = []
    view = params.get("view", "day")
    if view not in {"day", "week"}:
        problems.append(f"“{_short(view)}” is not a view of the calendar. The day is shown.")
    return (
        CalendarQuery(
            day=_day(params.get("date", ""), problems),
            view="week" if view == "week" else "day",
            location_id=_id("location", params, problems),
            provider_id=_id("provider", params, problems),
        ),
        problems,
    )


def write(query: CalendarQuery) -> dict[str, str]:
    """The address's parameters of a query; what is as it opens is left out."""
    said = {
        "date": query.day.isoformat() if query.day else "",
        "view": "week" if query.view == "week" else "",
        "location": str(query.location_id or ""),
        "provider": str(query.provider_id or ""),
    }
    return {name: value for name, value in said.items() if value}


def others(params: Mapping[str, str]) -> dict[str, str]:
    """What of the address is the list's."""
    return {name: value for name, value in params.items() if name not in OWN}


def without(query: CalendarQuery, field: str | None) -> CalendarQuery:
    """The query with the default in place of what the store did not know."""
    column = {"location": "location_id", "provider": "provider_id"}.get(field or "", "day")
    return query.model_copy(update={column: None})


def instead(field: str | None) -> str:
    """What is shown in place of what the store did not know, in a sentence."""
    return MISSING.get(field or "", MISSING["date"])


def stepped(view: CalendarView, steps: int) -> date:
    """The day so many days or weeks from the one shown; the same day at the end of time."""
    span = (view.last_day - view.first_day).days + 1
    try:
        return view.first_day + timedelta(days=span * steps)
    except OverflowError:
        return view.first_day


def range_text(view: CalendarView) -> str:
    """The days shown, in words."""
    first, last = view.first_day, view.last_day
    if first == last:
        return f"{first:%A} {first.day} {first:%B %Y}"
    start = f"{first.day}"
    if first.month != last.month:
        start = f"{first.day} {first:%B}"
    if first.year != last.year:
        start = f"{first.day} {first:%B %Y}"
    return f"{start} – {last.day} {last:%B %Y}"


def _day(text: str, problems: list[str]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        problems.append(f"“{_short(text)}” is not a date. {MISSING['date']}")
        return None


def _id(name: str, params: Mapping[str, str], problems: list[str]) -> int | None:
    text = params.get(name, "")
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) < 16:
        return int(text)
    problems.append(f"“{_short(text)}” is not a {name}. {MISSING[name]}")
    return None


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
