"""Rooms: what they are asked for, and that nobody overwrites anybody."""

import pytest

from store.clinic import Clinic
from store.errors import Invalid, NotFound, Stale
from tests.factories import MANAGER, add_booking, add_patient, add_plan, add_session
from tests.store.setup import forms


def test_a_room_is_added_with_the_services_it_suits(clinic: Clinic) -> None:
    told = clinic.add_room(forms.room(service_ids={2}), by=MANAGER)
    room = clinic.set_up(by=MANAGER).rooms[-1]
    assert (told.message, room.id, room.name) == ("Added Room 3.", told.id, "Room 3")
    assert (room.location_id, room.service_ids, room.version) == (1, frozenset({2}), 1)
    services = {each.id: each for each in clinic.set_up(by=MANAGER).services}
    assert services[2].room_ids == {1, 2, 3}
    assert (services[1].version, services[2].version) == (1, 2)


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"name": ""}, "name", "A name is missing."),
        ({"name": "room 1"}, "name", "There is a room “Room 1” already."),
        ({"location_id": 99}, "location_id", "There is no such location"),
        ({"location_id": 2**70}, "location_id", "There is no such location"),
        ({"service_ids": {1, 99}}, "service_ids", "There is no such service"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    clinic: Clinic, change: dict[str, object], field: str, said: str
) -> None:
    with pytest.raises(Invalid, match=said) as refused:
        clinic.add_room(forms.room(**change), by=MANAGER)
    assert refused.value.field == field
    assert len(clinic.set_up(by=MANAGER).rooms) == 2


def test_two_locations_may_each_have_a_room_1(clinic: Clinic) -> None:
    uptown = clinic.add_location(forms.location(), by=MANAGER).id
    told = clinic.add_room(forms.room(name="Room 1", location_id=uptown), by=MANAGER)
    with pytest.raises(Invalid, match="already"):
        clinic.edit_room(told.id, forms.room(name="Room 1", location_id=1), by=MANAGER)


def test_the_second_of_two_sees_what_the_first_wrote(clinic: Clinic) -> None:
    clinic.edit_room(1, forms.room(name="Suite", service_ids={2}, version=1), by=MANAGER)
    with pytest.raises(Stale) as refused:
        clinic.edit_room(1, forms.room(name="Suite", service_ids={1}, version=1), by=MANAGER)
    assert refused.value.message == (
        "Somebody changed this meanwhile. It now has: services “Lip Filler”."
        " Nothing was overwritten."
    )


def test_a_service_written_meanwhile_counts_as_a_change_of_its_rooms(clinic: Clinic) -> None:
    clinic.edit_service(1, forms.service(room_ids={2}, version=1), by=MANAGER)
    with pytest.raises(Stale, match="Lip Filler"):
        clinic.edit_room(1, forms.room(service_ids={1, 2}, version=1), by=MANAGER)
    clinic.edit_room(2, forms.room(service_ids={1, 2}, version=1), by=MANAGER)


def test_a_room_that_was_booked_stays_at_its_location(clinic: Clinic) -> None:
    uptown = clinic.add_location(forms.location(), by=MANAGER).id
    with clinic.database.write() as session:
        step = add_session(session, add_plan(session, add_patient(session)))
        add_booking(session, step, item_ids=[1])
    with pytest.raises(Invalid, match="has been booked where it is") as refused:
        clinic.edit_room(1, forms.room(location_id=uptown), by=MANAGER)
    assert refused.value.field == "location_id"
    clinic.edit_room(2, forms.room(location_id=uptown), by=MANAGER)
    assert {r.id: r.location_id for r in clinic.set_up(by=MANAGER).rooms} == {1: 1, 2: uptown}


def test_a_room_that_is_not_there_is_not_edited(clinic: Clinic) -> None:
    with pytest.raises(NotFound, match="no such room"):
        clinic.edit_room(99, forms.room(), by=MANAGER)
