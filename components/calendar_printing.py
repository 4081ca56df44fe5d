"""The calendar on paper: a page for each provider or room, a list in the order of time, or a month."""

from collections.abc import Iterable, Sequence
from typing import Any

from components.booking_look import count_words, look, marks
from components.printing import Facts, Letterhead
from components.times import clock_text, day_text
from store.views import (
    AgendaDay,
    CalendarColumn,
    CalendarEntry,
    CalendarView,
    MonthView,
)

Page = dict[str, Any]
"""What stands on a page of its own: whose it is, and its days with their bookings."""


def calendar_sheet(
    head: Letterhead, title: str, pages: Sequence[Page], *, facts: Facts, remarks: Sequence[str]
) -> str:
    """Each of the pages on paper of its own; ``facts`` are the filters in force."""
    told, said = list(pages), list(remarks)
    if len(told) > 1:
        idle = [page["name"] for page in told if not page["count"]]
        told = [page for page in told if page["count"]]
        said += [f"Nothing is booked for {', '.join(idle)}."] if idle else []
    return head.sheet("calendar.html", title, pages=told, facts=facts, remarks=said)


def month_sheet(head: Letterhead, title: str, view: MonthView, *, facts: Facts) -> str:
    """How much each day of a month has."""
    days = [
        {
            "day": day_text(one.day),
            "bookings": count_words(one.counts) if one.total else one.closed or "no bookings",
        }
        for one in view.days
    ]
    return head.sheet("month.html", title, days=days, facts=facts)


def column_pages(view: CalendarView) -> list[Page]:
    """A page for each column of a day: a provider's, or a room's."""
    by_room = view.view == "rooms"
    when = f"{view.location_name}, {day_text(view.first_day)}"
    told = [(column, _of(column, view)) for column in view.columns]
    return [
        _page(column.label, when, [_day("", column, entries)], by_room=by_room)
        for column, entries in told
    ]


def week_page(view: CalendarView, name: str) -> Page:
    """One page for the week of a provider, or of a room."""
    when = f"{view.location_name}, {day_text(view.first_day)} to {day_text(view.last_day)}"
    days = [_day(day_text(column.day), column, _of(column, view)) for column in view.columns]
    return _page(name, when, days, by_room=view.room_id is not None)


def agenda_page(days: Iterable[AgendaDay], when: str) -> Page:
    """Everybody's bookings in the order of time."""
    told = [
        {
            "title": day_text(one.day),
            "hours": "",
            "rows": [
                _row(entry, where=entry.provider_name, room=entry.room_name)
                for entry in one.entries
            ],
        }
        for one in days
    ]
    return {
        "name": "In the order of time",
        "when": when,
        "where": "Provider, room",
        "days": told,
        "count": _count(told),
    }


def _page(name: str, when: str, days: list[dict[str, Any]], *, by_room: bool) -> Page:
    rows = [
        {
            **day,
            "rows": [
                _row(one, where=one.provider_name if by_room else one.room_name or "no room")
                for one in day["rows"]
            ],
        }
        for day in days
    ]
    where = "Provider" if by_room else "Room"
    return {"name": name, "when": when, "where": where, "days": rows, "count": _count(rows)}


def _count(days: Iterable[dict[str, Any]]) -> int:
    return sum(len(day["rows"]) for day in days)


def _of(column: CalendarColumn, view: CalendarView) -> list[CalendarEntry]:
    return [one for one in view.entries if one.column == column.key]


def _day(title: str, column: CalendarColumn, entries: list[CalendarEntry]) -> dict[str, Any]:
    return {"title": title, "hours": _hours(column), "rows": entries}


def _hours(column: CalendarColumn) -> str:
    """When the column is open, and what breaks it; what a filter leaves out is not told."""
    opens = ", ".join(_span(start, end) for start, end in column.open_hours)
    absent = [
        f"{one.word} {_span(one.start, one.end)}" for one in column.spans if one.kind != "booked"
    ]
    closed = "closed" if column.room_id else "not working"
    return "; ".join([opens or closed, *absent])


def _span(start: int, end: int) -> str:
    return f"{clock_text(start)}–{clock_text(end)}"


def _row(entry: CalendarEntry, *, where: str, room: str = "") -> dict[str, str]:
    return {
        "time": entry.time_text,
        "patient": "Busy" if entry.is_busy else entry.patient_name,
        "marks": ", ".join(marks(entry)),
        "services": ", ".join(entry.service_names) or entry.treatment,
        "treatment": entry.treatment if _is_more(entry) else "",
        "where": "" if entry.is_busy and where == "no room" else where,
        "room": room,
        "status": look(entry)[0],
    }


def _is_more(entry: CalendarEntry) -> bool:
    """Whether the treatment says more than its services do."""
    return bool(entry.service_names) and entry.treatment not in ", ".join(entry.service_names)
