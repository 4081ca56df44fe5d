"""Roles: the whole table of commands is checked, and asked before anything else."""

import inspect
from pathlib import Path

import pytest

from store.commands import Commands
from store.errors import NotAllowed
from store.rights import RIGHTS, check
from store.words import Role
from tests.factories import FRONT_DESK, MANAGER, PROVIDER, make_clinic

ACTORS = {actor.role: actor for actor in (FRONT_DESK, MANAGER, PROVIDER)}
CLINICAL = {Role.PROVIDER, Role.MANAGER}
NARROWER = {
    "perform": CLINICAL,
    "unmark": CLINICAL,
    "document": CLINICAL,
    "take_time_off": CLINICAL,
    "disable_provider": {Role.MANAGER},
    "disable_room": {Role.MANAGER},
}


def commands() -> set[str]:
    """The methods that are given by somebody."""
    methods = inspect.getmembers(Commands, inspect.isfunction)
    return {
        name
        for name, method in methods
        if not name.startswith("_")
        and name != "command"
        and "by" in inspect.signature(method).parameters
    }


def test_every_command_is_in_the_table() -> None:
    assert commands() | {"book", "move"} == set(RIGHTS)


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
