"""Turns the demo's drafts into rows, derived columns included."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any

from store.demo.catalogue import OFFER_BY_NAME, OFFERS
from store.demo.drafts import Plan, Step, Task, Visit
from store.search import normalise, sort_key
from store.status import (
    BookingFact,
    Derived,
    ItemFact,
    MoneyFact,
    SessionFacts,
    derive,
)
from store.words import Category, Scope, SessionStatus

SERVICE_IDS = {offer.name: number for number, offer in enumerate(OFFERS, 1)}
CURRENCY = "USD"
_DERIVED = tuple(field.name for field in fields(Derived) if field.name != "parts")


def plan_row(plan: Plan) -> dict[str, Any]:
    """A course; one that is a single visit has no spacing."""
    spacing = plan.course.spacing if plan.total > 1 else (None, None, None)
    return {
        "id": plan.id,
        "patient_id": plan.person.id,
        "goal": plan.course.goal,
        "treatment": plan.course.treatment,
        "total": plan.total,
        "spacing_min": spacing[0],
        "spacing_ideal": spacing[1],
        "spacing_max": spacing[2],
        "payment_option": plan.option,
        "deposit": plan.deposit,
        "currency": CURRENCY,
        "state": plan.state,
        "starts_on": plan.starts_on,
        "version": 1,
    }


def derived(step: Step, now: datetime, zones: dict[int, str]) -> Derived:
    """What the rules make of a session."""
    return derive(facts_of(step, zones), now)


def facts_of(step: Step, zones: dict[int, str]) -> SessionFacts:
    """What the rules go by."""
    received = sum(receipt.amount for receipt in step.receipts if receipt.amount > 0)
    refunded = -sum(receipt.amount for receipt in step.receipts if receipt.amount < 0)
    charged = step.price if step.invoiced_at else None
    return SessionFacts(
        items=[_item_fact(task) for task in step.tasks],
        bookings=[_booking_fact(visit) for visit in step.visits],
        money=MoneyFact(step.deposit, charged, received, refunded),
        plan_state=step.plan.state,
        target_date=step.target,
        zones=zones,
    )


def scopes(found: Derived, now: datetime, today: date) -> frozenset[Scope]:
    """The scopes that list a session."""
    within = {Scope.ALL}
    if found.to_book:
        within.add(Scope.TO_BOOK)
    if any(part.first_day <= today <= part.last_day for part in found.parts):
        within.add(Scope.TODAY)
    if found.ends_at is not None:
        within.add(Scope.UPCOMING if found.ends_at > now else Scope.PAST)
    is_over = found.ends_at is not None and found.ends_at <= now
    if found.close_from and (is_over or found.status is SessionStatus.COMPLETED):
        within.add(Scope.TO_CLOSE)
    return frozenset(within)


def session_row(step: Step, found: Derived, providers: dict[int, str]) -> dict[str, Any]:
    """A session with its derived columns."""
    plan = step.plan
    row = {
        "id": step.id,
        "plan_id": plan.id,
        "patient_id": plan.person.id,
        "position": step.position,
        "treatment": plan.course.treatment,
        "category": category_of(step),
        "target_date": step.target,
        "deposit": step.deposit,
        "version": 1,
        "patient_key": sort_key(plan.person.given, plan.person.family),
        "provider_key": normalise(providers.get(found.provider_id or 0, "")),
    }
    row.update((name, getattr(found, name)) for name in _DERIVED)
    return row


def category_of(step: Step) -> Category:
    """What a session counts as: the category of the course's main service."""
    return OFFER_BY_NAME[step.plan.course.focus[0]].category


def booking_row(visit: Visit, step: Step) -> dict[str, Any]:
    """A visit, as a booking of its session's patient."""
    return {
        "id": visit.id,
        "session_id": step.id,
        "patient_id": step.plan.person.id,
        "location_id": visit.site_id,
        "provider_id": visit.provider_id,
        "room_id": visit.room_id,
        "starts_at": visit.starts_at,
        "ends_at": visit.ends_at,
        "blocked_until": visit.blocked_until,
        "status": visit.status,
        "is_history": False,
        "in_passing": False,
        "needs_moving": bool(visit.moving_reason),
        "moving_reason": visit.moving_reason,
        "cancel_reason": visit.cancel_reason,
        "version": 1,
    }


def item_row(task: Task, position: int, step: Step, providers: dict[int, str]) -> dict[str, Any]:
    """A task, as an item of its session."""
    return {
        "id": task.id,
        "session_id": step.id,
        "service_id": SERVICE_IDS[task.offer.name],
        "position": position,
        "units": task.units,
        "unit_price": 100 * task.offer.price,
        "currency": CURRENCY,
        "booking_id": task.visit.id if task.visit else None,
        "performed_at": task.performed_at,
        "performed_until": task.performed_until,
        "performed_by_id": task.performed_by,
        "performed_location_id": task.walk_in_site,
        "note": task.note,
        "documented_at": task.documented_at,
        "documented_by": providers[task.performed_by or 0] if task.documented_at else "",
    }


def money_rows(step: Step, names: Sequence[str]) -> Iterable[tuple[str, dict[str, Any]]]:
    """Invoice, charges and payments of a session, each with the name of its table."""
    if step.invoiced_at:
        invoice = {"id": step.id, "session_id": step.id, "issued_at": step.invoiced_at}
        yield "invoice", {**invoice, "currency": CURRENCY}
        for task in step.tasks:
            charge = {"invoice_id": step.id, "item_id": task.id, "description": task.offer.name}
            yield "charge", {**charge, "amount": task.price}
    for receipt in step.receipts:
        payment = {"session_id": step.id, "amount": receipt.amount, "currency": CURRENCY}
        by = {"taken_at": receipt.taken_at, "taken_by": names[step.id % len(names)]}
        yield "payment", {**payment, "method": receipt.method, **by}


def _item_fact(task: Task) -> ItemFact:
    return ItemFact(
        task.id,
        task.price,
        task.visit.id if task.visit else None,
        task.performed_at,
        task.performed_until,
        task.performed_by,
        task.walk_in_site,
        task.documented_at is not None,
    )


def _booking_fact(visit: Visit) -> BookingFact:
    return BookingFact(
        visit.id,
        visit.status,
        visit.starts_at,
        visit.ends_at,
        visit.site_id,
        visit.provider_id,
        visit.room_id,
        bool(visit.moving_reason),
    )
