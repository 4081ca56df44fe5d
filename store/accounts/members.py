"""Members of staff: their names and roles, and whether they may come in."""

from typing import Any

from sqlalchemy import select

from store.accounts.links import check_other_manager, make_link, void_links
from store.accounts.names import free_key, sign_in_key
from store.accounts.sign_ins import end_sign_ins
from store.errors import Invalid, NotAllowed, NotFound
from store.lookup import find
from store.models import Provider, Staff
from store.snapshots import taken
from store.tables import ONE_TIME_LINK, SIGN_IN, STAFF
from store.unit import Unit
from store.versions import check_version
from store.views import NewLink, SetUpOutcome, StaffForm
from store.words import Role

TERMS = ("name", "role", "sign_in_name", "provider_id")


def add_staff(unit: Unit, form: StaffForm) -> SetUpOutcome:
    """Add somebody, who comes in by a one-time link.

    Raises Invalid, field name, sign_in_name or provider_id.
    """
    _check(unit, form)
    key = free_key(unit, form.sign_in_name, None)
    member = Staff(**_values(form), sign_in_key=key)
    unit.session.add(member)
    unit.session.flush()
    assert member.id is not None
    unit.tell("staff", member.id, f"Added {member.name}.", after=taken(member, TERMS))
    return SetUpOutcome(id=member.id, message=f"Added {member.name}.")


def edit_staff(unit: Unit, staff_id: int, form: StaffForm) -> SetUpOutcome:
    """Write what was typed; who has another role or name to sign in with signs in again.

    Raises Stale when somebody else wrote meanwhile.
    """
    member = find(unit, Staff, staff_id, "member of staff")
    check_version(form.version, member.version, kept=_words(unit, member), typed=_words(unit, form))
    _check(unit, form)
    if form.role is not Role.MANAGER:
        check_other_manager(unit, member)
    key = free_key(unit, form.sign_in_name, staff_id)
    is_another = (key, form.role, form.provider_id) != (
        member.sign_in_key,
        member.role,
        member.provider_id,
    )
    was = taken(member, TERMS)
    for name, value in _values(form).items():
        setattr(member, name, value)
    told = f"Saved {member.name}."
    unit.tell("staff", staff_id, told, before=was, after=taken(member, TERMS))
    member.sign_in_key = key
    member.version += 1
    if is_another:
        _sign_out(unit, staff_id, "What they may do was changed.")
    return SetUpOutcome(id=staff_id, message=told)


def disable_staff(unit: Unit, staff_id: int) -> SetUpOutcome:
    """Let somebody in no longer, and out of every page that is open at once."""
    member = find(unit, Staff, staff_id, "member of staff")
    if member.disabled:
        raise NotAllowed(f"{member.name} is disabled already.")
    check_other_manager(unit, member)
    member.disabled = True
    member.version += 1
    void_links(unit, ONE_TIME_LINK.c.staff_id == staff_id)
    _sign_out(unit, staff_id, "They no longer work here.")
    told = f"{member.name} can no longer sign in."
    unit.tell("staff", staff_id, told, before={"disabled": False}, after={"disabled": True})
    return SetUpOutcome(id=staff_id, message=told)


def enable_staff(unit: Unit, staff_id: int) -> SetUpOutcome:
    """Let somebody in again."""
    member = find(unit, Staff, staff_id, "member of staff")
    if not member.disabled:
        raise NotAllowed(f"{member.name} is not disabled.")
    member.disabled = False
    member.version += 1
    told = f"{member.name} can sign in again."
    unit.tell("staff", staff_id, told, before={"disabled": True}, after={"disabled": False})
    return SetUpOutcome(id=staff_id, message=told)


def invite(unit: Unit, staff_id: int) -> NewLink:
    """A one-time link with which they choose a password; the one they have holds until then."""
    member = find(unit, Staff, staff_id, "member of staff")
    if member.disabled:
        raise NotAllowed(f"{member.name} is disabled: enable them first.")
    if not member.sign_in_key:
        raise NotAllowed(f"Give {member.name} a sign-in name first, and save it.")
    return make_link(unit, member)


def named(unit: Unit, name: str) -> int:
    """Who signs in with this name or, if nobody does, goes by it; NotFound otherwise."""
    connection, key = unit.session.connection(), sign_in_key(name)
    people = connection.execute(select(STAFF.c.id, STAFF.c.name, STAFF.c.sign_in_key)).all()
    signing = [one.id for one in people if one.sign_in_key == key]
    called = [one.id for one in people if sign_in_key(one.name) == key]
    found = signing or called
    if len(found) != 1:
        some = "Several people go" if found else "Nobody goes"
        raise NotFound(f"{some} by that name; say the sign-in name.")
    return int(found[0])


def sign_out_everywhere(unit: Unit, staff_id: int) -> SetUpOutcome:
    """End every sign-in of somebody."""
    member = find(unit, Staff, staff_id, "member of staff")
    count = _sign_out(unit, staff_id, f"{unit.by.name} signed them out.")
    devices = "one device" if count == 1 else f"{count} devices"
    told = f"{member.name} was signed out of {devices}."
    unit.tell("staff", staff_id, told, before={"sign_ins": count}, after={"sign_ins": 0})
    return SetUpOutcome(id=staff_id, message=told)


def _sign_out(unit: Unit, staff_id: int, why: str) -> int:
    return end_sign_ins(unit, SIGN_IN.c.staff_id == staff_id, why)


def _check(unit: Unit, form: StaffForm) -> None:
    if not form.name:
        raise Invalid("A name is missing.", field="name")
    if form.role is Role.PROVIDER and form.provider_id is None:
        raise Invalid("Choose which provider they are.", field="provider_id")
    if form.provider_id is not None:
        find(unit, Provider, form.provider_id, "provider")


def _values(form: StaffForm) -> dict[str, Any]:
    return form.model_dump(exclude={"version"})


def _words(unit: Unit, who: Staff | StaffForm) -> dict[str, str]:
    provider = unit.session.get(Provider, who.provider_id) if who.provider_id else None
    return {
        "name": who.name,
        "sign-in name": who.sign_in_name,
        "role": who.role.label,
        "provider": provider.name if provider else "",
    }
