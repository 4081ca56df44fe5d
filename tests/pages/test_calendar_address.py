"""The calendar's address gives back what was seen; what is wrong in it is told."""

from datetime import date
from typing import Any

import pytest

from pages import calendar_address as address
from store.views import CalendarQuery, CalendarView

EVERYTHING = CalendarQuery(day=date(2026, 3, 4), view="week", location_id=2, provider_id=5)


def view(first: date, last: date) -> CalendarView:
    return CalendarView(
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
        ({"view": "month"}, "“month” is not a view of the calendar. The day is shown."),
        ({"location": "x"}, "“x” is not a location. The first location is shown instead."),
        ({"provider": "-1"}, "“-1” is not a provider. Everybody is shown instead."),
        ({"provider": "٣"}, "“٣” is not a provider. Everybody is shown instead."),
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
    assert address.stepped(view(date(2026, 3, 2), last), steps) == day


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
