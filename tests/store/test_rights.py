"""Roles: the whole table of commands is checked, and asked before anything else."""

import inspect
from pathlib import Path

import pytest

from store.commands import Commands
from store.errors import NotAllowed
from store.models import Staff
from store.rights import RIGHTS, check
from store.views import Actor
from store.words import Role
from tests.factories import FRONT_DESK, MANAGER, PROVIDER, furnished, make_clinic

ACTORS = {actor.role: actor for actor in (FRONT_DESK, MANAGER, PROVIDER)}
CLINICAL = {Role.PROVIDER, Role.MANAGER}
SETTING_UP = (
    "name_clinic",
    "add_location",
    "edit_location",
    "disable_location",
    "enable_location",
    "set_location_day",
    "clear_location_day",
    "take_record_back",
    "add_room",
    "edit_room",
    "disable_room",
    "enable_room",
    "add_provider",
    "edit_provider",
    "disable_provider",
    "enable_provider",
    "set_provider_day",
    "clear_provider_day",
    "add_service",
    "add_services",
    "edit_service",
    "disable_service",
    "enable_service",
    "add_template",
    "edit_template",
    "disable_template",
    "enable_template",
    "add_staff",
    "edit_staff",
    "disable_staff",
    "enable_staff",
    "make_link",
    "make_link_for",
    "end_sign_ins",
)
NARROWER = {
    "perform": CLINICAL,
    "unmark": CLINICAL,
    "document": CLINICAL,
    "take_time_off": CLINICAL,
    "back_up": {Role.MANAGER},
    "read_record": {Role.MANAGER},
    "who_saw": {Role.MANAGER},
    "export_record": {Role.MANAGER},
    "import": {Role.MANAGER},
    "end_time_off": CLINICAL,
    **{command: {Role.MANAGER} for command in SETTING_UP},
}


def commands() -> set[str]:
    """The methods that are given by somebody."""
    methods = inspect.getmembers(Commands, inspect.isfunction)
    return {
        name
        for name, method in methods
        if not name.startswith("_")
        and name not in ("command", "on_record")
        and "by" in inspect.signature(method).parameters
    }


def test_every_command_is_in_the_table() -> None:
    assert commands() | {"book", "move", "import"} == set(RIGHTS)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("command", sorted(RIGHTS))
def test_each_role_may_give_its_commands_alone(command: str, role: Role) -> None:
    if role in NARROWER.get(command, set(Role)):
        check(ACTORS[role], command)
    else:
        with pytest.raises(NotAllowed, match=f"you work as {role.label.lower()}"):
            check(ACTORS[role], command)


def test_the_right_is_asked_before_anything_is_looked_up(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    with pytest.raises(NotAllowed, match="Only a manager may do this"):
        clinic.disable_room(99, by=FRONT_DESK)


def test_whoever_was_disabled_gives_no_more_commands(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    with clinic.database.write() as session:
        session.get_one(Staff, FRONT_DESK.staff_id).disabled = True
    with pytest.raises(NotAllowed, match="no longer works here"):
        clinic.cancel_plan(1, reason="Moved away", by=FRONT_DESK)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"staff_id": 99}, "no longer works here"),
        ({"role": Role.MANAGER}, "has another role"),
        ({"provider_id": 1}, "has another role"),
    ],
)
def test_an_actor_is_who_the_staff_list_says(
    tmp_path: Path, change: dict[str, object], said: str
) -> None:
    clinic = furnished(tmp_path)
    actor = Actor.model_validate({**FRONT_DESK.model_dump(), **change})
    with pytest.raises(NotAllowed, match=said):
        clinic.cancel_plan(1, reason="Moved away", by=actor)
