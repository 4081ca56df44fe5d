"""What the moment allows: steps, leaving a booking, items, money."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta

import pytest

from store.actions import (
    BookingActions,
    BookingMoment,
    ItemActions,
    ItemMoment,
    add_item_refusal,
    booking_actions,
    booking_refusal,
    item_actions,
    payment_refusal,
    refund_refusal,
    step_before,
)
from store.words import BookingStatus, PlanState, SessionStatus

NOW = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)
ALLOWED = {
    BookingStatus.NEW: "confirm check_in start check_out reschedule cancel no_show",
    BookingStatus.CONFIRMED: "check_in start check_out step_back reschedule cancel no_show",
    BookingStatus.CHECKED_IN: "start check_out step_back reschedule cancel",
    BookingStatus.IN_PROCEDURE: "check_out step_back",
    BookingStatus.CHECKED_OUT: "step_back",
    BookingStatus.CANCELLED: "",
    BookingStatus.NO_SHOW: "",
}


def allowed(actions: BookingActions | ItemActions) -> set[str]:
    return {one.name for one in fields(actions) if not getattr(actions, one.name)}


@pytest.mark.parametrize("status", BookingStatus)
def test_a_begun_booking_allows_what_its_status_allows(status: BookingStatus) -> None:
    actions = booking_actions(BookingMoment(status, NOW), NOW)
    assert allowed(actions) == set(ALLOWED[status].split())


@pytest.mark.parametrize("status", BookingStatus)
def test_a_performed_item_keeps_its_booking_in_place(status: BookingStatus) -> None:
    actions = booking_actions(BookingMoment(status, NOW, has_performed=True), NOW)
    assert not allowed(actions) & {"reschedule", "cancel", "no_show"}


def test_no_show_begins_with_the_booking() -> None:
    early = booking_actions(BookingMoment(BookingStatus.NEW, NOW + timedelta(seconds=1)), NOW)
    assert early.no_show == "It has not begun yet."
    assert booking_actions(BookingMoment(BookingStatus.NEW, NOW), NOW).no_show == ""


def test_a_step_is_not_taken_back_to_before_check_in_over_a_performed_item() -> None:
    skipped = BookingMoment(
        BookingStatus.IN_PROCEDURE, NOW, has_performed=True, previous=BookingStatus.NEW
    )
    assert booking_actions(skipped, NOW).step_back == (
        "An item in it is performed: un-mark it first."
    )
    stepped = BookingMoment(BookingStatus.IN_PROCEDURE, NOW, has_performed=True)
    assert booking_actions(stepped, NOW).step_back == ""
    assert step_before(skipped) is BookingStatus.NEW
    assert step_before(stepped) is BookingStatus.CHECKED_IN


@pytest.mark.parametrize(
    ("status", "plan", "reason"),
    [
        (SessionStatus.AWAITING_BOOKING, PlanState.PRESCRIBED, ""),
        (SessionStatus.PARTIALLY_BOOKED, PlanState.FINISHED, ""),
        (SessionStatus.AWAITING_BOOKING, PlanState.DRAFT, "The plan is still a draft."),
        (SessionStatus.PARTIALLY_BOOKED, PlanState.CANCELLED, "The plan is cancelled."),
        (SessionStatus.BOOKED, PlanState.ACTIVE, "This session is already booked."),
        (SessionStatus.COMPLETED, PlanState.CANCELLED, "This session is completed."),
    ],
)
def test_create_booking_says_why_not(status: SessionStatus, plan: PlanState, reason: str) -> None:
    assert booking_refusal(status, plan) == reason


def test_an_item_goes_from_performed_to_documented_and_back() -> None:
    waiting = item_actions(ItemMoment(PlanState.ACTIVE, None, is_performed=False, is_only=True))
    done = item_actions(ItemMoment(PlanState.ACTIVE, None, is_performed=True))
    assert allowed(waiting) == {"perform"}
    assert waiting.remove == "A session keeps at least one item."
    assert allowed(done) == {"unmark", "document"}


def test_an_item_is_removed_only_when_free() -> None:
    booked = ItemMoment(PlanState.ACTIVE, BookingStatus.NEW, is_performed=False)
    free = ItemMoment(PlanState.ACTIVE, None, is_performed=False)
    assert item_actions(booked).remove == "It is booked: cancel its booking first."
    assert item_actions(free).remove == ""


def test_a_draft_plan_takes_no_walk_in() -> None:
    moment = ItemMoment(PlanState.DRAFT, None, is_performed=False)
    assert item_actions(moment).perform == "The plan is still a draft."


def test_only_cancelled_plans_take_no_items() -> None:
    refusals = {state: add_item_refusal(state) for state in PlanState}
    assert {state for state, refusal in refusals.items() if refusal} == {PlanState.CANCELLED}


def test_money_moves_only_where_there_is_some() -> None:
    assert (payment_refusal(1), payment_refusal(0)) == ("", "Nothing is owed.")
    assert (refund_refusal(1), refund_refusal(0)) == ("", "Nothing was paid.")
