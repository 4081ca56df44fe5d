"""The calendar's sheet: what its address shows, on paper."""

from collections.abc import Mapping

from components import calendar_printing as printing
from components.calendar_printing import Page
from components.list_words import filter_facts
from components.printing import Letterhead
from components.times import day_text
from pages import calendar_address as address
from store.clinic import Clinic
from store.views import (
    Actor,
    AgendaDay,
    CalendarQuery,
    CalendarRange,
    CalendarView,
    FilterChoices,
    SessionQuery,
)

MOST = 2_000
"""Bookings on paper; whoever needs more narrows the calendar."""
Drawn = tuple[CalendarRange, list[Page]]


def calendar_sheet(
    clinic: Clinic, by: Actor, head: Letterhead, _key: str, params: Mapping[str, str]
) -> str:
    """A day or a week, a page for each provider or room; the agenda in one list; a month in counts."""
    query, remarks = address.read(params)
    query = query.model_copy(update={"minute": 0, "mark": None})
    choices = clinic.filter_choices(by=by)
    if query.view == "month":
        month = clinic.calendar_month(query, by=by)
        facts = _facts(query, month, choices)
        return printing.month_sheet(head, _title(month), month, facts=facts)
    view, pages = _drawn(clinic, query, by)
    if _cut(pages):
        remarks.append(f"These are the first {MOST:,} bookings; narrow the calendar for the rest.")
    facts = _facts(query, view, choices)
    return printing.calendar_sheet(head, _title(view), pages, facts=facts, remarks=remarks)


def _drawn(clinic: Clinic, query: CalendarQuery, by: Actor) -> Drawn:
    if query.view == "team":
        return _team(clinic, query, by)
    if query.view == "agenda":
        return _agenda(clinic, query, by)
    view = clinic.calendar(query, by=by)
    if query.view == "week":
        return view, [printing.week_page(view, _whose(view, clinic.filter_choices(by=by)))]
    return view, printing.column_pages(view)


def _team(clinic: Clinic, query: CalendarQuery, by: Actor) -> Drawn:
    """The week of each who works or is booked in it."""
    team = clinic.calendar_team(query, by=by)
    weeks = [
        (row.name, _week(clinic, query, row.provider_id, team.location_id, by)) for row in team.rows
    ]
    return team, [printing.week_page(week, name) for name, week in weeks]


def _week(
    clinic: Clinic, query: CalendarQuery, provider_id: int, location_id: int, by: Actor
) -> CalendarView:
    alone = {"provider_id": provider_id, "location_id": location_id, "room_id": None}
    return clinic.calendar(query.model_copy(update={"view": "week", **alone}), by=by)


def _agenda(clinic: Clinic, query: CalendarQuery, by: Actor) -> Drawn:
    """All of the agenda, however many times it goes on; not more than fits a sheet."""
    first = view = clinic.calendar_agenda(query, by=by)
    found = list(view.days)
    while view.next_mark is not None and _bookings(found) <= MOST:
        view = clinic.calendar_agenda(query.model_copy(update={"mark": view.next_mark}), by=by)
        found += view.days
    days = dict.fromkeys(one.day for one in found)
    joined = [
        AgendaDay(day=day, entries=tuple(e for one in found if one.day == day for e in one.entries))
        for day in days
    ]
    return first, [printing.agenda_page(joined, _when(first))]


def _bookings(days: list[AgendaDay]) -> int:
    return sum(len(one.entries) for one in days)


def _cut(pages: list[Page]) -> bool:
    """Leave out what does not fit a sheet; whether there was any."""
    left, is_cut = MOST, False
    for page in pages:
        for day in page["days"]:
            is_cut |= len(day["rows"]) > left
            day["rows"] = day["rows"][:left]
            left -= len(day["rows"])
    return is_cut


def _whose(view: CalendarView, choices: FilterChoices) -> str:
    """The name of whoever, or whichever room, the week is of."""
    if view.room_id is not None:
        return next((one.name for one in view.rooms if one.id == view.room_id), "")
    known = {one.id: one.name for one in choices.providers}
    return known.get(view.provider_id or 0, "Nobody")


def _title(view: CalendarRange) -> str:
    return f"{view.location_name}, {address.range_text(view)}"


def _when(view: CalendarRange) -> str:
    if view.first_day == view.last_day:
        return f"{view.location_name}, {day_text(view.first_day)}"
    return f"{view.location_name}, {day_text(view.first_day)} to {day_text(view.last_day)}"


def _facts(
    query: CalendarQuery, view: CalendarRange, choices: FilterChoices
) -> list[tuple[str, str]]:
    """What it is narrowed to, by name."""
    held = SessionQuery(
        provider_id=query.provider_id, room_id=query.room_id, category=view.category
    )
    return filter_facts(held, choices)
