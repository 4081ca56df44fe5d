"""Days and times read the same whatever clock the reader's machine has."""

from datetime import UTC, date, datetime

from components.times import day_text, local_day, short_day, time_range

NEW_YORK = "America/New_York"


def test_a_day_has_no_leading_zero() -> None:
    assert day_text(date(2026, 3, 5)) == "Thu 5 Mar 2026"


def test_a_day_of_another_year_names_it() -> None:
    assert short_day(date(2026, 3, 12), today=date(2026, 1, 1)) == "12 Mar"
    assert short_day(date(2027, 3, 12), today=date(2026, 1, 1)) == "12 Mar 2027"


def test_times_are_those_of_the_location() -> None:
    starts, ends = datetime(2026, 3, 5, 15, 0, tzinfo=UTC), datetime(2026, 3, 5, 15, 45, tzinfo=UTC)
    assert time_range(starts, ends, zone=NEW_YORK, name_zone=False) == "10:00–10:45"
    assert time_range(starts, ends, zone=NEW_YORK, name_zone=True) == "10:00–10:45 EST"


def test_a_clock_change_in_between_shows_on_both_ends() -> None:
    starts, ends = datetime(2026, 3, 8, 6, 30, tzinfo=UTC), datetime(2026, 3, 8, 7, 30, tzinfo=UTC)
    assert time_range(starts, ends, zone=NEW_YORK, name_zone=True) == "01:30–03:30 EST"


def test_an_end_on_another_day_names_it() -> None:
    starts, ends = datetime(2026, 3, 6, 4, 30, tzinfo=UTC), datetime(2026, 3, 6, 5, 15, tzinfo=UTC)
    assert time_range(starts, ends, zone=NEW_YORK, name_zone=False) == "23:30–6 Mar 00:15"


def test_the_day_is_the_location_s() -> None:
    assert local_day(datetime(2026, 3, 6, 4, 30, tzinfo=UTC), NEW_YORK) == date(2026, 3, 5)
