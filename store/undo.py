"""Takes a change back: the rows it wrote become what they were, under the same booking rules.

Within a day, once, and the latest change first.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import col, select

from store import billing, rights, sight
from store.actions import BEFORE_CHECK_IN, UNMARK_FIRST, booking_actions, item_actions
from store.bookings.place import check_clashes, check_place
from store.course_history import is_course, put_course_back
from store.displacement import reconsider
from store.dropping import restore
from store.errors import NotAllowed, Stale
from store.history import UNDO_WITHIN, can_be_undone, subjects
from store.items import booking_of, discard, item_moment
from store.lookup import (
    find,
    find_booking,
    find_item,
    find_plan,
    find_session,
    forbid,
    items_in,
    meanwhile,
    moment_of,
)
from store.models import Booking, HistoryEntry, Item
from store.plans import guard, has_bookings, set_state
from store.queries.plans import check_whole_plan
from store.rules import Stance
from store.snapshots import put_back, stands
from store.tables import BOOKING
from store.unit import Unit
from store.views import Outcome
from store.words import ACTIVE, BookingStatus, Change, PlanState

RIGHT_TO = {
    Change.BOOKED: "book",
    Change.MOVED: "move",
    Change.STEPPED: "confirm",
    Change.STEP_TAKEN_BACK: "step_back",
    Change.CANCELLED: "cancel",
    Change.NO_SHOW: "no_show",
    Change.PERFORMED: "perform",
    Change.UNMARKED: "unmark",
    Change.DOCUMENTED: "document",
    Change.ITEM_ADDED: "add_item",
    Change.ITEM_REMOVED: "remove_item",
    Change.PLAN_CHANGED: "change_plan_state",
    Change.SESSION_DROPPED: "drop_session",
}
PLAN_WIDE = frozenset({Change.PLAN_CHANGED, Change.SESSION_DROPPED})


def undo(unit: Unit, change_id: int) -> Outcome:
    """Take back what a history entry tells of, by whoever may make such a change.

    Raises NotAllowed when it is too old or taken back already, Stale when something was built on
    it since, and whatever the booking rules say.
    """
    entry = find(unit, HistoryEntry, change_id, "change")
    _allow(unit, entry)
    _take_back(unit, entry)
    summary = f"Undone: {entry.summary}"
    unit.record(
        Change.RESTORED,
        entry.session_id,
        summary,
        booking_id=entry.booking_id,
        after={"undone": entry.id, **_notes(unit, entry)},
    )
    unit.tell("change", entry.id, summary, before=entry.after, after=entry.before)
    booking_ids = (entry.booking_id,) if entry.booking_id else ()
    return Outcome(session_id=entry.session_id, message=summary, booking_ids=booking_ids)


def _notes(unit: Unit, entry: HistoryEntry) -> dict[str, object]:
    """What tells writers of a note that it is another one now."""
    if entry.change is not Change.DOCUMENTED:
        return {}
    version = find_session(unit, entry.session_id).version
    return {"items": entry.before["items"], "session_version": version}


def _allow(unit: Unit, entry: HistoryEntry) -> None:
    if entry.undone:
        raise NotAllowed("This was taken back already.")
    if not can_be_undone(entry):
        raise NotAllowed(f"“{entry.change.label}” cannot be undone.")
    right = "edit_plan" if is_course(entry) else RIGHT_TO[entry.change]
    rights.check(unit.by, right)
    forbid(sight.refusal(unit.sight, right))
    if entry.change in PLAN_WIDE or is_course(entry):
        plan_id = find_session(unit, entry.session_id).plan_id
        check_whole_plan(unit.session.connection(), unit.sight, plan_id)
    if _marks(entry):
        rights.check(unit.by, "unmark")
    if unit.now - entry.at > UNDO_WITHIN:
        raise NotAllowed("This is more than a day old and cannot be undone any more.")


def _marks(entry: HistoryEntry) -> bool:
    """Whether items were marked performed by it, as a check-out may."""
    marked = [state.get("performed_at") for state in entry.after.get("items", {}).values()]
    before = [state.get("performed_at") for state in entry.before.get("items", {}).values()]
    return entry.change is Change.STEPPED and marked != before


def _take_back(unit: Unit, entry: HistoryEntry) -> None:
    if is_course(entry):
        put_course_back(unit, entry)
    elif entry.change is Change.PLAN_CHANGED:
        _plan_back(unit, entry)
    else:
        _refuse_if_built_upon(unit, entry)
        _WAYS.get(entry.change, _rows_back)(unit, entry)
    entry.undone = True
    unit.touch(entry.session_id)
    unit.session.flush()
    billing.invoice_if_completed(unit, entry.session_id)
    reconsider(unit, BOOKING.c.id == entry.booking_id)


def _booked_back(unit: Unit, entry: HistoryEntry) -> None:
    booking = _booking(unit, entry)
    forbid(booking_actions(moment_of(unit, booking), unit.now).cancel)
    if not stands(booking, entry.after):
        raise Stale("The booking was changed since: cancel it instead.")
    for item in items_in(unit, booking):
        item.booking_id = None
    booking.status, booking.cancel_reason = BookingStatus.CANCELLED, "Booking undone"
    booking.version += 1
    unit.session.flush()
    for key in entry.after["together"]:
        sibling = unit.session.get_one(HistoryEntry, key)
        if not sibling.undone:
            _take_back(unit, sibling)
    _deactivate(unit, entry)


def _deactivate(unit: Unit, entry: HistoryEntry) -> None:
    """A plan that this booking made Active is Prescribed again, while it has no other booking."""
    made = unit.session.get(HistoryEntry, (entry.id or 0) - 1)
    if made is None or made.change is not Change.PLAN_CHANGED or made.undone:
        return
    plan = find_plan(unit, made.after["plan"]["id"])
    same = made.session_id == entry.session_id and made.at == entry.at
    if same and plan.state is PlanState.ACTIVE and not has_bookings(unit, plan):
        _plan_back(unit, made)
        made.undone = True


def _moved_back(unit: Unit, entry: HistoryEntry) -> None:
    booking = _booking(unit, entry)
    forbid(booking_actions(moment_of(unit, booking), unit.now).reschedule)
    _check_place(unit, booking, entry)
    put_back(booking, entry.before)
    booking.version += 1


def _rows_back(unit: Unit, entry: HistoryEntry) -> None:
    items = [find_item(unit, int(key)) for key in entry.before.get("items", {})]
    _refuse_if_changed(unit, entry, items)
    returning = _returning(entry, items)
    for item in items:
        put_back(item, entry.before["items"][str(item.id)])
    unit.session.flush()
    booking = _booking(unit, entry) if entry.booking_id else None
    if booking:
        _check_booking(unit, booking, entry, returning=returning)
        put_back(booking, entry.before)
        booking.version += 1
        unit.session.flush()
    _check_after(unit, booking, items)


def _step_back_back(unit: Unit, entry: HistoryEntry) -> None:
    _rows_back(unit, entry)
    if step := unit.session.get(HistoryEntry, entry.after["entry"] or 0):
        step.undone = False


def _added_back(unit: Unit, entry: HistoryEntry) -> None:
    item = find_item(unit, entry.after["whole"]["id"])
    forbid(item_actions(item_moment(unit, item, booking_of(unit, item))).remove)
    discard(unit, item)


def _removed_back(unit: Unit, entry: HistoryEntry) -> None:
    whole = dict(entry.before["whole"])
    if unit.session.get(Item, whole["id"]):
        del whole["id"]
    item = Item(session_id=entry.session_id, service_id=whole["service_id"])
    put_back(item, whole)
    unit.session.add(item)
    unit.session.flush()
    billing.charge(unit, item)


def _plan_back(unit: Unit, entry: HistoryEntry) -> None:
    told, now_is = entry.before["plan"], entry.after["plan"]
    plan = find_plan(unit, told["id"])
    if plan.state != now_is["state"]:
        raise Stale(f"The plan is {plan.state.label} by now.")
    state = PlanState.of(told["state"])
    guard(unit, plan, state)
    ids = set_state(unit, plan, state)
    unit.session.flush()
    for key in entry.after["entries"]:
        cancelled = unit.session.get_one(HistoryEntry, key)
        if not cancelled.undone:
            _take_back(unit, cancelled)
    same = select(HistoryEntry).where(
        col(HistoryEntry.session_id).in_(ids),
        HistoryEntry.change == Change.PLAN_CHANGED,
        HistoryEntry.at == entry.at,
        col(HistoryEntry.undone).is_(False),
    )
    for sibling in unit.session.exec(same).all():
        sibling.undone = sibling.after.get("plan") == now_is


_WAYS = {
    Change.BOOKED: _booked_back,
    Change.MOVED: _moved_back,
    Change.STEP_TAKEN_BACK: _step_back_back,
    Change.ITEM_ADDED: _added_back,
    Change.ITEM_REMOVED: _removed_back,
    Change.SESSION_DROPPED: restore,
}
"""How each kind is taken back; any other by writing back what its rows were."""


def _returning(entry: HistoryEntry, items: Sequence[Item]) -> bool:
    """Whether an item comes back into the booking."""
    states = entry.before.get("items", {})
    return any(
        item.booking_id is None and states[str(item.id)]["booking_id"] is not None for item in items
    )


def _check_booking(unit: Unit, booking: Booking, entry: HistoryEntry, *, returning: bool) -> None:
    """The rules for a booking that comes back, or takes items back; clashes alone for its steps."""
    if entry.change in (Change.STEPPED, Change.STEP_TAKEN_BACK):
        check_clashes(unit.session, booking)
    elif booking.status not in ACTIVE and "status" not in entry.before:
        raise Stale("Its booking has ended since.")
    elif returning:
        _check_place(unit, booking, entry)


def _check_place(unit: Unit, booking: Booking, entry: HistoryEntry) -> None:
    """Every booking rule for the place and time it had; what had begun by then may be over."""
    draft = Booking(**booking.model_dump())
    put_back(draft, entry.before)
    stays = booking.status in ACTIVE and entry.change is not Change.MOVED
    own = Stance.of(unit.by, unit.now, spacing_confirmed=True)
    has_begun = own.allow_past or stays or draft.starts_at <= entry.at
    stance = replace(own, allow_past=has_begun, allow_short=True)
    item_ids = [item.id for item in items_in(unit, booking) if item.id]
    check_place(unit.session, draft, item_ids, stance)


def _check_after(unit: Unit, booking: Booking | None, items: Sequence[Item]) -> None:
    """What holds in any state: no item is performed in a booking before its check-in."""
    for item in items:
        home = booking_of(unit, item)
        if home and item.performed_at and home.status in BEFORE_CHECK_IN:
            raise NotAllowed(f"Its booking is {home.status.label} again: check it in first.")
    if booking and booking.status in BEFORE_CHECK_IN:
        forbid(UNMARK_FIRST if moment_of(unit, booking).has_performed else "")


def _refuse_if_changed(unit: Unit, entry: HistoryEntry, items: Sequence[Item]) -> None:
    states = entry.after.get("items", {})
    same = all(stands(item, states[str(item.id)]) for item in items)
    if entry.booking_id:
        same = same and stands(_booking(unit, entry), entry.after)
    if not same:
        raise Stale("It was changed since and cannot be undone any more.")


def _refuse_if_built_upon(unit: Unit, entry: HistoryEntry) -> None:
    later = select(HistoryEntry).where(
        HistoryEntry.session_id == entry.session_id,
        HistoryEntry.change != Change.PLAN_CHANGED,
        col(HistoryEntry.id) > entry.id,
    )
    mine = subjects(entry)
    for other in unit.session.exec(later.order_by(col(HistoryEntry.id).desc())):
        if can_be_undone(other) and mine & subjects(other):
            raise Stale(f"{meanwhile(other)} Undo that first.")


def _booking(unit: Unit, entry: HistoryEntry) -> Booking:
    return find_booking(unit, entry.booking_id or 0)
