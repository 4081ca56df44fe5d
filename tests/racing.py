"""A clinic in which many want the same place at once, and what each of them asks for."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlmodel import Session

from store.clinic import Clinic
from store.models import Provider, ProviderHours, Room, ServiceProvider, ServiceRoom
from store.views import BookingRequest
from tests.factories import add_all, add_patient, add_plan, add_session, furnished

TEN = datetime(2026, 3, 5, 15, 0, tzinfo=UTC)
"""Ten in the morning of a Thursday."""
Values = dict[str, Any]


PLACES = 12
"""Providers and rooms; whatever many want, this many could have if nothing but it held them."""


def same_provider(number: int) -> Values:
    return {"provider": 1, "room": _turn(number)}


def same_room(number: int) -> Values:
    return {"provider": _turn(number), "room": 1}


def same_patient(number: int) -> Values:
    """Meant for sessions of one patient."""
    return {"provider": _turn(number), "room": _turn(number)}


def overlapping(values: Callable[[int], Values]) -> Callable[[int], Values]:
    """The same at six times, each half an hour long and five minutes after the other."""

    def spread(number: int) -> Values:
        return {**values(number), "starts_at": TEN + timedelta(minutes=5 * (number % 6))}

    spread.__name__ = f"{values.__name__}_overlapping"
    return spread


def crowded(folder: Path, clients: int) -> Clinic:
    """Twelve providers and rooms, and session ``n + 1`` with one item for each client ``n``."""
    clinic = furnished(folder)
    with clinic.database.write() as session:
        for key in range(3, PLACES + 1):
            add_all(session, *_resources(key))
        add_waiting(session, clients)
    return clinic


def add_waiting(session: Session, count: int, *, patient_id: int | None = None) -> list[int]:
    """So many sessions that wait to be booked, of one patient or each of another; their ids.

    Each has one item, of the same id as long as nothing else adds items.
    """
    patients = iter(lambda: patient_id or add_patient(session, "Patient"), None)
    return [add_session(session, add_plan(session, one)) for one in islice(patients, count)]


def request(number: int, **values: Any) -> BookingRequest:
    """What client ``number`` asks for: its own session's item on Thursday at ten."""
    session_id = values.pop("session_id", number + 1)
    asked: Mapping[str, Any] = {
        "key": f"client-{number:04}",
        "session_id": session_id,
        "item_ids": (session_id,),
        "location_id": 1,
        "starts_at": TEN,
        **values,
    }
    return BookingRequest.model_validate(asked)


def _turn(number: int) -> int:
    return number % PLACES + 1


def _resources(key: int) -> Iterator[Any]:
    yield Provider(id=key, name=f"Provider {key}")
    yield Room(id=key, location_id=1, name=f"Room {key}")
    yield ServiceProvider(service_id=1, provider_id=key)
    yield ServiceRoom(service_id=1, room_id=key)
    for day in range(5):
        yield ProviderHours(provider_id=key, location_id=1, weekday=day, starts=540, ends=1020)
