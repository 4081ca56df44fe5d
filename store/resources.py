"""Who may do some services at a location, and which of its rooms suit."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import CompoundSelect, Connection, select, union

from store.errors import NotFound
from store.tables import (
    LOCATION,
    PROVIDER,
    PROVIDER_EXCEPTION,
    PROVIDER_HOURS,
    ROOM,
    SERVICE_PROVIDER,
    SERVICE_ROOM,
)
from store.visits import Wanted


@dataclass(frozen=True, slots=True)
class Named:
    """A provider, room or location by name."""

    id: int
    name: str
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Resources:
    """A location, its rooms and all providers, with what they can be used for."""

    location: Named
    zone: str
    providers: Mapping[int, Named]
    rooms: Mapping[int, Named]
    """Those of the location."""
    qualified: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """By service: who may do it."""
    suitable: Mapping[int, frozenset[int]] = field(default_factory=dict)
    """By service: rooms of any location."""
    present: frozenset[int] = frozenset()
    """Providers with any hours at the location."""

    def qualified_for(self, service_ids: Iterable[int]) -> tuple[int, ...]:
        """Providers on offer who work at the location and may do every one of the services."""
        able = [self.qualified.get(service, frozenset()) for service in service_ids]
        return tuple(
            key
            for key, provider in self.providers.items()
            if key in self.present and not provider.disabled and all(key in those for those in able)
        )

    def rooms_for(self, items: Iterable[Wanted]) -> tuple[int, ...]:
        """Rooms on offer at the location that suit every one of the items."""
        wanted = tuple(items)
        return tuple(
            key
            for key, room in self.rooms.items()
            if not room.disabled and all(self.suits(key, item) for item in wanted)
        )

    def suits(self, room_id: int, item: Wanted) -> bool:
        """Whether the room suits; any does for a service that needs none and names none."""
        if item.needs_room or self.names_rooms(item):
            return room_id in self.suitable.get(item.service_id, frozenset())
        return True

    def names_rooms(self, item: Wanted) -> bool:
        """Whether the item's service says which rooms suit it."""
        return item.service_id in self.suitable


def load_resources(
    connection: Connection, location_id: int, service_ids: Iterable[int]
) -> Resources:
    """The location with everybody and its rooms, in six queries; NotFound without the location."""
    place = connection.execute(select(LOCATION).where(LOCATION.c.id == location_id)).first()
    if place is None:
        raise NotFound("There is no such location.", field="location")
    services = sorted(set(service_ids))
    people = select(PROVIDER.c.id, PROVIDER.c.name, PROVIDER.c.disabled).order_by(PROVIDER.c.id)
    rooms = select(ROOM.c.id, ROOM.c.name, ROOM.c.disabled).where(ROOM.c.location_id == location_id)
    able = select(SERVICE_PROVIDER.c.service_id, SERVICE_PROVIDER.c.provider_id)
    suits = select(SERVICE_ROOM.c.service_id, SERVICE_ROOM.c.room_id)
    return Resources(
        location=Named(place.id, place.name, place.disabled),
        zone=place.zone,
        providers={row.id: Named(*row) for row in connection.execute(people)},
        rooms={row.id: Named(*row) for row in connection.execute(rooms.order_by(ROOM.c.id))},
        qualified=_sets(
            connection.execute(able.where(SERVICE_PROVIDER.c.service_id.in_(services)))
        ),
        suitable=_sets(connection.execute(suits.where(SERVICE_ROOM.c.service_id.in_(services)))),
        present=frozenset(connection.execute(_present(location_id)).scalars()),
    )


def _present(location_id: int) -> CompoundSelect[Any]:
    hours, exceptions = PROVIDER_HOURS.c, PROVIDER_EXCEPTION.c
    return union(
        select(hours.provider_id).where(hours.location_id == location_id),
        select(exceptions.provider_id).where(
            exceptions.location_id == location_id, exceptions.starts.is_not(None)
        ),
    )


def _sets(pairs: Iterable[tuple[int, int]]) -> dict[int, frozenset[int]]:
    grouped: dict[int, set[int]] = {}
    for key, value in pairs:
        grouped.setdefault(key, set()).add(value)
    return {key: frozenset(values) for key, values in grouped.items()}
