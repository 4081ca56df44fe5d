"""No command takes an id that is out of sight: it is answered as one that is not there, and changes nothing."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from store.clinic import Clinic
from store.errors import NotAllowed, NotFound, RegimenError
from store.models import ProviderHours
from store.rights import RIGHTS
from store.sight import WHOLE
from store.tables import HISTORY_ENTRY
from store.views import (
    Actor,
    BookingRequest,
    MergeRequest,
    MoveRequest,
    PatientForm,
    PlanEdit,
    Sight,
)
from store.words import PaymentMethod, PaymentOption, PlanState, Result
from tests.factories import MANAGER, PROVIDER, add_session
from tests.store.audit.rows import last
from tests.store.plans.forms import plan_form
from tests.store.sight.limited import (
    AT_LOCATION,
    CANARY,
    ELSEWHERE,
    HERE,
    LIMITED,
    NO_MONEY,
    NO_NOTES,
    NOON,
    OWN,
    clinic_of,
)
from tests.store.test_once import content

CASH: dict[str, Any] = {"amount": 100, "method": PaymentMethod.CASH}
TERMS = PlanEdit(
    treatment="Peel", goal="Calm", payment_option=PaymentOption.PAY_AS_YOU_GO, deposit=0, version=1
)
LATER = NOON + timedelta(days=1)
Give = Callable[[Clinic, int, Actor], object]


def _book(key: int, **values: Any) -> BookingRequest:
    asked = {"key": f"book-{key}-it", "session_id": key, "item_ids": (key,), "location_id": HERE}
    return BookingRequest.model_validate({**asked, "starts_at": LATER, **values})


def _move(key: int, **values: Any) -> MoveRequest:
    asked = {"key": f"move-{key}-it", "booking_id": key, "version": 1, "starts_at": LATER}
    return MoveRequest.model_validate({**asked, **values})


FOREIGN: dict[str, Give] = {
    "book": lambda c, key, by: c.book(_book(key), by=by),
    "move": lambda c, key, by: c.move(_move(key), by=by),
    "confirm": lambda c, key, by: c.confirm(key, version=1, by=by),
    "check_in": lambda c, key, by: c.check_in(key, version=1, by=by),
    "start": lambda c, key, by: c.start(key, version=1, by=by),
    "check_out": lambda c, key, by: c.check_out(key, version=1, performed=frozenset(), by=by),
    "step_back": lambda c, key, by: c.step_back(key, version=1, by=by),
    "cancel": lambda c, key, by: c.cancel(key, version=1, reason="Ill", by=by),
    "no_show": lambda c, key, by: c.no_show(key, version=1, by=by),
    "perform": lambda c, key, by: c.perform(key, by=by),
    "unmark": lambda c, key, by: c.unmark(key, by=by),
    "document": lambda c, key, by: c.document(key, note="Fine", by=by),
    "add_item": lambda c, key, by: c.add_item(key, service_id=1, by=by),
    "remove_item": lambda c, key, by: c.remove_item(key, by=by),
    "take_payment": lambda c, key, by: c.take_payment(key, key=f"paid-{key}", **CASH, by=by),
    "refund": lambda c, key, by: c.refund(key, key=f"back-{key}", **CASH, by=by),
    "add_plan": lambda c, key, by: c.add_plan(plan_form(patient_id=key), by=by),
    "edit_plan": lambda c, key, by: c.edit_plan(key, TERMS, by=by),
    "add_session": lambda c, key, by: c.add_session(key, by=by),
    "drop_session": lambda c, key, by: c.drop_session(key, by=by),
    "reorder_sessions": lambda c, key, by: c.reorder_sessions(key, (key,), by=by),
    "cancel_plan": lambda c, key, by: c.cancel_plan(key, reason="Gone", by=by),
    "change_plan_state": lambda c, key, by: c.change_plan_state(
        key, state=PlanState.FINISHED, by=by
    ),
    "take_plan_back": lambda c, key, by: c.take_plan_back(key, key="none", by=by),
    "take_patient_back": lambda c, key, by: c.take_patient_back(key, key="none", by=by),
    "edit_patient": lambda c, key, by: c.edit_patient(key, PatientForm(family_name="Ito"), by=by),
    "undo": lambda c, key, by: c.undo(_change(c) if key == ELSEWHERE else key, by=by),
}
"""Each command about an id: 2 is out of sight, others are not there."""
OTHERWISE = {
    "add_patient": "about nobody yet",
    "open_record": "opens what is out of sight",
    "close_record": "closes one's own",
    "merge_patients": "below",
    "part_patients": "below",
    "take_time_off": "for oneself, or by a manager",
    "end_time_off": "for oneself, or by a manager",
    "save_view": "a view of the list holds no record",
    "change_view": "one's own",
    "drop_view": "one's own",
    "export_sessions": "among the questions",
    "change_password": "one's own",
    "change_pin": "one's own",
    "begin_second_factor": "one's own",
    "confirm_second_factor": "one's own",
    "end_second_factor": "one's own",
}


def _change(clinic: Clinic) -> int:
    """What happened to the session that is out of sight."""
    with clinic.database.read() as connection:
        theirs = select(HISTORY_ENTRY.c.id).where(HISTORY_ENTRY.c.session_id == ELSEWHERE)
        return int(connection.execute(theirs).scalars().first() or 0)


@pytest.fixture(params=LIMITED)
def case(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Clinic, Actor]:
    """A clinic, and somebody to whom part of it is out of sight."""
    hidden_at = HERE if request.param == "own" else ELSEWHERE
    return clinic_of(tmp_path, hidden_at=hidden_at), LIMITED[request.param]


def test_every_command_stands_here_or_is_for_whoever_sees_all() -> None:
    assert set(FOREIGN) | WHOLE | set(OTHERWISE) == set(RIGHTS)


@pytest.mark.parametrize("command", FOREIGN)
def test_what_is_out_of_sight_is_not_there(case: tuple[Clinic, Actor], command: str) -> None:
    clinic, by = case
    was = content(clinic)
    with pytest.raises(NotFound) as hidden:
        FOREIGN[command](clinic, ELSEWHERE, by)
    row = last(clinic)
    assert (row.command, row.result, row.said) == (command, Result.REFUSED, hidden.value.message)
    with pytest.raises(NotFound) as missing:
        FOREIGN[command](clinic, 999, by)
    assert hidden.value.message == missing.value.message
    assert content(clinic) == was


@pytest.mark.parametrize(
    "give",
    [
        lambda c: c.book(_book(1, location_id=ELSEWHERE), by=AT_LOCATION),
        lambda c: c.book(_book(1, provider=3), by=AT_LOCATION),
        lambda c: c.book(_book(1, room=3), by=AT_LOCATION),
        lambda c: c.move(_move(1, location_id=ELSEWHERE), by=AT_LOCATION),
        lambda c: c.move(_move(1, provider=3), by=AT_LOCATION),
        lambda c: c.move(_move(1, room=3), by=AT_LOCATION),
        lambda c: c.perform(1, location_id=ELSEWHERE, provider_id=1, by=AT_LOCATION),
        lambda c: c.perform(1, location_id=HERE, provider_id=3, by=AT_LOCATION),
        lambda c: c.check_out(1, version=1, performed=frozenset({2}), by=AT_LOCATION),
        lambda c: c.reorder_sessions(1, (1, 2), by=AT_LOCATION),
    ],
)
def test_ids_inside_a_request_are_in_sight_too(
    tmp_path: Path, give: Callable[[Clinic], object]
) -> None:
    clinic = clinic_of(tmp_path)
    was = content(clinic)
    with pytest.raises(NotFound, match="There is no such"):
        give(clinic)
    assert content(clinic) == was


def test_a_merge_takes_two_patients_of_ones_own(tmp_path: Path) -> None:
    clinic = clinic_of(tmp_path, hidden_at=HERE)
    request = MergeRequest(keep_id=1, other_id=2, keep_version=1, other_version=1)
    with pytest.raises(NotFound, match="no such patient"):
        clinic.merge_patients(request, by=OWN)
    with pytest.raises(NotAllowed, match="whole clinic"):
        clinic.merge_patients(request, by=AT_LOCATION)
    merged = clinic.merge_patients(
        request.model_copy(update={"keep_id": 2, "other_id": 1}), by=MANAGER
    )
    with pytest.raises(NotAllowed, match="whole clinic"):
        clinic.part_patients(merged.merge_id, by=AT_LOCATION)


def test_the_clinic_itself_is_for_whoever_sees_all_of_it(tmp_path: Path) -> None:
    clinic = clinic_of(tmp_path)
    for by in (AT_LOCATION, NO_MONEY, NO_NOTES):
        with pytest.raises(NotAllowed, match="whole clinic"):
            clinic.disable_room(1, by=by)
        with pytest.raises(NotAllowed, match="whole clinic"):
            clinic.back_up(by=by)


def test_without_money_none_is_taken_and_without_notes_none_is_written(tmp_path: Path) -> None:
    clinic = clinic_of(tmp_path)
    with pytest.raises(NotAllowed, match="payments are not yours"):
        clinic.take_payment(1, key="paid-once", **CASH, by=NO_MONEY)
    with pytest.raises(NotAllowed, match="payments are not yours"):
        clinic.edit_plan(1, TERMS, by=NO_MONEY)
    with pytest.raises(NotAllowed, match="Notes are not yours"):
        clinic.document(1, note="Fine", by=NO_NOTES)


def test_a_plan_that_is_seen_in_part_is_not_changed_as_a_whole(tmp_path: Path) -> None:
    clinic = clinic_of(tmp_path)
    with clinic.database.write() as session:
        step = add_session(session, 1, position=2)
    clinic.book(
        _book(step, item_ids=(3,), location_id=ELSEWHERE, provider=3, spacing_confirmed=True),
        by=MANAGER,
    )
    for give in (
        lambda: clinic.cancel_plan(1, reason="Gone", by=AT_LOCATION),
        lambda: clinic.drop_session(1, by=AT_LOCATION),
        lambda: clinic.plan(1, by=AT_LOCATION),
        lambda: clinic.plan_bookings_ahead(1, by=AT_LOCATION),
    ):
        with pytest.raises(NotAllowed, match="Part of this plan"):
            give()
    assert clinic.session(1, by=AT_LOCATION).following is None


def test_an_opened_record_is_not_merged_into_ones_own(tmp_path: Path) -> None:
    clinic = clinic_of(tmp_path, hidden_at=HERE)
    clinic.open_record(2, "Covering for Ola", by=OWN)
    with pytest.raises(NotAllowed, match="whole clinic"):
        clinic.merge_comparison(1, 2, by=OWN)
    with pytest.raises(NotAllowed, match="whole clinic"):
        clinic.merge_patients(
            MergeRequest(keep_id=1, other_id=2, keep_version=1, other_version=1), by=OWN
        )


def test_a_limited_manager_ends_no_time_off_elsewhere_and_sees_no_staff(tmp_path: Path) -> None:
    clinic = clinic_of(tmp_path)
    clinic.take_time_off(3, starts_at=LATER, ends_at=LATER + timedelta(hours=1), by=MANAGER)
    with pytest.raises(NotFound, match="no such time off"):
        clinic.end_time_off(1, by=AT_LOCATION)
    with pytest.raises(NotAllowed, match="whole clinic"):
        clinic.staff(AT_LOCATION)


def test_whoever_sends_somebody_off_is_told_of_no_booking_out_of_sight(tmp_path: Path) -> None:
    clinic = clinic_of(tmp_path)
    with clinic.database.write() as session:
        at_both = {"provider_id": 3, "location_id": HERE, "weekday": 6}
        session.add(ProviderHours.model_validate({**at_both, "starts": 540, "ends": 600}))
    hour = timedelta(hours=1)
    span: dict[str, Any] = {"starts_at": NOON - hour, "ends_at": NOON + hour}
    outcome = clinic.rehearsal().take_time_off(3, **span, by=AT_LOCATION)
    assert outcome.displaced == ("1 booking is not yours to see.",)
    told = clinic.rehearsal().take_time_off(3, **span, by=MANAGER).displaced
    assert CANARY in told[0]


def test_a_record_number_in_use_does_not_tell_by_whom(tmp_path: Path) -> None:
    clinic = clinic_of(tmp_path)
    form = PatientForm(family_name="Ito", record_number="R-00002")
    with pytest.raises(RegimenError, match="Somebody else has the record number"):
        clinic.add_patient(form, by=AT_LOCATION)


def test_whoever_treated_a_patient_once_still_sees_them(tmp_path: Path) -> None:
    clinic = clinic_of(tmp_path, hidden_at=HERE)
    by = PROVIDER.model_copy(update={"sight": Sight(own_provider_id=2)})
    with pytest.raises(NotFound):
        clinic.session(1, by=by)
    clinic.perform(1, location_id=HERE, provider_id=2, by=MANAGER)
    assert clinic.session(1, by=by).id == 1
    clinic.unmark(1, by=MANAGER)
    with pytest.raises(NotFound):
        clinic.session(1, by=by)
