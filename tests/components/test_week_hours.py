"""Weekly hours in words."""

import pytest

from components.week_hours import days_text, hours_text, span_text
from store.views import Interval, WeekInterval


def week(*stretches: tuple[int, int, int]) -> list[WeekInterval]:
    """Weekday, first and last hour of each."""
    return [WeekInterval(weekday=d, starts=a * 60, ends=b * 60) for d, a, b in stretches]


@pytest.mark.parametrize(
    ("stretches", "text"),
    [
        ([], "no hours"),
        ([(0, 9, 17)], "Mon 09:00–17:00"),
        ([(0, 9, 17), (1, 9, 17)], "Mon, Tue 09:00–17:00"),
        ([(day, 9, 17) for day in range(5)], "Mon–Fri 09:00–17:00"),
        ([(0, 9, 17), (2, 9, 17)], "Mon 09:00–17:00, Wed 09:00–17:00"),
        ([(5, 13, 24), (5, 9, 12)], "Sat 09:00–12:00 and 13:00–24:00"),
        ([(0, 9, 17), (1, 9, 18), (2, 9, 18)], "Mon 09:00–17:00, Tue, Wed 09:00–18:00"),
    ],
)
def test_days_of_the_same_hours_are_said_together(
    stretches: list[tuple[int, int, int]], text: str
) -> None:
    assert hours_text(week(*stretches)) == text


def test_days_alone_are_said_without_their_hours() -> None:
    stretches = week((0, 9, 12), (0, 13, 17), (1, 8, 12), (2, 9, 17), (6, 10, 12))
    assert days_text(stretches) == "Mon–Wed, Sun"
    assert days_text([]) == ""


def test_a_stretch_is_said_by_its_clocks() -> None:
    assert span_text(Interval(starts=0, ends=1440)) == "00:00–24:00"
    assert span_text(Interval(starts=545, ends=1055)) == "09:05–17:35"
