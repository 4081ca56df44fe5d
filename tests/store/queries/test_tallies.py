"""Months and weeks of everybody, counted; agendas, listed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from store.clinic import Clinic
from store.errors import Invalid, NotFound
from store.models import BusinessHours, Location, LocationException, Provider, TimeOff
from store.queries.agenda import agenda
from store.views import AgendaView, CalendarKind, CalendarQuery, MonthView, StatusCount, TeamView
from store.words import BookingStatus, Category
from tests.factories import MANAGER, NOW, add_all
from tests.store.queries.test_calendar import WEDNESDAY, book, walk_in, writing
from tests.store.queries.test_costs import statements

NINE = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def month(clinic: Clinic, **values: object) -> MonthView:
    query = CalendarQuery.model_validate({"view": "month", **values})
    return clinic.calendar_month(query, by=MANAGER)


def team(clinic: Clinic, **values: object) -> TeamView:
    query = CalendarQuery.model_validate({"view": "team", **values})
    return clinic.calendar_team(query, by=MANAGER)


def listed(clinic: Clinic, **values: object) -> AgendaView:
    query = CalendarQuery.model_validate({"view": "agenda", **values})
    return clinic.calendar_agenda(query, by=MANAGER)


def totals(view: MonthView) -> dict[int, int]:
    return {one.day.day: one.total for one in view.days if one.total}


def test_a_month_counts_each_day_by_status(clinic: Clinic) -> None:
    with writing(clinic) as session:
        book(session, NINE, status=BookingStatus.CONFIRMED)
        book(session, NINE + HOUR, status=BookingStatus.CONFIRMED)
        book(session, NINE + 2 * HOUR, status=BookingStatus.NEW)
        walk_in(session, NINE - 24 * HOUR, 30, 15)
    view = month(clinic)
    assert (view.first_day, view.last_day) == (date(2026, 3, 1), date(2026, 3, 31))
    assert view.days[3].counts == (
        StatusCount(status=BookingStatus.NEW, count=1),
        StatusCount(status=BookingStatus.CONFIRMED, count=2),
    )
    assert view.days[2].counts == (StatusCount(status=None, count=1),)
    assert totals(view) == {3: 1, 4: 3}


def test_a_month_goes_by_provider_and_category(clinic: Clinic) -> None:
    with writing(clinic) as session:
        book(session, NINE)
        book(session, NINE, provider_id=2, room_id=2)
    assert totals(month(clinic, provider_id=2)) == {4: 1}
    assert totals(month(clinic, category=Category.LASER)) == {4: 2}
    assert totals(month(clinic, category=Category.FACIAL)) == {}


def test_what_crosses_midnight_counts_on_both_days_and_in_both_months(clinic: Clinic) -> None:
    with writing(clinic) as session:
        book(session, datetime(2026, 4, 1, 3, 30, tzinfo=UTC), minutes=90)
    assert totals(month(clinic)) == {31: 1}
    assert totals(month(clinic, day=date(2026, 4, 15))) == {1: 1}


@pytest.mark.parametrize(
    ("zone", "instant", "day"),
    [
        # Both skip midnight itself that day; the day has bookings of its own all the same.
        ("America/Santiago", datetime(2026, 9, 6, 4, 0, tzinfo=UTC), date(2026, 9, 6)),
        ("Asia/Beirut", datetime(2026, 3, 28, 22, 0, tzinfo=UTC), date(2026, 3, 29)),
        # One instant earlier it is still the day before.
        ("America/Santiago", datetime(2026, 9, 6, 3, 30, tzinfo=UTC), date(2026, 9, 5)),
        # The last hour of the day comes twice.
        ("America/Santiago", datetime(2026, 4, 5, 3, 15, tzinfo=UTC), date(2026, 4, 4)),
    ],
)
def test_a_day_without_a_midnight_has_what_is_booked_on_it(
    clinic: Clinic, zone: str, instant: datetime, day: date
) -> None:
    with writing(clinic) as session:
        session.get_one(Location, 1).zone = zone
        session.flush()
        book(session, instant, minutes=15)
    assert totals(month(clinic, day=day)) == {day.day: 1}
    assert [one.day for one in listed(clinic, day=day).days] == [day]
    (row,) = [row for row in team(clinic, day=day).rows if row.provider_id == 1]
    assert [cell.day for cell in row.cells if cell.total] == [day]
    assert len(row.cells) == 7


def test_closed_days_of_a_month_say_why(clinic: Clinic) -> None:
    with writing(clinic) as session:
        for weekday in range(6):
            add_all(session, BusinessHours(location_id=1, weekday=weekday, opens=540, closes=1020))
        add_all(session, LocationException(location_id=1, day=WEDNESDAY, reason="Founders' day"))
    closed = {one.day.day: one.closed for one in month(clinic).days if one.closed}
    assert closed == {**dict.fromkeys((1, 8, 15, 22, 29), "Closed"), 4: "Founders' day"}


def test_without_business_hours_it_is_closed_when_nobody_works(clinic: Clinic) -> None:
    closed = [one.day.weekday() for one in month(clinic).days if one.closed]
    assert set(closed) == {5, 6}


def test_a_month_that_there_is_not_is_refused(clinic: Clinic) -> None:
    with pytest.raises(Invalid):
        month(clinic, day=date(1899, 12, 31))
    with pytest.raises(NotFound):
        month(clinic, provider_id=99)
    assert month(clinic, day=date(2199, 12, 1)).last_day == date(2199, 12, 31)


def test_a_week_of_everybody_has_a_row_each_with_first_and_last_times(clinic: Clinic) -> None:
    with writing(clinic) as session:
        book(session, NINE)
        book(session, NINE + 5 * HOUR)
        off = datetime(2026, 3, 5, 5, 0, tzinfo=UTC)
        add_all(session, TimeOff(provider_id=2, starts_at=off, ends_at=off + 24 * HOUR))
    view = team(clinic)
    assert [(row.name, len(row.cells)) for row in view.rows] == [
        ("Dr. Ines Lind", 7),
        ("Noor Haddad", 7),
    ]
    wednesday = view.rows[0].cells[2]
    assert (wednesday.total, wednesday.span, wednesday.hours) == (2, "09:00–14:30", "09:00–17:00")
    thursday, saturday = view.rows[1].cells[3], view.rows[1].cells[5]
    assert (thursday.hours, thursday.is_working, thursday.span) == ("Time off", False, "")
    assert saturday.hours == "Not working"


def test_who_no_longer_works_here_has_a_row_only_while_booked(clinic: Clinic) -> None:
    with writing(clinic) as session:
        session.get_one(Provider, 2).disabled = True
        book(session, NINE + 7 * 24 * HOUR, provider_id=2)
    assert [row.provider_id for row in team(clinic).rows] == [1]
    later = team(clinic, day=date(2026, 3, 11))
    assert [row.provider_id for row in later.rows] == [1, 2]
    assert later.rows[1].cells[2].hours == "No longer works here"


def test_an_agenda_lists_days_with_bookings_in_the_order_of_time(clinic: Clinic) -> None:
    with writing(clinic) as session:
        book(session, NINE + 25 * HOUR)
        book(session, NINE + HOUR, provider_id=2)
        book(session, NINE)
    view = listed(clinic)
    assert [(one.day, [e.start for e in one.entries]) for one in view.days] == [
        (WEDNESDAY, [540, 600]),
        (date(2026, 3, 5), [600]),
    ]
    assert view.days[0].entries[1].provider_name == "Noor Haddad"
    assert [one.day for one in listed(clinic, days=1).days] == [WEDNESDAY]


def test_an_agenda_of_one_day_says_so_when_nothing_is_booked(clinic: Clinic) -> None:
    assert [one.entries for one in listed(clinic, days=1).days] == [()]
    assert listed(clinic).days == ()


def test_an_agenda_begins_where_asked(clinic: Clinic) -> None:
    with writing(clinic) as session:
        for n in range(3):
            book(session, NINE + n * HOUR)
    view = listed(clinic, day=WEDNESDAY, minute=600)
    assert [entry.start for one in view.days for entry in one.entries] == [600, 660]


def through(clinic: Clinic, query: CalendarQuery, *, most: int) -> list[AgendaView]:
    """An agenda from page to page until its end."""
    views = list[AgendaView]()
    with clinic.database.read() as connection:
        while not views or views[-1].next_mark is not None:
            views.append(agenda(connection, query, NOW, most=most))
            there = {"day": views[-1].next_day, "mark": views[-1].next_mark}
            query = query.model_copy(update=there)
    return views


def test_an_agenda_goes_on_where_it_was_cut_in_the_midst_of_a_minute(clinic: Clinic) -> None:
    with writing(clinic) as session:
        add_all(session, *(Provider(id=key, name=f"Provider {key}") for key in range(3, 10)))
        for n, who in ((0, 1), *((1, who) for who in range(1, 8)), (24, 1)):
            book(session, NINE + n * HOUR, provider_id=who, room_id=None)
    views = through(clinic, CalendarQuery(view="agenda"), most=2)
    starts = [[e.start for day in view.days for e in day.entries] for view in views]
    assert starts == [[540, 600], [600, 600], [600, 600], [600, 600], [540]]
    keys = {entry.key for view in views for day in view.days for entry in day.entries}
    assert len(keys) == 9
    assert (views[0].next_day, views[0].next_minute) == (WEDNESDAY, 600)


def test_an_agenda_goes_on_behind_a_walk_in_that_was_made_one_of_two(clinic: Clinic) -> None:
    with writing(clinic) as session:
        book(session, NINE + HOUR)
        walk_in(session, NINE, 15, 15)
    (first, second) = through(clinic, CalendarQuery(view="agenda"), most=2)
    assert [e.start for day in first.days for e in day.entries] == [540]
    assert [e.start for day in second.days for e in day.entries] == [600]


def test_an_agenda_goes_on_through_the_hour_that_comes_twice(clinic: Clinic) -> None:
    half_past_one = datetime(2025, 11, 2, 5, 30, tzinfo=UTC)
    with writing(clinic) as session:
        for n in range(3):
            book(session, half_past_one + n * HOUR, provider_id=1)
    views = through(clinic, CalendarQuery(view="agenda", day=date(2025, 11, 2)), most=1)
    assert [e.start for view in views for day in view.days for e in day.entries] == [90, 90, 150]


def test_an_agenda_goes_by_provider_room_and_category(clinic: Clinic) -> None:
    with writing(clinic) as session:
        book(session, NINE)
        book(session, NINE, provider_id=2, room_id=2)
    for values in ({"provider_id": 2}, {"room_id": 2}):
        (day,) = listed(clinic, **values).days
        assert [entry.provider_name for entry in day.entries] == ["Noor Haddad"]
    assert listed(clinic, category=Category.FACIAL).days == ()


@pytest.mark.parametrize(("kind", "expected"), [("month", 8), ("team", 7), ("agenda", 4)])
def test_the_number_of_queries_does_not_grow_with_what_is_booked(
    clinic: Clinic, kind: CalendarKind, expected: int
) -> None:
    ask = {
        "month": clinic.calendar_month,
        "team": clinic.calendar_team,
        "agenda": clinic.calendar_agenda,
    }[kind]
    counts = []
    for n in (1, 24):
        with writing(clinic) as session:
            for step in range(n):
                book(session, NINE + (n + 3 * step) * HOUR)
        with statements(clinic) as seen:
            ask(CalendarQuery(view=kind), by=MANAGER)
        counts.append(sum(one.startswith("SELECT") for one in seen))
    assert counts == [expected, expected]
