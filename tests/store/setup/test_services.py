"""Services: what they are asked for, and that nobody overwrites anybody."""

import pytest

from store.clinic import Clinic
from store.errors import Invalid, NotFound, Stale
from store.views import Money
from store.words import Category
from tests.factories import MANAGER, add_booking, add_patient, add_plan, add_session
from tests.store import reading
from tests.store.setup import forms


def test_a_service_is_added_with_who_does_it_and_where(clinic: Clinic) -> None:
    told = clinic.add_service(forms.service(), by=MANAGER)
    service = clinic.set_up(by=MANAGER).services[-1]
    assert (told.message, service.id, service.name) == ("Added Scalp peel.", told.id, "Scalp peel")
    assert (service.category, service.minutes, service.buffer_minutes) == (Category.HAIR, 30, 5)
    assert (service.price, service.deposit) == (Money(amount=12_000), Money(amount=2_000))
    assert (service.provider_ids, service.room_ids) == (frozenset({1}), frozenset({1, 2}))
    assert (service.needs_room, service.disabled, service.version) == (True, False, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"minutes": 5},
        {"minutes": 720},
        {"buffer_minutes": 0},
        {"buffer_minutes": 240},
        {"price": 0, "deposit": 0},
        {"price": 10**9},
        {"deposit": 12_000},
        {"provider_ids": ()},
        {"room_ids": ()},
    ],
)
def test_what_can_just_be_is_taken(clinic: Clinic, change: dict[str, object]) -> None:
    clinic.add_service(forms.service(**change), by=MANAGER)
    assert len(clinic.set_up(by=MANAGER).services) == 3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "LASER PEEL"}, "name"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": -5}, "minutes"),
        ({"minutes": 31}, "minutes"),
        ({"minutes": 725}, "minutes"),
        ({"buffer_minutes": -1}, "buffer_minutes"),
        ({"buffer_minutes": 241}, "buffer_minutes"),
        ({"price": -1, "deposit": 0}, "price"),
        ({"price": 10**9 + 1}, "price"),
        ({"deposit": -1}, "deposit"),
        ({"deposit": 12_001}, "deposit"),
        ({"provider_ids": {1, 99}}, "provider_ids"),
        ({"room_ids": {2**70}}, "room_ids"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    clinic: Clinic, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.add_service(forms.service(**change), by=MANAGER)
    assert refused.value.field == field
    assert len(clinic.set_up(by=MANAGER).services) == 2


def test_several_come_all_or_none(clinic: Clinic) -> None:
    some = (forms.service(name="One"), forms.service(name="Two"))
    assert clinic.add_services(some, by=MANAGER) == (3, 4)
    with pytest.raises(Invalid, match="“Two” already"):
        clinic.add_services((forms.service(name="Three"), forms.service(name="two")), by=MANAGER)
    with pytest.raises(Invalid, match="“Four” already"):
        clinic.add_services((forms.service(name="Four"), forms.service(name="Four")), by=MANAGER)
    assert [s.name for s in clinic.set_up(by=MANAGER).services] == [
        "Laser Peel",
        "Lip Filler",
        "One",
        "Two",
    ]


def test_the_second_of_two_sees_what_the_first_wrote(clinic: Clinic) -> None:
    clinic.edit_service(1, forms.service(version=1), by=MANAGER)
    typed = forms.service(minutes=35, price=13_000, room_ids={1}, version=1)
    with pytest.raises(Stale) as refused:
        clinic.edit_service(1, typed, by=MANAGER)
    assert refused.value.message == (
        "Somebody changed this meanwhile. It now has: duration “30 minutes”, price “$120.00”,"
        " rooms “Room 1, Room 2”. Nothing was overwritten."
    )


def test_what_is_booked_keeps_its_length_and_its_price(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        step = add_session(session, add_plan(session, add_patient(session)))
        add_booking(session, step, item_ids=[1])
    before = reading.booking(clinic), reading.item(clinic), reading.step(clinic)
    form = forms.service(minutes=90, buffer_minutes=60, price=99_000, version=1)
    assert clinic.edit_service(1, form, by=MANAGER).displaced == ()
    assert (reading.booking(clinic), reading.item(clinic), reading.step(clinic)) == before


def test_a_service_that_is_not_there_is_not_edited(clinic: Clinic) -> None:
    with pytest.raises(NotFound, match="no such service"):
        clinic.edit_service(99, forms.service(), by=MANAGER)
