"""What a booking or a move would give, judged by the same rules before it is saved."""

from datetime import datetime

from sqlalchemy import Connection

from store.bookings.asked import Asked
from store.bookings.book import place_all
from store.bookings.refusing import ask, is_elsewhere, nearest
from store.choosing import judge
from store.errors import Refused
from store.rules import Stance
from store.spacing import is_too_close, spacing_note
from store.views import Actor, BookingRequest, Money, MoveRequest, Preview, Problem, Slot
from store.visits import Visit


def preview(
    connection: Connection, request: BookingRequest | MoveRequest, *, now: datetime, by: Actor
) -> Preview:
    """The end, price and spacing of a request and every rule it breaks; writes nothing.

    Spacing is told apart from the problems, since a tick overrides it. Raises NotFound.
    """
    stance = Stance.of(by, now, spacing_confirmed=True)
    asked = ask(connection, request, stance)
    visit = asked.situation.visit
    day = asked.situation.diary.day_of(asked.wish.starts_at)
    refusals, ends_at = _judged(asked)
    free = nearest(connection, asked) if any(map(is_elsewhere, refusals)) else ()
    return Preview(
        starts_at=asked.wish.starts_at,
        ends_at=ends_at,
        price=price_of(visit) if by.sight.money else None,
        spacing_note=spacing_note(visit, day),
        spacing_too_close=any(is_too_close(visit, each, day) for each in visit.neighbours),
        problems=tuple(_problem(refusal, free) for refusal in refusals),
    )


def price_of(visit: Visit) -> Money:
    """The sum of its items' prices."""
    currency = visit.items[0].currency if visit.items else "USD"
    return Money(amount=sum(item.price for item in visit.items), currency=currency)


def _judged(asked: Asked) -> tuple[tuple[Refused, ...], datetime]:
    if not asked.is_separate:
        return judge(asked.wish, asked.situation).problems, asked.wish.ends_at
    try:
        placed = place_all(asked)
    except Refused as refusal:
        return (refusal,), asked.wish.ends_at
    return (), placed[-1].place.ends_at


def _problem(refusal: Refused, free: tuple[Slot, ...]) -> Problem:
    return Problem(
        field=refusal.field or "",
        message=refusal.message,
        alternatives=free if is_elsewhere(refusal) else (),
    )
