"""What is no longer offered, and offered again: disabled rather than deleted, since old sessions
still show its name.
"""

from typing import TypeVar

from store.displacement import settled
from store.errors import NotAllowed
from store.lookup import find
from store.models import Location, Provider, Room, Service
from store.setup.providers import check_provider_name
from store.tables import BOOKING
from store.unit import Unit
from store.views import SetUpOutcome

Offered = TypeVar("Offered", Location, Room, Provider, Service)


def disable_location(unit: Unit, location_id: int) -> SetUpOutcome:
    """Take no bookings there any more."""
    location = _turned(unit, Location, location_id, disabled=True)
    which = BOOKING.c.location_id == location_id
    return settled(unit, location_id, f"{location.name} is no longer booked.", which)


def enable_location(unit: Unit, location_id: int) -> SetUpOutcome:
    """Take bookings there again."""
    location = _turned(unit, Location, location_id, disabled=False)
    which = BOOKING.c.location_id == location_id
    return settled(unit, location_id, f"{location.name} is booked again.", which)


def disable_room(unit: Unit, room_id: int) -> SetUpOutcome:
    """Offer the room no longer."""
    room = _turned(unit, Room, room_id, disabled=True)
    which = BOOKING.c.room_id == room_id
    return settled(unit, room_id, f"{room.name} is no longer used.", which)


def enable_room(unit: Unit, room_id: int) -> SetUpOutcome:
    """Offer the room again."""
    room = _turned(unit, Room, room_id, disabled=False)
    which = BOOKING.c.room_id == room_id
    return settled(unit, room_id, f"{room.name} is used again.", which)


def disable_provider(unit: Unit, provider_id: int) -> SetUpOutcome:
    """Offer the provider no longer."""
    provider = _turned(unit, Provider, provider_id, disabled=True)
    which = BOOKING.c.provider_id == provider_id
    return settled(unit, provider_id, f"{provider.name} no longer works here.", which)


def enable_provider(unit: Unit, provider_id: int) -> SetUpOutcome:
    """Offer the provider again, unless somebody else goes by that name now: Invalid, field name."""
    provider = _turned(unit, Provider, provider_id, disabled=False)
    check_provider_name(unit, provider.name, provider_id)
    which = BOOKING.c.provider_id == provider_id
    return settled(unit, provider_id, f"{provider.name} works here again.", which)


def disable_service(unit: Unit, service_id: int) -> SetUpOutcome:
    """Plan the service no longer; what is planned is still done."""
    service = _turned(unit, Service, service_id, disabled=True)
    return SetUpOutcome(id=service_id, message=f"{service.name} is no longer offered.")


def enable_service(unit: Unit, service_id: int) -> SetUpOutcome:
    """Offer the service again."""
    service = _turned(unit, Service, service_id, disabled=False)
    return SetUpOutcome(id=service_id, message=f"{service.name} is offered again.")


def _turned(unit: Unit, model: type[Offered], key: int, *, disabled: bool) -> Offered:
    """The row as it is now; NotAllowed when it was so before."""
    row = find(unit, model, key, model.__name__.lower())
    if row.disabled is disabled:
        state = "disabled already" if disabled else "not disabled"
        raise NotAllowed(f"{row.name} is {state}.")
    row.disabled = disabled
    said = f"{row.name} was {'disabled' if disabled else 'enabled'}."
    was = {"disabled": not disabled}
    unit.tell(model.__name__.lower(), key, said, before=was, after={"disabled": disabled})
    return row
