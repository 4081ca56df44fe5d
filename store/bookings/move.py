"""Move a booking to another time, provider or room; resizing is moving its end."""

from store.actions import booking_actions
from store.bookings.asked import Asked, asked_to_move
from store.bookings.place import place_words, snapshot, write_booking
from store.choosing import choose
from store.lookup import find_booking, forbid, moment_of
from store.models import Booking
from store.rules import Stance
from store.standing import Place
from store.unit import Unit
from store.views import MoveRequest, Outcome
from store.words import BookingStatus, Change
from store.zones import local_day


def move(unit: Unit, request: MoveRequest) -> Outcome:
    """Move in the unit's transaction.

    Raises Stale when somebody changed the booking, NotAllowed when its step forbids it, Refused by
    any rule broken. Whoever is Checked In and moved to another day is Confirmed again.
    """
    booking = find_booking(unit, request.booking_id, request.version)
    forbid(booking_actions(moment_of(unit, booking), unit.now).reschedule)
    stance = Stance.of(unit.by, unit.now, spacing_confirmed=request.spacing_confirmed)
    asked = asked_to_move(unit.session.connection(), request, stance)
    place = choose(asked.wish, asked.situation)
    visit, resources = asked.situation.visit, asked.situation.resources
    item_ids = [item.id for item in visit.items]
    before = snapshot(booking, item_ids)
    _put(booking, place, asked)
    write_booking(unit.session, booking)
    where = place_words(place, resources)
    change_id = unit.record(
        Change.MOVED,
        visit.session_id,
        f"Moved to {where}.",
        booking_id=booking.id,
        before=before,
        after=snapshot(booking, item_ids),
    )
    return Outcome(
        session_id=visit.session_id,
        message=f"Moved {visit.patient_name} to {where}.",
        change_id=change_id,
        booking_ids=(request.booking_id,),
    )


def _put(booking: Booking, place: Place, asked: Asked) -> None:
    zone = asked.situation.resources.zone
    another_day = local_day(booking.starts_at, zone) != local_day(place.starts_at, zone)
    if booking.status is BookingStatus.CHECKED_IN and another_day:
        booking.status = BookingStatus.CONFIRMED
    booking.location_id = asked.situation.resources.location.id
    booking.provider_id = place.provider_id
    booking.room_id = place.room_id
    booking.starts_at = place.starts_at
    booking.ends_at = place.ends_at
    booking.blocked_until = place.blocked_until
    booking.needs_moving = False
    booking.moving_reason = ""
    booking.is_history = False
    booking.version += 1
