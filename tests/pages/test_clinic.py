"""The clinic's screens as a simulated user meets them: rights, news, what the browser tells."""

from pathlib import Path
from typing import TypeVar

import pytest
from nicegui.element import Element
from nicegui.testing import User

from components.buttons import Button
from components.record_list import RecordList
from components.step_list import StepList
from components.tick_groups import TickGroups
from components.week_hours import HoursEditor
from pages.patients import ADD, BRING_IN, none_yet
from pages.setup.greeting import WHO
from store.errors import Invalid
from store.rights import READ_ONLY
from store.views import RoomForm, Sight
from store.words import Role
from tests.factories import FRONT_DESK, MANAGER, PROVIDER, furnished, make_clinic
from tests.pages.entering import served
from tests.pages.waiting import until

Kind = TypeVar("Kind", bound=Element)


def one(user: User, kind: type[Kind]) -> Kind:
    (element,) = user.find(kind).elements
    return element


def names(user: User) -> list[str]:
    return [row[1] for row in one(user, RecordList).props["rows"]]


async def test_an_open_list_follows_what_is_set_up(user: User, tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    served(user, clinic)
    await user.open("/clinic/rooms")
    before = names(user)
    clinic.add_room(RoomForm(name="Attic", location_id=1), by=MANAGER)
    await until(lambda: sorted(names(user)) == sorted([*before, "Attic"]))


async def test_what_the_browser_tells_of_hours_is_kept_only_when_it_can_be(
    user: User, tmp_path: Path
) -> None:
    clinic = furnished(tmp_path)
    served(user, clinic, by=MANAGER)
    await user.open("/clinic/locations/new")
    hours = one(user, HoursEditor)
    for told in ([[7, 0, 60]], [[0, -1, 60]], [[0, 0, 1441]], [["0", 0, 60]], [[0, 60]], 5, None):
        with pytest.raises((TypeError, ValueError)):
            hours.read(told)
    hours.show(((1, 600, None),))
    with pytest.raises(Invalid, match="Tuesday: type when it begins and when it ends"):
        hours.intervals()
    hours.show(((1, 600, 600),))
    with pytest.raises(Invalid, match="Tuesday: 10:00 is not before 10:00"):
        hours.intervals()


async def test_only_what_is_offered_can_be_ticked(user: User, tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    served(user, clinic, by=MANAGER)
    await user.open("/clinic/rooms/1")
    assert one(user, TickGroups).read([1, 2, 99, 1]) == {1, 2}


async def test_a_forged_press_changes_nothing(user: User, tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    served(user, clinic)
    await user.open("/clinic/rooms/1")
    before = clinic.set_up(by=MANAGER)
    user.find(kind=Button, content="Disable").trigger("press")
    await user.should_see("Only a manager may do this")
    assert clinic.set_up(by=MANAGER) == before


async def test_the_first_run_begins_at_the_first_step_not_done(user: User, tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    served(user, clinic, by=MANAGER)
    await user.open("/welcome")
    await user.should_see("Your clinic is set up")
    assert len(one(user, StepList).default_slot.children) == 5


async def test_an_empty_clinic_is_greeted_and_asks_nothing_else(user: User, tmp_path: Path) -> None:
    served(user, make_clinic(tmp_path), by=MANAGER)
    await user.open("/sessions")
    await user.should_see("Set up your clinic")
    await user.should_not_see(kind=RecordList)


async def test_who_may_not_set_up_an_empty_clinic_reads_who_can(user: User, tmp_path: Path) -> None:
    served(user, make_clinic(tmp_path))
    await user.open("/welcome")
    await user.should_see(WHO)
    await user.should_not_see("Set up your clinic")


def test_nobody_is_offered_patients_that_they_may_not_add_or_bring_in() -> None:
    reader = FRONT_DESK.model_copy(update={"roles": frozenset({Role.READ_ONLY})})
    assert none_yet(MANAGER) == ("No patients yet", BRING_IN)
    assert none_yet(FRONT_DESK) == ("No patients yet", ADD)
    assert none_yet(reader) == ("No patients yet", READ_ONLY)
    own = PROVIDER.model_copy(update={"sight": Sight(own_provider_id=1)})
    assert none_yet(own) == ("No patients to show", f"{ADD} You see only patients whom you treat.")
