from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from store.clinic import Clinic
from store.derive import refresh
from store.errors import Invalid, NotFound, RegimenError
from store.models import (
    BusinessHours,
    Item,
    Location,
    Provider,
    ProviderException,
    ProviderHours,
    Room,
    TimeOff,
    TreatmentSession,
)
from store.views import (
    CalendarColumn,
    CalendarEntry,
    CalendarKind,
    CalendarQuery,
    CalendarView,
    Sight,
)
from store.words import BillingStatus, BookingStatus, Category
from store.zones import local_day, local_to_utc
from tests.factories import (
    MANAGER,
    NOW,
    add_all,
    add_booking,
    add_patient,
    add_plan,
    add_session,
)

WEDNESDAY = date(2026, 3, 4)
NINE_TO_FIVE = ((540, 1020),)


@contextmanager
def writing(clinic: Clinic) -> Iterator[Session]:
    with clinic.database.write() as session:
        yield session


def book(session: Session, starts_at: datetime, minutes: int = 30, **values: Any) -> int:
    """Book a session of a new plan; hands back the session."""
    step = add_session(session, add_plan(session, add_patient(session)))
    item = session.get_one(Item, step)
    assert item.session_id == step
    add_booking(
        session,
        step,
        item_ids=[step],
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        **{"blocked_until": starts_at + timedelta(minutes=minutes), **values},
    )
    return step


def walk_in(session: Session, starts_at: datetime, *minutes: int) -> int:
    """A session whose items Dr. Lind performed without a booking, one after the other."""
    step = add_session(
        session, add_plan(session, add_patient(session)), services=[1] * len(minutes)
    )
    for item_id, length in enumerate(minutes, step):
        item = session.get_one(Item, item_id)
        item.performed_at, item.performed_by_id, item.performed_location_id = starts_at, 1, 1
        starts_at += timedelta(minutes=length)
        item.performed_until = starts_at
    refresh(session, [step], NOW)
    return step


def ask(clinic: Clinic, **values: Any) -> CalendarView:
    return clinic.calendar(CalendarQuery(**values), by=MANAGER)


def spans(view: CalendarView) -> list[tuple[str, int, int]]:
    return [(entry.column, entry.start, entry.end) for entry in view.entries]


def test_a_day_opens_on_today_with_a_column_for_everybody_who_works(clinic: Clinic) -> None:
    assert ask(clinic) == CalendarView(
        location_id=1,
        location_name="Harbour",
        zone="America/New_York",
        provider_id=None,
        first_day=WEDNESDAY,
        last_day=WEDNESDAY,
        today=WEDNESDAY,
        now_minute=600,
        opens=540,
        closes=1020,
        columns=(
            CalendarColumn(
                key="1-2026-03-04",
                provider_id=1,
                day=WEDNESDAY,
                label="Dr. Ines Lind",
                sublabel="09:00–17:00",
                open_hours=NINE_TO_FIVE,
            ),
            CalendarColumn(
                key="2-2026-03-04",
                provider_id=2,
                day=WEDNESDAY,
                label="Noor Haddad",
                sublabel="09:00–17:00",
                open_hours=NINE_TO_FIVE,
            ),
        ),
        entries=(),
    )


def test_a_booking_is_drawn_with_its_buffer_and_services(clinic: Clinic) -> None:
    start = datetime(2026, 3, 4, 19, 0, tzinfo=UTC)
    with writing(clinic) as session:
        book(
            session,
            start,
            blocked_until=start + timedelta(minutes=40),
            status=BookingStatus.CONFIRMED,
            needs_moving=True,
        )
    assert ask(clinic).entries == (
        CalendarEntry(
            key="booking-1-2026-03-04",
            session_id=1,
            booking_id=1,
            column="1-2026-03-04",
            start=840,
            end=870,
            buffer=10,
            time_text="14:00–14:30",
            patient_name="Mei Tanaka",
            treatment="Laser Peel",
            service_names=("Laser Peel",),
            room_name="Room 1",
            status=BookingStatus.CONFIRMED,
            needs_moving=True,
            has_alerts=False,
            provider_name="Dr. Ines Lind",
            billing=BillingStatus.NOT_BILLED,
            version=1,
            starts_at=start,
            minutes=30,
        ),
    )


def test_a_cancelled_booking_is_not_drawn_and_a_missed_one_is(clinic: Clinic) -> None:
    with writing(clinic) as session:
        for hour, status in ((14, BookingStatus.CANCELLED), (15, BookingStatus.NO_SHOW)):
            step = add_session(session, add_plan(session, add_patient(session)))
            starts_at = datetime(2026, 3, 4, hour, 0, tzinfo=UTC)
            add_booking(session, step, item_ids=[], starts_at=starts_at, status=status)
    assert [(e.status, e.service_names) for e in ask(clinic).entries] == [
        (BookingStatus.NO_SHOW, ())
    ]


def test_items_of_one_walk_in_are_drawn_as_one(clinic: Clinic) -> None:
    with writing(clinic) as session:
        walk_in(session, datetime(2026, 3, 4, 14, 0, tzinfo=UTC), 30, 15)
    view = ask(clinic)
    assert spans(view) == [("1-2026-03-04", 540, 585)]
    assert [(e.booking_id, e.status, e.buffer) for e in view.entries] == [(None, None, 0)]


def test_a_week_is_seven_days_of_the_first_provider_who_is_busy(clinic: Clinic) -> None:
    view = ask(clinic, view="week", day=date(2026, 3, 8))
    assert (view.first_day, view.last_day, view.provider_id) == (
        date(2026, 3, 2),
        date(2026, 3, 8),
        1,
    )
    assert [(c.label, c.sublabel) for c in view.columns] == [
        ("Mon 2 Mar", "09:00–17:00"),
        ("Tue 3 Mar", "09:00–17:00"),
        ("Wed 4 Mar", "09:00–17:00"),
        ("Thu 5 Mar", "09:00–17:00"),
        ("Fri 6 Mar", "09:00–17:00"),
        ("Sat 7 Mar", "Not working"),
        ("Sun 8 Mar", "Not working"),
    ]


def test_the_chosen_provider_stands_alone(clinic: Clinic) -> None:
    with writing(clinic) as session:
        book(session, datetime(2026, 3, 4, 14, 0, tzinfo=UTC), provider_id=1)
        book(session, datetime(2026, 3, 4, 14, 0, tzinfo=UTC), provider_id=2, room_id=2)
    day = ask(clinic, provider_id=2)
    week = ask(clinic, provider_id=2, view="week")
    assert [column.key for column in day.columns] == ["2-2026-03-04"]
    assert spans(day) == spans(week) == [("2-2026-03-04", 540, 570)]
    assert day.provider_id == week.provider_id == 2


def test_rooms_have_a_column_each_and_what_has_none_has_one_too(clinic: Clinic) -> None:
    nine = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
    with writing(clinic) as session:
        book(session, nine, room_id=2)
        book(session, nine + timedelta(hours=1), room_id=None)
    view = ask(clinic, view="rooms")
    assert [(c.key, c.label, c.sublabel, c.provider_id, c.room_id) for c in view.columns] == [
        ("room-1-2026-03-04", "Room 1", "09:00–17:00", None, 1),
        ("room-2-2026-03-04", "Room 2", "09:00–17:00", None, 2),
        ("room-0-2026-03-04", "No room", "09:00–17:00", None, None),
    ]
    assert [(e.column, e.start, e.provider_name) for e in view.entries] == [
        ("room-0-2026-03-04", 600, "Dr. Ines Lind"),
        ("room-2-2026-03-04", 540, "Dr. Ines Lind"),
    ]
    assert [room.name for room in view.rooms] == ["Room 1", "Room 2"]


def test_a_room_is_open_when_its_location_is(clinic: Clinic) -> None:
    with writing(clinic) as session:
        add_all(session, BusinessHours(location_id=1, weekday=2, opens=480, closes=1080))
    assert {c.open_hours for c in ask(clinic, view="rooms").columns} == {((480, 1080),)}
    (closed,) = {c.sublabel for c in ask(clinic, view="rooms", day=date(2026, 3, 5)).columns}
    assert closed == "Closed"


def test_a_disabled_room_is_shown_only_where_booked(clinic: Clinic) -> None:
    with writing(clinic) as session:
        session.get_one(Room, 2).disabled = True
        book(session, datetime(2026, 3, 5, 14, 0, tzinfo=UTC), room_id=2)
    assert [c.label for c in ask(clinic, view="rooms").columns] == ["Room 1"]
    columns = ask(clinic, view="rooms", day=date(2026, 3, 5)).columns
    assert [(c.label, c.sublabel) for c in columns][1] == ("Room 2", "No longer in use")


def test_a_week_of_a_room_has_its_bookings_alone(clinic: Clinic) -> None:
    with writing(clinic) as session:
        book(session, datetime(2026, 3, 4, 14, 0, tzinfo=UTC), room_id=1)
        book(session, datetime(2026, 3, 4, 14, 0, tzinfo=UTC), room_id=2, provider_id=2)
    week = ask(clinic, view="week", room_id=2)
    assert (week.provider_id, week.room_id, len(week.columns)) == (None, 2, 7)
    assert spans(week) == [("room-2-2026-03-04", 540, 570)]


def test_a_category_leaves_out_the_others_and_says_when_they_take_place(clinic: Clinic) -> None:
    nine = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
    with writing(clinic) as session:
        book(session, nine)
        step = add_session(session, add_plan(session, add_patient(session)), services=[2])
        session.get_one(TreatmentSession, step).category = Category.INJECTABLE
        add_booking(
            session,
            step,
            item_ids=[step],
            starts_at=nine + timedelta(hours=1),
            ends_at=nine + timedelta(minutes=105),
        )
    view = ask(clinic, category=Category.LASER)
    assert spans(view) == [("1-2026-03-04", 540, 570)]
    (booked,) = view.columns[0].spans
    assert (booked.kind, booked.start, booked.word) == ("booked", 600, "Booked")
    assert booked.end >= 645


def test_in_rooms_a_provider_leaves_out_the_others(clinic: Clinic) -> None:
    nine = datetime(2026, 3, 4, 14, 0, tzinfo=UTC)
    with writing(clinic) as session:
        book(session, nine, room_id=1, provider_id=1)
        book(session, nine, room_id=2, provider_id=2)
    view = ask(clinic, view="rooms", provider_id=2)
    assert spans(view) == [("room-2-2026-03-04", 540, 570)]
    assert [[span.word for span in column.spans] for column in view.columns] == [["Booked"], []]


def test_breaks_and_time_off_say_so(clinic: Clinic) -> None:
    with writing(clinic) as session:
        noon = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
        add_all(
            session,
            ProviderException(provider_id=1, location_id=1, day=WEDNESDAY, starts=540, ends=720),
            ProviderException(provider_id=1, location_id=1, day=WEDNESDAY, starts=780, ends=1020),
            TimeOff(provider_id=2, starts_at=noon, ends_at=noon + timedelta(hours=1)),
        )
    told = [[(s.word, s.start, s.end) for s in c.spans] for c in ask(clinic).columns]
    assert told == [[("Break", 720, 780)], [("Time off", 720, 780)]]


@pytest.mark.parametrize(
    ("status", "hour", "is_late"),
    [
        (BookingStatus.NEW, 15, True),
        (BookingStatus.CONFIRMED, 14, True),
        (BookingStatus.CONFIRMED, 16, False),
        (BookingStatus.CHECKED_IN, 14, False),
    ],
)
def test_whoever_has_not_come_when_it_begins_is_late(
    clinic: Clinic, status: BookingStatus, hour: int, is_late: bool
) -> None:
    with writing(clinic) as session:
        book(session, datetime(2026, 3, 4, hour, 0, tzinfo=UTC), status=status)
    assert [entry.is_late for entry in ask(clinic).entries] == [is_late]


def test_nobody_is_late_for_another_day(clinic: Clinic) -> None:
    with writing(clinic) as session:
        book(session, datetime(2026, 3, 3, 14, 0, tzinfo=UTC))
    assert [e.is_late for e in ask(clinic, day=date(2026, 3, 3)).entries] == [False]


def test_money_is_told_to_those_alone_who_may_see_it(clinic: Clinic) -> None:
    with writing(clinic) as session:
        book(session, datetime(2026, 3, 4, 14, 0, tzinfo=UTC))
    without = MANAGER.model_copy(update={"sight": Sight(money=False)})
    told = [clinic.calendar(CalendarQuery(), by=by).entries[0].billing for by in (MANAGER, without)]
    assert told == [BillingStatus.NOT_BILLED, None]


def test_somebody_booked_outside_the_hours_has_a_column(clinic: Clinic) -> None:
    saturday = date(2026, 3, 7)
    with writing(clinic) as session:
        book(session, datetime(2026, 3, 7, 12, 10, tzinfo=UTC), provider_id=2)
    view = ask(clinic, day=saturday)
    assert [(c.label, c.sublabel, c.open_hours) for c in view.columns] == [
        ("Noor Haddad", "Not working", ())
    ]
    assert (view.opens, view.closes) == (420, 480)


def test_a_disabled_provider_is_shown_only_where_booked(clinic: Clinic) -> None:
    with writing(clinic) as session:
        session.get_one(Provider, 1).disabled = True
        book(session, datetime(2026, 3, 5, 14, 0, tzinfo=UTC), provider_id=1)
    assert [column.label for column in ask(clinic).columns] == ["Noor Haddad"]
    columns = ask(clinic, day=date(2026, 3, 5)).columns
    assert [(c.label, c.sublabel) for c in columns] == [
        ("Dr. Ines Lind", "No longer works here"),
        ("Noor Haddad", "09:00–17:00"),
    ]


def test_time_off_is_taken_out_of_the_hours(clinic: Clinic) -> None:
    with writing(clinic) as session:
        noon = datetime(2026, 3, 4, 17, 0, tzinfo=UTC)
        add_all(
            session,
            TimeOff(provider_id=1, starts_at=noon, ends_at=noon + timedelta(hours=1)),
            TimeOff(
                provider_id=2,
                starts_at=datetime(2026, 3, 4, 5, 0, tzinfo=UTC),
                ends_at=datetime(2026, 3, 5, 5, 0, tzinfo=UTC),
            ),
        )
    assert [(c.provider_id, c.open_hours) for c in ask(clinic).columns] == [
        (1, ((540, 720), (780, 1020)))
    ]
    assert ask(clinic, provider_id=2).columns[0].sublabel == "Time off"
    thursday = ask(clinic, provider_id=2, day=date(2026, 3, 5)).columns[0]
    assert thursday.sublabel == "09:00–17:00"


def test_an_exception_replaces_the_weekly_hours_of_its_day(clinic: Clinic) -> None:
    with writing(clinic) as session:
        add_all(
            session,
            ProviderException(provider_id=1, location_id=1, day=WEDNESDAY, starts=600, ends=660),
            ProviderException(provider_id=1, location_id=1, day=WEDNESDAY, starts=720, ends=780),
            ProviderException(provider_id=2, location_id=1, day=WEDNESDAY),
        )
    assert [(c.provider_id, c.sublabel) for c in ask(clinic).columns] == [
        (1, "10:00–11:00, 12:00–13:00")
    ]


def test_the_window_holds_business_hours_and_all_that_is_drawn_in_whole_hours(
    clinic: Clinic,
) -> None:
    late = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
    with writing(clinic) as session:
        add_all(session, BusinessHours(location_id=1, weekday=2, opens=450, closes=1080))
        book(session, late, minutes=25, blocked_until=late + timedelta(minutes=35))
    view = ask(clinic)
    assert (view.opens, view.closes) == (420, 1200)


def test_a_day_without_anybody_shows_ordinary_hours(clinic: Clinic) -> None:
    view = ask(clinic, day=date(2026, 3, 7))
    assert (view.columns, view.opens, view.closes) == ((), 480, 1080)


def test_a_part_that_crosses_midnight_is_drawn_on_both_days(clinic: Clinic) -> None:
    start = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)
    with writing(clinic) as session:
        book(session, start, minutes=90, blocked_until=start + timedelta(minutes=100))
    week = ask(clinic, view="week")
    assert [(e.column, e.start, e.end, e.buffer, e.time_text) for e in week.entries] == [
        ("1-2026-03-04", 1380, 1440, 0, "23:00–00:30"),
        ("1-2026-03-05", 0, 30, 10, "23:00–00:30"),
    ]
    assert spans(ask(clinic, day=date(2026, 3, 5))) == [("1-2026-03-05", 0, 30)]


def test_a_part_that_ends_at_midnight_is_not_on_the_next_day(clinic: Clinic) -> None:
    with writing(clinic) as session:
        book(session, datetime(2026, 3, 5, 4, 0, tzinfo=UTC), minutes=60)
    assert spans(ask(clinic)) == [("1-2026-03-04", 1380, 1440)]
    assert ask(clinic, day=date(2026, 3, 5)).entries == ()


def test_a_day_opens_at_the_first_location_that_has_something(clinic: Clinic) -> None:
    with writing(clinic) as session:
        add_all(session, Location(id=2, name="Bay", zone="America/Los_Angeles"))
        book(session, datetime(2026, 3, 5, 20, 0, tzinfo=UTC), location_id=2, room_id=None)
    places = {day: ask(clinic, day=date(2026, 3, day)).location_id for day in (4, 5, 6)}
    assert places == {4: 1, 5: 2, 6: 1}


def test_another_location_is_shown_on_its_own_clocks(clinic: Clinic) -> None:
    with writing(clinic) as session:
        add_all(session, Location(id=2, name="Bay", zone="America/Los_Angeles"))
        add_all(
            session, ProviderHours(provider_id=2, location_id=2, weekday=2, starts=480, ends=720)
        )
        book(session, datetime(2026, 3, 5, 1, 0, tzinfo=UTC), location_id=2, room_id=None)
    view = ask(clinic, location_id=2)
    assert (view.location_name, view.now_minute) == ("Bay", 420)
    assert spans(view) == [("1-2026-03-04", 1020, 1050)]
    assert [column.provider_id for column in view.columns] == [1, 2]


@pytest.mark.parametrize(
    ("zone", "starts_at", "minutes", "drawn", "text"),
    [
        # New York skips 02:00 to 03:00 on 8 March 2026.
        ("America/New_York", "2026-03-08T06:30", 60, (90, 210), "01:30 EST–03:30 EDT"),
        ("America/New_York", "2026-03-08T14:00", 30, (600, 630), "10:00–10:30"),
        # It has 01:00 to 02:00 twice on 1 November 2026.
        ("America/New_York", "2026-11-01T05:30", 45, (90, 135), "01:30 EDT–01:15 EST"),
        ("America/New_York", "2026-11-01T15:00", 30, (600, 630), "10:00–10:30"),
        # Lord Howe goes back by half an hour at 02:00 on 5 April 2026.
        ("Australia/Lord_Howe", "2026-04-04T14:45", 45, (105, 120), "01:45 +11–02:00 +1030"),
        # Santiago skips midnight itself on 6 September 2026, and has 23:00 twice on 4 April.
        ("America/Santiago", "2026-09-06T04:00", 30, (60, 90), "01:00–01:30"),
        ("America/Santiago", "2026-04-05T02:30", 60, (1410, 1440), "23:30 -03–23:30 -04"),
        # Beirut skips midnight itself on 29 March 2026.
        ("Asia/Beirut", "2026-03-28T22:00", 30, (60, 90), "01:00–01:30"),
        ("Asia/Kathmandu", "2026-03-04T04:15", 30, (600, 630), "10:00–10:30"),
    ],
)
def test_what_is_drawn_is_what_the_clocks_show(
    clinic: Clinic, zone: str, starts_at: str, minutes: int, drawn: tuple[int, int], text: str
) -> None:
    begins = datetime.fromisoformat(starts_at).replace(tzinfo=UTC)
    with writing(clinic) as session:
        session.get_one(Location, 1).zone = zone
        session.flush()
        book(session, begins, minutes=minutes)
    (entry,) = ask(clinic, day=local_day(begins, zone)).entries
    assert ((entry.start, entry.end), entry.time_text) == (drawn, text)


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 11, 1)])
def test_a_week_with_a_clock_change_keeps_every_booking_at_its_hour(
    clinic: Clinic, day: date
) -> None:
    monday = day - timedelta(days=6)
    with writing(clinic) as session:
        for n in range(7):
            book(session, local_to_utc("America/New_York", monday + timedelta(days=n), 600))
    view = ask(clinic, view="week", day=day)
    assert [(e.start, e.end) for e in view.entries] == [(600, 630)] * 7
    assert [e.column for e in view.entries] == [column.key for column in view.columns]


@pytest.mark.parametrize(
    ("values", "problem", "field"),
    [
        ({"location_id": 99}, NotFound, "location"),
        ({"provider_id": 99}, NotFound, "provider"),
        ({"view": "rooms", "room_id": 99}, NotFound, "room"),
        ({"day": date(1899, 12, 31)}, Invalid, "date"),
        ({"day": date.max, "view": "week"}, Invalid, "date"),
    ],
)
def test_what_does_not_exist_is_refused_at_its_field(
    clinic: Clinic, values: dict[str, Any], problem: type[RegimenError], field: str
) -> None:
    with pytest.raises(problem) as refusal:
        ask(clinic, **values)
    assert refusal.value.field == field


def test_a_room_of_another_location_is_none_of_this_one(clinic: Clinic) -> None:
    with writing(clinic) as session:
        add_all(session, Location(id=2, name="Bay", zone="America/Los_Angeles"))
    with pytest.raises(NotFound):
        ask(clinic, view="rooms", location_id=2, room_id=1)


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2199, 12, 31)])
def test_the_first_and_the_last_year_are_shown(clinic: Clinic, day: date) -> None:
    assert day in {column.day for column in ask(clinic, day=day, view="week").columns}


@pytest.mark.parametrize(("kind", "expected"), [("week", 9), ("rooms", 10)])
def test_the_number_of_queries_does_not_grow_with_what_is_booked(
    clinic: Clinic, kind: CalendarKind, expected: int
) -> None:
    first = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
    counts = []
    for n in (1, 24):
        with writing(clinic) as session:
            for step in range(n):
                book(session, first + timedelta(hours=n + 3 * step))
        counts.append(queries_of(clinic, CalendarQuery(view=kind)))
    assert counts == [expected, expected]


def queries_of(clinic: Clinic, query: CalendarQuery) -> int:
    seen: list[str] = []

    def count(*args: Any) -> None:
        seen.append(args[2])

    event.listen(clinic.database.engine, "before_cursor_execute", count)
    clinic.calendar(query, by=MANAGER)
    event.remove(clinic.database.engine, "before_cursor_execute", count)
    return len([statement for statement in seen if statement.startswith("SELECT")])
