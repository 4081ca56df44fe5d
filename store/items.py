"""The items of a session: performed, written down, added, removed."""

from typing import Any

from store import billing, performing
from store.actions import BEFORE_CHECK_IN, ItemMoment, add_item_refusal, item_actions
from store.errors import Invalid, Stale
from store.history import note_since
from store.lookup import (
    find,
    find_item,
    find_plan,
    find_session,
    forbid,
    items_in,
    items_of,
    meanwhile,
    service_of,
    slot_text,
)
from store.models import Booking, Item, Service
from store.snapshots import ITEM_WHOLE, booking_state, item_states, taken
from store.text import NOTE, required
from store.unit import Unit
from store.views import Outcome
from store.words import BookingStatus, Change

MOST_UNITS = 999


def perform(
    unit: Unit, item_id: int, *, location_id: int | None = None, provider_id: int | None = None
) -> Outcome:
    """Mark the item performed now.

    Before its booking's check-in it leaves that booking, which is cancelled if left empty, and
    becomes a walk-in like one that never was booked.
    """
    item = find_item(unit, item_id)
    booking = booking_of(unit, item)
    forbid(item_actions(item_moment(unit, item, booking)).perform)
    before: dict[str, Any] = {"items": item_states([item])}
    if booking is None:
        _walk_in(unit, item, location_id, performing.performer_of_walk_in(unit, provider_id))
        return _recorded(unit, item, (Change.PERFORMED, "performed without a booking"), before)
    performer_id = performing.performer_in(unit, booking, provider_id)
    if booking.status in BEFORE_CHECK_IN:
        _walk_in(unit, item, location_id or booking.location_id, performer_id)
        return _left(unit, item, booking, before)
    performing.mark_performed(unit, item, performer_id)
    return _recorded(unit, item, (Change.PERFORMED, "performed"), before)


def unmark(unit: Unit, item_id: int) -> Outcome:
    """Take the mark "performed" back; a completed session is open again."""
    item = find_item(unit, item_id)
    forbid(item_actions(item_moment(unit, item, booking_of(unit, item))).unmark)
    before = {"items": item_states([item])}
    performing.unmark(item)
    return _recorded(unit, item, (Change.UNMARKED, "un-marked"), before)


def document(unit: Unit, item_id: int, *, note: str, version: int | None = None) -> Outcome:
    """Write the item's note, or write it anew.

    ``version`` is the session's as the writer saw it: Stale when the note was written since.
    """
    note = required(note, "The note", limit=NOTE, field="note", lines=True)
    item = find_item(unit, item_id)
    forbid(item_actions(item_moment(unit, item, booking_of(unit, item))).document)
    if version is not None and (entry := note_since(unit, item, version)):
        said = f"It now says: “{item.note}”." if item.note else "It has no note now."
        raise Stale(f"{meanwhile(entry)} {said} Nothing was overwritten.", field="note")
    before = {"items": item_states([item])}
    item.note, item.documented_at, item.documented_by = note, unit.now, unit.by.name
    billing.invoice_if_completed(unit, item.session_id)
    return _recorded(unit, item, (Change.DOCUMENTED, "documented"), before)


def add_item(unit: Unit, session_id: int, *, service_id: int, units: int = 1) -> Outcome:
    """Add a service to a session at today's price. Raises Invalid, field units or service."""
    session = find_session(unit, session_id)
    forbid(add_item_refusal(find_plan(unit, session.plan_id).state))
    if not 1 <= units <= MOST_UNITS:
        raise Invalid(f"Units go from 1 to {MOST_UNITS}.", field="units")
    others = items_of(unit, session_id)
    service = _offered(unit, service_id, others[0].currency)
    item = Item(
        session_id=session_id,
        service_id=service_id,
        position=others[-1].position + 1,
        units=units,
        unit_price=service.price,
        currency=service.currency,
    )
    unit.session.add(item)
    unit.session.flush()
    billing.charge(unit, item)
    after = {"whole": taken(item, ITEM_WHOLE)}
    return _recorded(unit, item, (Change.ITEM_ADDED, "added"), {}, after)


def remove_item(unit: Unit, item_id: int) -> Outcome:
    """Take an item out of its session, which keeps at least one."""
    item = find_item(unit, item_id)
    forbid(item_actions(item_moment(unit, item, booking_of(unit, item))).remove)
    before = {"whole": taken(item, ITEM_WHOLE)}
    outcome = _recorded(unit, item, (Change.ITEM_REMOVED, "removed"), before, {})
    discard(unit, item)
    return outcome


def discard(unit: Unit, item: Item) -> None:
    """Delete an item with its charge; what remains may be a completed session."""
    session_id = item.session_id
    billing.uncharge(unit, item)
    unit.session.delete(item)
    unit.session.flush()
    billing.invoice_if_completed(unit, session_id)


def booking_of(unit: Unit, item: Item) -> Booking | None:
    """The active booking it hangs on."""
    return unit.session.get_one(Booking, item.booking_id) if item.booking_id else None


def item_moment(unit: Unit, item: Item, booking: Booking | None) -> ItemMoment:
    """What decides about the actions on an item."""
    session = find_session(unit, item.session_id)
    return ItemMoment(
        plan_state=find_plan(unit, session.plan_id).state,
        booking_status=booking.status if booking else None,
        is_performed=item.performed_at is not None,
        is_only=len(items_of(unit, item.session_id)) == 1,
    )


def _offered(unit: Unit, service_id: int, currency: str) -> Service:
    service = find(unit, Service, service_id, "service")
    if service.disabled:
        raise Invalid(f"{service.name} is no longer offered.", field="service")
    if service.currency != currency:
        raise Invalid(f"{service.name} is not priced in {currency}.", field="service")
    return service


def _walk_in(unit: Unit, item: Item, location_id: int | None, performer_id: int) -> None:
    place = performing.place_of_walk_in(unit, location_id)
    performing.mark_performed(unit, item, performer_id, location_id=place)
    item.booking_id = None


def _left(unit: Unit, item: Item, booking: Booking, before: dict[str, Any]) -> Outcome:
    slot = slot_text(unit, booking)
    words = f"performed before its booking of {slot}"
    booking.version += 1
    after: dict[str, Any] = {}
    if not items_in(unit, booking):
        before |= booking_state(booking)
        booking.status = BookingStatus.CANCELLED
        booking.cancel_reason = "Performed before it began"
        booking.needs_moving, booking.moving_reason = False, ""
        after = booking_state(booking)
        words += ", which is cancelled"
    after |= {"items": item_states([item])}
    return _recorded(unit, item, (Change.PERFORMED, words), before, after, booking.id)


def _recorded(
    unit: Unit,
    item: Item,
    what: tuple[Change, str],
    before: dict[str, Any],
    after: dict[str, Any] | None = None,
    booking_id: int | None = None,
) -> Outcome:
    change, words = what
    summary = f"{service_of(unit, item).name}: {words}."
    after = {"items": item_states([item])} if after is None else after
    after["session_version"] = find_session(unit, item.session_id).version
    change_id = unit.record(
        change,
        item.session_id,
        summary,
        booking_id=booking_id or item.booking_id,
        before=before,
        after=after,
    )
    return Outcome(session_id=item.session_id, message=summary, change_id=change_id)
