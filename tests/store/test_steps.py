"""The steps of a booking: which are allowed when, and what they do to its items."""

from datetime import timedelta
from functools import partial

import pytest

from store.clinic import Clinic
from store.errors import Invalid, NotAllowed, NotFound, Stale
from store.words import BookingStatus, Change, SessionStatus
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
SLOT = "Thu 5 Mar 2026, 10:00 with Dr. Ines Lind in Room 1"


@pytest.fixture
def clinic(bare: Clinic) -> Clinic:
    """Session 1 with items 1 and 2 in booking 1, tomorrow at ten."""
    with bare.database.write() as session:
        step = add_session(session, add_plan(session, add_patient(session)), services=(1, 2))
        add_booking(session, step, item_ids=[1, 2], starts_at=STARTS)
    return bare


def test_steps_go_forward_one_after_the_other(clinic: Clinic) -> None:
    told = [
        clinic.confirm(1, version=1, by=FRONT_DESK).message,
        clinic.check_in(1, version=2, by=FRONT_DESK).message,
        clinic.start(1, version=3, by=PROVIDER).message,
    ]
    assert told == [f"{word}: {SLOT}." for word in ("Confirmed", "Checked In", "In Procedure")]
    assert reading.booking_status(clinic) is BookingStatus.IN_PROCEDURE
    assert reading.changes(clinic) == [Change.STEPPED] * 3


def test_steps_may_be_skipped_and_taken_back_to_where_they_came_from(clinic: Clinic) -> None:
    clinic.start(1, version=1, by=FRONT_DESK)
    clinic.step_back(1, version=2, by=FRONT_DESK)
    assert reading.booking_status(clinic) is BookingStatus.NEW


def test_taking_back_twice_retraces_both_steps(clinic: Clinic) -> None:
    clinic.check_in(1, version=1, by=FRONT_DESK)
    clinic.start(1, version=2, by=FRONT_DESK)
    clinic.step_back(1, version=3, by=FRONT_DESK)
    assert reading.booking_status(clinic) is BookingStatus.CHECKED_IN
    clinic.step_back(1, version=4, by=FRONT_DESK)
    assert reading.booking_status(clinic) is BookingStatus.NEW


def test_a_step_without_a_record_is_taken_back_by_one(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        session.merge(reading.booking(clinic)).status = BookingStatus.CHECKED_IN
    clinic.step_back(1, version=1, by=FRONT_DESK)
    assert reading.booking_status(clinic) is BookingStatus.CONFIRMED


def test_a_step_is_not_taken_twice(clinic: Clinic) -> None:
    clinic.check_in(1, version=1, by=FRONT_DESK)
    with pytest.raises(NotAllowed, match="already Checked In"):
        clinic.confirm(1, version=2, by=FRONT_DESK)


def test_whoever_saw_an_older_booking_is_told_what_changed(clinic: Clinic) -> None:
    clinic.confirm(1, version=1, by=FRONT_DESK)
    with pytest.raises(Stale) as refused:
        clinic.cancel(1, version=1, reason="Ill", by=MANAGER)
    assert refused.value.message == (
        f"Femi Adeyemi changed it meanwhile: Confirmed: {SLOT}. Look at the booking again."
    )
    assert reading.booking_status(clinic) is BookingStatus.CONFIRMED


def test_confirming_does_not_look_at_hours_or_the_past(clinic: Clinic, clock: FixedClock) -> None:
    clock.advance(days=30)
    clinic.confirm(1, version=1, by=FRONT_DESK)
    assert reading.booking_status(clinic) is BookingStatus.CONFIRMED


def test_checking_out_performs_what_is_named_and_releases_the_rest(clinic: Clinic) -> None:
    clinic.check_in(1, version=1, by=FRONT_DESK)
    told = clinic.check_out(1, version=2, performed=frozenset({1}), by=PROVIDER)
    assert told.message == f"Checked Out (Laser Peel performed, Lip Filler released): {SLOT}."
    done, released = reading.item(clinic, 1), reading.item(clinic, 2)
    assert (done.booking_id, done.performed_at, done.performed_by_id) == (1, NOW, 1)
    assert (released.booking_id, released.performed_at) == (None, None)
    assert reading.status(clinic) is SessionStatus.PARTIALLY_BOOKED


def test_checking_out_keeps_what_was_performed_before(clinic: Clinic) -> None:
    clinic.check_in(1, version=1, by=FRONT_DESK)
    clinic.perform(1, by=PROVIDER)
    clinic.check_out(1, version=2, performed=frozenset(), by=FRONT_DESK)
    assert reading.item(clinic, 1).performed_at == NOW
    assert reading.item(clinic, 2).booking_id is None


def test_checking_out_with_nothing_done_leaves_all_to_be_booked(clinic: Clinic) -> None:
    clinic.check_out(1, version=1, performed=frozenset(), by=FRONT_DESK)
    assert reading.booking_status(clinic) is BookingStatus.CHECKED_OUT
    assert reading.status(clinic) is SessionStatus.AWAITING_BOOKING


def test_the_front_desk_does_not_mark_items_performed_by_checking_out(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed, match="Only a manager or a provider"):
        clinic.check_out(1, version=1, performed=frozenset({1}), by=FRONT_DESK)
    assert reading.booking_status(clinic) is BookingStatus.NEW


def test_checking_out_names_items_of_the_booking_only(clinic: Clinic) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.check_out(1, version=1, performed=frozenset({1, 99}), by=MANAGER)
    assert refused.value.field == "items"


def test_taking_a_check_out_back_brings_released_items_home(clinic: Clinic) -> None:
    clinic.start(1, version=1, by=FRONT_DESK)
    clinic.check_out(1, version=2, performed=frozenset({1}), by=MANAGER)
    clinic.step_back(1, version=3, by=FRONT_DESK)
    assert reading.booking_status(clinic) is BookingStatus.IN_PROCEDURE
    assert [reading.item(clinic, key).booking_id for key in (1, 2)] == [1, 1]
    assert reading.item(clinic, 1).performed_at == NOW
    assert reading.differences(clinic) == []


def test_taking_a_check_out_back_leaves_items_that_went_elsewhere(clinic: Clinic) -> None:
    clinic.start(1, version=1, by=FRONT_DESK)
    clinic.check_out(1, version=2, performed=frozenset({1}), by=MANAGER)
    clinic.perform(2, by=PROVIDER)
    clinic.step_back(1, version=3, by=FRONT_DESK)
    assert reading.item(clinic, 2).booking_id is None
    assert reading.status(clinic) is SessionStatus.BOOKED


def test_a_performed_item_holds_a_booking_at_its_check_in(clinic: Clinic) -> None:
    clinic.check_in(1, version=1, by=FRONT_DESK)
    clinic.perform(1, by=PROVIDER)
    for refused in (
        partial(clinic.step_back, 1, version=2, by=FRONT_DESK),
        partial(clinic.cancel, 1, version=2, reason="Ill", by=FRONT_DESK),
        partial(clinic.no_show, 1, version=2, by=FRONT_DESK),
    ):
        with pytest.raises(NotAllowed, match="un-mark it first"):
            refused()
    clinic.unmark(1, by=PROVIDER)
    clinic.cancel(1, version=2, reason="Ill", by=FRONT_DESK)
    assert reading.status(clinic) is SessionStatus.AWAITING_BOOKING


@pytest.mark.parametrize("days", [0, 3])
def test_cancelling_a_booking_reopens_its_items(
    clinic: Clinic, clock: FixedClock, days: int
) -> None:
    clock.advance(days=days)
    told = clinic.cancel(1, version=1, reason="  Feels\till ", by=FRONT_DESK)
    assert told.message == f"Cancelled (Feels ill): {SLOT}."
    cancelled = reading.booking(clinic)
    assert (cancelled.status, cancelled.cancel_reason) == (BookingStatus.CANCELLED, "Feels ill")
    assert [reading.item(clinic, key).booking_id for key in (1, 2)] == [None, None]
    assert reading.status(clinic) is SessionStatus.AWAITING_BOOKING
    assert reading.step(clinic).starts_at is None


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("  ", "The reason is missing."),
        ("x" * 201, "The reason has 201 letters; 200 is the most."),
        (
            "Ill \ud83d",
            "The reason holds half of a character after “Ill”, which cannot be kept; type it again.",
        ),
    ],
)
def test_a_cancellation_needs_a_reason_that_can_be_kept(
    clinic: Clinic, reason: str, sentence: str
) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.cancel(1, version=1, reason=reason, by=FRONT_DESK)
    assert (refused.value.message, refused.value.field) == (sentence, "reason")
    assert reading.changes(clinic) == []


def test_what_is_in_procedure_is_not_cancelled(clinic: Clinic) -> None:
    clinic.start(1, version=1, by=FRONT_DESK)
    with pytest.raises(NotAllowed, match="already In Procedure"):
        clinic.cancel(1, version=2, reason="Ill", by=MANAGER)


def test_no_show_can_be_set_from_the_start_on(clinic: Clinic, clock: FixedClock) -> None:
    clock.now = STARTS - timedelta(seconds=1)
    with pytest.raises(NotAllowed, match="has not begun"):
        clinic.no_show(1, version=1, by=FRONT_DESK)
    clock.now = STARTS
    clinic.no_show(1, version=1, by=FRONT_DESK)
    session = reading.step(clinic)
    assert session.status is SessionStatus.AWAITING_BOOKING
    assert session.starts_at == STARTS


def test_a_patient_who_is_here_is_no_no_show(clinic: Clinic, clock: FixedClock) -> None:
    clock.now = STARTS
    clinic.check_in(1, version=1, by=FRONT_DESK)
    with pytest.raises(NotAllowed, match="The patient came"):
        clinic.no_show(1, version=2, by=FRONT_DESK)


@pytest.mark.parametrize("key", [0, -1, 99, 2**63, 2**70])
def test_a_booking_that_is_not_there_is_not_found(clinic: Clinic, key: int) -> None:
    with pytest.raises(NotFound):
        clinic.confirm(key, version=1, by=FRONT_DESK)


def test_every_step_is_announced_once(clinic: Clinic) -> None:
    heard: list[object] = []
    clinic.hub.subscribe(heard.append)
    clinic.confirm(1, version=1, by=FRONT_DESK)
    assert len(heard) == 1
