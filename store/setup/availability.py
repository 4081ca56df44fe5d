"""What is no longer offered, and offered again: disabled rather than deleted, since old sessions
still show its name.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from store.displacement import settled
from store.errors import NotAllowed
from store.lookup import find
from store.models import Location, Provider, Room, Service
from store.setup.providers import check_provider_name
from store.tables import BOOKING
from store.unit import Unit
from store.views import SetUpOutcome


@dataclass(frozen=True, slots=True)
class Offered:
    """A kind of record: what is said of one, and the column by which bookings hang on it, if any."""

    model: type[Location | Room | Provider | Service]
    gone: str
    back: str
    hung_on: ColumnElement[Any] | None = None


LOCATIONS = Offered(Location, "is no longer booked", "is booked again", BOOKING.c.location_id)
ROOMS = Offered(Room, "is no longer used", "is used again", BOOKING.c.room_id)
PROVIDERS = Offered(
    Provider, "no longer works here", "works here again", hung_on=BOOKING.c.provider_id
)
SERVICES = Offered(Service, "is no longer offered", "is offered again")
"""Planned no longer; what is planned is still done, so no booking depends on it."""


def disable(unit: Unit, kind: Offered, key: int) -> SetUpOutcome:
    """Offer it no longer; bookings ahead that no longer stand need moving. NotAllowed when it is so."""
    return _turned(unit, kind, key, disabled=True)


def enable(unit: Unit, kind: Offered, key: int) -> SetUpOutcome:
    """Offer it again; bookings that stand again lose their mark. NotAllowed when it is so.

    Raises Invalid, field name, when somebody else goes by the provider's name now.
    """
    return _turned(unit, kind, key, disabled=False)


def _turned(unit: Unit, kind: Offered, key: int, *, disabled: bool) -> SetUpOutcome:
    row = find(unit, kind.model, key, kind.model.__name__.lower())
    if row.disabled is disabled:
        state = "disabled already" if disabled else "not disabled"
        raise NotAllowed(f"{row.name} is {state}.")
    row.disabled = disabled
    if isinstance(row, Provider) and not disabled:
        check_provider_name(unit, row.name, key)
    said = f"{row.name} {kind.gone if disabled else kind.back}."
    was = {"disabled": not disabled}
    unit.tell(kind.model.__name__.lower(), key, said, before=was, after={"disabled": disabled})
    if kind.hung_on is None:
        return SetUpOutcome(id=key, message=said)
    return settled(unit, key, said, kind.hung_on == key)
