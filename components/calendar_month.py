"""A month of the calendar, day by day with how much is booked."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from nicegui import ui

from components.booking_look import count_chips, count_words, day_words
from store.views import MonthDay, MonthView

WEEKDAYS = tuple((f"{day:%a}", f"{day:%A}") for day in (date(2024, 1, n) for n in range(1, 8)))
WEEK = 7


class CalendarMonth(ui.element, component="scripts/calendar_month.js"):
    """A table of days; each is a link to the day."""

    def __init__(self, *, link: Callable[[date], str]) -> None:
        """``link`` gives a day's address."""
        super().__init__()
        self._link = link
        self.props["month"] = {}

    def show(self, view: MonthView) -> None:
        """Draw this month."""
        self.props["month"] = month_data(view, self._link)


def month_data(view: MonthView, link: Callable[[date], str]) -> dict[str, Any]:
    """The month as the browser draws it: weeks from Monday, with nothing where another month is."""
    cells = [_cell(one, view, link) for one in view.days]
    padded = [*_blank(view.first_day.weekday()), *cells, *_blank(6 - view.last_day.weekday())]
    return {
        "label": f"Bookings of {view.first_day:%B %Y}",
        "weekdays": WEEKDAYS,
        "weeks": tuple(tuple(padded[at : at + WEEK]) for at in range(0, len(padded), WEEK)),
    }


def _blank(count: int) -> Iterator[dict[str, Any]]:
    return ({} for _ in range(count))


def _cell(one: MonthDay, view: MonthView, link: Callable[[date], str]) -> dict[str, Any]:
    closed = f", {_lower(one.closed)}" if one.closed else ""
    today = ", today" if one.day == view.today else ""
    return {
        "number": one.day.day,
        "href": link(one.day),
        "name": f"{day_words(one.day)}{today}{closed}, {count_words(one.counts)}",
        "total": one.total,
        "counts": count_chips(one.counts),
        "closed": one.closed,
        "today": one.day == view.today,
    }


def _lower(closed: str) -> str:
    return "closed" if closed == "Closed" else f"closed: {closed}"
