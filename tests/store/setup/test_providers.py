"""Providers: what they are asked for, and that nobody overwrites anybody."""

import pytest

from store.clinic import Clinic
from store.errors import Invalid, NotFound, Stale
from store.words import Role
from tests.factories import MANAGER, add_booking, add_patient, add_plan, add_session
from tests.store import reading
from tests.store.setup import forms
from tests.store.setup.forms import FIVE, NINE, ONE, there


def test_a_provider_is_added_with_hours_and_services(clinic: Clinic) -> None:
    hours = there(1, (0, NINE, ONE), (0, ONE, FIVE))
    told = clinic.add_provider(forms.provider(hours=hours), by=MANAGER)
    ada = clinic.set_up(by=MANAGER).providers[0]
    assert (told.message, ada.id, ada.name) == ("Added Ada Brandt.", told.id, "Ada Brandt")
    assert (ada.hours, ada.service_ids, ada.version) == (hours, frozenset({1}), 1)
    assert (ada.disabled, ada.exceptions, ada.time_off) == (False, (), ())
    services = {each.id: each for each in clinic.set_up(by=MANAGER).services}
    assert services[1].provider_ids == {1, 2, told.id}


def test_a_provider_can_be_worked_as_under_the_name_they_have(clinic: Clinic) -> None:
    key = clinic.add_provider(forms.provider(), by=MANAGER).id
    clinic.edit_provider(key, forms.provider(name="Ada Lund"), by=MANAGER)
    member = max(clinic.staff(MANAGER).staff, key=lambda one: one.id)
    assert (member.name, member.roles, member.provider_id) == (
        "Ada Lund",
        frozenset({Role.PROVIDER}),
        key,
    )


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"name": ""}, "name", "A name is missing."),
        ({"name": "dr. ines lind"}, "name", "There is a provider “Dr. Ines Lind” already."),
        ({"service_ids": {99}}, "service_ids", "There is no such service"),
        ({"hours": there(99, (0, NINE, FIVE))}, "hours", "There is no such location"),
        ({"hours": there(1, (0, NINE, NINE))}, "hours", "ends before it starts"),
        ({"hours": there(1, (0, NINE, ONE), (0, ONE - 5, FIVE))}, "hours", "overlap"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    clinic: Clinic, change: dict[str, object], field: str, said: str
) -> None:
    with pytest.raises(Invalid, match=said) as refused:
        clinic.add_provider(forms.provider(**change), by=MANAGER)
    assert refused.value.field == field
    assert len(clinic.set_up(by=MANAGER).providers) == 2


@pytest.mark.parametrize(
    ("starts", "is_refused"), [(ONE - 60, False), (ONE - 65, True), (NINE, True)]
)
def test_nobody_works_at_two_locations_at_once(
    clinic: Clinic, starts: int, is_refused: bool
) -> None:
    """Noon in Chicago is one in New York."""
    uptown = clinic.add_location(forms.location(), by=MANAGER).id
    hours = there(1, (0, NINE, ONE)) + there(uptown, (0, starts, FIVE))
    if is_refused:
        with pytest.raises(Invalid, match="at two locations") as refused:
            clinic.add_provider(forms.provider(hours=hours), by=MANAGER)
        assert refused.value.field == "hours"
    else:
        clinic.add_provider(forms.provider(hours=hours), by=MANAGER)


def test_a_name_is_free_again_when_whoever_had_it_left(clinic: Clinic) -> None:
    clinic.disable_provider(1, by=MANAGER)
    clinic.add_provider(forms.provider(name="Dr. Ines Lind"), by=MANAGER)
    assert [each.name for each in clinic.set_up(by=MANAGER).providers] == [
        "Dr. Ines Lind",
        "Noor Haddad",
        "Dr. Ines Lind",
    ]


def test_the_second_of_two_sees_what_the_first_wrote(clinic: Clinic) -> None:
    clinic.edit_provider(1, forms.provider(version=1), by=MANAGER)
    typed = forms.provider(hours=(), service_ids=(), version=1)
    with pytest.raises(Stale) as refused:
        clinic.edit_provider(1, typed, by=MANAGER)
    assert refused.value.message == (
        "Somebody changed this meanwhile. It now has: services “Laser Peel”,"
        " hours “Harbour Mon 09:00–17:00”. Nothing was overwritten."
    )


def test_a_new_name_shows_in_every_list(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        step = add_session(session, add_plan(session, add_patient(session)))
        add_booking(session, step, item_ids=[1])
    clinic.edit_provider(1, forms.provider(name="Dr. Ines Zorn"), by=MANAGER)
    assert reading.step(clinic).provider_key == "dr. ines zorn"
    assert reading.differences(clinic) == []


def test_a_provider_who_is_not_there_is_not_edited(clinic: Clinic) -> None:
    with pytest.raises(NotFound, match="no such provider"):
        clinic.edit_provider(99, forms.provider(), by=MANAGER)
