"""What follows from a session's facts: status, billing, dates, lists it belongs to. Pure.

The rules are those of the product's contract, "Rules"; ``store.derive`` writes what they give.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from store.words import (
    ACTIVE,
    MOVABLE,
    OPEN_PLANS,
    SETTLED,
    BillingStatus,
    BookingStatus,
    PlanState,
    SessionStatus,
)
from store.zones import local_day

UNSCHEDULED = 10**11
"""Sorts behind every instant in seconds, so that sessions without a date come last."""


@dataclass(frozen=True, slots=True)
class ItemFact:
    """An item; ``price`` is units times unit price in minor units."""

    id: int
    price: int = 0
    booking_id: int | None = None
    performed_at: datetime | None = None
    performed_until: datetime | None = None
    performed_by_id: int | None = None
    performed_location_id: int | None = None
    is_documented: bool = False


@dataclass(frozen=True, slots=True)
class BookingFact:
    """A booking of the session, ended ones included."""

    id: int
    status: BookingStatus
    starts_at: datetime
    ends_at: datetime
    location_id: int
    provider_id: int | None
    room_id: int | None = None
    needs_moving: bool = False
    in_passing: bool = False
    """Whether it makes nobody the provider's own patient."""


@dataclass(frozen=True, slots=True)
class MoneyFact:
    """Minor units; ``charged`` is None before an invoice, ``received`` leaves refunds out."""

    deposit: int = 0
    charged: int | None = None
    received: int = 0
    refunded: int = 0


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """All that a session's derived values depend on."""

    items: Sequence[ItemFact]
    bookings: Sequence[BookingFact] = ()
    money: MoneyFact = field(default_factory=MoneyFact)
    plan_state: PlanState = PlanState.ACTIVE
    target_date: date | None = None
    zones: Mapping[int, str] = field(default_factory=dict)
    """Location to zone."""


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a session; the days are local to its location, the last one inclusive."""

    starts_at: datetime
    ends_at: datetime
    location_id: int
    provider_id: int | None
    room_id: int | None
    booking_id: int | None
    first_day: date
    last_day: date

    @property
    def span_days(self) -> int:
        """How many midnights it crosses."""
        return (self.last_day - self.first_day).days


@dataclass(frozen=True, slots=True)
class Derived:
    """What is stored beside a session, so that lists can filter, sort and count by index."""

    status: SessionStatus
    billing_status: BillingStatus
    parts: tuple[Part, ...]
    starts_at: datetime | None
    ends_at: datetime | None
    spread_days: int
    shown_starts_at: datetime | None
    shown_ends_at: datetime | None
    turns_at: datetime | None
    provider_id: int | None
    location_id: int | None
    to_book: bool
    due_on: date
    close_from: datetime | None
    order_newest: int
    order_soonest: int


def treated_by(facts: SessionFacts) -> frozenset[int]:
    """The providers whose own patient somebody is by this session.

    Those booked for it, cancelled bookings and those made in passing aside, and those who performed
    something.
    """
    ended = BookingStatus.CANCELLED
    booked = (each for each in facts.bookings if each.status is not ended and not each.in_passing)
    found = {each.provider_id for each in booked} | {each.performed_by_id for each in facts.items}
    return frozenset(key for key in found if key is not None)


def derive(facts: SessionFacts, now: datetime) -> Derived:
    """Everything that follows from the facts at ``now`` (aware UTC)."""
    status = session_status(facts.items)
    billing = billing_status(facts, status)
    parts = parts_of(facts)
    shown = shown_part(parts, now)
    follower = shown_part(parts, shown.ends_at) if shown else None
    seconds = int(shown.starts_at.timestamp()) if shown else 0
    unscheduled = UNSCHEDULED + (facts.target_date or date.max).toordinal()
    closes = close_from(facts.items, status, billing, shown)
    return Derived(
        status=status,
        billing_status=billing,
        parts=parts,
        starts_at=min((part.starts_at for part in parts), default=None),
        ends_at=max((part.ends_at for part in parts), default=None),
        spread_days=spread_days(parts, closes),
        shown_starts_at=shown.starts_at if shown else None,
        shown_ends_at=shown.ends_at if shown else None,
        turns_at=shown.ends_at if shown and follower != shown and shown.ends_at > now else None,
        provider_id=shown.provider_id if shown else None,
        location_id=shown.location_id if shown else None,
        to_book=is_to_book(facts, status),
        due_on=facts.target_date or (shown.first_day if shown else date.max),
        close_from=closes,
        order_newest=-seconds if shown else unscheduled,
        order_soonest=seconds if shown else unscheduled,
    )


def session_status(items: Sequence[ItemFact]) -> SessionStatus:
    """The first rule that matches; a session always has at least one item."""
    performed = [item.performed_at is not None for item in items]
    taken = [
        done or item.booking_id is not None for item, done in zip(items, performed, strict=True)
    ]
    if all(performed) and all(item.is_documented for item in items):
        return SessionStatus.COMPLETED
    if not any(taken):
        return SessionStatus.AWAITING_BOOKING
    return SessionStatus.BOOKED if all(taken) else SessionStatus.PARTIALLY_BOOKED


def status_reason(items: Sequence[ItemFact]) -> str:
    """How the status came about, in a few words."""
    count = len(items)
    performed = sum(item.performed_at is not None for item in items)
    booked = sum(item.booking_id is not None and item.performed_at is None for item in items)
    noun = "item" if count == 1 else "items"
    if performed == count:
        missing = sum(not item.is_documented for item in items)
        notes = f", {missing} {'note' if missing == 1 else 'notes'} missing" if missing else ""
        return f"{count} of {count} {noun} performed{notes or ' and documented'}"
    if performed and booked:
        return f"{performed} performed and {booked} booked of {count} {noun}"
    if performed:
        return f"{performed} of {count} {noun} performed"
    return f"{booked} of {count} {noun} booked"


def billing_status(facts: SessionFacts, status: SessionStatus) -> BillingStatus:
    """Where the money stands; first match, never part of the session's status."""
    money = facts.money
    paid = money.received - money.refunded
    is_charged = money.charged is not None
    total = money.charged if money.charged is not None else sum(i.price for i in facts.items)
    completed = status is SessionStatus.COMPLETED
    if money.received > 0 and paid <= 0:
        return BillingStatus.REFUNDED
    if completed and paid >= total:
        return BillingStatus.PAID
    if not completed and 0 < total <= paid:
        return BillingStatus.PREPAID
    if paid > 0:
        return BillingStatus.PART_PAID
    if money.deposit > 0:
        return BillingStatus.DEPOSIT_DUE
    return BillingStatus.PAYMENT_DUE if completed and is_charged else BillingStatus.NOT_BILLED


def parts_of(facts: SessionFacts) -> tuple[Part, ...]:
    """Active bookings and walk-ins by start; with none of these, the latest No Show."""
    parts = [_booked(booking, facts) for booking in facts.bookings if booking.status in ACTIVE]
    parts += [part for item in facts.items if (part := _walk_in(item, facts))]
    if not parts:
        missed = [b for b in facts.bookings if b.status is BookingStatus.NO_SHOW]
        parts = [_booked(max(missed, key=lambda b: (b.starts_at, b.id)), facts)] if missed else []
    return tuple(
        sorted(parts, key=lambda part: (part.starts_at, part.ends_at, part.booking_id or 0))
    )


def shown_part(parts: Sequence[Part], now: datetime) -> Part | None:
    """The earliest part not yet over at ``now``; with none, the last."""
    ahead = (part for part in parts if part.ends_at > now)
    return next(ahead, parts[-1] if parts else None)


def spread_days(parts: Sequence[Part], closes: datetime | None) -> int:
    """Days begun from the first part's start, or ``closes`` when that is earlier, to the last end."""
    if not parts:
        return 0
    first = min(part.starts_at for part in parts)
    span = max(part.ends_at for part in parts) - min(first, closes or first)
    return -(-span // timedelta(days=1))


def is_to_book(facts: SessionFacts, status: SessionStatus) -> bool:
    """Whether the session waits for somebody to book it, or a booking of it must be moved."""
    waits = status in (SessionStatus.AWAITING_BOOKING, SessionStatus.PARTIALLY_BOOKED)
    if waits and facts.plan_state in OPEN_PLANS:
        return True
    return any(b.needs_moving and b.status in MOVABLE for b in facts.bookings)


def close_from(
    items: Sequence[ItemFact],
    status: SessionStatus,
    billing: BillingStatus,
    shown: Part | None,
) -> datetime | None:
    """Since when somebody has to finish or settle the session; None when nobody has to.

    While it is not completed that holds only once its last part is over, which lists check.
    """
    if status is SessionStatus.COMPLETED:
        done = max(item.performed_at for item in items if item.performed_at)
        settled = billing in SETTLED
        return None if settled else min(done, shown.starts_at if shown else done)
    taken = any(item.booking_id is not None or item.performed_at for item in items)
    return shown.starts_at if shown and taken else None


def _booked(booking: BookingFact, facts: SessionFacts) -> Part:
    return _part(
        (booking.starts_at, booking.ends_at),
        (booking.location_id, booking.provider_id, booking.room_id, booking.id),
        facts.zones,
    )


def _walk_in(item: ItemFact, facts: SessionFacts) -> Part | None:
    if item.booking_id is not None or item.performed_at is None:
        return None
    if item.performed_until is None or item.performed_location_id is None:
        raise ValueError("a walk-in records its end and its location")
    return _part(
        (item.performed_at, item.performed_until),
        (item.performed_location_id, item.performed_by_id, None, None),
        facts.zones,
    )


def _part(
    span: tuple[datetime, datetime],
    place: tuple[int, int | None, int | None, int | None],
    zones: Mapping[int, str],
) -> Part:
    starts_at, ends_at = span
    location_id, provider_id, room_id, booking_id = place
    zone = zones.get(location_id, "UTC")
    first = local_day(starts_at, zone)
    last = local_day(ends_at - timedelta(seconds=1), zone)
    return Part(
        starts_at, ends_at, location_id, provider_id, room_id, booking_id, first, max(first, last)
    )
