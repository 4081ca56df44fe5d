"""Every command leaves exactly one row, carried out or refused; a rehearsal leaves none."""

import inspect
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from store.clinic import Clinic
from store.errors import NotAllowed, RegimenError
from store.importing.csv import SheetImport, Terms
from store.rights import RIGHTS
from store.views import (
    Actor,
    DayHours,
    MergeRequest,
    MoveRequest,
    OidcProof,
    PatientForm,
    PlaceDay,
    PlanEdit,
    RecordQuery,
    SavedViewForm,
    SessionQuery,
    Sight,
)
from store.words import ExportKind, PaymentMethod, PlanState, Role
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    PROVIDER,
    FixedClock,
    add_patient,
    add_plan,
    add_session,
)
from tests.store.accounts import people
from tests.store.audit.rows import changes, count, entries, verdict
from tests.store.bookings.wishes import TEN, request
from tests.store.plans.forms import plan_form, template_form
from tests.store.setup import forms

QUESTIONS = {"read_record", "who_saw"}
"""Answered they leave nothing; refused they leave a row like every command."""
LIMITED = PROVIDER.model_copy(update={"sight": Sight(own_provider_id=2)})
GONE = Actor(staff_id=99, name="Nobody here", roles=frozenset({Role.MANAGER}), origin="10.0.0.7")
DAY = TEN.date() + timedelta(days=7)
ANYTHING = SimpleNamespace(
    session_id=7,
    booking_id=7,
    location_id=7,
    provider=7,
    room=7,
    keep_id=7,
    other_id=7,
    patient_id=7,
)
Step = tuple[str, Callable[[Clinic, Path], Any]]


def _plan(goal: str) -> PlanEdit:
    terms = plan_form().model_dump(include={*PlanEdit.model_fields})
    return PlanEdit.model_validate({**terms, "goal": goal, "version": 1})


def sheet(clinic: Clinic, folder: Path, by: Actor = MANAGER) -> None:
    """A patient comes in by a spreadsheet."""
    file = folder / "patients.csv"
    file.write_text("Record number,Given name,Family name\nR-77001,Ada,Brandt\n")
    job = SheetImport(clinic, by=by)
    job.open([(file, file.name)])
    job.carry_out(Terms())
    job.close()


MOVED = TEN + timedelta(hours=1)
BACK: dict[str, Any] = {"amount": 5_000, "method": PaymentMethod.CASH}
STEPS: tuple[Step, ...] = (
    ("book", lambda c, _: c.book(request(item_ids=(1,)), by=FRONT_DESK)),
    (
        "move",
        lambda c, _: c.move(
            MoveRequest(key="move-it-once", booking_id=1, version=1, starts_at=MOVED),
            by=FRONT_DESK,
        ),
    ),
    ("confirm", lambda c, _: c.confirm(1, version=2, by=FRONT_DESK)),
    ("check_in", lambda c, _: c.check_in(1, version=3, by=FRONT_DESK)),
    ("start", lambda c, _: c.start(1, version=4, by=FRONT_DESK)),
    ("step_back", lambda c, _: c.step_back(1, version=5, by=FRONT_DESK)),
    ("perform", lambda c, _: c.perform(1, by=MANAGER)),
    ("document", lambda c, _: c.document(1, note="Went well", by=MANAGER)),
    ("unmark", lambda c, _: c.unmark(1, by=MANAGER)),
    ("add_item", lambda c, _: c.add_item(1, service_id=2, by=FRONT_DESK)),
    ("remove_item", lambda c, _: c.remove_item(2, by=FRONT_DESK)),
    ("take_payment", lambda c, _: c.take_payment(1, key="paid-once-1", **BACK, by=FRONT_DESK)),
    ("refund", lambda c, _: c.refund(1, key="given-back", **BACK, by=FRONT_DESK)),
    (
        "check_out",
        lambda c, _: c.check_out(1, version=6, performed=frozenset({1}), by=MANAGER),
    ),
    ("undo", lambda c, _: c.undo(_last_change(c), by=MANAGER)),
    ("cancel", lambda c, _: c.cancel(_booked(c, 4), version=1, reason="Ill", by=FRONT_DESK)),
    ("add_plan", lambda c, _: c.add_plan(plan_form(), by=FRONT_DESK)),
    ("take_plan_back", lambda c, _: _take_plan_back(c)),
    ("edit_plan", lambda c, _: c.edit_plan(3, _plan("Calm skin"), by=FRONT_DESK)),
    ("add_session", lambda c, _: c.add_session(3, by=FRONT_DESK)),
    ("reorder_sessions", lambda c, _: c.reorder_sessions(3, _order(c), by=FRONT_DESK)),
    ("drop_session", lambda c, _: c.drop_session(_order(c)[0], by=FRONT_DESK)),
    ("change_plan_state", lambda c, _: c.change_plan_state(3, state=PlanState.DRAFT, by=MANAGER)),
    ("cancel_plan", lambda c, _: c.cancel_plan(3, reason="Moved away", by=FRONT_DESK)),
    ("add_patient", lambda c, _: c.add_patient(PatientForm(given_name="Bo"), by=FRONT_DESK)),
    ("take_patient_back", lambda c, _: _take_back(c)),
    (
        "edit_patient",
        lambda c, _: c.edit_patient(3, PatientForm(given_name="Boe"), by=FRONT_DESK),
    ),
    (
        "merge_patients",
        lambda c, _: c.merge_patients(
            MergeRequest(keep_id=2, other_id=3, keep_version=1, other_version=2), by=FRONT_DESK
        ),
    ),
    ("open_record", lambda c, _: c.open_record(1, "Called in sick", by=LIMITED)),
    ("close_record", lambda c, _: c.close_record(1, by=LIMITED)),
    ("part_patients", lambda c, _: c.part_patients(1, by=FRONT_DESK)),
    ("add_template", lambda c, _: c.add_template(template_form(), by=MANAGER)),
    ("edit_template", lambda c, _: c.edit_template(1, template_form(goal="New"), by=MANAGER)),
    ("disable_template", lambda c, _: c.disable_template(1, by=MANAGER)),
    ("enable_template", lambda c, _: c.enable_template(1, by=MANAGER)),
    (
        "take_time_off",
        lambda c, _: c.take_time_off(
            2, starts_at=TEN, ends_at=TEN + timedelta(hours=1), by=MANAGER
        ),
    ),
    ("end_time_off", lambda c, _: c.end_time_off(1, by=MANAGER)),
    ("save_view", lambda c, _: c.save_view(SavedViewForm(name="Mine", params=""), by=MANAGER)),
    (
        "change_view",
        lambda c, _: c.change_view(1, SavedViewForm(name="Ours", params=""), by=MANAGER),
    ),
    ("drop_view", lambda c, _: c.drop_view(1, by=MANAGER)),
    (
        "export_sessions",
        lambda c, f: c.export_sessions(
            SessionQuery(), ExportKind.CSV, f / "list.csv", by=FRONT_DESK
        ),
    ),
    ("export_record", lambda c, f: c.export_record(RecordQuery(), f / "record.csv", by=MANAGER)),
    ("back_up", lambda c, _: c.back_up(by=MANAGER)),
    ("import", sheet),
    ("name_clinic", lambda c, _: c.name_clinic("Quay", "USD", by=MANAGER)),
    ("add_location", lambda c, _: c.add_location(forms.location(), by=MANAGER)),
    ("edit_location", lambda c, _: c.edit_location(2, forms.location(name="Up"), by=MANAGER)),
    ("disable_location", lambda c, _: c.disable_location(2, by=MANAGER)),
    ("enable_location", lambda c, _: c.enable_location(2, by=MANAGER)),
    ("set_location_day", lambda c, _: c.set_location_day(1, DayHours(day=DAY), by=MANAGER)),
    ("clear_location_day", lambda c, _: c.clear_location_day(1, DAY, by=MANAGER)),
    ("add_room", lambda c, _: c.add_room(forms.room(), by=MANAGER)),
    ("edit_room", lambda c, _: c.edit_room(3, forms.room(name="Room 5"), by=MANAGER)),
    ("take_record_back", lambda c, _: _take_room_back(c)),
    ("disable_room", lambda c, _: c.disable_room(3, by=MANAGER)),
    ("enable_room", lambda c, _: c.enable_room(3, by=MANAGER)),
    ("add_provider", lambda c, _: c.add_provider(forms.provider(), by=MANAGER)),
    ("edit_provider", lambda c, _: c.edit_provider(3, forms.provider(hours=()), by=MANAGER)),
    ("disable_provider", lambda c, _: c.disable_provider(3, by=MANAGER)),
    ("enable_provider", lambda c, _: c.enable_provider(3, by=MANAGER)),
    (
        "set_provider_day",
        lambda c, _: c.set_provider_day(1, PlaceDay(day=DAY, location_id=1), by=MANAGER),
    ),
    (
        "clear_provider_day",
        lambda c, _: c.clear_provider_day(1, location_id=1, day=DAY, by=MANAGER),
    ),
    ("add_service", lambda c, _: c.add_service(forms.service(), by=MANAGER)),
    (
        "add_services",
        lambda c, _: c.add_services(
            (forms.service(name="One"), forms.service(name="Two")), by=MANAGER
        ),
    ),
    ("edit_service", lambda c, _: c.edit_service(3, forms.service(minutes=45), by=MANAGER)),
    ("disable_service", lambda c, _: c.disable_service(3, by=MANAGER)),
    ("enable_service", lambda c, _: c.enable_service(3, by=MANAGER)),
    ("no_show", lambda c, _: c.no_show(_begun(c), version=1, by=FRONT_DESK)),
    ("add_staff", lambda c, _: c.add_staff(people.form(), by=MANAGER)),
    ("edit_staff", lambda c, _: c.edit_staff(6, people.form(name="Femi A."), by=MANAGER)),
    ("disable_staff", lambda c, _: c.disable_staff(6, by=MANAGER)),
    ("enable_staff", lambda c, _: c.enable_staff(6, by=MANAGER)),
    ("make_link", lambda c, _: c.make_link(6, by=MANAGER)),
    ("make_link_for", lambda c, _: c.make_link_for("Femi", by=MANAGER)),
    ("change_password", lambda c, _: _change_password(c)),
    ("change_pin", lambda c, _: _change_pin(c)),
    ("end_sign_ins", lambda c, _: c.end_sign_ins(6, by=MANAGER)),
    ("begin_second_factor", lambda c, _: _begin_factor(c)),
    ("confirm_second_factor", lambda c, _: _turn_on(c)),
    ("reset_second_factor", lambda c, _: c.reset_second_factor(6, by=MANAGER)),
    ("end_second_factor", lambda c, _: _turn_off(c)),
    ("reset_second_factor_for", lambda c, _: _reset_for(c)),
    ("forget_oidc_account", lambda c, _: _forget(c)),
)
MORE_ROWS = {
    "cancel": 2,
    "import": 2,
    "no_show": 2,
    **dict.fromkeys(("take_patient_back", "take_plan_back", "take_record_back"), 2),
    "change_password": 3,
    "change_pin": 2,
    "begin_second_factor": 2,
    "confirm_second_factor": 3,
    "end_second_factor": 4,
    "reset_second_factor_for": 4,
    "forget_oidc_account": 2,
}
"""Booked or added before; let in by a link that was made before; turned on before."""


def _last_change(clinic: Clinic) -> int:
    return next(entry.id for entry in clinic.session(1, by=MANAGER).history if entry.can_undo)


def _booked(clinic: Clinic, days: int) -> int:
    """A booking of the second session; it has begun when that many days are over."""
    later = TEN + timedelta(days=days)
    wish = request(key=f"book-again-{days}", session_id=2, item_ids=(3,), starts_at=later)
    return clinic.book(wish, by=FRONT_DESK).booking_ids[0]


def _begun(clinic: Clinic) -> int:
    """The same, begun by now."""
    booking = _booked(clinic, 5)
    assert isinstance(clinic.now, FixedClock)
    clinic.now.advance(days=7)
    return booking


def _change_password(clinic: Clinic) -> None:
    """Somebody who came in by a link chooses another password."""
    link = clinic.make_link(6, by=MANAGER)
    femi = clinic.use_link(link.token, people.PASSWORD, address=people.HERE).actor
    clinic.change_password(people.PASSWORD, people.OTHER, by=femi)


def _change_pin(clinic: Clinic) -> None:
    """The same person chooses a PIN."""
    clinic.change_pin(people.PIN, people.OTHER, by=_femi(clinic))


def _femi(clinic: Clinic) -> Actor:
    return people.enter(clinic, "femi", people.OTHER).actor


def _begin_factor(clinic: Clinic) -> None:
    clinic.begin_second_factor(people.OTHER, by=_femi(clinic))


def _turn_on(clinic: Clinic) -> tuple[str, ...]:
    femi = _femi(clinic)
    secret = clinic.begin_second_factor(people.OTHER, by=femi).secret
    return clinic.confirm_second_factor(secret, people.code_of(clinic, secret), by=femi)


def _turn_off(clinic: Clinic) -> None:
    femi = _femi(clinic)
    secret = clinic.begin_second_factor(people.OTHER, by=femi).secret
    codes = clinic.confirm_second_factor(secret, people.code_of(clinic, secret), by=femi)
    clinic.end_second_factor(people.OTHER, codes[0], by=femi)


def _reset_for(clinic: Clinic) -> None:
    with suppress(NotAllowed):  # on already
        _turn_on(clinic)
    clinic.reset_second_factor_for("femi", by=MANAGER)


def _forget(clinic: Clinic) -> None:
    """An account elsewhere, which has signed somebody in before."""
    proof = OidcProof(issuer="https://id.example", subject="7", name="femi", label="Example")
    clinic.sign_in_by_oidc(proof, address=people.HERE)
    clinic.forget_oidc_account(6, by=MANAGER)


def _take_back(clinic: Clinic) -> None:
    """A patient just added."""
    added = clinic.add_patient(PatientForm(given_name="Cy"), key="just-added", by=FRONT_DESK)
    clinic.take_patient_back(added, key="just-added", by=FRONT_DESK)


def _take_plan_back(clinic: Clinic) -> None:
    """A plan just added."""
    made = clinic.add_plan(plan_form(key="just-planned"), by=FRONT_DESK)
    plan_id = clinic.session(made.session_id, by=MANAGER).plan_id
    clinic.take_plan_back(plan_id, key="just-planned", by=FRONT_DESK)


def _take_room_back(clinic: Clinic) -> None:
    """A room just added."""
    room = clinic.add_room(forms.room(name="Room 9"), key="just-built", by=MANAGER)
    clinic.take_record_back("room", (room.id,), key="just-built", by=MANAGER)


def _order(clinic: Clinic) -> list[int]:
    page = clinic.sessions(SessionQuery(patient_id=1, plan_id=3, scope="all"), by=MANAGER)
    return sorted((row.id for row in page.rows), reverse=True)


@pytest.fixture
def peopled(bare: Clinic) -> Clinic:
    """Two patients with a session each; the first has items 1 and 2, the second item 3."""
    with bare.database.write() as session:
        for services in ((1, 2), (1,)):
            add_session(session, add_plan(session, add_patient(session)), services=services)
    return bare


def test_every_command_is_carried_out_here() -> None:
    assert {name for name, _ in STEPS} | QUESTIONS == set(RIGHTS)


def test_every_command_leaves_exactly_one_row_that_says_what_it_did(
    peopled: Clinic, tmp_path: Path
) -> None:
    refused = []
    peopled.hashing = people.cheap()
    for name, give in STEPS:
        before = count(peopled)
        try:
            give(peopled, tmp_path)
        except RegimenError as refusal:
            refused.append((name, refusal.message))
            continue
        rows = entries(peopled)[before:]
        assert [row.command for row in rows][-1:] == [name]
        assert len(rows) == MORE_ROWS.get(name, 1), name
        assert (bool(rows[-1].said), bool(changes(rows[-1]))) == (True, True), name
    assert refused == []
    assert verdict(peopled).fault == ""


def test_every_command_that_is_refused_leaves_exactly_one_row(clinic: Clinic) -> None:
    """Whoever is not of the staff is refused before anything else is looked at."""
    for name in sorted(RIGHTS):
        before = count(clinic)
        with pytest.raises(NotAllowed):
            _give(clinic, name)
        rows = entries(clinic)[before:]
        assert [(row.command, row.result.value) for row in rows] == [(name, "refused")]
        assert "no longer works here" in rows[0].said or name == "import"
    assert verdict(clinic).fault == ""


def _give(clinic: Clinic, name: str, *, by: Actor = GONE) -> None:
    """Give a command with any values at all; an id is 7."""
    if name == "import":
        SheetImport(
            clinic, by=Actor(staff_id=99, name="Nobody", roles=frozenset({Role.FRONT_DESK}))
        )
    method = getattr(clinic, name)
    asked = list(inspect.signature(method).parameters.values())
    given = {
        one.name: 7 if one.name.endswith("_id") else ANYTHING
        for one in asked
        if one.default is inspect.Parameter.empty and one.name != "by"
    }
    first = [
        given.pop(one.name)
        for one in asked
        if one.kind is one.POSITIONAL_OR_KEYWORD and one.name in given
    ]
    method(*first, **given, by=by)
