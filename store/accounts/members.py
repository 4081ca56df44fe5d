"""Members of staff: their names and roles, and whether they may come in."""

from typing import Any

from sqlalchemy import select

from store.accounts import ends, pending
from store.accounts.links import check_other_manager, make_link, void_links
from store.accounts.names import free_key, sign_in_key
from store.accounts.roles import (
    LOCATIONS,
    ROLES,
    locations_of,
    roles_of,
    write_locations,
    write_roles,
)
from store.accounts.sign_ins import end_sign_ins
from store.errors import Invalid, NotAllowed, NotFound
from store.lookup import find
from store.models import Provider, Staff
from store.setup.links import check_known, names
from store.snapshots import taken
from store.tables import LOCATION, ONE_TIME_LINK, SIGN_IN, STAFF
from store.unit import Unit
from store.versions import check_version
from store.views import NewLink, SetUpOutcome, StaffForm
from store.words import Role, role_words

TERMS = ("name", "sign_in_name", "provider_id", "own_patients", "sees_money", "sees_notes")


def add_staff(unit: Unit, form: StaffForm) -> SetUpOutcome:
    """Add somebody, who comes in by a one-time link.

    Raises Invalid, field name, sign_in_name, roles, provider_id, location_ids or own_patients.
    """
    _check(unit, form)
    key = free_key(unit, form.sign_in_name, None)
    member = Staff(name=form.name, sign_in_key=key)
    unit.session.add(member)
    unit.session.flush()
    assert member.id is not None
    _write(unit, member, form)
    unit.tell("staff", member.id, f"Added {member.name}.", after=_told(member, form))
    return SetUpOutcome(id=member.id, message=f"Added {member.name}.")


def edit_staff(unit: Unit, staff_id: int, form: StaffForm) -> SetUpOutcome:
    """Write what was typed; who has other roles, limits or another sign-in name signs in again.

    Raises Stale when somebody else wrote meanwhile.
    """
    member = find(unit, Staff, staff_id, "member of staff")
    was = _kept(unit, member)
    check_version(form.version, member.version, kept=_words(unit, was), typed=_words(unit, form))
    _check(unit, form)
    if not _manages_all(form):
        check_other_manager(unit, member)
    key = free_key(unit, form.sign_in_name, staff_id)
    is_another = key != member.sign_in_key or _standing(form) != _standing(was)
    before = _told(member, was)
    _write(unit, member, form)
    member.sign_in_key = key
    member.version += 1
    told = f"Saved {member.name}."
    unit.tell("staff", staff_id, told, before=before, after=_told(member, form))
    ended = _sign_out(unit, staff_id, ends.CHANGED) if is_another else 0
    out = f" They were signed out of {_devices(ended)}." if ended else ""
    return SetUpOutcome(id=staff_id, message=told + out)


def disable_staff(unit: Unit, staff_id: int) -> SetUpOutcome:
    """Let somebody in no longer, and out of every page that is open at once."""
    member = find(unit, Staff, staff_id, "member of staff")
    if member.disabled:
        raise NotAllowed(f"{member.name} is disabled already.")
    check_other_manager(unit, member)
    member.disabled = True
    member.version += 1
    void_links(unit, ONE_TIME_LINK.c.staff_id == staff_id)
    _sign_out(unit, staff_id, ends.GONE)
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
    told = f"{member.name} was signed out of {_devices(count)}."
    unit.tell("staff", staff_id, told, before={"sign_ins": count}, after={"sign_ins": 0})
    return SetUpOutcome(id=staff_id, message=told)


def _sign_out(unit: Unit, staff_id: int, why: str) -> int:
    pending.forget(unit, staff_id)
    return end_sign_ins(unit, SIGN_IN.c.staff_id == staff_id, why)


def _devices(count: int) -> str:
    return "one device" if count == 1 else f"{count} devices"


def _check(unit: Unit, form: StaffForm) -> None:
    if not form.name:
        raise Invalid("A name is missing.", field="name")
    if not form.roles:
        raise Invalid("Choose at least one role.", field="roles")
    is_provider = Role.PROVIDER in form.roles
    if is_provider and form.provider_id is None:
        raise Invalid("Choose which provider they are.", field="provider_id")
    if form.provider_id is not None:
        find(unit, Provider, form.provider_id, "provider")
    if form.own_patients and not is_provider:
        raise Invalid("Only providers have patients of their own.", field="own_patients")
    check_known(unit, LOCATION, form.location_ids, field="location_ids")


def _manages_all(form: StaffForm) -> bool:
    """Whether it is a manager who is limited in nothing."""
    is_limited = form.location_ids or form.own_patients
    return Role.MANAGER in form.roles and form.sees_money and form.sees_notes and not is_limited


def _standing(form: StaffForm) -> StaffForm:
    """What decides about what they may do."""
    return form.model_copy(update={"name": "", "sign_in_name": "", "version": None})


def _kept(unit: Unit, member: Staff) -> StaffForm:
    """A member of staff as their form would say it."""
    own = select(ROLES, LOCATIONS).where(STAFF.c.id == member.id)
    row = unit.session.connection().execute(own).one()
    given = {name: getattr(member, name) for name in TERMS}
    return StaffForm(**given, roles=roles_of(row.roles), location_ids=locations_of(row.locations))


def _write(unit: Unit, member: Staff, form: StaffForm) -> None:
    assert member.id is not None
    for name in TERMS:
        setattr(member, name, getattr(form, name))
    write_roles(unit.session, member.id, form.roles)
    write_locations(unit.session, member.id, form.location_ids)


def _told(member: Staff, form: StaffForm) -> dict[str, Any]:
    """For the audit trail."""
    works_as = {"works as": role_words(form.roles), "location_id": sorted(form.location_ids)}
    return taken(member, TERMS) | works_as


def _words(unit: Unit, form: StaffForm) -> dict[str, str]:
    provider = unit.session.get(Provider, form.provider_id) if form.provider_id else None
    return {
        "name": form.name,
        "sign-in name": form.sign_in_name,
        "roles": role_words(form.roles),
        "provider": provider.name if provider else "",
        "locations": names(unit, LOCATION, form.location_ids) or "all",
        "patients": "own" if form.own_patients else "all",
        "money": "seen" if form.sees_money else "not seen",
        "notes": "seen" if form.sees_notes else "not seen",
    }
