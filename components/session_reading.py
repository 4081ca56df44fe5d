"""One session as its view reads it out: every value a text, every action with its reason."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from components.money import money_text
from components.status_chip import LOOKS, Shown
from components.times import birth_text, day_text, local_day, short_day, time_range
from store.views import (
    Action,
    BookingView,
    HistoryView,
    ItemView,
    PaymentView,
    SessionDetail,
)
from store.words import ACTIVE, STEPS, BookingStatus, PlanState

Reading = dict[str, Any]
Press = tuple[str, str, str]
"""Name of the action, its label, and why it is refused."""

BOOKING_ACTIONS = (
    ("confirm", "Confirm"),
    ("check_in", "Check in"),
    ("start", "Start"),
    ("check_out", "Check out"),
    ("reschedule", "Reschedule"),
    ("cancel", "Cancel booking"),
    ("no_show", "No show"),
    ("step_back", "Take step back"),
)
ITEM_ACTIONS = (
    ("perform", "Mark performed"),
    ("unmark", "Un-mark"),
    ("document", "Write note"),
    ("remove", "Remove item"),
)
MONEY_ACTIONS = (("take_payment", "Take payment"), ("refund", "Refund"))
FORWARD = dict(zip(STEPS[1:], ("confirm", "check_in", "start", "check_out"), strict=True))


def title(detail: SessionDetail) -> str:
    """What the session is called: patient, treatment and its place in the plan."""
    place = f"{detail.position} of {detail.total}"
    return f"{detail.patient_name}, {detail.treatment} {place}"


def head(detail: SessionDetail) -> Reading:
    """Neighbours, status, dates and what can be done with the session as a whole."""
    return {
        "place": f"{detail.position} of {detail.total}",
        "before": _neighbour(detail, following=False),
        "after": _neighbour(detail, following=True),
        "status": _look(detail.status),
        "reason": detail.status_reason,
        "day": _scheduled_day(detail),
        "time": _span(detail.starts_at, detail.ends_at, detail.zone),
        "running": detail.in_progress,
        "due": _due(detail),
        "overdue": detail.is_overdue,
        "plan_cancelled": detail.plan_state is PlanState.CANCELLED,
        "alerts": detail.alerts,
        "book": _press(detail.create_booking, "book", "Create Booking"),
    }


def about(detail: SessionDetail) -> Reading:
    """Who the patient is and which plan the session belongs to; both lead to the patient."""
    patient = [
        ("Preferred name", detail.preferred_name or "none given"),
        ("Born", birth_text(detail.birth_date, today=local_day(detail.now, detail.zone))),
        ("Phone", detail.phone or "no phone"),
        ("E-mail", detail.email or "no e-mail"),
        ("Record number", detail.record_number or "no record number"),
    ]
    plan = [("Treatment", detail.plan_treatment), ("State", detail.plan_state.label)]
    return {
        "href": f"/patients/{detail.patient_id}",
        "patient": detail.patient_name,
        "patient_facts": tuple(patient),
        "alerts": ", ".join(detail.alerts) or "no alerts",
        "plan": detail.plan_goal or detail.plan_treatment,
        "plan_facts": (*plan, ("Session", f"{detail.position} of {detail.total}")),
    }


def items(detail: SessionDetail) -> tuple[Reading, ...]:
    """Each procedure with its price, booking, performance and note."""
    bookings = {booking.id: booking for booking in detail.bookings}
    return tuple(_item(item, bookings.get(item.booking_id or 0), detail) for item in detail.items)


def bookings(detail: SessionDetail) -> tuple[Reading, ...]:
    """Each booking with its steps and actions; the active ones first."""
    return tuple(_booking(booking) for booking in detail.bookings)


def billing(detail: SessionDetail) -> Reading | None:
    """Charges, payments and what is owed; None when money is out of sight."""
    money = detail.billing
    if money is None:
        return None
    owed = money.balance
    return {
        "status": _look(money.status),
        "charged": money.is_charged,
        "charges": tuple((line.description, money_text(line.amount)) for line in money.charges),
        "total": money_text(money.total),
        "deposit": money_text(money.deposit) if money.deposit.amount else "none asked for",
        "payments": tuple(_payment(payment, detail.zone) for payment in money.payments),
        "paid": money_text(money.paid),
        "balance_name": "Balance owed" if owed.amount >= 0 else "Paid too much",
        "balance": money_text(owed.model_copy(update={"amount": abs(owed.amount)})),
        "actions": tuple(
            _press(getattr(money, name), name, label) for name, label in MONEY_ACTIONS
        ),
    }


def history(detail: SessionDetail) -> tuple[Reading, ...]:
    """What happened, newest first."""
    return tuple(_entry(entry, detail.zone) for entry in detail.history)


def booking_when(booking: BookingView) -> str:
    """Such as "Thu 26 Nov 2026, 10:00–10:45 EST"."""
    day = day_text(local_day(booking.starts_at, booking.zone))
    return f"{day}, {_span(booking.starts_at, booking.ends_at, booking.zone)}"


def _neighbour(detail: SessionDetail, *, following: bool) -> tuple[str, str] | None:
    near = detail.following if following else detail.previous
    if near is None:
        return None
    return f"/sessions/{near.session_id}", f"{near.position} of {detail.total}"


def _scheduled_day(detail: SessionDetail) -> str:
    return day_text(local_day(detail.starts_at, detail.zone)) if detail.starts_at else ""


def _due(detail: SessionDetail) -> str:
    if detail.target_date is None:
        return ""
    return f"due {short_day(detail.target_date, today=local_day(detail.now, detail.zone))}"


def _item(item: ItemView, booking: BookingView | None, detail: SessionDetail) -> Reading:
    units = f"{item.units} × {money_text(item.unit_price)}"
    return {
        "id": item.id,
        "name": item.service_name,
        "kind": f"{item.category.label}, {item.minutes} min",
        "units": f"{item.units} unit" if item.units == 1 else f"{item.units} units",
        "each": units if item.units != 1 and item.unit_price else "",
        "price": money_text(item.price),
        "booking": _item_booking(booking),
        "performed": _performed(item, booking, detail.zone),
        "note": item.note,
        "written": _written(item, booking.zone if booking else detail.zone),
        "actions": _item_actions(item),
    }


def _item_actions(item: ItemView) -> tuple[Press, ...]:
    """Marking and un-marking share one place, so that it always holds what can be done next."""
    hidden = "unmark" if item.performed_at is None else "perform"
    names = {"document": "Edit note"} if item.documented_at is not None else {}
    return tuple(
        _press(getattr(item, name), name, names.get(name, label))
        for name, label in ITEM_ACTIONS
        if name != hidden
    )


def _item_booking(booking: BookingView | None) -> Reading | None:
    if booking is None:
        return None
    room = booking.room_name or "no room"
    return {
        "when": booking_when(booking),
        "where": f"{booking.provider_name}, {room}",
        "status": _look(booking.status),
    }


def _performed(item: ItemView, booking: BookingView | None, zone: str) -> str:
    if item.performed_at is None:
        return ""
    near = item.performed_zone or (booking.zone if booking else zone)
    place = f", {item.performed_location}, without a booking" if item.performed_location else ""
    by = f"{item.performed_by}, " if item.performed_by else ""
    return f"{by}{_moment(item.performed_at, near)}{place}"


def _written(item: ItemView, zone: str) -> str:
    if item.documented_at is None:
        return ""
    by = f"{item.documented_by}, " if item.documented_by else ""
    return f"{by}{_moment(item.documented_at, zone)}"


def _booking(booking: BookingView) -> Reading:
    is_active = booking.status in ACTIVE
    at = STEPS.index(booking.status) if is_active else -1
    following = next((FORWARD[step] for step in STEPS[at + 1 :] if is_active), "")
    return {
        "id": booking.id,
        "when": booking_when(booking),
        "status": _look(booking.status),
        "active": is_active,
        "provider": booking.provider_name,
        "room": booking.room_name or "no room",
        "location": booking.location_name,
        "services": ", ".join(booking.service_names) or "no items any more",
        "steps": tuple(step.label for step in STEPS) if is_active else (),
        "at": at,
        "next": following,
        "moving": _moving(booking),
        "ended": _ended(booking),
        "imported": booking.is_history,
        "actions": tuple(
            _press(getattr(booking, name), name, label) for name, label in BOOKING_ACTIONS
        ),
    }


def _moving(booking: BookingView) -> str:
    return (booking.moving_reason or "It no longer stands.") if booking.needs_moving else ""


def _ended(booking: BookingView) -> str:
    if booking.status is BookingStatus.CANCELLED:
        return f"Reason: {booking.cancel_reason or 'none given'}"
    return "The patient did not come." if booking.status is BookingStatus.NO_SHOW else ""


def _payment(payment: PaymentView, zone: str) -> tuple[str, str, str]:
    kind = "Refund" if payment.amount.amount < 0 else "Payment"
    by = f" by {payment.taken_by}" if payment.taken_by else ""
    name = f"{kind}, {payment.method.label.lower()}"
    return name, f"{_moment(payment.taken_at, zone)}{by}", money_text(payment.amount)


def _entry(entry: HistoryView, zone: str) -> Reading:
    return {
        "id": entry.id,
        "change": entry.change.label,
        "summary": entry.summary,
        "by": entry.by or "Regimen",
        "at": _moment(entry.at, zone),
        "undo": entry.can_undo,
    }


def _press(action: Action, name: str, label: str) -> Press:
    return name, label, action.refusal


def _look(status: Shown) -> tuple[str, str, str]:
    return (status.label, *LOOKS[status])


def _span(starts_at: datetime | None, ends_at: datetime | None, zone: str) -> str:
    if starts_at is None or ends_at is None:
        return ""
    return time_range(starts_at, ends_at, zone=zone, name_zone=True)


def _moment(instant: datetime, zone: str) -> str:
    local = instant.astimezone(ZoneInfo(zone))
    return f"{day_text(local.date())}, {local:%H:%M}"
