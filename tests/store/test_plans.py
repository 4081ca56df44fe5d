"""The states of a plan, and what cancelling one takes along."""

from datetime import timedelta

import pytest

from store.clinic import Clinic
from store.errors import Invalid, NotAllowed, NotFound
from store.models import TreatmentPlan
from store.words import BookingStatus, Change, PlanState, SessionStatus
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    NOW,
    PROVIDER,
    add_booking,
    add_patient,
    add_plan,
    add_session,
)
from tests.store import reading

AHEAD = NOW + timedelta(days=1)


@pytest.fixture
def clinic(bare: Clinic) -> Clinic:
    """Plan 1, active: booking 1 of session 1 begins now, booking 2 of session 2 tomorrow."""
    with bare.database.write() as session:
        plan = add_plan(session, add_patient(session), state=PlanState.ACTIVE)
        for position, starts_at in ((1, NOW), (2, AHEAD)):
            step = add_session(session, plan, position=position)
            add_booking(session, step, item_ids=[step], starts_at=starts_at)
    return bare


def state(clinic: Clinic) -> PlanState:
    with clinic.database.write() as session:
        return session.get_one(TreatmentPlan, 1).state


def test_cancelling_a_plan_cancels_its_bookings_ahead_and_no_others(clinic: Clinic) -> None:
    told = clinic.cancel_plan(1, reason="Moved away", by=FRONT_DESK)
    assert told.message == "Plan cancelled (Moved away); 1 booking cancelled with it."
    assert state(clinic) is PlanState.CANCELLED
    assert reading.booking_status(clinic, 1) is BookingStatus.NEW
    assert reading.booking(clinic, 2).cancel_reason == "Moved away"
    assert reading.status(clinic, 2) is SessionStatus.AWAITING_BOOKING
    assert [reading.step(clinic, key).to_book for key in (1, 2)] == [False, False]
    assert reading.changes(clinic, 2) == [
        Change.CANCELLED,
        Change.PLAN_CHANGED,
        Change.STATUS,
    ]
    assert reading.differences(clinic) == []


def test_what_would_be_cancelled_is_listed_before(clinic: Clinic) -> None:
    assert clinic.plan_bookings_ahead(1, by=MANAGER) == (
        "Session 2 of 2: Thu 5 Mar 2026, 10:00 with Dr. Ines Lind in Room 1",
    )
    clinic.start(2, version=1, by=FRONT_DESK)
    assert clinic.plan_bookings_ahead(1, by=MANAGER) == ()


def test_what_is_performed_already_stays_when_its_plan_is_cancelled(clinic: Clinic) -> None:
    clinic.check_in(2, version=1, by=FRONT_DESK)
    clinic.perform(2, by=PROVIDER)
    clinic.cancel_plan(1, reason="Moved away", by=FRONT_DESK)
    assert reading.booking_status(clinic, 2) is BookingStatus.CHECKED_IN


def test_a_plan_is_cancelled_once_and_for_a_reason(clinic: Clinic) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.cancel_plan(1, reason=" ", by=FRONT_DESK)
    assert refused.value.field == "reason"
    clinic.cancel_plan(1, reason="Moved away", by=FRONT_DESK)
    with pytest.raises(NotAllowed, match="cancelled already"):
        clinic.cancel_plan(1, reason="Moved away", by=FRONT_DESK)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (PlanState.DRAFT, PlanState.PRESCRIBED),
        (PlanState.PRESCRIBED, PlanState.ACTIVE),
        (PlanState.PRESCRIBED, PlanState.FINISHED),
        (PlanState.ACTIVE, PlanState.FINISHED),
        (PlanState.FINISHED, PlanState.ACTIVE),
        (PlanState.CANCELLED, PlanState.ACTIVE),
    ],
)
def test_a_plan_changes_along_its_life(clinic: Clinic, was: PlanState, becomes: PlanState) -> None:
    for booking in (1, 2):
        clinic.cancel(booking, version=1, reason="Ill", by=FRONT_DESK)
    with clinic.database.write() as session:
        session.get_one(TreatmentPlan, 1).state = was
    told = clinic.change_plan_state(1, state=becomes, by=FRONT_DESK)
    assert told.message == f"Plan {was.label} became {becomes.label}."
    assert state(clinic) is becomes
    assert reading.differences(clinic) == []


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (PlanState.DRAFT, PlanState.ACTIVE),
        (PlanState.ACTIVE, PlanState.DRAFT),
        (PlanState.ACTIVE, PlanState.ACTIVE),
        (PlanState.ACTIVE, PlanState.CANCELLED),
        (PlanState.CANCELLED, PlanState.FINISHED),
    ],
)
def test_a_plan_does_not_jump(clinic: Clinic, was: PlanState, becomes: PlanState) -> None:
    with clinic.database.write() as session:
        session.get_one(TreatmentPlan, 1).state = was
    with pytest.raises(NotAllowed):
        clinic.change_plan_state(1, state=becomes, by=FRONT_DESK)
    assert state(clinic) is was


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (PlanState.PRESCRIBED, PlanState.DRAFT),
        (PlanState.DRAFT, PlanState.PRESCRIBED),
        (PlanState.CANCELLED, PlanState.PRESCRIBED),
    ],
)
def test_a_plan_with_bookings_has_begun(clinic: Clinic, was: PlanState, becomes: PlanState) -> None:
    with clinic.database.write() as session:
        session.get_one(TreatmentPlan, 1).state = was
    with pytest.raises(NotAllowed, match="has bookings"):
        clinic.change_plan_state(1, state=becomes, by=FRONT_DESK)


def test_a_plan_that_is_not_there_is_not_found(clinic: Clinic) -> None:
    with pytest.raises(NotFound):
        clinic.plan_bookings_ahead(99, by=MANAGER)
