"""Who may give which command: one table, asked by every command before anything else."""

from collections.abc import Mapping
from types import MappingProxyType

from store.accounts.sign_ins import check_sign_in
from store.errors import NotAllowed
from store.models import Staff
from store.unit import Unit
from store.views import Actor
from store.words import Role

ANYBODY = frozenset(Role)
CLINICAL = frozenset({Role.PROVIDER, Role.MANAGER})
MANAGERS = frozenset({Role.MANAGER})

RIGHTS: Mapping[str, frozenset[Role]] = MappingProxyType(
    {
        "book": ANYBODY,
        "move": ANYBODY,
        "confirm": ANYBODY,
        "check_in": ANYBODY,
        "start": ANYBODY,
        "check_out": ANYBODY,
        "step_back": ANYBODY,
        "cancel": ANYBODY,
        "no_show": ANYBODY,
        "perform": CLINICAL,
        "unmark": CLINICAL,
        "document": CLINICAL,
        "add_item": ANYBODY,
        "remove_item": ANYBODY,
        "take_payment": ANYBODY,
        "refund": ANYBODY,
        "add_plan": ANYBODY,
        "take_plan_back": ANYBODY,
        "edit_plan": ANYBODY,
        "add_session": ANYBODY,
        "drop_session": ANYBODY,
        "reorder_sessions": ANYBODY,
        "cancel_plan": ANYBODY,
        "change_plan_state": ANYBODY,
        "add_patient": ANYBODY,
        "take_patient_back": ANYBODY,
        "edit_patient": ANYBODY,
        "merge_patients": ANYBODY,
        "part_patients": ANYBODY,
        "add_template": MANAGERS,
        "edit_template": MANAGERS,
        "disable_template": MANAGERS,
        "enable_template": MANAGERS,
        "take_time_off": CLINICAL,
        "save_view": ANYBODY,
        "change_view": ANYBODY,
        "drop_view": ANYBODY,
        "export_sessions": ANYBODY,
        "back_up": MANAGERS,
        "read_record": MANAGERS,
        "who_saw": MANAGERS,
        "export_record": MANAGERS,
        "end_time_off": CLINICAL,
        "import": MANAGERS,
        "name_clinic": MANAGERS,
        "add_location": MANAGERS,
        "edit_location": MANAGERS,
        "disable_location": MANAGERS,
        "enable_location": MANAGERS,
        "set_location_day": MANAGERS,
        "clear_location_day": MANAGERS,
        "take_record_back": MANAGERS,
        "add_room": MANAGERS,
        "edit_room": MANAGERS,
        "disable_room": MANAGERS,
        "enable_room": MANAGERS,
        "add_provider": MANAGERS,
        "edit_provider": MANAGERS,
        "disable_provider": MANAGERS,
        "enable_provider": MANAGERS,
        "set_provider_day": MANAGERS,
        "clear_provider_day": MANAGERS,
        "add_service": MANAGERS,
        "add_services": MANAGERS,
        "edit_service": MANAGERS,
        "disable_service": MANAGERS,
        "enable_service": MANAGERS,
        "add_staff": MANAGERS,
        "edit_staff": MANAGERS,
        "disable_staff": MANAGERS,
        "enable_staff": MANAGERS,
        "make_link": MANAGERS,
        "make_link_for": MANAGERS,
        "end_sign_ins": MANAGERS,
        "change_password": ANYBODY,
        "undo": ANYBODY,
    }
)
"""By the command's name. Finer rules stand where they apply: only a manager books into the past or
shortens a booking, providers speak for themselves alone, an undo asks for the right to the change."""


def check(by: Actor, command: str) -> None:
    """Raises NotAllowed when the role may not give this command."""
    if reason := refusal(by, command):
        raise NotAllowed(reason)


def refusal(by: Actor, command: str) -> str:
    """Why the role may not give this command; empty when it may."""
    allowed = RIGHTS[command]
    if by.role in allowed:
        return ""
    who = " or ".join(f"a {role.label.lower()}" for role in Role if role in allowed)
    return f"Only {who} may do this; you work as {by.role.label.lower()}."


def sharing_refusal(by: Actor) -> str:
    """Why this person may not keep a view for everybody; empty when they may."""
    return "" if by.role in MANAGERS else "Only a manager keeps views for everybody."


def check_staff(unit: Unit) -> None:
    """Raises NotAllowed when whoever acts is not of the staff, or no longer in that role.

    A page that was opened before a member of staff was disabled still acts in their name; one whose
    sign-in is over raises NotSignedIn.
    """
    by = unit.by
    check_sign_in(unit.session.connection(), by.sign_in_id, unit.now)
    if by.staff_id is None:
        return
    member = unit.session.get(Staff, by.staff_id)
    if member is None or member.disabled:
        raise NotAllowed(f"{by.name} no longer works here.")
    if (member.role, member.provider_id) != (by.role, by.provider_id):
        raise NotAllowed(f"{by.name} has another role by now: sign in again.")
