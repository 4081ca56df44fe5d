"""The calendar's address gives back what was seen; what is wrong in it is told."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from pages import calendar_address as address
from store.views import AgendaMark, CalendarKind, CalendarQuery, CalendarView
from store.words import Category

EVERYTHING = CalendarQuery(
    day=date(2026, 3, 4),
    view="agenda",
    location_id=2,
    provider_id=5,
    room_id=3,
    category=Category.LASER,
    days=1,
    minute=605,
    mark=AgendaMark(starts_at=datetime(2026, 3, 4, 15, 5, 0, 7, tzinfo=UTC), part_id=12),
)


DAYS_OF_ITS_OWN = "The calendar shows the days of its own date; “from” and “to” are left out."


def view(first: date, last: date, kind: CalendarKind = "day") -> CalendarView:
    return CalendarView(
        view=kind,
        location_id=1,
        location_name="Harbour",
        zone="America/New_York",
        provider_id=None,
        first_day=first,
        last_day=last,
        today=first,
        now_minute=0,
        opens=480,
        closes=1080,
        columns=(),
        entries=(),
    )


def test_an_empty_address_is_today() -> None:
    assert address.read({}) == (CalendarQuery(), [])
    assert address.write(CalendarQuery()) == {}


def test_what_is_written_is_read_again() -> None:
    assert address.read(address.write(EVERYTHING)) == (EVERYTHING, [])


@pytest.mark.parametrize(
    ("params", "problem"),
    [
        ({"date": "2026-02-30"}, "“2026-02-30” is not a date. Today is shown instead."),
        ({"view": "year"}, "“year” is not a view of the calendar. The day is shown."),
        ({"location": "x"}, "“x” is not a location. The first location is shown instead."),
        ({"provider": "-1"}, "“-1” is not a provider. Everybody is shown instead."),
        ({"provider": "٣"}, "“٣” is not a provider. Everybody is shown instead."),
        ({"room": "a"}, "“a” is not a room. Every room is shown instead."),
        ({"category": "x"}, "“x” is not a category. Every category is shown instead."),
        ({"time": "25:00"}, "“25:00” is not a time. The day is shown from its beginning."),
        ({"days": "3"}, "“3” is not a length of the agenda. A week is shown."),
        ({"after": "10:00"}, "“10:00” is no place in the agenda. It begins with its first."),
        (
            {"after": f"20260304T150500000000-{'1' * 16}"},
            f"“20260304T150500000000-{'1' * 16}” is no place in the agenda. It begins with its first.",
        ),
        ({"from": "2026-01-01"}, DAYS_OF_ITS_OWN),
        ({"to": "2026-01-01"}, DAYS_OF_ITS_OWN),
        ({"date": "9" * 41}, f"“{'9' * 40}…” is not a date. Today is shown instead."),
    ],
)
def test_a_wrong_value_falls_back_and_says_so(params: dict[str, str], problem: str) -> None:
    assert address.read(params) == (CalendarQuery(), [problem])


def test_what_is_the_lists_is_left_to_it() -> None:
    params = {"date": "2026-03-04", "provider": "1", "from": "2026-01-01", "scope": "past"}
    assert address.others(params) == {"scope": "past"}


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("location", {"location_id": None}),
        ("provider", {"provider_id": None}),
        ("room", {"room_id": None}),
        (None, {"day": None}),
    ],
)
def test_what_the_store_does_not_know_gives_way(
    field: str | None, expected: dict[str, Any]
) -> None:
    assert address.without(EVERYTHING, field) == EVERYTHING.model_copy(update=expected)


@pytest.mark.parametrize(
    ("last", "steps", "day"),
    [
        (date(2026, 3, 2), 1, date(2026, 3, 3)),
        (date(2026, 3, 2), -1, date(2026, 3, 1)),
        (date(2026, 3, 8), 1, date(2026, 3, 9)),
        (date(2026, 3, 8), -1, date(2026, 2, 23)),
    ],
)
def test_a_step_is_as_long_as_what_is_shown(last: date, steps: int, day: date) -> None:
    assert address.stepped(view(date(2026, 3, 2), last), steps, date(2026, 3, 2)) == day


@pytest.mark.parametrize(
    ("first", "steps", "day"),
    [
        (date(2026, 3, 1), 1, date(2026, 4, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_a_step_of_a_month_is_a_month(first: date, steps: int, day: date) -> None:
    assert address.stepped(view(first, first.replace(day=28), "month"), steps, first) == day


def test_a_month_is_said_by_its_name() -> None:
    assert address.range_text(view(date(2026, 3, 1), date(2026, 3, 31), "month")) == "March 2026"


@pytest.mark.parametrize("kind", ["day", "rooms", "week", "team", "month", "agenda"])
def test_every_view_is_in_the_address(kind: CalendarKind) -> None:
    query = CalendarQuery(view=kind)
    assert address.read(address.write(query)) == (query, [])


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 3, 4), date(2026, 3, 4), "Wednesday 4 March 2026"),
        (date(2026, 3, 2), date(2026, 3, 8), "2 – 8 March 2026"),
        (date(2026, 3, 30), date(2026, 4, 5), "30 March – 5 April 2026"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 December 2026 – 3 January 2027"),
    ],
)
def test_the_days_shown_are_said_in_words(first: date, last: date, text: str) -> None:
    assert address.range_text(view(first, last)) == text
