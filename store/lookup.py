"""Finds what a command is about, or says plainly that it is gone or has changed."""

from collections.abc import Sequence
from typing import TypeVar

from sqlmodel import SQLModel, col, select

from store.actions import BookingMoment
from store.errors import NotAllowed, NotFound, Stale
from store.history import last_entry, previous_status
from store.models import (
    Booking,
    HistoryEntry,
    Item,
    Location,
    Provider,
    Room,
    Service,
    TreatmentPlan,
    TreatmentSession,
)
from store.phrases import dated
from store.unit import Unit

LARGEST_ID = 2**63 - 1
Row = TypeVar("Row", bound=SQLModel)


def find(unit: Unit, model: type[Row], key: int, what: str) -> Row:
    """The row with that id; NotFound, "There is no such {what}.", without one."""
    row = unit.session.get(model, key) if 0 < key <= LARGEST_ID else None
    if row is None:
        raise NotFound(f"There is no such {what}, or it is gone.")
    return row


def find_booking(unit: Unit, booking_id: int, version: int | None = None) -> Booking:
    """The booking; Stale when it is not the ``version`` that the person saw."""
    booking = find(unit, Booking, booking_id, "booking")
    if version is not None and booking.version != version:
        raise Stale(f"{meanwhile(last_entry(unit, booking))} Look at the booking again.")
    return booking


def find_item(unit: Unit, item_id: int) -> Item:
    """The item."""
    return find(unit, Item, item_id, "item")


def find_session(unit: Unit, session_id: int) -> TreatmentSession:
    """The treatment session."""
    return find(unit, TreatmentSession, session_id, "session")


def find_plan(unit: Unit, plan_id: int) -> TreatmentPlan:
    """The treatment plan."""
    return find(unit, TreatmentPlan, plan_id, "treatment plan")


def items_in(unit: Unit, booking: Booking) -> Sequence[Item]:
    """The items that hang on an active booking, in their order."""
    query = select(Item).where(Item.booking_id == booking.id).order_by(col(Item.position))
    return unit.session.exec(query).all()


def items_of(unit: Unit, session_id: int) -> Sequence[Item]:
    """All items of a session, in their order."""
    query = select(Item).where(Item.session_id == session_id).order_by(col(Item.position))
    return unit.session.exec(query).all()


def moment_of(unit: Unit, booking: Booking) -> BookingMoment:
    """What decides about the actions on a booking."""
    return BookingMoment(
        status=booking.status,
        starts_at=booking.starts_at,
        has_performed=any(item.performed_at for item in items_in(unit, booking)),
        previous=previous_status(unit, booking),
    )


def service_of(unit: Unit, item: Item) -> Service:
    """What is done in the item."""
    return unit.session.get_one(Service, item.service_id)


def slot_text(unit: Unit, booking: Booking) -> str:
    """Where and when, such as "Thu 5 Mar 2026, 10:00 with Dr. Ines Lind in Room 1"."""
    zone = unit.session.get_one(Location, booking.location_id).zone
    provider = unit.session.get_one(Provider, booking.provider_id).name
    room = unit.session.get(Room, booking.room_id) if booking.room_id else None
    place = f" in {room.name}" if room else ""
    return f"{dated(booking.starts_at, zone)} with {provider}{place}"


def meanwhile(entry: HistoryEntry | None) -> str:
    """What somebody did in between, as the beginning of a refusal."""
    if entry is None:
        return "It was changed meanwhile."
    return f"{entry.by_name} changed it meanwhile: {entry.summary}"


def forbid(refusal: str, *, field: str | None = None) -> None:
    """Raises NotAllowed with the refusal, when there is one."""
    if refusal:
        raise NotAllowed(refusal, field=field)


def steps_of(unit: Unit, plan_id: int) -> list[TreatmentSession]:
    """The plan's sessions in their order."""
    query = select(TreatmentSession).where(TreatmentSession.plan_id == plan_id)
    order = (col(TreatmentSession.position), col(TreatmentSession.id))
    return list(unit.session.exec(query.order_by(*order)))
