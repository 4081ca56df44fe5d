"""Who may do what: one table of roles, commands and conditions, used by commands and by pages."""

from collections.abc import Collection, Mapping
from enum import Enum
from types import MappingProxyType

from store.errors import NotAllowed
from store.views import Actor
from store.words import Role, in_order


class Condition(Enum):
    """When a role may give a command."""

    ALWAYS = "always"
    OWN = "for the provider they are"
    AHEAD = "ahead, and for as long as the services take"
    MINE = "their own, kept for themselves alone"


Granted = Mapping[Role, Condition]


def _each(*roles: Role, otherwise: Granted = MappingProxyType({})) -> Granted:
    """These roles always, others under a condition."""
    return MappingProxyType({**otherwise, **dict.fromkeys(roles, Condition.ALWAYS)})


MANAGERS = _each(Role.MANAGER)
CLINICAL = _each(Role.MANAGER, Role.PROVIDER)
TEAM = _each(Role.MANAGER, Role.FRONT_DESK, Role.PROVIDER)
EVERYBODY = _each(*Role)
THEMSELVES = _each(Role.MANAGER, otherwise={Role.PROVIDER: Condition.OWN})
BOOKING = _each(
    Role.MANAGER, otherwise=dict.fromkeys((Role.FRONT_DESK, Role.PROVIDER), Condition.AHEAD)
)
VIEWS = _each(Role.MANAGER, otherwise=dict.fromkeys(Role, Condition.MINE))

RIGHTS: Mapping[str, Granted] = MappingProxyType(
    {
        "book": BOOKING,
        "move": BOOKING,
        **dict.fromkeys(("confirm", "check_in", "start", "check_out", "step_back"), TEAM),
        **dict.fromkeys(("cancel", "no_show"), TEAM),
        "perform": THEMSELVES,
        **dict.fromkeys(("unmark", "document"), CLINICAL),
        **dict.fromkeys(("add_item", "remove_item", "take_payment", "refund"), TEAM),
        **dict.fromkeys(("add_plan", "edit_plan", "cancel_plan", "change_plan_state"), TEAM),
        **dict.fromkeys(("add_session", "drop_session", "reorder_sessions"), TEAM),
        **dict.fromkeys(("add_patient", "take_patient_back", "edit_patient"), TEAM),
        **dict.fromkeys(("take_plan_back", "merge_patients", "part_patients"), TEAM),
        **dict.fromkeys(("open_record", "close_record"), TEAM),
        **dict.fromkeys(("add_template", "edit_template", "take_record_back"), MANAGERS),
        **dict.fromkeys(("disable_template", "enable_template"), MANAGERS),
        **dict.fromkeys(("take_time_off", "end_time_off"), THEMSELVES),
        **dict.fromkeys(("save_view", "change_view", "drop_view"), VIEWS),
        "export_sessions": TEAM,
        **dict.fromkeys(("back_up", "import"), MANAGERS),
        **dict.fromkeys(("read_record", "who_saw", "export_record"), MANAGERS),
        "name_clinic": MANAGERS,
        **dict.fromkeys(("add_location", "edit_location"), MANAGERS),
        **dict.fromkeys(("disable_location", "enable_location"), MANAGERS),
        **dict.fromkeys(("set_location_day", "clear_location_day"), MANAGERS),
        **dict.fromkeys(("add_room", "edit_room", "disable_room", "enable_room"), MANAGERS),
        **dict.fromkeys(("add_provider", "edit_provider"), MANAGERS),
        **dict.fromkeys(("disable_provider", "enable_provider"), MANAGERS),
        **dict.fromkeys(("set_provider_day", "clear_provider_day"), MANAGERS),
        **dict.fromkeys(("add_service", "add_services", "edit_service"), MANAGERS),
        **dict.fromkeys(("disable_service", "enable_service"), MANAGERS),
        **dict.fromkeys(("add_staff", "edit_staff", "disable_staff", "enable_staff"), MANAGERS),
        **dict.fromkeys(("make_link", "make_link_for", "end_sign_ins"), MANAGERS),
        **dict.fromkeys(("change_password", "change_pin"), EVERYBODY),
        **dict.fromkeys(("begin_second_factor", "confirm_second_factor"), EVERYBODY),
        "end_second_factor": EVERYBODY,
        **dict.fromkeys(("reset_second_factor", "reset_second_factor_for"), MANAGERS),
        "forget_oidc_account": MANAGERS,
        "undo": TEAM,
    }
)
"""By the command's name. Whoever has several roles may do what each of them may. An undo asks for
the right to the change as well, and a check-out that marks something performed for that."""

SEEING: Mapping[str, Granted] = MappingProxyType({"see_money": TEAM, "see_notes": TEAM})
"""What may be looked at, beside what everybody sees."""

BEYOND = MappingProxyType(
    {
        "book": "Only a manager records what was, or books less time than it takes.",
        "move": "Only a manager records what was, or books less time than it takes.",
        "perform": "A provider marks only what they performed themselves.",
        "take_time_off": "Providers take time off for themselves alone.",
        "end_time_off": "Providers take time off for themselves alone.",
        "save_view": "Only a manager keeps views for everybody.",
        "change_view": "This view is somebody else's; save one of your own.",
        "drop_view": "This view is somebody else's; save one of your own.",
    }
)
"""Why a command is refused to whom it is granted under a condition that does not hold."""
READ_ONLY = "Your account is read-only: ask a colleague to do this."


def check(by: Actor, command: str) -> None:
    """Raises NotAllowed when none of the roles may give this command."""
    if reason := refusal(by, command):
        raise NotAllowed(reason)


def refusal(by: Actor, command: str) -> str:
    """Why none of the roles may give this command; empty when one may, if only on a condition."""
    granted = RIGHTS[command]
    if by.roles & granted.keys():
        return ""
    if by.roles == {Role.READ_ONLY} and granted.keys() != MANAGERS.keys():
        return READ_ONLY
    who = " or ".join(f"a {role.label.lower()}" for role in in_order(granted.keys()))
    return f"Only {who} may do this; you work as {by.works_as.lower()}."


def beyond(by: Actor, command: str) -> str:
    """Why they may not give it where its condition does not hold; empty when they always may."""
    granted = RIGHTS[command]
    if Condition.ALWAYS in {granted[role] for role in by.roles & granted.keys()}:
        return ""
    return refusal(by, command) or BEYOND[command]


def may_see(roles: Collection[Role], what: str) -> bool:
    """Whether one of the roles may look at it; ``what`` is a key of ``SEEING``."""
    return any(role in SEEING[what] for role in roles)
