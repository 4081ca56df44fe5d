"""Marks items performed: by whom, where, and from when to when."""

from datetime import timedelta

from sqlmodel import select

from store import rights
from store.errors import Invalid, NotAllowed, NotQualified
from store.lookup import find, service_of
from store.models import Booking, Item, Location, Provider, ServiceProvider
from store.unit import Unit


def mark_performed(
    unit: Unit, item: Item, performer_id: int, *, location_id: int | None = None
) -> None:
    """Mark it performed now, for as long as its service lasts.

    ``location_id`` is where a walk-in took place; None for an item in a booking, which has a place.
    Raises NotQualified when that provider may not do the service.
    """
    service = service_of(unit, item)
    if not unit.session.get(ServiceProvider, (service.id, performer_id)):
        name = unit.session.get_one(Provider, performer_id).name
        raise NotQualified(f"{name} may not do {service.name}.", field="provider")
    item.performed_at = unit.now
    item.performed_until = unit.now + timedelta(minutes=service.minutes)
    item.performed_by_id = performer_id
    item.performed_location_id = location_id


def performer_in(unit: Unit, booking: Booking, provider_id: int | None = None) -> int:
    """Who performs in a booking: the one named, else the provider who marks, else the booking's."""
    return _own(unit, provider_id) or booking.provider_id


def performer_of_walk_in(unit: Unit, provider_id: int | None) -> int:
    """Who performs without a booking. Raises Invalid, field provider, when nobody is named."""
    performer_id = _own(unit, provider_id)
    if performer_id is None:
        raise Invalid("Say who performed it.", field="provider")
    return performer_id


def place_of_walk_in(unit: Unit, location_id: int | None) -> int:
    """Where it took place: the one named, else the only one. Raises Invalid, field location."""
    if location_id is not None:
        location = find(unit, Location, location_id, "location")
        if location.disabled:
            raise Invalid(f"{location.name} is no longer used.", field="location")
        return location_id
    open_ones = unit.session.exec(select(Location.id).where(Location.disabled == False)).all()  # noqa: E712
    if len(open_ones) != 1 or open_ones[0] is None:
        raise Invalid("Say where it was performed.", field="location")
    return open_ones[0]


def unmark(item: Item) -> None:
    """Take the mark back; the note stays as a draft, no longer a documentation."""
    item.performed_at = item.performed_until = None
    item.performed_by_id = item.performed_location_id = None
    item.documented_at, item.documented_by = None, ""


def _own(unit: Unit, provider_id: int | None) -> int | None:
    if alone := rights.beyond(unit.by, "perform"):
        own = unit.by.provider_id
        if own is None or provider_id not in (None, own):
            raise NotAllowed(alone, field="provider")
        provider_id = own
    if provider_id is None:
        return None
    provider = find(unit, Provider, provider_id, "provider")
    if provider.disabled:
        raise Invalid(f"{provider.name} no longer works here.", field="provider")
    return provider_id
