"""Each scope holds what the contract says, at its boundary instants and calendar days."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session

from store.clinic import Clinic
from store.derive import refresh
from store.models import Item, Location, Payment, TreatmentPlan
from store.views import SessionQuery
from store.words import BookingStatus, PaymentMethod, PlanState, Scope
from tests.factories import (
    MANAGER,
    NOW,
    FixedClock,
    add_all,
    add_booking,
    add_patient,
    add_plan,
    add_session,
)

SECOND = timedelta(seconds=1)
HALF_HOUR = timedelta(minutes=30)


def scopes(clinic: Clinic, session_id: int) -> set[Scope]:
    """The scopes that list the session, counted the same."""
    counts = clinic.scope_counts(SessionQuery(), by=MANAGER).counts
    lists = {
        scope: [row.id for row in clinic.sessions(SessionQuery(scope=scope), by=MANAGER).rows]
        for scope in Scope
    }
    assert {scope: len(ids) for scope, ids in lists.items()} == counts
    return {scope for scope, ids in lists.items() if session_id in ids} - {Scope.ALL}


def given(clinic: Clinic, *starts: datetime, **plan: object) -> int:
    """A session with an item booked for half an hour at each of the times."""
    with clinic.database.write() as session:
        plan_id = add_plan(session, add_patient(session), **plan)
        services = (1,) * max(len(starts), 1)
        step = add_session(session, plan_id, services=services, target_date=None)
        for item_id, starts_at in enumerate(starts, 1):
            add_booking(session, step, item_ids=[item_id], starts_at=starts_at, is_history=True)
    return step


def change(clinic: Clinic, step: int, act: Callable[[Session], None]) -> None:
    with clinic.database.write() as session:
        act(session)
        refresh(session, [step], clinic.now())


def perform(item_id: int, *, at: datetime, note: str = "Done") -> Callable[[Session], None]:
    def act(session: Session) -> None:
        item = session.get_one(Item, item_id)
        item.performed_at, item.performed_until, item.performed_by_id = at, at + HALF_HOUR, 1
        item.performed_location_id = 1
        item.note, item.documented_at = note, at if note else None

    return act


def test_a_session_turns_from_upcoming_to_past_with_its_end(
    clinic: Clinic, clock: FixedClock
) -> None:
    step = given(clinic, NOW)
    clock.now = NOW + HALF_HOUR - SECOND
    assert scopes(clinic, step) == {Scope.UPCOMING, Scope.TODAY}
    clock.now = NOW + HALF_HOUR
    assert scopes(clinic, step) == {Scope.PAST, Scope.TODAY, Scope.TO_CLOSE}


def test_a_session_with_one_part_ahead_is_upcoming(clinic: Clinic) -> None:
    step = given(clinic, NOW - timedelta(days=2), NOW + timedelta(days=2))
    assert scopes(clinic, step) == {Scope.UPCOMING}


def test_a_session_without_a_date_is_neither_upcoming_nor_past(clinic: Clinic) -> None:
    assert scopes(clinic, given(clinic)) == {Scope.TO_BOOK}


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (PlanState.DRAFT, set()),
        (PlanState.PRESCRIBED, {Scope.TO_BOOK}),
        (PlanState.ACTIVE, {Scope.TO_BOOK}),
        (PlanState.FINISHED, set()),
        (PlanState.CANCELLED, set()),
    ],
)
def test_only_open_plans_wait_to_be_booked(
    clinic: Clinic, state: PlanState, expected: set[Scope]
) -> None:
    assert scopes(clinic, given(clinic, state=state)) == expected


def test_a_booking_that_needs_moving_is_to_book(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        step = add_session(session, add_plan(session, add_patient(session)))
        add_booking(session, step, item_ids=[1], needs_moving=True)
    assert scopes(clinic, step) == {Scope.TO_BOOK, Scope.UPCOMING}


def test_the_most_overdue_is_booked_first_and_what_has_no_target_last(clinic: Clinic) -> None:
    days = (None, date(2026, 3, 9), date(2026, 1, 2), None, date(2026, 3, 9))
    with clinic.database.write() as session:
        plan = add_plan(session, add_patient(session))
        for day in days:
            add_session(session, plan, target_date=day)
    rows = clinic.sessions(SessionQuery(scope=Scope.TO_BOOK), by=MANAGER).rows
    assert [row.id for row in rows] == [3, 2, 5, 1, 4]
    assert [row.is_overdue for row in rows] == [True, False, False, False, False]


def test_today_is_the_calendar_day_of_each_location(clinic: Clinic, clock: FixedClock) -> None:
    """At 15:00 UTC it is 4 March in New York and already 5 March, 00:00, in Tokyo."""
    with clinic.database.write() as session:
        add_all(session, Location(id=2, name="Ginza", zone="Asia/Tokyo"))
        plan = add_plan(session, add_patient(session))
        steps = []
        for number, (place, starts_at) in enumerate(
            (
                (1, datetime(2026, 3, 5, 4, 30, tzinfo=UTC)),
                (1, datetime(2026, 3, 5, 5, 0, tzinfo=UTC)),
                (2, datetime(2026, 3, 4, 14, 30, tzinfo=UTC)),
                (2, datetime(2026, 3, 4, 15, 0, tzinfo=UTC)),
            ),
            1,
        ):
            step = add_session(session, plan)
            place_of: dict[str, Any] = {
                "location_id": place,
                "starts_at": starts_at,
                "is_history": True,
            }
            add_booking(session, step, item_ids=[number], **place_of)
            steps.append(step)
    today = [row.id for row in clinic.sessions(SessionQuery(scope=Scope.TODAY), by=MANAGER).rows]
    assert today == [steps[3], steps[0]]
    clock.now = datetime(2026, 3, 5, 5, 0, tzinfo=UTC)
    today = [row.id for row in clinic.sessions(SessionQuery(scope=Scope.TODAY), by=MANAGER).rows]
    assert today == [steps[3], steps[1]]


def test_today_takes_what_began_before_midnight_and_not_what_ended_at_it(
    clinic: Clinic, clock: FixedClock
) -> None:
    midnight = datetime(2026, 3, 5, 5, 0, tzinfo=UTC)
    clock.now = midnight + timedelta(hours=10)
    over = given(clinic, midnight - HALF_HOUR)
    with clinic.database.write() as session:
        step = add_session(session, 1)
        span: dict[str, Any] = {"starts_at": midnight - HALF_HOUR, "ends_at": midnight + SECOND}
        add_booking(session, step, item_ids=[2], is_history=True, **span)
    assert Scope.TODAY in scopes(clinic, step)
    assert Scope.TODAY not in scopes(clinic, over)


def test_today_goes_by_parts_and_never_by_the_span_between_them(clinic: Clinic) -> None:
    step = given(clinic, NOW - timedelta(days=1), NOW + timedelta(days=1))
    assert scopes(clinic, step) == {Scope.UPCOMING}


def test_filters_match_one_and_the_same_part(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        step = add_session(session, add_plan(session, add_patient(session)), services=(1, 1))
        add_booking(session, step, item_ids=[1], provider_id=1)
        later = datetime(2026, 3, 9, 15, 0, tzinfo=UTC)
        add_booking(session, step, item_ids=[2], provider_id=2, starts_at=later)
    thursday, monday = date(2026, 3, 5), date(2026, 3, 9)

    def lists(provider_id: int, day: date) -> bool:
        query = SessionQuery(provider_id=provider_id, date_from=day, date_to=day)
        return bool(clinic.sessions(query, by=MANAGER).rows)

    assert lists(1, thursday)
    assert lists(2, monday)
    assert not lists(1, monday)
    assert not lists(2, thursday)


def test_a_past_session_is_closed_by_notes_and_money(clinic: Clinic) -> None:
    begun = NOW - timedelta(hours=1)
    step = given(clinic, begun)
    assert scopes(clinic, step) == {Scope.PAST, Scope.TODAY, Scope.TO_CLOSE}
    change(clinic, step, perform(1, at=begun))
    assert scopes(clinic, step) == {Scope.PAST, Scope.TODAY, Scope.TO_CLOSE}
    paid = Payment(
        session_id=step, amount=20_000, method=PaymentMethod.CARD, taken_at=NOW, taken_by="F"
    )
    change(clinic, step, lambda session: session.add(paid))
    assert scopes(clinic, step) == {Scope.PAST, Scope.TODAY}


def test_a_missed_session_is_past_and_to_book_but_not_to_close(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        step = add_session(session, add_plan(session, add_patient(session)))
        missed: dict[str, Any] = {
            "status": BookingStatus.NO_SHOW,
            "starts_at": NOW - timedelta(hours=2),
        }
        add_booking(session, step, item_ids=[], **missed)
    assert scopes(clinic, step) == {Scope.PAST, Scope.TODAY, Scope.TO_BOOK}


def test_a_cancelled_plan_keeps_what_took_place(clinic: Clinic) -> None:
    step = given(clinic, NOW - timedelta(days=1))

    def cancel(session: Session) -> None:
        session.get_one(TreatmentPlan, 1).state = PlanState.CANCELLED

    change(clinic, step, cancel)
    assert scopes(clinic, step) == {Scope.PAST, Scope.TO_CLOSE}
    assert clinic.sessions(SessionQuery(scope=Scope.PAST), by=MANAGER).rows[0].plan_cancelled


def test_the_shown_part_turns_without_anybody_writing(clinic: Clinic, clock: FixedClock) -> None:
    given(clinic, NOW, NOW + timedelta(days=1))
    row = clinic.sessions(SessionQuery(), by=MANAGER).rows[0]
    assert (row.starts_at, row.in_progress) == (NOW, True)
    clock.now = NOW + HALF_HOUR
    row = clinic.sessions(SessionQuery(), by=MANAGER).rows[0]
    assert (row.starts_at, row.in_progress) == (NOW + timedelta(days=1), False)
