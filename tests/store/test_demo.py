"""The demo clinic: what it holds, and that it obeys the rules it shows."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Connection, RowMapping, Table, func, select, text

from store.clinic import Clinic
from store.database import Database
from store.demo import fill
from store.derive import verify
from store.errors import NotAllowed
from store.tables import (
    BOOKING,
    CLINIC_PROFILE,
    HISTORY_ENTRY,
    ITEM,
    LOCATION,
    LOCATION_EXCEPTION,
    PATIENT,
    PLAN,
    PROVIDER,
    PROVIDER_EXCEPTION,
    PROVIDER_HOURS,
    SERVICE,
    SERVICE_PROVIDER,
    SERVICE_ROOM,
    SESSION,
    SESSION_PART,
    STAFF_ROLE,
    TIME_OFF,
)
from store.views import Actor, LocationForm, SetUpOutcome
from store.words import (
    ACTIVE,
    MOVABLE,
    STEPS,
    BillingStatus,
    BookingStatus,
    Category,
    PaymentOption,
    PlanState,
    Role,
    Scope,
    SessionStatus,
)
from store.zones import local, local_day, local_minutes
from tests.factories import MANAGER

NOW = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)
"""A Wednesday: three in the afternoon in New York, noon in Los Angeles."""
Cell = tuple[SessionStatus, Scope, BillingStatus]


def make(folder: Path, now: datetime = NOW, sessions: int | None = None) -> Database:
    database = Database(folder / "regimen.db")
    database.migrate()
    fill(database, now=now, sessions=sessions)
    return database


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    database = make(tmp_path_factory.mktemp("demo"))
    with database.read() as connection:
        yield connection
    database.close()


def rows(connection: Connection, table: Table) -> Sequence[RowMapping]:
    return connection.execute(select(table)).mappings().all()


def zones(connection: Connection) -> dict[int, str]:
    return {row["id"]: row["zone"] for row in rows(connection, LOCATION)}


def active_bookings(connection: Connection) -> Sequence[RowMapping]:
    return [row for row in rows(connection, BOOKING) if row["status"] in ACTIVE]


def test_it_has_the_size_that_was_promised(demo: Connection) -> None:
    tables = (CLINIC_PROFILE, LOCATION, PROVIDER, PATIENT, SESSION)
    counts = [demo.execute(select(func.count(t.c.id))).scalar_one() for t in tables]
    assert counts == [1, 2, 8, 600, 3200]


def test_it_says_that_it_is_a_demo(demo: Connection) -> None:
    assert demo.execute(select(CLINIC_PROFILE.c.is_demo)).scalars().all() == [True]


def test_its_locations_lie_in_two_time_zones(demo: Connection) -> None:
    assert len(set(zones(demo).values())) == 2


def test_its_services_are_of_every_category(demo: Connection) -> None:
    assert {row["category"] for row in rows(demo, SERVICE)} == set(Category)


def test_its_plans_are_of_every_state_and_payment_option(demo: Connection) -> None:
    plans = rows(demo, PLAN)
    assert {row["state"] for row in plans} == set(PlanState)
    assert {row["payment_option"] for row in plans} == set(PaymentOption)
    assert {row["deposit"] > 0 for row in plans} == {True, False}
    assert {row["spacing_min"] is None for row in plans} == {True, False}


def test_its_bookings_are_of_every_status(demo: Connection) -> None:
    assert {row["status"] for row in rows(demo, BOOKING)} == set(BookingStatus)


def test_every_role_has_somebody_to_work_as(demo: Connection) -> None:
    roles = Counter(row["role"] for row in rows(demo, STAFF_ROLE))
    assert roles == {Role.MANAGER: 1, Role.FRONT_DESK: 3, Role.PROVIDER: 8, Role.READ_ONLY: 1}


def test_names_come_in_many_scripts(demo: Connection) -> None:
    letters = {name[0] for name in demo.execute(select(PATIENT.c.family_name)).scalars()}
    samples = {"Ł", "Ş", "Đ", "Ό", "Ж", "ח", "כ", "王", "김", "佐", "ش", "Π"}
    assert len(letters & samples) >= 6


def test_every_mail_address_is_at_example_org(demo: Connection) -> None:
    mails = [row["email"] for row in rows(demo, PATIENT) if row["email"]]
    assert {mail.split("@")[1] for mail in mails} == {"example.org"}


def test_what_is_derived_agrees_with_its_facts(demo: Connection) -> None:
    assert list(verify(demo, NOW)) == []


def test_no_row_points_to_nothing(demo: Connection) -> None:
    assert demo.execute(text("PRAGMA foreign_key_check")).all() == []
    assert demo.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"


@pytest.mark.parametrize(
    ("who", "until"),
    [("provider_id", "blocked_until"), ("room_id", "blocked_until"), ("patient_id", "ends_at")],
)
def test_nobody_and_no_room_is_booked_twice(demo: Connection, who: str, until: str) -> None:
    bookings = [row for row in active_bookings(demo) if row[who]]
    bookings.sort(key=lambda row: (row[who], row["starts_at"]))
    clashes = [
        (one["id"], other["id"])
        for one, other in pairwise(bookings)
        if one[who] == other[who] and other["starts_at"] < one[until]
    ]
    assert clashes == []


def test_bookings_lie_in_the_hours_of_their_provider(demo: Connection) -> None:
    places, weekly = zones(demo), rows(demo, PROVIDER_HOURS)
    exceptions: dict[tuple[int, int, date], list[tuple[int, int]]] = {}
    for row in rows(demo, PROVIDER_EXCEPTION):
        spans = exceptions.setdefault((row["provider_id"], row["location_id"], row["day"]), [])
        if row["starts"] is not None:
            spans.append((row["starts"], row["ends"]))
    regular: dict[tuple[int, int, int], list[tuple[int, int]]] = {}
    for row in weekly:
        key = (row["provider_id"], row["location_id"], row["weekday"])
        regular.setdefault(key, []).append((row["starts"], row["ends"]))
    special: dict[tuple[int, date], list[tuple[int, int]]] = {}
    for row in rows(demo, LOCATION_EXCEPTION):
        spans = special.setdefault((row["location_id"], row["day"]), [])
        spans += [] if row["opens"] is None else [(row["opens"], row["closes"])]
    outside = []
    for row in active_bookings(demo):
        zone, who = places[row["location_id"]], (row["provider_id"], row["location_id"])
        day, starts = local_day(row["starts_at"], zone), local_minutes(row["starts_at"], zone)
        ends = starts + (row["ends_at"] - row["starts_at"]).seconds // 60
        spans = exceptions.get((*who, day), regular.get((*who, day.weekday()), []))
        opening = special.get((row["location_id"], day), [(0, 1440)])
        if not all(
            any(first <= starts and ends <= last for first, last in kept)
            for kept in (spans, opening)
        ):
            outside.append(row["id"])
    assert outside == []


def test_every_location_has_a_closed_day_and_one_has_other_hours(demo: Connection) -> None:
    days = rows(demo, LOCATION_EXCEPTION)
    assert {row["location_id"] for row in days if row["opens"] is None} == set(zones(demo))
    assert any(row["opens"] is not None for row in days)
    assert all(row["day"] > NOW.date() for row in days)
    assert all(row["reason"] for row in (*days, *rows(demo, PROVIDER_EXCEPTION)))


def test_setting_anything_up_anew_finds_every_mark_as_it_should_be(tmp_path: Path) -> None:
    clinic = Clinic(make(tmp_path), clock=lambda: NOW)
    by = Actor(staff_id=1, name="Manager", roles=frozenset({Role.MANAGER}))
    for place in clinic.set_up(by=MANAGER).locations:
        form = LocationForm(name=place.name, zone=place.zone, hours=place.hours)
        told = clinic.rehearsal().edit_location(place.id, form, by=by)
        assert told == SetUpOutcome(id=place.id, message=f"Saved {place.name}.")


def test_only_what_needs_moving_lies_in_time_off(demo: Connection) -> None:
    leave = rows(demo, TIME_OFF)
    within = {
        row["id"]
        for row in active_bookings(demo)
        for off in leave
        if off["provider_id"] == row["provider_id"]
        and off["starts_at"] < row["ends_at"]
        and row["starts_at"] < off["ends_at"]
    }
    moving = [row for row in active_bookings(demo) if row["needs_moving"]]
    assert within == {row["id"] for row in moving}
    assert len(moving) >= 25
    assert all(row["status"] in MOVABLE and row["starts_at"] > NOW for row in moving)
    assert all(row["moving_reason"] for row in moving)


def test_providers_may_do_what_they_are_booked_for_and_rooms_suit(demo: Connection) -> None:
    able = {(row["service_id"], row["provider_id"]) for row in rows(demo, SERVICE_PROVIDER)}
    suits = {(row["service_id"], row["room_id"]) for row in rows(demo, SERVICE_ROOM)}
    services = {row["id"]: row for row in rows(demo, SERVICE)}
    bookings = {row["id"]: row for row in active_bookings(demo)}
    for item in rows(demo, ITEM):
        if item["booking_id"] is None:
            continue
        booking, service = bookings[item["booking_id"]], services[item["service_id"]]
        assert (service["id"], booking["provider_id"]) in able
        if booking["room_id"] is None:
            assert not service["needs_room"]
        else:
            assert (service["id"], booking["room_id"]) in suits


def test_bookings_are_long_enough_and_on_the_grid(demo: Connection) -> None:
    services = {row["id"]: row for row in rows(demo, SERVICE)}
    items: dict[int, list[RowMapping]] = {}
    for item in rows(demo, ITEM):
        items.setdefault(item["booking_id"], []).append(services[item["service_id"]])
    for row in active_bookings(demo):
        inside = items[row["id"]]
        assert row["ends_at"] - row["starts_at"] >= timedelta(
            minutes=sum(service["minutes"] for service in inside)
        )
        assert row["blocked_until"] - row["ends_at"] >= timedelta(
            minutes=max(service["buffer_minutes"] for service in inside)
        )
        assert row["starts_at"].timestamp() % 300 == row["ends_at"].timestamp() % 300 == 0


def test_an_active_booking_carries_items_and_an_ended_one_none(demo: Connection) -> None:
    carrying = {row["booking_id"] for row in rows(demo, ITEM)} - {None}
    assert carrying == {row["id"] for row in active_bookings(demo)}


def test_nothing_ahead_has_begun_unless_the_patient_was_seen_early(demo: Connection) -> None:
    performed = {row["booking_id"] for row in rows(demo, ITEM) if row["performed_at"]}
    begun = {
        row["id"]
        for row in active_bookings(demo)
        if row["starts_at"] > NOW and row["status"] not in STEPS[:2]
    }
    assert begun <= performed
    assert all(row["performed_at"] <= NOW for row in rows(demo, ITEM) if row["performed_at"])


def test_a_checked_out_booking_has_settled_its_items(demo: Connection) -> None:
    out = {row["id"] for row in rows(demo, BOOKING) if row["status"] is BookingStatus.CHECKED_OUT}
    items = [row for row in rows(demo, ITEM) if row["booking_id"] in out]
    assert all(row["performed_at"] for row in items)


def test_draft_and_prescribed_plans_have_no_booking(demo: Connection) -> None:
    unbooked = {PlanState.DRAFT, PlanState.PRESCRIBED}
    states = select(PLAN.c.state).join(SESSION, SESSION.c.plan_id == PLAN.c.id)
    booked = states.join(BOOKING, BOOKING.c.session_id == SESSION.c.id).distinct()
    assert not unbooked & set(demo.execute(booked).scalars())


def test_finished_plans_have_only_completed_sessions(demo: Connection) -> None:
    query = select(SESSION.c.status).join(PLAN, PLAN.c.id == SESSION.c.plan_id)
    finished = query.where(PLAN.c.state == PlanState.FINISHED).distinct()
    assert demo.execute(finished).scalars().all() == [SessionStatus.COMPLETED]


def test_sessions_of_a_plan_are_numbered_from_one_to_its_total(demo: Connection) -> None:
    found: dict[int, list[int]] = {}
    for row in rows(demo, SESSION):
        found.setdefault(row["plan_id"], []).append(row["position"])
    assert {key: sorted(value) for key, value in found.items()} == {
        row["id"]: list(range(1, row["total"] + 1)) for row in rows(demo, PLAN)
    }


def test_walk_ins_and_sessions_of_several_parts_occur(demo: Connection) -> None:
    parts = Counter(row["session_id"] for row in rows(demo, SESSION_PART))
    walk_ins = [row for row in rows(demo, SESSION_PART) if row["booking_id"] is None]
    assert sum(count > 1 for count in parts.values()) >= 20
    assert len(walk_ins) >= 5


def test_history_is_in_order_and_never_ahead_of_now(demo: Connection) -> None:
    last: dict[int, datetime] = {}
    for row in demo.execute(select(HISTORY_ENTRY).order_by(HISTORY_ENTRY.c.id)).mappings():
        assert last.get(row["session_id"], row["at"]) <= row["at"] <= NOW
        last[row["session_id"]] = row["at"]


def test_every_day_of_this_week_has_bookings_at_both_locations(demo: Connection) -> None:
    places = zones(demo)
    monday = NOW.date() - timedelta(NOW.weekday())
    days = {
        (row["location_id"], local(row["starts_at"], places[row["location_id"]]).date())
        for row in active_bookings(demo)
    }
    week = {(place, monday + timedelta(offset)) for place in places for offset in range(7)}
    assert week <= days


def test_somebody_is_being_treated_right_now(demo: Connection) -> None:
    running = [row for row in active_bookings(demo) if row["starts_at"] <= NOW < row["ends_at"]]
    assert len(running) >= 2


OPEN_BILLING = {
    BillingStatus.NOT_BILLED,
    BillingStatus.DEPOSIT_DUE,
    BillingStatus.PART_PAID,
    BillingStatus.REFUNDED,
    BillingStatus.PREPAID,
}
"""Paid and Payment due are said of completed sessions alone."""
COMPLETED_BILLING = set(BillingStatus) - {BillingStatus.PREPAID}
"""Prepaid is said of sessions that are not completed."""
SCOPES = {
    # nothing in it is booked or performed, so there is nothing to close; and what lies ahead could
    # only be a No Show inside its own slot: true for minutes, for a provider at a time
    SessionStatus.AWAITING_BOOKING: set(Scope) - {Scope.TO_CLOSE, Scope.UPCOMING},
    SessionStatus.PARTIALLY_BOOKED: set(Scope),
    # to book: its booking needs moving
    SessionStatus.BOOKED: set(Scope),
    # a performed item cannot be moved, so none of its bookings needs moving
    SessionStatus.COMPLETED: set(Scope) - {Scope.TO_BOOK},
}


def possible_cells() -> set[Cell]:
    """Every combination that the rules allow to stay."""
    cells = {
        (status, scope, billing)
        for status, scopes in SCOPES.items()
        for scope in scopes
        for billing in (COMPLETED_BILLING if status is SessionStatus.COMPLETED else OPEN_BILLING)
    }
    settled = (BillingStatus.PAID, BillingStatus.REFUNDED)
    return cells - {(SessionStatus.COMPLETED, Scope.TO_CLOSE, billing) for billing in settled}


def cells_of(connection: Connection, now: datetime) -> Counter[Cell]:
    """How often each combination occurs."""
    places = zones(connection)
    today = {
        row["session_id"]
        for row in rows(connection, SESSION_PART)
        if row["first_day"] <= local_day(now, places[row["location_id"]]) <= row["last_day"]
    }
    cells: Counter[Cell] = Counter()
    for row in rows(connection, SESSION):
        is_past = row["ends_at"] is not None and row["ends_at"] <= now
        is_completed = row["status"] is SessionStatus.COMPLETED
        within = {
            Scope.ALL: True,
            Scope.TO_BOOK: row["to_book"],
            Scope.TODAY: row["id"] in today,
            Scope.UPCOMING: row["ends_at"] is not None and not is_past,
            Scope.PAST: is_past,
            Scope.TO_CLOSE: row["close_from"] is not None and (is_past or is_completed),
        }
        for scope, holds in within.items():
            cells[row["status"], scope, row["billing_status"]] += bool(holds)
    return +cells


def test_every_possible_combination_occurs_five_times_and_no_other(demo: Connection) -> None:
    cells = cells_of(demo, NOW)
    assert {cell: cells[cell] for cell in possible_cells() if cells[cell] < 5} == {}
    assert set(cells) <= possible_cells()


@pytest.mark.parametrize("weekday", range(7))
def test_on_whatever_weekday_it_is_made_today_has_bookings(tmp_path: Path, weekday: int) -> None:
    now = NOW + timedelta(days=weekday, hours=1)
    database = make(tmp_path, now)
    with database.read() as connection:
        places = zones(connection)
        busy = Counter(
            row["location_id"]
            for row in active_bookings(connection)
            if local_day(row["starts_at"], places[row["location_id"]])
            == local_day(now, places[row["location_id"]])
        )
    database.close()
    assert min(busy[place] for place in places) >= 15


@pytest.mark.parametrize("sessions", [1, 40, 700])
def test_a_small_one_has_exactly_the_sessions_asked_for(tmp_path: Path, sessions: int) -> None:
    database = make(tmp_path, sessions=sessions)
    with database.read() as connection:
        assert connection.execute(select(func.count(SESSION.c.id))).scalar_one() == sessions
        assert list(verify(connection, NOW)) == []
    database.close()


def test_the_same_moment_gives_the_same_clinic(tmp_path: Path, demo: Connection) -> None:
    (tmp_path / "again").mkdir()
    database = make(tmp_path / "again")
    with database.read() as connection:
        assert rows(connection, SESSION) == rows(demo, SESSION)
        assert rows(connection, PATIENT) == rows(demo, PATIENT)
    database.close()


def test_a_clinic_that_is_there_already_is_left_alone(tmp_path: Path) -> None:
    database = make(tmp_path, sessions=40)
    with pytest.raises(NotAllowed):
        fill(database, now=NOW)
    database.close()
