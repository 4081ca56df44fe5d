"""What follows from a session's facts."""

from datetime import UTC, date, datetime, timedelta

import pytest

from store.status import (
    BookingFact,
    ItemFact,
    MoneyFact,
    SessionFacts,
    billing_status,
    derive,
    session_status,
    status_reason,
)
from store.words import BillingStatus, BookingStatus, PlanState, SessionStatus

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ZONES = {1: "America/New_York", 2: "Asia/Tokyo"}


def free(number: int = 1) -> ItemFact:
    return ItemFact(number, price=10_000)


def booked(number: int = 1, booking: int = 1) -> ItemFact:
    return ItemFact(number, price=10_000, booking_id=booking)


def performed(number: int = 1, *, documented: bool = False, booking: int | None = None) -> ItemFact:
    return ItemFact(
        number,
        price=10_000,
        booking_id=booking,
        performed_at=NOW - HOUR,
        performed_until=NOW - HOUR / 2,
        performed_by_id=1,
        performed_location_id=1,
        is_documented=documented,
    )


def booking(
    number: int = 1,
    starts_at: datetime = NOW + HOUR,
    *,
    status: BookingStatus = BookingStatus.NEW,
    needs_moving: bool = False,
) -> BookingFact:
    return BookingFact(number, status, starts_at, starts_at + HOUR, 1, 1, 1, needs_moving)


@pytest.mark.parametrize(
    ("items", "status", "reason"),
    [
        ([free()], SessionStatus.AWAITING_BOOKING, "0 of 1 item booked"),
        ([booked()], SessionStatus.BOOKED, "1 of 1 item booked"),
        ([booked(1), free(2)], SessionStatus.PARTIALLY_BOOKED, "1 of 2 items booked"),
        ([performed(1), free(2)], SessionStatus.PARTIALLY_BOOKED, "1 of 2 items performed"),
        (
            [performed(1), booked(2)],
            SessionStatus.BOOKED,
            "1 performed and 1 booked of 2 items",
        ),
        ([performed()], SessionStatus.BOOKED, "1 of 1 item performed, 1 note missing"),
        (
            [performed(documented=True)],
            SessionStatus.COMPLETED,
            "1 of 1 item performed and documented",
        ),
    ],
)
def test_the_first_matching_rule_gives_the_status(
    items: list[ItemFact], status: SessionStatus, reason: str
) -> None:
    assert (session_status(items), status_reason(items)) == (status, reason)


@pytest.mark.parametrize(
    ("item", "money", "expected"),
    [
        (free(), MoneyFact(), BillingStatus.NOT_BILLED),
        (ItemFact(1, price=0), MoneyFact(), BillingStatus.NOT_BILLED),
        (free(), MoneyFact(deposit=1), BillingStatus.DEPOSIT_DUE),
        (free(), MoneyFact(deposit=5_000, received=1), BillingStatus.PART_PAID),
        (free(), MoneyFact(received=9_999), BillingStatus.PART_PAID),
        (free(), MoneyFact(received=10_000), BillingStatus.PREPAID),
        (free(), MoneyFact(received=10_000, refunded=10_000), BillingStatus.REFUNDED),
        (free(), MoneyFact(received=10_000, refunded=9_999), BillingStatus.PART_PAID),
        (performed(documented=True), MoneyFact(), BillingStatus.NOT_BILLED),
        (performed(documented=True), MoneyFact(charged=0), BillingStatus.PAID),
        (performed(documented=True), MoneyFact(charged=10_000), BillingStatus.PAYMENT_DUE),
        (performed(documented=True), MoneyFact(0, 10_000, 9_999), BillingStatus.PART_PAID),
        (performed(documented=True), MoneyFact(0, 10_000, 10_000), BillingStatus.PAID),
        (performed(documented=True), MoneyFact(1, 10_000), BillingStatus.DEPOSIT_DUE),
    ],
)
def test_billing_takes_the_first_rule_that_matches(
    item: ItemFact, money: MoneyFact, expected: BillingStatus
) -> None:
    facts = SessionFacts([item], money=money)
    assert billing_status(facts, session_status(facts.items)) is expected


def test_the_scheduled_span_covers_bookings_and_walk_ins() -> None:
    facts = SessionFacts([performed(1), booked(2)], [booking()], zones=ZONES)
    derived = derive(facts, NOW)
    assert (derived.starts_at, derived.ends_at) == (NOW - HOUR, NOW + 2 * HOUR)
    assert (derived.shown_starts_at, derived.shown_ends_at) == (NOW + HOUR, NOW + 2 * HOUR)


def test_a_part_shows_until_its_very_end_and_then_the_next_does() -> None:
    facts = SessionFacts(
        [booked(1, 1), booked(2, 2)], [booking(1), booking(2, NOW + 5 * HOUR)], zones=ZONES
    )
    before = derive(facts, NOW + 2 * HOUR - timedelta(seconds=1))
    after = derive(facts, NOW + 2 * HOUR)
    assert (before.shown_starts_at, before.turns_at) == (NOW + HOUR, NOW + 2 * HOUR)
    assert (after.shown_starts_at, after.turns_at) == (NOW + 5 * HOUR, None)


def test_the_latest_no_show_dates_a_session_with_nothing_else() -> None:
    missed = [
        booking(1, NOW - 9 * HOUR, status=BookingStatus.NO_SHOW),
        booking(2, NOW - 5 * HOUR, status=BookingStatus.NO_SHOW),
        booking(3, NOW - 2 * HOUR, status=BookingStatus.CANCELLED),
    ]
    assert derive(SessionFacts([free()], missed, zones=ZONES), NOW).starts_at == NOW - 5 * HOUR
    assert derive(SessionFacts([free()], missed[2:], zones=ZONES), NOW).starts_at is None


def test_a_parts_days_are_those_of_its_location_and_midnight_ends_a_day() -> None:
    evening = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)  # 23:00 on 4 March in New York
    facts = SessionFacts([booked()], [booking(1, evening)], zones=ZONES)
    part = derive(facts, NOW).parts[0]
    assert (part.first_day, part.last_day, part.span_days) == (
        date(2026, 3, 4),
        date(2026, 3, 4),
        0,
    )


@pytest.mark.parametrize(
    ("state", "moving", "expected"),
    [
        (PlanState.DRAFT, False, False),
        (PlanState.PRESCRIBED, False, True),
        (PlanState.ACTIVE, False, True),
        (PlanState.FINISHED, False, False),
        (PlanState.CANCELLED, False, False),
        (PlanState.FINISHED, True, True),
    ],
)
def test_only_open_plans_and_bookings_to_be_moved_wait_to_be_booked(
    state: PlanState, moving: bool, expected: bool
) -> None:
    facts = SessionFacts(
        [booked(1), free(2)], [booking(needs_moving=moving)], plan_state=state, zones=ZONES
    )
    assert derive(facts, NOW).to_book is expected


def test_a_booked_session_is_to_close_from_its_start_and_a_settled_one_is_not() -> None:
    taken = SessionFacts([booked()], [booking(1, NOW - 3 * HOUR)], zones=ZONES)
    done = [performed(documented=True)]
    paid = SessionFacts(done, money=MoneyFact(0, 10_000, 10_000), zones=ZONES)
    owing = SessionFacts(done, money=MoneyFact(charged=10_000), zones=ZONES)
    assert derive(taken, NOW).close_from == NOW - 3 * HOUR
    assert derive(paid, NOW).close_from is None
    assert derive(owing, NOW).close_from == NOW - HOUR
    assert derive(SessionFacts([free()], zones=ZONES), NOW).close_from is None


def test_sessions_without_a_date_sort_behind_all_others_by_target_date() -> None:
    early = derive(SessionFacts([free()], target_date=date(2026, 1, 1)), NOW)
    late = derive(SessionFacts([free()], target_date=date(2026, 2, 1)), NOW)
    never = derive(SessionFacts([free()]), NOW)
    dated = derive(SessionFacts([booked()], [booking()], zones=ZONES), NOW)
    newest = [dated, early, late, never]
    assert sorted(newest, key=lambda one: one.order_newest) == newest
    assert sorted(newest, key=lambda one: one.order_soonest) == newest
