"""Local days on which the clocks change: which minutes are skipped, and which come twice."""

from datetime import UTC, date, datetime

import pytest

from store.zones import clock_change, local_to_utc


@pytest.mark.parametrize(
    ("zone", "day", "change"),
    [
        ("America/New_York", date(2026, 3, 8), (120, 60)),
        ("America/New_York", date(2026, 11, 1), (120, -60)),
        ("America/New_York", date(2026, 3, 7), None),
        ("America/New_York", date(2026, 3, 9), None),
        ("Asia/Beirut", date(2026, 3, 29), (0, 60)),
        ("Asia/Beirut", date(2026, 3, 28), None),
        ("America/Santiago", date(2026, 9, 6), (0, 60)),
        ("America/Santiago", date(2026, 4, 4), (1440, -60)),
        ("Australia/Lord_Howe", date(2026, 10, 4), (120, 30)),
        ("UTC", date(2026, 3, 8), None),
    ],
)
def test_a_day_says_when_its_clocks_change(
    zone: str, day: date, change: tuple[int, int] | None
) -> None:
    assert clock_change(zone, day) == change


def test_of_a_time_that_comes_twice_the_one_behind_is_meant() -> None:
    day, zone = date(2026, 11, 1), "America/New_York"
    first, second = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (5, 6))
    assert local_to_utc(zone, day, 90) == first
    assert local_to_utc(zone, day, 90, after=datetime(2026, 11, 1, 5, 0, tzinfo=UTC)) == first
    assert local_to_utc(zone, day, 90, after=first) == second
