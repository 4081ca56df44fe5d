"""Rooms: their names, and the services they suit."""

from sqlalchemy import exists, select

from store.displacement import settled, with_services
from store.errors import Invalid
from store.lookup import find
from store.models import Room
from store.setup.links import check_known, links, names, write_links
from store.setup.naming import check_name
from store.tables import BOOKING, LOCATION, ROOM, SERVICE, SERVICE_ROOM
from store.unit import Unit
from store.versions import check_version
from store.views import RoomForm, SetUpOutcome


def add_room(unit: Unit, form: RoomForm) -> SetUpOutcome:
    """Add a room; naming it for a service that suited any room leaves that one no other.

    Raises Invalid, field name, location_id or service_ids.
    """
    _check(unit, form, None)
    room = Room(name=form.name, location_id=form.location_id)
    unit.session.add(room)
    unit.session.flush()
    assert room.id is not None
    changed = write_links(unit, SERVICE_ROOM, "room_id", room.id, form.service_ids)
    unit.tell("room", room.id, f"Added {room.name}.", after=_words(unit, form))
    return settled(unit, room.id, f"Added {room.name}.", with_services(changed))


def edit_room(unit: Unit, room_id: int, form: RoomForm) -> SetUpOutcome:
    """Write what was typed; Stale when somebody else wrote meanwhile.

    A room that was ever booked stays at its location.
    """
    room = find(unit, Room, room_id, "room")
    suited = links(unit, SERVICE_ROOM, "room_id", room_id)
    kept = _words(unit, RoomForm(name=room.name, location_id=room.location_id, service_ids=suited))
    typed = _words(unit, form)
    check_version(form.version, room.version, kept=kept, typed=typed)
    _check(unit, form, room)
    room.name, room.location_id = form.name, form.location_id
    room.version += 1
    unit.session.flush()
    unit.tell("room", room_id, f"Saved {room.name}.", before=kept, after=typed)
    changed = write_links(unit, SERVICE_ROOM, "room_id", room_id, form.service_ids)
    return settled(unit, room_id, f"Saved {room.name}.", with_services(changed))


def _check(unit: Unit, form: RoomForm, room: Room | None) -> None:
    check_known(unit, LOCATION, [form.location_id], field="location_id")
    moves = room is not None and room.location_id != form.location_id
    if room is None or moves or form.name != room.name:
        others = ROOM.c.id != (room.id if room else 0)
        check_name(unit, ROOM, form.name, ROOM.c.location_id == form.location_id, others)
    if room is not None and moves and _was_booked(unit, room):
        said = f"{room.name} has been booked where it is: add another room instead."
        raise Invalid(said, field="location_id")
    check_known(unit, SERVICE, form.service_ids, field="service_ids")


def _was_booked(unit: Unit, room: Room) -> bool:
    used = select(exists().where(BOOKING.c.room_id == room.id))
    return bool(unit.session.connection().execute(used).scalar())


def _words(unit: Unit, form: RoomForm) -> dict[str, str]:
    return {
        "name": form.name,
        "location": names(unit, LOCATION, [form.location_id]),
        "services": names(unit, SERVICE, form.service_ids),
    }
