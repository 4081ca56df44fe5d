"""A refusal leaves with what is free instead, looked up after the write lock is let go."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection

from store.alternatives import alternatives, search_near
from store.bookings.asked import Asked, asked_to_book, asked_to_move
from store.database import Database
from store.errors import NotQualified, OutsideHours, Refused, RoomUnsuitable, SlotTaken
from store.rules import Stance
from store.views import BookingRequest, MoveRequest, Slot

ELSEWHERE = (SlotTaken, OutsideHours, NotQualified, RoomUnsuitable)
"""What another time, provider or room can help against."""


@contextmanager
def with_alternatives(
    database: Database, request: BookingRequest | MoveRequest, stance: Stance
) -> Iterator[None]:
    """Let a refusal pass on with the nearest free slots beside it."""
    try:
        yield
    except ELSEWHERE as refusal:
        with database.read() as connection:
            asked = ask(connection, request, stance)
            refusal.alternatives = nearest(connection, asked)
        raise


def ask(connection: Connection, request: BookingRequest | MoveRequest, stance: Stance) -> Asked:
    """What either request asks for."""
    if isinstance(request, MoveRequest):
        return asked_to_move(connection, request, stance)
    return asked_to_book(connection, request, stance)


def nearest(connection: Connection, asked: Asked) -> tuple[Slot, ...]:
    """The free slots nearest to what was asked, best first."""
    situation = asked.situation
    search = search_near(
        situation.visit, situation.resources, asked.wish, moving=situation.booking_id
    )
    return alternatives(connection, asked.wish, search, now=situation.stance.now)


def is_elsewhere(refusal: Refused) -> bool:
    """Whether another time, provider or room can help."""
    return isinstance(refusal, ELSEWHERE)
