"""Locations: what they are asked for, and that nobody overwrites anybody."""

import pytest

from store.clinic import Clinic
from store.errors import Invalid, NotFound, Stale
from store.views import WeekInterval
from tests.factories import MANAGER, add_booking, add_patient, add_plan, add_session
from tests.store.setup import forms
from tests.store.setup.forms import FIVE, NINE, ONE, week


def test_a_location_is_added_with_its_hours(clinic: Clinic) -> None:
    hours = week((0, NINE, ONE), (0, ONE, FIVE), (6, 0, 1440))
    told = clinic.add_location(forms.location(hours=hours), by=MANAGER)
    assert told.message == "Added Uptown."
    harbour, uptown = clinic.set_up(by=MANAGER).locations
    assert (harbour.id, harbour.name) == (1, "Harbour")
    assert (uptown.id, uptown.version, uptown.zone) == (told.id, 1, "America/Chicago")
    assert (uptown.hours, uptown.disabled, uptown.exceptions) == (hours, False, ())


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"name": ""}, "name", "A name is missing."),
        ({"name": " \t "}, "name", "A name is missing."),
        ({"name": "hARBOUR"}, "name", "There is a location “Harbour” already."),
        ({"zone": ""}, "zone", "A time zone is missing."),
        ({"zone": "Mars/Base"}, "zone", "“Mars/Base” is not a known time zone."),
        ({"zone": "../../etc/passwd"}, "zone", "is not a known time zone."),
        ({"hours": week((0, NINE, NINE))}, "hours", "Mon 09:00–09:00 ends before it starts."),
        ({"hours": week((0, FIVE, NINE))}, "hours", "Mon 17:00–09:00 ends before it starts."),
        (
            {"hours": week((2, NINE, ONE), (2, ONE - 1, FIVE))},
            "hours",
            "Wed 09:00–13:00 and 12:59–17:00 overlap.",
        ),
        ({"hours": week(*((0, n * 10, n * 10 + 5) for n in range(9)))}, "hours", "At most 8"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    clinic: Clinic, change: dict[str, object], field: str, said: str
) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.add_location(forms.location(**change), by=MANAGER)
    assert refused.value.field == field
    assert said in refused.value.message
    assert len(clinic.set_up(by=MANAGER).locations) == 1


@pytest.mark.parametrize(
    "hours",
    [
        week((2, NINE, ONE), (2, ONE, FIVE)),
        week(*((0, n * 10, n * 10 + 5) for n in range(8))),
        week((6, 0, 1440)),
        (),
    ],
    ids=["one after the other", "eight a day", "a whole day", "none"],
)
def test_hours_that_can_just_be_are_kept(clinic: Clinic, hours: tuple[WeekInterval, ...]) -> None:
    clinic.add_location(forms.location(name="Quay", hours=hours), by=MANAGER)
    (quay,) = (each for each in clinic.set_up(by=MANAGER).locations if each.name == "Quay")
    assert quay.hours == hours


def test_an_edit_replaces_name_and_hours(clinic: Clinic) -> None:
    form = forms.location(name="Quay", zone="America/Denver", version=1)
    assert clinic.edit_location(1, form, by=MANAGER).message == "Saved Quay."
    (quay,) = clinic.set_up(by=MANAGER).locations
    assert (quay.name, quay.zone, quay.version) == ("Quay", "America/Denver", 2)
    assert quay.hours == week((0, NINE, FIVE))


def test_the_second_of_two_sees_what_the_first_wrote(clinic: Clinic) -> None:
    clinic.edit_location(1, forms.location(name="Quay", version=1), by=MANAGER)
    typed = forms.location(name="Pier", hours=(), version=1)
    with pytest.raises(Stale) as refused:
        clinic.edit_location(1, typed, by=MANAGER)
    assert refused.value.message == (
        "Somebody changed this meanwhile. It now has: name “Quay”, hours “Mon 09:00–17:00”."
        " Nothing was overwritten."
    )
    assert clinic.set_up(by=MANAGER).locations[0].name == "Quay"


def test_the_zone_stays_once_something_was_booked(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        step = add_session(session, add_plan(session, add_patient(session)))
        add_booking(session, step, item_ids=[1])
    with pytest.raises(Invalid, match="its zone stays") as refused:
        clinic.edit_location(1, forms.location(version=1), by=MANAGER)
    assert refused.value.field == "zone"
    clinic.edit_location(1, forms.location(zone="America/New_York", version=1), by=MANAGER)


@pytest.mark.parametrize("key", [0, -1, 99, 2**63, 2**80])
def test_a_location_that_is_not_there_is_not_edited(clinic: Clinic, key: int) -> None:
    with pytest.raises(NotFound, match="no such location"):
        clinic.edit_location(key, forms.location(), by=MANAGER)
