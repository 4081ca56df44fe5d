"""What the calendar's address says: the day, how it is drawn, where, whose and of what kind."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal, get_args

from store.views import AgendaMark, CalendarKind, CalendarQuery, CalendarRange
from store.words import Category

OWN = frozenset(
    {
        "date",
        "view",
        "location",
        "provider",
        "room",
        "category",
        "days",
        "time",
        "after",
        "from",
        "to",
        "beside",
    }
)
"""What the calendar decides; the rest of the address is the list's."""
BESIDE = "to-book"
"""What can be shown beside the calendar."""
LONGEST_ID = 16
"""Digits no id has."""
MARK = "%Y%m%dT%H%M%S%f"
MISSING = {
    "location": "The first location is shown instead.",
    "provider": "Everybody is shown instead.",
    "room": "Every room is shown instead.",
    "category": "Every category is shown instead.",
    "date": "Today is shown instead.",
}
"""What is said when the store knows of no such thing."""


def read(params: Mapping[str, str]) -> tuple[CalendarQuery, list[str]]:
    """The query that the address asks for, and a sentence for each value that is wrong."""
    problems: list[str] = []
    if params.get("from") or params.get("to"):
        problems.append(
            "The calendar shows the days of its own date; “from” and “to” are left out."
        )
    return (
        CalendarQuery(
            day=_day(params.get("date", ""), problems),
            view=_view(params.get("view", ""), problems),
            location_id=_id("location", params, problems),
            provider_id=_id("provider", params, problems),
            room_id=_id("room", params, problems),
            category=_category(params.get("category", ""), problems),
            days=_days(params.get("days", ""), problems),
            minute=_minute(params.get("time", ""), problems),
            mark=_mark(params.get("after", ""), problems),
        ),
        problems,
    )


def is_beside(params: Mapping[str, str], problems: list[str]) -> bool:
    """Whether what is to be booked is shown beside the calendar."""
    text = params.get("beside", "")
    if text and text != BESIDE:
        problems.append(f"“{_short(text)}” cannot be shown beside the calendar.")
    return text == BESIDE


def write(query: CalendarQuery, *, is_beside: bool = False) -> dict[str, str]:
    """The address's parameters of a query; what is as it opens is left out."""
    told = {
        "date": query.day.isoformat() if query.day else "",
        "view": query.view if query.view != "day" else "",
        "location": str(query.location_id or ""),
        "provider": str(query.provider_id or ""),
        "room": str(query.room_id or ""),
        "category": query.category.value if query.category else "",
        "days": "1" if query.days == 1 else "",
        "time": f"{query.minute // 60:02}:{query.minute % 60:02}" if query.minute else "",
        "after": _mark_text(query.mark) if query.mark else "",
        "beside": BESIDE if is_beside else "",
    }
    return {name: value for name, value in told.items() if value}


def on_paper(query: CalendarQuery, view: CalendarRange) -> CalendarQuery:
    """The same, whole, and whenever it is printed: of this day, this location and these bookings."""
    fixed = {
        "day": query.day or view.today,
        "location_id": view.location_id,
        "provider_id": view.provider_id,
    }
    return query.model_copy(update={**fixed, "minute": 0, "mark": None})


def category_of(text: str) -> Category | None:
    """The category of that word."""
    return next((one for one in Category if one.value == text), None)


def view_of(text: str) -> CalendarKind | None:
    """The way of drawing of that name."""
    known: tuple[CalendarKind, ...] = get_args(CalendarKind)
    return next((kind for kind in known if kind == text), None)


def others(params: Mapping[str, str]) -> dict[str, str]:
    """What of the address is the list's."""
    return {name: value for name, value in params.items() if name not in OWN}


def without(query: CalendarQuery, field: str | None) -> CalendarQuery:
    """The query with the default in place of what the store did not know."""
    columns = {"location": "location_id", "provider": "provider_id", "room": "room_id"}
    column = columns.get(field or "", "day")
    return query.model_copy(update={column: None})


def instead(field: str | None) -> str:
    """What is shown in place of what the store did not know, in a sentence."""
    return MISSING.get(field or "", MISSING["date"])


def stepped(view: CalendarRange, steps: int, begin: date) -> date:
    """The day so many days, weeks or months, as those shown, from ``begin``; the same at the end of time."""
    try:
        if view.view == "month":
            months = begin.year * 12 + begin.month - 1 + steps
            return date(months // 12, months % 12 + 1, 1)
        span = (view.last_day - view.first_day).days + 1
        return begin + timedelta(days=span * steps)
    except (OverflowError, ValueError):
        return begin


def range_text(view: CalendarRange) -> str:
    """The days shown, in words."""
    first, last = view.first_day, view.last_day
    if view.view == "month":
        return f"{first:%B %Y}"
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


def _view(text: str, problems: list[str]) -> CalendarKind:
    found = view_of(text)
    if text and found is None:
        problems.append(f"“{_short(text)}” is not a view of the calendar. The day is shown.")
    return found or "day"


def _category(text: str, problems: list[str]) -> Category | None:
    found = category_of(text)
    if text and found is None:
        problems.append(f"“{_short(text)}” is not a category. {MISSING['category']}")
    return found


def _minute(text: str, problems: list[str]) -> int:
    """Minutes after midnight, as ``time`` says them; the day's beginning without it."""
    if not text:
        return 0
    try:
        at = time.fromisoformat(text)
    except ValueError:
        problems.append(f"“{_short(text)}” is not a time. The day is shown from its beginning.")
        return 0
    return at.hour * 60 + at.minute


def _days(text: str, problems: list[str]) -> Literal[1, 7]:
    if text not in {"", "1", "7"}:
        problems.append(f"“{_short(text)}” is not a length of the agenda. A week is shown.")
    return 1 if text == "1" else 7


def _mark(text: str, problems: list[str]) -> AgendaMark | None:
    """Where an agenda goes on, as ``after`` says it."""
    if not text:
        return None
    begins, _, key = text.partition("-")
    try:
        starts_at = datetime.strptime(begins, MARK).replace(tzinfo=UTC)
        if not (key.isascii() and key.isdecimal() and len(key) < LONGEST_ID):
            raise ValueError
    except ValueError:
        problems.append(f"“{_short(text)}” is no place in the agenda. It begins with its first.")
        return None
    return AgendaMark(starts_at=starts_at, part_id=int(key))


def _mark_text(mark: AgendaMark) -> str:
    return f"{mark.starts_at:{MARK}}-{mark.part_id}"


def _id(name: str, params: Mapping[str, str], problems: list[str]) -> int | None:
    text = params.get(name, "")
    if not text:
        return None
    if text.isascii() and text.isdecimal() and len(text) < LONGEST_ID:
        return int(text)
    problems.append(f"“{_short(text)}” is not a {name}. {MISSING[name]}")
    return None


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
