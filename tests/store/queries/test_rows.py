"""What a row says of its bookings, its place and what may be done."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from store.clinic import Clinic
from store.models import Item, Location
from store.views import SessionQuery, SessionRow
from store.words import BillingStatus, BookingStatus, PlanState, Scope, SessionStatus
from tests.factories import (
    MANAGER,
    NOW,
    ZONE,
    add_all,
    add_booking,
    add_patient,
    add_plan,
    add_session,
)

HALF_HOUR = timedelta(minutes=30)


def row(clinic: Clinic) -> SessionRow:
    (only,) = clinic.sessions(SessionQuery(scope=Scope.ALL), by=MANAGER).rows
    return only


def booked(clinic: Clinic, *bookings: dict[str, Any], state: PlanState = PlanState.ACTIVE) -> None:
    """One session with an item for every booking that has not ended."""
    with clinic.database.write() as session:
        plan = add_plan(session, add_patient(session), state=state)
        step = add_session(session, plan, services=(1,) * max(len(bookings), 1))
        for number, values in enumerate(bookings, 1):
            ended = values.get("status") in (BookingStatus.CANCELLED, BookingStatus.NO_SHOW)
            ids = [] if ended else [number]
            add_booking(session, step, item_ids=ids, is_history=True, **values)


def at(hours: float, status: BookingStatus = BookingStatus.NEW, **values: Any) -> dict[str, Any]:
    return {"starts_at": NOW + timedelta(hours=hours), "status": status, **values}


def test_a_row_in_whole(clinic: Clinic) -> None:
    booked(clinic, at(1, BookingStatus.CONFIRMED))
    assert row(clinic) == SessionRow(
        id=1,
        patient_id=1,
        patient_name="Mei Tanaka",
        plan_id=1,
        plan_goal="Even skin tone",
        treatment="Laser Peel",
        position=1,
        total=2,
        status=SessionStatus.BOOKED,
        starts_at=NOW + timedelta(hours=1),
        ends_at=NOW + timedelta(hours=1.5),
        zone=ZONE,
        due_on=datetime(2026, 3, 10).date(),  # noqa: DTZ001, a day
        is_overdue=False,
        in_progress=False,
        provider_name="Dr. Ines Lind",
        location_name="Harbour",
        booking_status=BookingStatus.CONFIRMED,
        more_bookings=0,
        billing_status=BillingStatus.NOT_BILLED,
        needs_moving=False,
        plan_cancelled=False,
        booking_refusal="This session is already booked.",
        reschedule_id=1,
    )


@pytest.mark.parametrize(
    ("bookings", "told"),
    [
        ([], (None, 0, None)),
        ([at(9, BookingStatus.CONFIRMED), at(2)], (BookingStatus.NEW, 1, 2)),
        ([at(-9, BookingStatus.CHECKED_OUT), at(2)], (BookingStatus.NEW, 1, 2)),
        ([at(-9, BookingStatus.CHECKED_OUT), at(-2)], (BookingStatus.NEW, 1, 2)),
        ([at(-0.5, BookingStatus.CHECKED_IN), at(-9)], (BookingStatus.CHECKED_IN, 1, 1)),
        ([at(9, BookingStatus.CANCELLED)], (BookingStatus.CANCELLED, 0, None)),
        ([at(9, BookingStatus.CANCELLED), at(2)], (BookingStatus.NEW, 1, 2)),
        ([at(-1, BookingStatus.NO_SHOW), at(-9)], (BookingStatus.NO_SHOW, 1, 2)),
        ([at(1), at(5, needs_moving=True)], (BookingStatus.NEW, 1, 2)),
        ([at(-0.25, BookingStatus.IN_PROCEDURE)], (BookingStatus.IN_PROCEDURE, 0, None)),
    ],
)
def test_a_row_tells_the_next_booking_else_the_latest(
    clinic: Clinic,
    bookings: list[dict[str, Any]],
    told: tuple[BookingStatus | None, int, int | None],
) -> None:
    booked(clinic, *bookings)
    found = row(clinic)
    assert (found.booking_status, found.more_bookings, found.reschedule_id) == told


def test_a_booking_with_a_performed_item_is_not_rescheduled(clinic: Clinic) -> None:
    booked(clinic, at(-0.25, BookingStatus.CHECKED_IN))
    assert row(clinic).reschedule_id == 1
    with clinic.database.write() as session:
        item = session.get_one(Item, 1)
        item.performed_at, item.performed_until, item.performed_by_id = NOW, NOW + HALF_HOUR, 1
    assert row(clinic).reschedule_id is None


@pytest.mark.parametrize(
    ("hours", "in_progress"), [(-0.5, False), (-0.25, True), (0, True), (0.25, False)]
)
def test_a_session_is_in_progress_from_its_start_to_its_end(
    clinic: Clinic, hours: float, in_progress: bool
) -> None:
    booked(clinic, at(hours))
    assert row(clinic).in_progress is in_progress


def test_a_missed_booking_is_not_in_progress(clinic: Clinic) -> None:
    booked(clinic, at(-0.25, BookingStatus.NO_SHOW))
    assert row(clinic).in_progress is False


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        (PlanState.PRESCRIBED, ""),
        (PlanState.FINISHED, ""),
        (PlanState.DRAFT, "The plan is still a draft."),
        (PlanState.CANCELLED, "The plan is cancelled."),
    ],
)
def test_create_booking_goes_by_the_plan(clinic: Clinic, state: PlanState, refusal: str) -> None:
    booked(clinic, state=state)
    assert row(clinic).booking_refusal == refusal


def test_overdue_begins_the_day_after_the_target_date_where_it_is_shown(clinic: Clinic) -> None:
    today = NOW.date()
    with clinic.database.write() as session:
        add_all(session, Location(id=2, name="Ginza", zone="Asia/Tokyo"))
        plan = add_plan(session, add_patient(session))
        for days in (0, -1):
            add_session(session, plan, target_date=today + timedelta(days=days))
        step = add_session(session, plan, target_date=today)
        missed = at(-20, BookingStatus.NO_SHOW, location_id=2)
        add_booking(session, step, item_ids=[], **missed)
    rows = {
        found.id: found for found in clinic.sessions(SessionQuery(scope=Scope.ALL), by=MANAGER).rows
    }
    assert {key: found.is_overdue for key, found in rows.items()} == {1: False, 2: True, 3: True}
    assert rows[3].zone == "Asia/Tokyo"
