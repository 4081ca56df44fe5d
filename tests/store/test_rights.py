"""Roles: the whole table of rights against one written by hand, and how a right is asked for."""

import inspect
from pathlib import Path

import pytest

from store.commands import Commands
from store.errors import NotAllowed
from store.models import Staff
from store.rights import BEYOND, READ_ONLY, RIGHTS, SEEING, Condition, beyond, check, refusal
from store.views import Actor
from store.words import Role
from tests.factories import FRONT_DESK, MANAGER, PROVIDER, furnished, make_clinic

EXPECTED = """
                    manager  front-desk  provider  read-only
book                always   ahead       ahead     -
move                always   ahead       ahead     -
confirm             always   always      always    -
check_in            always   always      always    -
start               always   always      always    -
check_out           always   always      always    -
step_back           always   always      always    -
cancel              always   always      always    -
no_show             always   always      always    -
perform             always   -           own       -
unmark              always   -           always    -
document            always   -           always    -
add_item            always   always      always    -
remove_item         always   always      always    -
take_payment        always   always      always    -
refund              always   always      always    -
add_plan            always   always      always    -
edit_plan           always   always      always    -
cancel_plan         always   always      always    -
change_plan_state   always   always      always    -
add_session         always   always      always    -
drop_session        always   always      always    -
reorder_sessions    always   always      always    -
add_patient         always   always      always    -
take_patient_back   always   always      always    -
edit_patient        always   always      always    -
merge_patients      always   always      always    -
part_patients       always   always      always    -
take_plan_back      always   always      always    -
open_record         always   always      always    -
close_record        always   always      always    -
add_template        always   -           -         -
edit_template       always   -           -         -
disable_template    always   -           -         -
enable_template     always   -           -         -
take_time_off       always   -           own       -
end_time_off        always   -           own       -
save_view           always   mine        mine      mine
change_view         always   mine        mine      mine
drop_view           always   mine        mine      mine
export_sessions     always   always      always    -
back_up             always   -           -         -
import              always   -           -         -
read_record         always   -           -         -
who_saw             always   -           -         -
export_record       always   -           -         -
take_record_back    always   -           -         -
name_clinic         always   -           -         -
add_location        always   -           -         -
edit_location       always   -           -         -
disable_location    always   -           -         -
enable_location     always   -           -         -
set_location_day    always   -           -         -
clear_location_day  always   -           -         -
add_room            always   -           -         -
edit_room           always   -           -         -
disable_room        always   -           -         -
enable_room         always   -           -         -
add_provider        always   -           -         -
edit_provider       always   -           -         -
disable_provider    always   -           -         -
enable_provider     always   -           -         -
set_provider_day    always   -           -         -
clear_provider_day  always   -           -         -
add_service         always   -           -         -
add_services        always   -           -         -
edit_service        always   -           -         -
disable_service     always   -           -         -
enable_service      always   -           -         -
add_staff           always   -           -         -
edit_staff          always   -           -         -
disable_staff       always   -           -         -
enable_staff        always   -           -         -
make_link           always   -           -         -
make_link_for       always   -           -         -
end_sign_ins        always   -           -         -
change_password     always   always      always    always
change_pin          always   always      always    always
begin_second_factor always   always      always    always
confirm_second_factor always always      always    always
end_second_factor   always   always      always    always
reset_second_factor always   -           -         -
reset_second_factor_for always -         -         -
forget_oidc_account always   -           -         -
undo                always   always      always    -
see_money           always   always      always    -
see_notes           always   always      always    -
"""
"""Who may do what, written by hand: the table of rights says the same, or one of them is wrong."""


def expected() -> dict[str, dict[Role, Condition]]:
    """The table above in the form of the store's."""
    head, *lines = EXPECTED.strip().splitlines()
    roles = [Role.of(name) for name in head.split()]
    return {
        command: {
            role: Condition[word.upper()]
            for role, word in zip(roles, words, strict=True)
            if word != "-"
        }
        for command, *words in map(str.split, lines)
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


def somebody(*roles: Role) -> Actor:
    return Actor(staff_id=7, name="Somebody", roles=frozenset(roles))


def test_every_command_is_in_the_table() -> None:
    assert commands() | {"book", "move", "import"} == set(RIGHTS)


def test_the_table_says_what_is_expected() -> None:
    told = {name: dict(granted) for name, granted in {**RIGHTS, **SEEING}.items()}
    assert told == expected()


def test_whoever_only_reads_gives_no_command_that_changes_the_clinic() -> None:
    own = {
        *("save_view", "change_view", "drop_view", "change_password", "change_pin"),
        *("begin_second_factor", "confirm_second_factor", "end_second_factor"),
    }
    assert {name for name, granted in RIGHTS.items() if Role.READ_ONLY in granted} == own


def test_every_condition_says_why_and_is_the_only_one_of_its_command() -> None:
    narrowed = {
        name: {condition for condition in granted.values() if condition is not Condition.ALWAYS}
        for name, granted in RIGHTS.items()
    }
    assert {name for name, conditions in narrowed.items() if conditions} == set(BEYOND)
    assert all(len(conditions) <= 1 for conditions in narrowed.values())


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("command", sorted(RIGHTS))
def test_each_role_may_give_its_commands_alone(command: str, role: Role) -> None:
    by = somebody(role)
    if role in expected()[command]:
        check(by, command)
    else:
        with pytest.raises(NotAllowed, match=r"Only a|read-only"):
            check(by, command)


def test_several_roles_may_do_what_each_of_them_may() -> None:
    desk_and_room = somebody(Role.FRONT_DESK, Role.PROVIDER)
    assert refusal(somebody(Role.FRONT_DESK), "perform")
    assert not refusal(desk_and_room, "perform")
    assert beyond(desk_and_room, "perform") == BEYOND["perform"]
    assert not beyond(somebody(Role.MANAGER, Role.PROVIDER), "perform")
    assert not refusal(somebody(Role.READ_ONLY, Role.FRONT_DESK), "book")


def test_a_refusal_names_who_may_and_what_one_works_as() -> None:
    assert refusal(FRONT_DESK, "perform") == (
        "Only a manager or a provider may do this; you work as front desk."
    )
    assert refusal(somebody(Role.FRONT_DESK, Role.PROVIDER), "back_up") == (
        "Only a manager may do this; you work as front desk and provider."
    )
    assert refusal(somebody(Role.READ_ONLY), "book") == READ_ONLY
    assert refusal(somebody(Role.READ_ONLY), "back_up").startswith("Only a manager may do this")


def test_what_is_beyond_a_right_is_refused_to_whom_it_is_not_granted_at_all() -> None:
    assert beyond(FRONT_DESK, "take_time_off") == refusal(FRONT_DESK, "take_time_off")
    assert beyond(PROVIDER, "take_time_off") == "Providers take time off for themselves alone."
    assert beyond(MANAGER, "take_time_off") == ""


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
        ({"roles": {Role.MANAGER}}, "has another role"),
        ({"roles": {Role.MANAGER, Role.FRONT_DESK}}, "has another role"),
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
