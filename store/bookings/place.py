"""Whether a booking can stand where it is to stand, judged inside the transaction that writes."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from store import rules
from store.diary import Around, load_diary
from store.errors import SlotTaken
from store.models import Booking
from store.phrases import moment
from store.resources import Resources, load_resources
from store.rules import Situation, Stance
from store.standing import Place
from store.visits import load_visit
from store.zones import local_day


def check_place(
    session: Session, booking: Booking, item_ids: Iterable[int], stance: Stance
) -> None:
    """Hold a booking of these items against every rule; history is exempt. Raises Refused.

    Where and when is read from ``booking``, which need not be written yet and is not in its own
    way; everything else as it is in the database.
    """
    if booking.is_history:
        return
    rules.check(place_of(booking), _situation(session, booking, item_ids, stance))


def check_clashes(session: Session, booking: Booking) -> None:
    """Hold a booking against what takes its provider, room and patient then; raises SlotTaken.

    Confirming, checking in and later steps ask for no more than this.
    """
    if booking.is_history:
        return
    stance = Stance(now=booking.starts_at)  # a clash does not depend on it
    situation = _situation(session, booking, (), stance)
    for problem in rules.clashes(place_of(booking), situation):
        raise problem


def place_of(booking: Booking) -> Place:
    """What the booking takes."""
    return Place(
        booking.provider_id,
        booking.room_id,
        booking.starts_at,
        booking.ends_at,
        booking.blocked_until,
    )


def write_booking(session: Session, booking: Booking) -> None:
    """Write a checked booking; raises SlotTaken when the database itself refuses it."""
    session.add(booking)
    try:
        session.flush()
    except IntegrityError as problem:
        if "_once" not in str(problem.orig):
            raise
        said = "Somebody else has taken that place just now."
        raise SlotTaken(said, field="start_time") from problem


def place_words(place: Place, resources: Resources) -> str:
    """Where and when in words, such as "Wed 2 Dec 10:00 with Dr. Lind, Room 2"."""
    room = resources.rooms[place.room_id].name if place.room_id is not None else ""
    with_whom = ", ".join(filter(None, (resources.providers[place.provider_id].name, room)))
    return f"{moment(place.starts_at, resources.zone)} with {with_whom}"


def snapshot(booking: Booking, item_ids: Iterable[int]) -> dict[str, Any]:
    """A booking as plain values for the history: its own columns, and its items."""
    values = booking.model_dump(mode="json", exclude={"version", "in_passing"})
    return {**values, "item_ids": sorted(item_ids)}


def _situation(
    session: Session, booking: Booking, item_ids: Iterable[int], stance: Stance
) -> Situation:
    connection = session.connection()
    visit = load_visit(connection, booking.session_id).only(item_ids)
    resources = load_resources(connection, booking.location_id, visit.service_ids)
    zone = resources.zone
    rooms = () if booking.room_id is None else (booking.room_id,)
    around = Around(visit.patient_id, (booking.provider_id,), rooms, booking.id)
    days = local_day(booking.starts_at, zone), local_day(booking.blocked_until, zone)
    diary = load_diary(connection, (booking.location_id, zone), days, around)
    return Situation(visit, resources, diary, stance, booking_id=booking.id)
