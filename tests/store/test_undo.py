"""Undo: within a day, once, the latest first, under the same booking rules."""

from datetime import timedelta

import pytest

from store.clinic import Clinic
from store.errors import NotAllowed, NotFound, Refused, SlotTaken, Stale
from store.models import TreatmentPlan
from store.words import BookingStatus, Change, PlanState, SessionStatus
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    NOW,
    PROVIDER,
    FixedClock,
    add_booking,
    add_patient,
    add_plan,
    add_session,
)
from tests.store import reading

STARTS = NOW + timedelta(days=1)
ENDS = STARTS + timedelta(minutes=75)


@pytest.fixture
def clinic(bare: Clinic) -> Clinic:
    """Session 1 with items 1 and 2 in booking 1, tomorrow at ten; session 2, unbooked, item 3."""
    with bare.database.write() as session:
        plan = add_plan(session, add_patient(session), state=PlanState.ACTIVE)
        step = add_session(session, plan, services=(1, 2))
        add_booking(session, step, item_ids=[1, 2], starts_at=STARTS, ends_at=ENDS)
        add_session(session, add_plan(session, add_patient(session, "Ana", "Silva")))
    return bare


def last(clinic: Clinic, change: Change) -> int:
    found = [entry.id for entry in reading.history(clinic) if entry.change is change]
    assert found[-1] is not None
    return found[-1]


def undo(clinic: Clinic, change: Change) -> str:
    return clinic.undo(last(clinic, change), by=MANAGER).message


def cancel(clinic: Clinic, version: int = 1) -> int:
    change = clinic.cancel(1, version=version, reason="Ill", by=FRONT_DESK).change_id
    assert change is not None
    return change


def test_a_cancelled_booking_comes_back_with_its_items(clinic: Clinic) -> None:
    clinic.confirm(1, version=1, by=FRONT_DESK)
    change = cancel(clinic, version=2)
    told = clinic.undo(change, by=FRONT_DESK)
    assert told.message == (
        "Undone: Cancelled (Ill): Thu 5 Mar 2026, 10:00 with Dr. Ines Lind in Room 1."
    )
    back = reading.booking(clinic)
    assert (back.status, back.cancel_reason) == (BookingStatus.CONFIRMED, "")
    assert [reading.item(clinic, key).booking_id for key in (1, 2)] == [1, 1]
    assert reading.status(clinic) is SessionStatus.BOOKED
    assert reading.changes(clinic)[-2:] == [Change.RESTORED, Change.STATUS]
    assert reading.differences(clinic) == []


def test_a_change_is_undone_once(clinic: Clinic) -> None:
    change = cancel(clinic)
    clinic.undo(change, by=FRONT_DESK)
    with pytest.raises(NotAllowed, match="taken back already"):
        clinic.undo(change, by=FRONT_DESK)


def test_a_change_is_undone_within_a_day(clinic: Clinic, clock: FixedClock) -> None:
    clinic.confirm(1, version=1, by=FRONT_DESK)
    clock.advance(hours=24)
    change = cancel(clinic, version=2)
    clock.advance(hours=24, seconds=1)
    with pytest.raises(NotAllowed, match="more than a day old"):
        clinic.undo(change, by=FRONT_DESK)
    clock.advance(seconds=-1)
    clinic.undo(change, by=FRONT_DESK)
    assert reading.booking_status(clinic) is BookingStatus.CONFIRMED


def test_a_slot_that_somebody_took_meanwhile_is_not_taken_back(clinic: Clinic) -> None:
    change = cancel(clinic)
    with clinic.database.write() as session:
        add_booking(session, 2, item_ids=[3], starts_at=STARTS, room_id=2)
    with pytest.raises(SlotTaken):
        clinic.undo(change, by=FRONT_DESK)
    assert reading.booking_status(clinic) is BookingStatus.CANCELLED
    assert reading.changes(clinic) == [Change.CANCELLED, Change.STATUS]


def test_items_booked_anew_do_not_come_back(clinic: Clinic) -> None:
    change = cancel(clinic)
    clinic.perform(1, by=PROVIDER)
    with pytest.raises(Stale, match=r"Laser Peel: performed without a booking\. Undo that first"):
        clinic.undo(change, by=FRONT_DESK)


def test_a_cancelled_booking_whose_time_has_come_does_not_come_back(
    clinic: Clinic, clock: FixedClock
) -> None:
    change = cancel(clinic)
    clock.now = STARTS + timedelta(minutes=1)
    clock.now -= timedelta(hours=1)
    clinic.undo(change, by=FRONT_DESK)
    again = cancel(clinic, version=3)
    clock.now = STARTS + timedelta(minutes=1)
    with pytest.raises(Refused):
        clinic.undo(again, by=FRONT_DESK)


def test_a_no_show_comes_back_although_its_time_is_over(clinic: Clinic, clock: FixedClock) -> None:
    clock.now = STARTS + timedelta(hours=3)
    clinic.no_show(1, version=1, by=FRONT_DESK)
    assert reading.status(clinic) is SessionStatus.AWAITING_BOOKING
    undo(clinic, Change.NO_SHOW)
    assert reading.booking_status(clinic) is BookingStatus.NEW
    assert reading.status(clinic) is SessionStatus.BOOKED


def test_a_step_is_undone_to_where_it_came_from(clinic: Clinic) -> None:
    clinic.start(1, version=1, by=FRONT_DESK)
    undo(clinic, Change.STEPPED)
    assert reading.booking_status(clinic) is BookingStatus.NEW


def test_an_undone_check_out_is_undone_with_its_marks(clinic: Clinic) -> None:
    clinic.check_in(1, version=1, by=FRONT_DESK)
    clinic.check_out(1, version=2, performed=frozenset({1}), by=PROVIDER)
    change = last(clinic, Change.STEPPED)
    with pytest.raises(NotAllowed, match="you work as front desk"):
        clinic.undo(change, by=FRONT_DESK)
    clinic.undo(change, by=PROVIDER)
    assert reading.booking_status(clinic) is BookingStatus.CHECKED_IN
    assert [reading.item(clinic, key).booking_id for key in (1, 2)] == [1, 1]
    assert reading.item(clinic, 1).performed_at is None


def test_a_step_taken_back_can_be_taken_again_by_undo(clinic: Clinic) -> None:
    clinic.check_in(1, version=1, by=FRONT_DESK)
    clinic.check_out(1, version=2, performed=frozenset({1}), by=PROVIDER)
    clinic.step_back(1, version=3, by=FRONT_DESK)
    undo(clinic, Change.STEP_TAKEN_BACK)
    assert reading.booking_status(clinic) is BookingStatus.CHECKED_OUT
    assert reading.item(clinic, 2).booking_id is None
    clinic.step_back(1, version=5, by=FRONT_DESK)
    assert reading.booking_status(clinic) is BookingStatus.CHECKED_IN


def test_the_later_change_is_undone_first(clinic: Clinic) -> None:
    clinic.confirm(1, version=1, by=FRONT_DESK)
    first = last(clinic, Change.STEPPED)
    clinic.check_in(1, version=2, by=FRONT_DESK)
    with pytest.raises(Stale, match=r"Checked In: .* Undo that first"):
        clinic.undo(first, by=FRONT_DESK)
    undo(clinic, Change.STEPPED)
    clinic.undo(first, by=FRONT_DESK)
    assert reading.booking_status(clinic) is BookingStatus.NEW


def test_a_step_is_not_undone_under_a_performed_item(clinic: Clinic) -> None:
    clinic.check_in(1, version=1, by=FRONT_DESK)
    clinic.perform(1, by=PROVIDER)
    with pytest.raises(NotAllowed, match="un-mark it first"):
        undo(clinic, Change.STEPPED)
    assert reading.booking_status(clinic) is BookingStatus.CHECKED_IN


def test_performing_is_undone(clinic: Clinic) -> None:
    clinic.check_in(1, version=1, by=FRONT_DESK)
    before = reading.item(clinic)
    clinic.perform(1, by=PROVIDER)
    with pytest.raises(NotAllowed, match="you work as front desk"):
        clinic.undo(last(clinic, Change.PERFORMED), by=FRONT_DESK)
    undo(clinic, Change.PERFORMED)
    assert reading.item(clinic) == before


def test_performing_early_is_undone_into_the_booking_it_emptied(clinic: Clinic) -> None:
    clinic.perform(1, by=PROVIDER)
    clinic.perform(2, by=PROVIDER)
    assert reading.booking_status(clinic) is BookingStatus.CANCELLED
    undo(clinic, Change.PERFORMED)
    assert reading.booking_status(clinic) is BookingStatus.NEW
    assert [reading.item(clinic, key).booking_id for key in (1, 2)] == [None, 1]
    first = next(e.id for e in reading.history(clinic) if e.change is Change.PERFORMED)
    clinic.undo(first or 0, by=MANAGER)
    assert [reading.item(clinic, key).booking_id for key in (1, 2)] == [1, 1]
    assert reading.differences(clinic) == []


def test_performing_early_is_not_undone_into_a_booking_that_ended(clinic: Clinic) -> None:
    clinic.perform(1, by=PROVIDER)
    cancel(clinic, version=2)
    with pytest.raises(Stale, match="ended since"):
        undo(clinic, Change.PERFORMED)


def test_unmarking_is_undone_with_the_note(clinic: Clinic) -> None:
    clinic.check_in(1, version=1, by=FRONT_DESK)
    clinic.perform(1, by=PROVIDER)
    clinic.document(1, note="Fine", by=PROVIDER)
    before = reading.item(clinic)
    clinic.unmark(1, by=PROVIDER)
    undo(clinic, Change.UNMARKED)
    assert reading.item(clinic) == before


def test_unmarking_is_not_undone_in_a_booking_that_was_taken_back(clinic: Clinic) -> None:
    clinic.check_in(1, version=1, by=FRONT_DESK)
    clinic.perform(1, by=PROVIDER)
    clinic.unmark(1, by=PROVIDER)
    clinic.step_back(1, version=2, by=FRONT_DESK)
    with pytest.raises(NotAllowed, match="check it in first"):
        undo(clinic, Change.UNMARKED)


def test_a_rewritten_note_is_undone_and_its_next_writer_told(clinic: Clinic) -> None:
    clinic.perform(1, by=PROVIDER)
    clinic.document(1, note="First", by=PROVIDER)
    clinic.document(1, note="Second", by=PROVIDER)
    seen = reading.step(clinic).version
    undo(clinic, Change.DOCUMENTED)
    assert reading.item(clinic).note == "First"
    with pytest.raises(Stale):
        clinic.document(1, note="Third", by=PROVIDER, version=seen)


def test_adding_and_removing_items_are_undone(clinic: Clinic) -> None:
    clinic.add_item(1, service_id=1, units=2, by=FRONT_DESK)
    added = reading.item(clinic, 4)
    clinic.remove_item(4, by=FRONT_DESK)
    undo(clinic, Change.ITEM_REMOVED)
    assert reading.item(clinic, 4) == added
    undo(clinic, Change.ITEM_ADDED)
    assert reading.status(clinic) is SessionStatus.BOOKED


def test_a_cancelled_plan_comes_back_with_its_bookings(clinic: Clinic) -> None:
    clinic.cancel_plan(1, reason="Moved away", by=FRONT_DESK)
    undo(clinic, Change.PLAN_CHANGED)
    with clinic.database.write() as session:
        assert session.get_one(TreatmentPlan, 1).state is PlanState.ACTIVE
    assert reading.booking_status(clinic) is BookingStatus.NEW
    assert reading.status(clinic) is SessionStatus.BOOKED
    assert reading.differences(clinic) == []


def test_a_booking_does_not_come_back_into_a_cancelled_plan(clinic: Clinic) -> None:
    clinic.cancel_plan(1, reason="Moved away", by=FRONT_DESK)
    with pytest.raises(Refused):
        undo(clinic, Change.CANCELLED)


def test_all_of_a_plan_comes_back_or_nothing(clinic: Clinic) -> None:
    clinic.cancel_plan(1, reason="Moved away", by=FRONT_DESK)
    with clinic.database.write() as session:
        add_booking(session, 2, item_ids=[3], starts_at=STARTS)
    with pytest.raises(SlotTaken):
        undo(clinic, Change.PLAN_CHANGED)
    with clinic.database.write() as session:
        assert session.get_one(TreatmentPlan, 1).state is PlanState.CANCELLED


@pytest.mark.parametrize("key", [0, 99, 2**70])
def test_a_change_that_is_not_there_is_not_found(clinic: Clinic, key: int) -> None:
    with pytest.raises(NotFound):
        clinic.undo(key, by=MANAGER)


def test_an_undo_is_not_undone(clinic: Clinic) -> None:
    clinic.undo(cancel(clinic), by=FRONT_DESK)
    with pytest.raises(NotAllowed, match="cannot be undone"):
        undo(clinic, Change.RESTORED)
