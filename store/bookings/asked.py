"""From a request to what it asks for, and all that this is judged by."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from sqlalchemy import Connection, select

from store.choosing import Wish
from store.diary import LONGEST, Around, Taken, load_diary
from store.errors import NotFound
from store.resources import Resources, load_resources
from store.rules import Situation, Stance
from store.slots import on_grid_length, room_choices
from store.standing import Place
from store.tables import BOOKING
from store.views import BookingRequest, MoveRequest, RoomChoice
from store.visits import GRID, Visit, load_visit
from store.zones import local_day


@dataclass(frozen=True, slots=True)
class Asked:
    """A wish with its situation; for separate bookings the wish of all of them together."""

    wish: Wish
    situation: Situation
    is_separate: bool = False


def asked_to_book(connection: Connection, request: BookingRequest, stance: Stance) -> Asked:
    """What a booking request asks for; raises NotFound, and NotBookable for a foreign item."""
    visit = load_visit(connection, request.session_id).only(request.item_ids)
    resources = load_resources(connection, request.location_id, visit.service_ids)
    is_separate = request.separate and len(visit.items) > 1
    ends_at = request.starts_at + visit.length
    if request.ends_at is not None and not is_separate:
        ends_at = request.ends_at
    wish = Wish(request.provider, request.room, request.starts_at, ends_at)
    parts = separate_visits(visit) if is_separate else (visit,)
    return Asked(wish, _situation(connection, parts, resources, wish, stance), is_separate)


def asked_to_move(connection: Connection, request: MoveRequest, stance: Stance) -> Asked:
    """What a move asks for, what it leaves out taken from the booking; raises NotFound.

    A booking that was shortened may stay as short.
    """
    row = connection.execute(select(BOOKING).where(BOOKING.c.id == request.booking_id)).mappings()
    booking = row.first()
    if booking is None:
        raise NotFound("There is no such booking.")
    visit = load_visit(connection, booking["session_id"])
    visit = visit.only(item.id for item in visit.items if item.booking_id == request.booking_id)
    location_id = request.location_id or booking["location_id"]
    resources = load_resources(connection, location_id, visit.service_ids)
    length = on_grid_length(booking["ends_at"] - booking["starts_at"])
    ends_at = request.ends_at or request.starts_at + length
    stays: RoomChoice = (
        "any" if location_id != booking["location_id"] else booking["room_id"] or "none"
    )
    room = stays if request.room is None else request.room
    wish = Wish(request.provider or booking["provider_id"], room, request.starts_at, ends_at)
    is_as_short = stance.allow_short or ends_at - request.starts_at >= length
    granted = replace(stance, allow_short=is_as_short)
    return Asked(wish, _situation(connection, (visit,), resources, wish, granted, booking["id"]))


def separate_visits(visit: Visit) -> tuple[Visit, ...]:
    """One visit an item, in their order."""
    return tuple(visit.only((item.id,)) for item in visit.items)


def separate_wishes(wish: Wish, visit: Visit, previous: Place | None) -> tuple[Wish, ...]:
    """When a separate booking may begin: at the end of the one before, or after its clean-up."""
    if previous is None:
        begins = [wish.starts_at]
    else:
        seconds = int(previous.blocked_until.timestamp()) % (GRID * 60)
        waits = timedelta(seconds=(GRID * 60 - seconds) % (GRID * 60))
        begins = sorted({previous.ends_at, previous.blocked_until + waits})
    return tuple(replace(wish, starts_at=b, ends_at=b + visit.length) for b in begins)


def taken_by(place: Place, patient_id: int) -> Taken:
    """How a place shows in the diary."""
    return Taken(
        None,
        patient_id,
        place.provider_id,
        place.room_id,
        place.starts_at,
        place.ends_at,
        place.blocked_until,
    )


def _situation(
    connection: Connection,
    parts: Iterable[Visit],
    resources: Resources,
    wish: Wish,
    stance: Stance,
    booking_id: int | None = None,
) -> Situation:
    visits = tuple(parts)
    whole = replace(visits[0], items=tuple(item for visit in visits for item in visit.items))
    providers: set[int] = {wish.provider} if isinstance(wish.provider, int) else set()
    rooms: set[int | None] = {wish.room} if isinstance(wish.room, int) else set()
    for visit in visits:
        if wish.provider == "any":
            providers.update(resources.qualified_for(visit.service_ids))
        if wish.room == "any":
            rooms.update(room_choices(visit, resources, "any"))
    around = Around(
        whole.patient_id, sorted(providers), sorted(r for r in rooms if r is not None), booking_id
    )
    last = min(max(wish.ends_at, wish.starts_at), wish.starts_at + LONGEST)
    last += LONGEST if len(visits) > 1 else whole.buffer
    days = local_day(wish.starts_at, resources.zone), local_day(last, resources.zone)
    diary = load_diary(connection, (resources.location.id, resources.zone), days, around)
    return Situation(whole, resources, diary, stance, booking_id)
