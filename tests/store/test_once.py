"""Every command given twice has one effect: by its key, by the version it saw, or by where things stand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import SQLModel

from store.clinic import Clinic
from store.database import Database
from store.errors import Invalid, RegimenError
from store.models import Location
from store.request_keys import KEPT, LONGEST_KEY
from store.rights import RIGHTS
from store.tables import AUDIT_ENTRY, AUDIT_HEAD, AUDIT_PATIENT, REQUEST_KEY
from store.views import (
    Actor,
    BookingRequest,
    DayHours,
    MergeRequest,
    MoveRequest,
    PatientForm,
    PlaceDay,
    PlanEdit,
    SavedViewForm,
    Sight,
)
from store.words import PaymentMethod, PaymentOption, PlanState
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    PROVIDER,
    FixedClock,
    add_booking,
    add_patient,
    add_plan,
    add_session,
    furnished,
)
from tests.store.accounts import people
from tests.store.plans.forms import plan_form, template_form
from tests.store.setup import forms

KEY = "made-by-its-form"
TEN = datetime(2026, 3, 5, 15, tzinfo=UTC)
OWN = PROVIDER.model_copy(update={"sight": Sight(own_provider_id=1)})
CARD = PaymentMethod.CARD
SOON = date(2026, 3, 9)
CLOSED = DayHours(day=SOON)
OFF_THERE = PlaceDay(day=SOON, location_id=1)
VIEW = SavedViewForm(name="Laser", params="category=laser")
SPAN: dict[str, Any] = {"starts_at": TEN + timedelta(days=9), "ends_at": TEN + timedelta(days=10)}
MERGE = MergeRequest(keep_id=1, other_id=2, keep_version=1, other_version=1)
BEFORE: dict[str, Callable[[Any], object]] = {
    "": lambda _clinic: None,
    "added": lambda clinic: clinic.add_patient(
        PatientForm(family_name="Ruiz"), key="patient", by=FRONT_DESK
    ),
    "checked in": lambda clinic: clinic.check_in(1, version=1, by=FRONT_DESK),
    "performed": lambda clinic: clinic.perform(2, by=PROVIDER, location_id=1),
    "paid": lambda clinic: clinic.take_payment(
        1, amount=900, method=CARD, key="paid", by=FRONT_DESK
    ),
    "begun": lambda clinic: clinic.now.advance(days=1, hours=1),
    "merged": lambda clinic: clinic.merge_patients(MERGE, by=FRONT_DESK),
    "opened": lambda clinic: clinic.open_record(2, "Called in sick", by=OWN),
    "view": lambda clinic: clinic.save_view(VIEW, by=FRONT_DESK),
    "room": lambda clinic: clinic.add_room(forms.room(), key="room", by=MANAGER),
    "plan": lambda clinic: clinic.add_plan(plan_form(key="plan"), by=FRONT_DESK),
    "template": lambda clinic: clinic.add_template(template_form(), by=MANAGER),
    "no template": lambda clinic: (
        clinic.add_template(template_form(), by=MANAGER),
        clinic.disable_template(1, by=MANAGER),
    ),
    "off": lambda clinic: clinic.take_time_off(1, **SPAN, by=MANAGER),
    "day": lambda clinic: clinic.set_location_day(1, CLOSED, by=MANAGER),
    "own day": lambda clinic: clinic.set_provider_day(1, OFF_THERE, by=MANAGER),
    "no room": lambda clinic: clinic.disable_room(2, by=MANAGER),
    "no provider": lambda clinic: clinic.disable_provider(2, by=MANAGER),
    "no service": lambda clinic: clinic.disable_service(2, by=MANAGER),
    "no front desk": lambda clinic: clinic.disable_staff(2, by=MANAGER),
    "no location": lambda clinic: clinic.disable_location(2, by=MANAGER),
}
"""What has to be done before a command can be given."""
BOOK = BookingRequest(
    key=KEY,
    session_id=1,
    item_ids=(2,),
    location_id=1,
    provider=2,
    room=2,
    starts_at=TEN + timedelta(hours=2),
)
MOVE = MoveRequest(
    key=KEY,
    booking_id=1,
    version=1,
    location_id=1,
    starts_at=TEN + timedelta(hours=2),
    provider=1,
    room=1,
)
TERMS = PlanEdit(
    treatment="Peel",
    goal="Even skin",
    payment_option=PaymentOption.PREPAID_PACKAGE,
    deposit=0,
    version=1,
)


@dataclass(frozen=True)
class Twice:
    """One command: how it is given, what comes first, and what the second time is told.

    ``told`` is empty where it is given by a key, or changes nothing the second time.
    """

    args: tuple[Any, ...]
    values: dict[str, Any]
    by: Actor = FRONT_DESK
    first: str = ""
    told: str = ""


def by_key(*args: Any, by: Actor = FRONT_DESK, first: str = "", **values: Any) -> Twice:
    return Twice(args, {**values, "key": KEY}, by, first)


def told(words: str, *args: Any, by: Actor = FRONT_DESK, first: str = "", **values: Any) -> Twice:
    return Twice(args, values, by, first, words)


def same(*args: Any, by: Actor = FRONT_DESK, first: str = "", **values: Any) -> Twice:
    return Twice(args, values, by, first)


STEP = "changed it meanwhile"
GONE = "no such"
CHANGED = "Somebody changed this"
TABLE = {
    "book": same(BOOK),
    "move": same(MOVE),
    "confirm": told(STEP, 1, version=1),
    "check_in": told(STEP, 1, version=1),
    "start": told(STEP, 1, version=1),
    "check_out": told(STEP, 1, version=1, performed=frozenset()),
    "step_back": told(STEP, 1, version=2, first="checked in"),
    "cancel": told(STEP, 1, version=1, reason="Ill"),
    "no_show": told(STEP, 1, version=1, first="begun"),
    "perform": told("already performed", 2, location_id=1, by=PROVIDER),
    "unmark": told("not been performed", 2, by=PROVIDER, first="performed"),
    "document": told(STEP, 2, note="Fine", version=2, by=PROVIDER, first="performed"),
    "add_item": by_key(1, service_id=2),
    "remove_item": told(GONE, 2),
    "take_payment": by_key(1, amount=500, method=CARD),
    "refund": by_key(1, amount=400, method=CARD, first="paid"),
    "add_plan": same(plan_form(key=KEY)),
    "take_plan_back": told(GONE, 2, key="plan", first="plan"),
    "edit_plan": told(CHANGED, 1, TERMS),
    "add_session": by_key(1, version=1),
    "drop_session": told(GONE, 3),
    "reorder_sessions": told("Somebody changed this plan", 1, (1, 3, 2), version=1),
    "cancel_plan": told("cancelled already", 1, reason="Moved away"),
    "change_plan_state": told("does not become", 1, state=PlanState.FINISHED),
    "add_patient": by_key(PatientForm(given_name="Ana", family_name="Ruiz")),
    "take_patient_back": told("taken back already", 3, key="patient", first="added"),
    "edit_patient": told("changed this record", 1, PatientForm(family_name="Ito", version=1)),
    "open_record": told("open to you already", 2, "Called in sick", by=OWN),
    "close_record": told(GONE, 2, by=OWN, first="opened"),
    "merge_patients": by_key(MERGE),
    "part_patients": told("taken back already", 1, first="merged"),
    "add_template": by_key(template_form(), by=MANAGER),
    "edit_template": told(
        "Somebody changed this",
        1,
        template_form(name="Other", version=1),
        by=MANAGER,
        first="template",
    ),
    "disable_template": told("disabled already", 1, by=MANAGER, first="template"),
    "enable_template": told("enabled already", 1, by=MANAGER, first="no template"),
    "take_time_off": by_key(1, **SPAN, by=MANAGER),
    "end_time_off": told(GONE, 1, by=MANAGER, first="off"),
    "save_view": by_key(VIEW),
    "change_view": told("changed", 1, VIEW.model_copy(update={"version": 1}), first="view"),
    "drop_view": told(GONE, 1, first="view"),
    "name_clinic": same("Cove Skin", "USD", by=MANAGER),
    "add_location": by_key(forms.location(), by=MANAGER),
    "edit_location": told(
        CHANGED, 1, forms.location(zone="America/New_York", version=1), by=MANAGER
    ),
    "disable_location": told("disabled already", 1, by=MANAGER),
    "enable_location": told("not disabled", 2, by=MANAGER, first="no location"),
    "set_location_day": same(1, CLOSED, by=MANAGER),
    "clear_location_day": told("every week already", 1, SOON, by=MANAGER, first="day"),
    "add_room": by_key(forms.room(), by=MANAGER),
    "take_record_back": told(
        "taken back already", "room", (3,), key="room", by=MANAGER, first="room"
    ),
    "edit_room": told(CHANGED, 1, forms.room(version=1), by=MANAGER),
    "disable_room": told("disabled already", 1, by=MANAGER),
    "enable_room": told("not disabled", 2, by=MANAGER, first="no room"),
    "add_provider": by_key(forms.provider(), by=MANAGER),
    "edit_provider": told(CHANGED, 1, forms.provider(version=1), by=MANAGER),
    "disable_provider": told("disabled already", 1, by=MANAGER),
    "enable_provider": told("not disabled", 2, by=MANAGER, first="no provider"),
    "set_provider_day": same(1, OFF_THERE, by=MANAGER),
    "clear_provider_day": told(
        "every week already", 1, location_id=1, day=SOON, by=MANAGER, first="own day"
    ),
    "add_service": by_key(forms.service(), by=MANAGER),
    "add_services": by_key((forms.service(), forms.service(name="Other")), by=MANAGER),
    "edit_service": told(CHANGED, 1, forms.service(version=1), by=MANAGER),
    "disable_service": told("disabled already", 1, by=MANAGER),
    "enable_service": told("not disabled", 2, by=MANAGER, first="no service"),
    "undo": told("taken back already", 1, first="checked in"),
    "add_staff": by_key(people.form(), by=MANAGER),
    "edit_staff": told(CHANGED, 2, people.form(version=1), by=MANAGER),
    "disable_staff": told("disabled already", 2, by=MANAGER),
    "enable_staff": told("not disabled", 2, by=MANAGER, first="no front desk"),
}
WITHOUT = {
    "import",
    "export_sessions",
    "export_record",
    "read_record",
    "who_saw",
    "back_up",
    "make_link",
    "make_link_for",
    "end_sign_ins",
    "change_password",
    "change_pin",
    "begin_second_factor",
    "confirm_second_factor",
    "end_second_factor",
    "reset_second_factor",
    "reset_second_factor_for",
    "forget_oidc_account",
}
"""An import finds what it brought in before; a link takes the place of the one before; ending what is
over ends nothing, and a password that was changed is not the old one; a code is good once, what was begun again takes the
place of what was begun before, and what was taken off is not there; the others change nothing."""


@pytest.fixture
def clinic(tmp_path: Path, clock: FixedClock) -> Clinic:
    """Patients 1 and 2; sessions 1 to 3 of plan 1, whose first has booking 1 of item 1."""
    clinic = furnished(tmp_path, clock=clock)
    with clinic.database.write() as session:
        plan = add_plan(session, add_patient(session), total=3)
        add_patient(session, "Mai")
        for position in (1, 2, 3):
            services = (1, 2, 1) if position == 1 else (1,)
            add_session(session, plan, position=position, services=services)
        add_booking(session, 1, item_ids=[1], starts_at=TEN)
        session.add(Location(id=2, name="Cove", zone="America/Chicago"))
    return clinic


def content(clinic: Clinic) -> dict[str, list[Any]]:
    """All that is in the database, the keys and the record of who asked aside."""
    aside = (REQUEST_KEY, AUDIT_ENTRY, AUDIT_HEAD, AUDIT_PATIENT)
    with clinic.database.read() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table))))
            for table in SQLModel.metadata.sorted_tables
            if table not in aside
        }


def given(clinic: Clinic, command: str, case: Twice, **other: Any) -> Any:
    return getattr(clinic, command)(*case.args, by=case.by, **{**case.values, **other})


def test_no_command_is_forgotten() -> None:
    assert set(TABLE) | WITHOUT == set(RIGHTS)


@pytest.mark.parametrize("command", sorted(TABLE))
def test_given_twice_it_has_one_effect(clinic: Clinic, clock: FixedClock, command: str) -> None:
    case = TABLE[command]
    BEFORE[case.first](clinic)
    untouched = content(clinic)
    answer = given(clinic, command, case)
    once = content(clinic)
    assert once != untouched
    clinic.database.close()
    restarted = Clinic(Database(clinic.database.path), clock=clock)
    if case.told:
        with pytest.raises(RegimenError, match=case.told):
            given(restarted, command, case)
    else:
        assert given(restarted, command, case) == answer
    assert content(restarted) == once


@pytest.mark.parametrize(
    "command", sorted(c for c, case in TABLE.items() if "key" in case.values and not case.told)
)
def test_a_key_stands_for_one_thing(clinic: Clinic, command: str) -> None:
    case = TABLE[command]
    BEFORE[case.first](clinic)
    given(clinic, command, case)
    before = content(clinic)
    with pytest.raises(Invalid, match="saved already with other values"):
        clinic.add_patient(PatientForm(family_name="Another"), key=KEY, by=FRONT_DESK)
    assert content(clinic) == before


@pytest.mark.parametrize("command", sorted(c for c in RIGHTS if c.startswith(("add_", "save_"))))
def test_whatever_adds_something_is_given_a_key(command: str) -> None:
    case = TABLE[command]
    assert "key" in case.values or getattr(case.args[0], "key", None) == KEY


def test_other_values_under_the_same_key_are_refused_in_words(clinic: Clinic) -> None:
    ana = PatientForm(given_name="Ana", family_name="Ruiz")
    clinic.add_patient(ana, key=KEY, by=FRONT_DESK)
    with pytest.raises(Invalid, match="saved already with other values"):
        clinic.add_patient(ana.model_copy(update={"phone": "5550199"}), key=KEY, by=FRONT_DESK)


def test_a_refused_form_may_be_corrected_under_its_key(clinic: Clinic) -> None:
    with pytest.raises(Invalid):
        clinic.add_patient(PatientForm(), key=KEY, by=FRONT_DESK)
    assert clinic.add_patient(PatientForm(family_name="Ruiz"), key=KEY, by=FRONT_DESK) == 3


def test_without_a_key_every_time_is_another(clinic: Clinic) -> None:
    ana = PatientForm(given_name="Ana")
    assert [clinic.add_patient(ana, by=FRONT_DESK) for _ in range(2)] == [3, 4]


@pytest.mark.parametrize("key", ["", "k" * (LONGEST_KEY + 1)])
def test_a_key_has_a_sensible_length(clinic: Clinic, key: str) -> None:
    with pytest.raises(Invalid, match="no proper key"):
        clinic.add_patient(PatientForm(given_name="Ana"), key=key, by=FRONT_DESK)


def test_a_key_is_kept_for_a_day(clinic: Clinic, clock: FixedClock) -> None:
    ana = PatientForm(given_name="Ana")
    first = clinic.add_patient(ana, key=KEY, by=FRONT_DESK)
    clock.now += KEPT
    clinic.add_patient(PatientForm(given_name="Bo"), key="other", by=FRONT_DESK)
    assert clinic.add_patient(ana, key=KEY, by=FRONT_DESK) == first
    clock.advance(seconds=1)
    clinic.add_patient(PatientForm(given_name="Cy"), key="third", by=FRONT_DESK)
    assert clinic.add_patient(ana, key=KEY, by=FRONT_DESK) > first


def test_what_is_tried_out_leaves_no_key_behind(clinic: Clinic) -> None:
    clinic.rehearsal().add_room(forms.room(), key=KEY, by=MANAGER)
    assert clinic.add_room(forms.room(name="Another"), key=KEY, by=MANAGER).id == 3
