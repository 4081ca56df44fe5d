"""The calendar's agenda: days with what is booked, one below the other."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from components.booking_look import bookings, day_words, look, marks
from components.times import clock_text
from store.views import AgendaDay, AgendaView, CalendarEntry, CalendarQuery
from store.words import BookingStatus

ENDED = frozenset({BookingStatus.CANCELLED, BookingStatus.NO_SHOW})
Link = Callable[..., str]
"""Gives the calendar's address with some of what it shows changed."""


class CalendarAgenda(ui.element, component="scripts/calendar_agenda.js"):
    """Lists of bookings by day; each leads to its session."""

    def __init__(self, *, link: Link) -> None:
        """``link`` takes what changes by the names of CalendarQuery."""
        super().__init__()
        self._link = link
        self.props["agenda"] = {}

    def show(self, view: AgendaView, query: CalendarQuery) -> None:
        """List this, which was asked for by the query."""
        self.props["agenda"] = agenda_data(view, query, self._link)


def agenda_data(view: AgendaView, query: CalendarQuery, link: Link) -> dict[str, Any]:
    """The agenda as the browser draws it."""
    day = query.day or view.today
    choices = (("Day", 1), ("Week", 7))
    following = view.next_mark and link(
        day=view.next_day, minute=view.next_minute, mark=view.next_mark
    )
    return {
        "lengths": tuple(
            {
                "label": label,
                "href": link(days=days, minute=0, mark=None, day=day),
                "chosen": days == query.days,
            }
            for label, days in choices
        ),
        "from": _begins(query),
        "whole": link(minute=0, mark=None),
        "empty": "" if any(one.entries for one in view.days) else _empty(view),
        "days": tuple(_day(one, view, link) for one in view.days if one.entries),
        "next": following or "",
        "nextText": f"Go on from {clock_text(view.next_minute)}",
    }


def _begins(query: CalendarQuery) -> str:
    """Said where it does not begin with the day."""
    if query.minute:
        return f"From {clock_text(query.minute)} on."
    return "Without what was listed before." if query.mark else ""


def _empty(view: AgendaView) -> str:
    if view.first_day == view.last_day:
        return f"Nothing is booked on {day_words(view.first_day)}."
    return f"Nothing is booked in the week from {day_words(view.first_day)} on."


def _day(one: AgendaDay, view: AgendaView, link: Link) -> dict[str, Any]:
    return {
        "title": day_words(one.day),
        "href": link(view="day", day=one.day, minute=0, mark=None, days=7),
        "count": bookings(len(one.entries)),
        "today": one.day == view.today,
        "entries": tuple(_entry(entry) for entry in one.entries),
    }


def _entry(entry: CalendarEntry) -> dict[str, Any]:
    word, icon, tone = look(entry)
    begins, ends = entry.time_text.split("–")
    where = ", ".join(text for text in (entry.provider_name, entry.room_name) if text)
    return {
        "key": entry.key,
        "session": entry.session_id,
        "href": "" if entry.is_busy else f"/sessions/{entry.session_id}",
        "from": begins,
        "until": ends,
        "patient": "Busy" if entry.is_busy else entry.patient_name,
        "what": ", ".join(entry.service_names) or entry.treatment,
        "where": where,
        "word": word,
        "icon": icon,
        "tone": tone,
        "marks": tuple(marks(entry).items()),
        "late": entry.is_late,
        "running": entry.status is BookingStatus.IN_PROCEDURE,
        "ended": entry.status in ENDED,
    }
