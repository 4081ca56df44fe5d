"""What the booking dialog opens with, so that Save alone books it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from store.errors import NotFound
from store.preview import price_of
from store.queries.sight import sees_location
from store.resources import Named, Resources, load_resources
from store.rules import item_refusal
from store.slots import Search, booked_length, open_diaries
from store.spacing import earliest_by_spacing, spacing_text
from store.tables import BOOKING, ITEM, LOCATION, ROOM, SERVICE_ROOM, SESSION
from store.views import (
    EVERYTHING,
    BookableItem,
    BookingProposal,
    Choice,
    DialogChoices,
    Money,
    Sight,
    Slot,
)
from store.visits import Visit, Wanted, load_visit
from store.words import ACTIVE
from store.zones import day_start, local_day

SOON = 14
"""Days within which the provider the patient had last must have something free."""
WINDOWS = (3, SOON, 60, 365)
"""Days looked at, further and further until something is free."""


class Had(NamedTuple):
    """Where and with whom the patient was or is booked last."""

    location_id: int
    provider_id: int | None


@dataclass(frozen=True, slots=True)
class Opening:
    """What the search for a first slot starts from."""

    visit: Visit
    had: Had | None
    length: timedelta
    now: datetime
    moving: int | None


def booking_proposal(
    connection: Connection,
    session_id: int,
    now: datetime,
    *,
    moving: int | None = None,
    sight: Sight = EVERYTHING,
) -> BookingProposal:
    """The unbooked items, or those of the booking that is moved, with the first free slot.

    Raises NotFound for an unknown session or a booking of another one.
    """
    whole = load_visit(connection, session_id)
    visit = whole.only(item.id for item in whole.items if _is_ticked(item, moving))
    length, version, had = visit.length, 0, None
    if moving is not None:
        length, version, had = _moved(connection, session_id, moving)
    had = had or _had_last(connection, whole.patient_id)
    locations = _locations(connection, sight)
    opening = Opening(visit, had, length, now, moving)
    search, slot = _first_free(connection, opening, locations)
    if slot is None and moving is None:
        search, slot = _with_fewer(connection, opening, locations, otherwise=search)
        visit = search.visit
    return BookingProposal(
        session_id=session_id,
        title=f"{whole.patient_name}, {whole.treatment}, {whole.position} of {whole.total}",
        items=tuple(_bookable(item, moving, visit.items, sight) for item in whole.items),
        locations=tuple(Choice(id=each.id, name=each.name) for each in locations),
        choices=_choices(visit, search.resources, sight),
        location_id=search.resources.location.id,
        zone=search.resources.zone,
        provider=search.provider,
        room=search.room,
        slot=slot,
        target_date=whole.target_date,
        spacing_text=spacing_text(whole.spacing),
        moving_booking_id=moving,
        moving_version=version,
    )


def dialog_choices(
    connection: Connection,
    item_ids: Iterable[int],
    location_id: int,
    sight: Sight = EVERYTHING,
) -> DialogChoices:
    """Who can do these items of one session at a location, where, and what they add up to.

    Raises NotFound for an unknown item or location.
    """
    wanted = tuple(item_ids)
    if wanted:
        home = select(ITEM.c.session_id).where(ITEM.c.id == wanted[0])
        session_id = connection.execute(home).scalar()
        if session_id is None:
            raise NotFound("There is no such item.", field="items")
        visit = load_visit(connection, session_id).only(wanted)
        resources = load_resources(connection, location_id, visit.service_ids)
        return _choices(visit, resources, sight)
    resources = load_resources(connection, location_id, ())
    return DialogChoices(
        providers=_named(resources.qualified_for(()), resources.providers),
        rooms=_named(resources.rooms_for(()), resources.rooms),
        room_needed=False,
        minutes=0,
        buffer_minutes=0,
        price=Money(amount=0) if sight.money else None,
        zone=resources.zone,
    )


def _choices(visit: Visit, resources: Resources, sight: Sight) -> DialogChoices:
    return DialogChoices(
        providers=_named(resources.qualified_for(visit.service_ids), resources.providers),
        rooms=_named(resources.rooms_for(visit.items), resources.rooms),
        room_needed=visit.needs_room,
        minutes=visit.minutes,
        buffer_minutes=visit.buffer // timedelta(minutes=1),
        price=price_of(visit) if sight.money else None,
        zone=resources.zone,
    )


def _named(ids: Iterable[int], named: Mapping[int, Named]) -> tuple[Choice, ...]:
    return tuple(Choice(id=key, name=named[key].name) for key in ids)


def _is_ticked(item: Wanted, moving: int | None) -> bool:
    return item.booking_id == moving and not item.is_performed


def _bookable(
    item: Wanted, moving: int | None, ticked: Sequence[Wanted], sight: Sight
) -> BookableItem:
    price = Money(amount=item.price, currency=item.currency)
    return BookableItem(
        id=item.id,
        service_name=item.service_name,
        minutes=item.minutes,
        price=price if sight.money else None,
        is_ticked=any(item.id == one.id for one in ticked),
        refusal=item_refusal(item, booking_id=moving),
    )


def _first_free(
    connection: Connection, opening: Opening, locations: Sequence[Named]
) -> tuple[Search, Slot | None]:
    """The first slot with the provider had last, else with anybody, there, else elsewhere."""
    if not locations:
        raise NotFound("The clinic has no location yet.", field="location")
    had = opening.had
    first: Search | None = None
    roomy = _with_rooms(connection, opening.visit, locations)
    for place in sorted(locations, key=lambda each: had is None or each.id != had.location_id):
        if first and place.id not in roomy:
            continue
        resources = load_resources(connection, place.id, opening.visit.service_ids)
        anybody = Search(opening.visit, resources, opening.length, without_booking=opening.moving)
        first = first or anybody
        if had and had.location_id == place.id and had.provider_id in anybody.provider_ids:
            theirs = replace(anybody, provider=had.provider_id)
            if slot := _first_slot(connection, theirs, opening, within=SOON):
                return theirs, slot
        if slot := _first_slot(connection, anybody, opening, within=WINDOWS[-1]):
            return anybody, slot
    assert first is not None
    return first, None


def _with_fewer(
    connection: Connection,
    opening: Opening,
    locations: Sequence[Named],
    *,
    otherwise: Search,
) -> tuple[Search, Slot | None]:
    """As many of the items as can be done in one visit, when not all of them can."""
    items = opening.visit.items
    for count in range(len(items) - 1, 0, -1):
        visit = opening.visit.only(item.id for item in items[:count])
        some = replace(opening, visit=visit, length=visit.length)
        search, slot = _first_free(connection, some, locations)
        if slot is not None:
            return search, slot
    return otherwise, None


def _with_rooms(connection: Connection, visit: Visit, locations: Iterable[Named]) -> frozenset[int]:
    """Locations with one room on offer that suits everything in the visit that needs a room."""
    needing = {item.service_id for item in visit.items if item.needs_room}
    if not needing:
        return frozenset(each.id for each in locations)
    suits = (
        select(ROOM.c.location_id)
        .join(SERVICE_ROOM, SERVICE_ROOM.c.room_id == ROOM.c.id)
        .where(SERVICE_ROOM.c.service_id.in_(sorted(needing)), ~ROOM.c.disabled)
        .group_by(ROOM.c.id, ROOM.c.location_id)
        .having(func.count() == len(needing))
    )
    return frozenset(connection.execute(suits).scalars())


def _first_slot(
    connection: Connection, search: Search, opening: Opening, *, within: int
) -> Slot | None:
    visit, zone = search.visit, search.resources.zone
    if not (visit.items and search.provider_ids and search.room_ids):
        return None
    earliest = opening.now
    for day in (visit.target_date, earliest_by_spacing(visit)):
        if day is not None:
            earliest = max(earliest, day_start(zone, day))
    begins = local_day(earliest, zone)
    since = 0
    for window in (each for each in WINDOWS if each <= within):
        days = begins + timedelta(days=since), begins + timedelta(days=window - 1)
        free = open_diaries(connection, search, days, earliest=earliest)
        if slot := next(free.slots(), None):
            return slot
        since = window
    return None


def _moved(connection: Connection, session_id: int, booking_id: int) -> tuple[timedelta, int, Had]:
    booking = BOOKING.c
    query = select(booking.version, booking.location_id, booking.provider_id).where(
        booking.id == booking_id, booking.session_id == session_id
    )
    found = connection.execute(query).first()
    if found is None:
        raise NotFound("There is no such booking in this session.")
    had = Had(found.location_id, found.provider_id)
    return booked_length(connection, booking_id), found.version, had


def _had_last(connection: Connection, patient_id: int) -> Had | None:
    booking = BOOKING.c
    booked = select(booking.location_id, booking.provider_id, booking.starts_at).where(
        booking.patient_id == patient_id, booking.status.in_(sorted(ACTIVE))
    )
    walked = (
        select(ITEM.c.performed_location_id, ITEM.c.performed_by_id, ITEM.c.performed_at)
        .join(SESSION, SESSION.c.id == ITEM.c.session_id)
        .where(SESSION.c.patient_id == patient_id, ITEM.c.performed_location_id.is_not(None))
    )
    latest = [
        connection.execute(query.order_by(query.selected_columns[2].desc()).limit(1)).first()
        for query in (booked, walked)
    ]
    found = max((row for row in latest if row), key=lambda row: row[2], default=None)
    return Had(found[0], found[1]) if found else None


def _locations(connection: Connection, sight: Sight) -> list[Named]:
    query = select(LOCATION.c.id, LOCATION.c.name).where(~LOCATION.c.disabled, sees_location(sight))
    return [Named(*row) for row in connection.execute(query.order_by(LOCATION.c.id))]
