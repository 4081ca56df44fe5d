"""Time off, and providers and rooms that are no longer there: which bookings no longer stand.

None is cancelled for it. Those that no longer stand are told before saving, and marked "needs
moving" until somebody moves them.
"""

from datetime import datetime

from sqlmodel import col, select

from store.errors import Invalid, NotAllowed
from store.lookup import find, slot_text
from store.models import Booking, Patient, Provider, Room, TimeOff
from store.text import clean
from store.unit import Unit
from store.views import Displacement
from store.words import MOVABLE, Change, Role


def take_time_off(
    unit: Unit, provider_id: int, *, starts_at: datetime, ends_at: datetime, reason: str = ""
) -> Displacement:
    """Let a provider be off, everywhere, from one aware instant to another."""
    reason = clean(reason, "The reason", field="reason")
    provider = find(unit, Provider, provider_id, "provider")
    if unit.by.role is Role.PROVIDER and unit.by.provider_id != provider_id:
        raise NotAllowed("Providers take time off for themselves alone.", field="provider")
    if starts_at >= ends_at:
        raise Invalid("Time off ends after it starts.", field="ends_at")
    unit.session.add(
        TimeOff(provider_id=provider_id, starts_at=starts_at, ends_at=ends_at, reason=reason)
    )
    displaced = displaced_by_time_off(unit, provider_id, starts_at, ends_at)
    return _mark(unit, displaced, f"{provider.name} is off then.")


def disable_provider(unit: Unit, provider_id: int) -> Displacement:
    """Offer the provider no longer; old sessions still show the name."""
    provider = find(unit, Provider, provider_id, "provider")
    if provider.disabled:
        raise NotAllowed(f"{provider.name} is disabled already.")
    provider.disabled = True
    displaced = displaced_by_provider(unit, provider_id)
    return _mark(unit, displaced, f"{provider.name} no longer works here.")


def disable_room(unit: Unit, room_id: int) -> Displacement:
    """Offer the room no longer; old sessions still show its name."""
    room = find(unit, Room, room_id, "room")
    if room.disabled:
        raise NotAllowed(f"{room.name} is disabled already.")
    room.disabled = True
    return _mark(unit, displaced_by_room(unit, room_id), f"{room.name} is no longer used.")


def displaced_by_time_off(
    unit: Unit, provider_id: int, starts_at: datetime, ends_at: datetime
) -> list[Booking]:
    """The bookings that would no longer stand, soonest first."""
    return _standing(
        unit,
        Booking.provider_id == provider_id,
        Booking.starts_at < ends_at,
        Booking.ends_at > starts_at,
    )


def displaced_by_provider(unit: Unit, provider_id: int) -> list[Booking]:
    """The bookings that would no longer stand, soonest first."""
    return _standing(unit, Booking.provider_id == provider_id)


def displaced_by_room(unit: Unit, room_id: int) -> list[Booking]:
    """The bookings that would no longer stand, soonest first."""
    return _standing(unit, Booking.room_id == room_id)


def in_lines(unit: Unit, bookings: list[Booking]) -> tuple[str, ...]:
    """The bookings for people: patient, time, provider and room, a line each."""
    return tuple(f"{_patient(unit, booking)}: {slot_text(unit, booking)}" for booking in bookings)


def _standing(unit: Unit, *conditions: object) -> list[Booking]:
    query = select(Booking).where(
        *conditions,  # type: ignore[arg-type]  # comparisons of columns
        Booking.ends_at > unit.now,
        col(Booking.status).in_(MOVABLE),
        col(Booking.is_history).is_(False),
    )
    return list(unit.session.exec(query.order_by(col(Booking.starts_at), col(Booking.id))))


def _mark(unit: Unit, bookings: list[Booking], why: str) -> Displacement:
    lines = in_lines(unit, bookings)
    for booking, line in zip(bookings, lines, strict=True):
        booking.needs_moving, booking.moving_reason = True, why
        booking.version += 1
        summary = f"Needs moving, {line}: {why}"
        unit.record(Change.NEEDS_MOVING, booking.session_id, summary, booking_id=booking.id)
    count = "1 booking needs" if len(bookings) == 1 else f"{len(bookings) or 'No'} bookings need"
    ids = tuple(booking.id for booking in bookings if booking.id)
    return Displacement(message=f"{why} {count} moving.", displaced=lines, booking_ids=ids)


def _patient(unit: Unit, booking: Booking) -> str:
    patient = unit.session.get_one(Patient, booking.patient_id)
    return f"{patient.given_name} {patient.family_name}".strip()
