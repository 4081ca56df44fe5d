"""Members of staff: added, changed and disabled by managers, of whom one always remains."""

import pytest

from store.clinic import Clinic
from store.errors import Invalid, NotAllowed, NotFound, Stale
from store.views import RecordQuery, StaffView
from store.words import Role
from tests.factories import FRONT_DESK, MANAGER
from tests.store.accounts.people import form, with_account


def member(clinic: Clinic, staff_id: int) -> StaffView:
    return next(one for one in clinic.staff(MANAGER).staff if one.id == staff_id)


def test_somebody_is_added_and_cannot_sign_in_yet(clinic: Clinic) -> None:
    told = clinic.add_staff(form(name="Rosa Lindqvist", sign_in_name=" Rosa  L "), by=MANAGER)
    assert told.message == "Added Rosa Lindqvist."
    assert member(clinic, told.id) == StaffView(
        id=told.id,
        version=1,
        name="Rosa Lindqvist",
        sign_in_name="Rosa L",
        roles=frozenset({Role.FRONT_DESK}),
        provider_id=None,
        location_ids=frozenset(),
        own_patients=False,
        sees_money=True,
        sees_notes=True,
        disabled=False,
        has_password=False,
        is_invited=False,
        signed_in=0,
    )


def test_the_list_says_who_is_invited_and_where_somebody_is_signed_in(clinic: Clinic) -> None:
    added = clinic.add_staff(form(), by=MANAGER)
    clinic.make_link(added.id, by=MANAGER)
    assert member(clinic, added.id).is_invited
    rosa = with_account(clinic)
    assert rosa.staff_id is not None
    shown = member(clinic, rosa.staff_id)
    assert (shown.has_password, shown.is_invited, shown.signed_in) == (True, False, 1)


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"name": " "}, "name", "A name is missing"),
        ({"sign_in_name": ""}, "sign_in_name", "at least two letters"),
        ({"sign_in_name": "ＲＯＳＡ"}, "sign_in_name", "Somebody else signs in with this name"),
        ({"roles": {Role.PROVIDER}}, "provider_id", "Choose which provider they are"),
        ({"roles": set()}, "roles", "Choose at least one role"),
        ({"own_patients": True}, "own_patients", "Only providers have patients of their own"),
        ({"location_ids": {1, 99}}, "location_ids", "There is no such location"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(
    clinic: Clinic, change: dict[str, object], field: str, said: str
) -> None:
    with_account(clinic)
    with pytest.raises(Invalid, match=said) as refused:
        clinic.add_staff(form(**change), by=MANAGER)
    assert refused.value.field == field


def test_a_provider_who_is_not_there_is_nobody(clinic: Clinic) -> None:
    with pytest.raises(NotFound, match="no such provider"):
        clinic.add_staff(form(roles={Role.PROVIDER}, provider_id=99), by=MANAGER)


def test_a_hostile_name_is_kept_as_text(clinic: Clinic) -> None:
    name = '"><img src=x onerror=ran()> \u202eRosa'
    told = clinic.add_staff(form(name=name), by=MANAGER)
    assert member(clinic, told.id).name == '"><img src=x onerror=ran()> Rosa'


def test_the_second_to_save_sees_the_first_ones_change(clinic: Clinic) -> None:
    rosa = with_account(clinic)
    assert rosa.staff_id is not None
    wish = form(name="Rosa L.", sign_in_name="rosa", version=1)
    clinic.edit_staff(rosa.staff_id, wish, by=MANAGER)
    with pytest.raises(Stale, match=r"It now has: name “Rosa L\.”"):
        clinic.edit_staff(
            rosa.staff_id, form(name="Rose", sign_in_name="rosa", version=1), by=MANAGER
        )


def test_the_last_manager_who_can_sign_in_stays_one(clinic: Clinic) -> None:
    rosa = with_account(clinic, roles={Role.MANAGER})
    assert rosa.staff_id is not None
    with pytest.raises(NotAllowed, match="the only manager who can sign in"):
        clinic.disable_staff(rosa.staff_id, by=rosa)
    with pytest.raises(NotAllowed, match="the only manager who can sign in"):
        clinic.edit_staff(rosa.staff_id, form(name="Rosa", sign_in_name="rosa"), by=rosa)
    with_account(clinic, "Second Manager", "second", roles={Role.MANAGER})
    clinic.disable_staff(rosa.staff_id, by=MANAGER)


@pytest.mark.parametrize(
    "limits",
    [
        {"location_ids": {1}},
        {"sees_money": False},
        {"sees_notes": False},
        {"roles": {Role.MANAGER, Role.PROVIDER}, "provider_id": 2, "own_patients": True},
    ],
)
def test_a_manager_without_limits_remains(clinic: Clinic, limits: dict[str, object]) -> None:
    rosa = with_account(clinic, roles={Role.MANAGER})
    assert rosa.staff_id is not None
    wish = form(name="Rosa", sign_in_name="rosa", **{"roles": {Role.MANAGER}, **limits})
    with pytest.raises(NotAllowed, match="the only manager who can sign in and is limited in no"):
        clinic.edit_staff(rosa.staff_id, wish, by=rosa)
    with_account(clinic, "Second Manager", "second", roles={Role.MANAGER})
    clinic.edit_staff(rosa.staff_id, wish, by=MANAGER)
    second = next(one.id for one in clinic.staff(MANAGER).staff if one.sign_in_name == "second")
    with pytest.raises(NotAllowed, match="the only manager"):
        clinic.disable_staff(second, by=MANAGER)
    clinic.disable_staff(rosa.staff_id, by=MANAGER)


def test_roles_and_limits_are_kept_told_and_taken_back(clinic: Clinic) -> None:
    rosa = with_account(clinic)
    assert rosa.staff_id is not None
    wide = form(name="Rosa", sign_in_name="rosa")
    narrow = form(
        name="Rosa",
        sign_in_name="rosa",
        roles={Role.FRONT_DESK, Role.PROVIDER},
        provider_id=2,
        location_ids={1},
        own_patients=True,
        sees_money=False,
    )
    told = clinic.edit_staff(rosa.staff_id, narrow, by=MANAGER)
    assert told.message == "Saved Rosa. They were signed out of one device."
    shown = member(clinic, rosa.staff_id)
    assert (shown.roles, shown.location_ids) == (narrow.roles, frozenset({1}))
    assert (shown.own_patients, shown.sees_money, shown.sees_notes) == (True, False, True)
    page = clinic.read_record(RecordQuery(), by=MANAGER)
    differences = {one.name: (one.before, one.after) for one in page.rows[0].changes[0].differences}
    assert differences["works as"] == ("Front desk", "Front desk and provider")
    assert differences["location"] == ("", "Harbour")
    assert clinic.edit_staff(rosa.staff_id, wide, by=MANAGER).message == "Saved Rosa."
    assert member(clinic, rosa.staff_id).location_ids == frozenset()


def test_the_second_to_save_sees_other_roles_and_limits(clinic: Clinic) -> None:
    rosa = with_account(clinic)
    assert rosa.staff_id is not None
    base = {"name": "Rosa Lindqvist", "sign_in_name": "rosa", "version": 1}
    narrow = form(**base, roles={Role.READ_ONLY, Role.FRONT_DESK}, location_ids={1})
    clinic.edit_staff(rosa.staff_id, narrow, by=MANAGER)
    with pytest.raises(Stale, match="roles “Front desk and read-only”, locations “Harbour”"):
        clinic.edit_staff(rosa.staff_id, form(**base, sees_notes=False), by=MANAGER)


def test_the_record_names_all_roles_somebody_acted_in(clinic: Clinic) -> None:
    rosa = with_account(clinic, roles={Role.MANAGER, Role.FRONT_DESK})
    clinic.name_clinic("Quay", "USD", by=rosa)
    row = clinic.read_record(RecordQuery(), by=MANAGER).rows[0]
    assert (row.who, row.role) == ("Rosa Lindqvist", "Manager and front desk")


def test_the_staff_list_is_for_managers(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed, match="Only a manager"):
        clinic.staff(FRONT_DESK)


def test_without_a_sign_in_name_there_is_no_link(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed, match="Give Femi Adeyemi a sign-in name first"):
        clinic.make_link(2, by=MANAGER)


def test_a_link_is_made_by_name_too(clinic: Clinic) -> None:
    with_account(clinic)
    for name in ("ROSA", "rosa lindqvist"):
        assert clinic.make_link_for(name, by=MANAGER).name == "Rosa Lindqvist"
    with pytest.raises(NotFound, match="Nobody goes by that name"):
        clinic.make_link_for("Zoltan", by=MANAGER)
