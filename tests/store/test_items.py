"""Items: performed in a booking or without one, written down, added, removed."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from store.clinic import Clinic
from store.errors import Invalid, NotAllowed, NotFound, NotQualified, Stale
from store.models import Location, Provider, Service, ServiceProvider, TreatmentPlan
from store.words import BookingStatus, Change, PlanState, SessionStatus
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    NOW,
    PROVIDER,
    ZONE,
    add_booking,
    add_patient,
    add_plan,
    add_session,
    furnished,
)
from tests.store import reading

STARTS = NOW + timedelta(days=1)


@pytest.fixture
def clinic(bare: Clinic) -> Clinic:
    """Session 1 with item 1 in booking 1, tomorrow at ten with provider 1, and item 2 unbooked."""
    with bare.database.write() as session:
        step = add_session(session, add_plan(session, add_patient(session)), services=(1, 2))
        add_booking(session, step, item_ids=[1], starts_at=STARTS)
    return bare


def test_an_item_is_performed_in_its_booking_from_check_in_on(clinic: Clinic) -> None:
    clinic.check_in(1, version=1, by=FRONT_DESK)
    told = clinic.perform(1, by=PROVIDER)
    done = reading.item(clinic)
    assert told.message == "Laser Peel: performed."
    assert (done.booking_id, done.performed_by_id, done.performed_location_id) == (1, 1, None)
    assert (done.performed_at, done.performed_until) == (NOW, NOW + timedelta(minutes=30))
    assert reading.status(clinic) is SessionStatus.PARTIALLY_BOOKED


def test_a_manager_marks_for_the_provider_of_the_booking(clinic: Clinic) -> None:
    clinic.check_in(1, version=1, by=FRONT_DESK)
    clinic.perform(1, by=MANAGER)
    assert reading.item(clinic).performed_by_id == 1


def test_an_item_performed_before_check_in_leaves_its_booking_empty_and_cancelled(
    clinic: Clinic,
) -> None:
    clinic.confirm(1, version=1, by=FRONT_DESK)
    told = clinic.perform(1, by=PROVIDER)
    assert told.message == (
        "Laser Peel: performed before its booking of"
        " Thu 5 Mar 2026, 10:00 with Dr. Ines Lind in Room 1, which is cancelled."
    )
    done = reading.item(clinic)
    assert (done.booking_id, done.performed_location_id) == (None, 1)
    assert reading.booking_status(clinic) is BookingStatus.CANCELLED
    assert reading.step(clinic).starts_at == NOW
    assert reading.step(clinic).ends_at == NOW + timedelta(minutes=30)


def test_an_item_performed_before_check_in_leaves_the_others_booked(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    with clinic.database.write() as session:
        step = add_session(session, add_plan(session, add_patient(session)), services=(1, 2))
        add_booking(session, step, item_ids=[1, 2], starts_at=STARTS)
    clinic.perform(1, by=PROVIDER)
    assert reading.booking_status(clinic) is BookingStatus.NEW
    assert reading.item(clinic, 2).booking_id == 1
    assert reading.status(clinic) is SessionStatus.BOOKED


def test_a_walk_in_records_performer_place_start_and_end(clinic: Clinic) -> None:
    clinic.perform(2, by=MANAGER, provider_id=2, location_id=1)
    done = reading.item(clinic, 2)
    assert (done.performed_by_id, done.performed_location_id) == (2, 1)
    assert (done.performed_at, done.performed_until) == (NOW, NOW + timedelta(minutes=45))
    assert reading.status(clinic) is SessionStatus.BOOKED
    assert reading.differences(clinic) == []


def test_a_walk_in_says_by_whom(clinic: Clinic) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.perform(2, by=MANAGER)
    assert refused.value.field == "provider"


def test_a_walk_in_says_where_when_there_are_several_places(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        session.add(Location(id=2, name="Hill", zone=ZONE))
    with pytest.raises(Invalid) as refused:
        clinic.perform(2, by=PROVIDER)
    assert refused.value.field == "location"
    clinic.perform(2, by=PROVIDER, location_id=2)
    assert reading.item(clinic, 2).performed_location_id == 2


@pytest.mark.parametrize("key", [99, 2**70])
def test_a_walk_in_names_a_provider_and_a_place_that_exist(clinic: Clinic, key: int) -> None:
    with pytest.raises(NotFound):
        clinic.perform(2, by=MANAGER, provider_id=key)
    with pytest.raises(NotFound):
        clinic.perform(2, by=PROVIDER, location_id=key)


def test_nobody_performs_what_they_may_not_do(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        session.delete(session.get_one(ServiceProvider, (2, 2)))
    with pytest.raises(NotQualified, match="Noor Haddad may not do Lip Filler"):
        clinic.perform(2, by=MANAGER, provider_id=2)


def test_a_disabled_provider_performs_no_walk_in(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        session.get_one(Provider, 2).disabled = True
    with pytest.raises(Invalid, match="no longer works here"):
        clinic.perform(2, by=MANAGER, provider_id=2)


def test_providers_mark_for_themselves_alone(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed) as refused:
        clinic.perform(2, by=PROVIDER, provider_id=2)
    assert refused.value.field == "provider"


def test_the_front_desk_marks_nothing_performed(clinic: Clinic) -> None:
    for refused in (
        partial(clinic.perform, 1, by=FRONT_DESK),
        partial(clinic.unmark, 1, by=FRONT_DESK),
        partial(clinic.document, 1, note="Fine", by=FRONT_DESK),
    ):
        with pytest.raises(NotAllowed, match="you work as front desk"):
            refused()


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.CANCELLED])
def test_no_walk_in_for_a_plan_that_takes_no_booking(clinic: Clinic, state: PlanState) -> None:
    with clinic.database.write() as session:
        session.get_one(TreatmentPlan, 1).state = state
    with pytest.raises(NotAllowed, match="The plan is"):
        clinic.perform(2, by=PROVIDER)


def test_a_session_is_completed_when_all_is_performed_and_documented(clinic: Clinic) -> None:
    clinic.check_in(1, version=1, by=FRONT_DESK)
    clinic.perform(1, by=PROVIDER)
    clinic.perform(2, by=PROVIDER)
    clinic.document(1, note="Fine", by=PROVIDER)
    assert reading.status(clinic) is SessionStatus.BOOKED
    clinic.document(2, note=" 0.5 ml\r\nno swelling ", by=MANAGER)
    assert reading.status(clinic) is SessionStatus.COMPLETED
    noted = reading.item(clinic, 2)
    assert (noted.note, noted.documented_by) == ("0.5 ml\nno swelling", "Mara Quist")


def test_unmarking_one_item_reopens_a_completed_session_and_keeps_its_note(
    clinic: Clinic,
) -> None:
    test_a_session_is_completed_when_all_is_performed_and_documented(clinic)
    clinic.unmark(1, by=PROVIDER)
    opened = reading.item(clinic, 1)
    assert (opened.performed_at, opened.documented_at, opened.note) == (None, None, "Fine")
    assert opened.booking_id == 1
    assert reading.status(clinic) is SessionStatus.BOOKED
    clinic.unmark(2, by=PROVIDER)
    assert reading.status(clinic) is SessionStatus.PARTIALLY_BOOKED


def test_what_is_not_performed_is_neither_unmarked_nor_documented(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed):
        clinic.unmark(1, by=PROVIDER)
    with pytest.raises(NotAllowed, match="Mark it performed first"):
        clinic.document(1, note="Fine", by=PROVIDER)


def test_what_is_performed_is_not_performed_twice(clinic: Clinic) -> None:
    clinic.perform(2, by=PROVIDER)
    with pytest.raises(NotAllowed, match="already performed"):
        clinic.perform(2, by=PROVIDER)


@pytest.mark.parametrize("note", ["", " \n ", "x" * 4_001, "x" * 5_000, "\udfff"])
def test_a_note_has_words_that_can_be_kept(clinic: Clinic, note: str) -> None:
    clinic.perform(2, by=PROVIDER)
    with pytest.raises(Invalid) as refused:
        clinic.document(2, note=note, by=PROVIDER)
    assert refused.value.field == "note"
    assert reading.item(clinic, 2).documented_at is None


def test_the_longest_note_is_kept_whole(clinic: Clinic) -> None:
    clinic.perform(2, by=PROVIDER)
    clinic.document(2, note="x" * 4_000, by=PROVIDER)
    assert reading.item(clinic, 2).note == "x" * 4_000


def test_the_second_writer_of_a_note_sees_the_first_ones_change(clinic: Clinic) -> None:
    clinic.perform(2, by=PROVIDER)
    seen = reading.step(clinic).version
    clinic.document(2, note="First", by=PROVIDER, version=seen)
    with pytest.raises(Stale, match=r"Dr\. Ines Lind changed it meanwhile") as refused:
        clinic.document(2, note="Second", by=MANAGER, version=seen)
    assert refused.value.field == "note"
    assert reading.item(clinic, 2).note == "First"
    clinic.document(2, note="Second", by=MANAGER, version=reading.step(clinic).version)
    assert reading.item(clinic, 2).note == "Second"


def test_another_change_to_the_session_does_not_stop_a_note(clinic: Clinic) -> None:
    clinic.perform(2, by=PROVIDER)
    seen = reading.step(clinic).version
    clinic.confirm(1, version=1, by=FRONT_DESK)
    clinic.document(2, note="Fine", by=PROVIDER, version=seen)
    assert reading.item(clinic, 2).note == "Fine"


def test_an_added_item_reopens_what_was_booked(clinic: Clinic) -> None:
    clinic.perform(2, by=PROVIDER)
    assert reading.status(clinic) is SessionStatus.BOOKED
    told = clinic.add_item(1, service_id=2, units=3, by=FRONT_DESK)
    added = reading.item(clinic, 3)
    assert told.message == "Lip Filler: added."
    assert (added.position, added.units, added.unit_price) == (3, 3, 45_000)
    assert reading.status(clinic) is SessionStatus.PARTIALLY_BOOKED


@pytest.mark.parametrize("units", [0, -1, 1_000, 2**70])
def test_units_are_counted_from_one(clinic: Clinic, units: int) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.add_item(1, service_id=1, units=units, by=FRONT_DESK)
    assert refused.value.field == "units"


def test_only_services_on_offer_in_the_sessions_currency_are_added(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        session.get_one(Service, 1).disabled = True
        session.get_one(Service, 2).currency = "EUR"
    for service_id, error in ((1, Invalid), (2, Invalid), (99, NotFound)):
        with pytest.raises(error):
            clinic.add_item(1, service_id=service_id, by=FRONT_DESK)


def test_a_session_keeps_its_last_item(clinic: Clinic) -> None:
    clinic.remove_item(2, by=FRONT_DESK)
    clinic.cancel(1, version=1, reason="Ill", by=FRONT_DESK)
    with pytest.raises(NotAllowed, match="keeps at least one item"):
        clinic.remove_item(1, by=FRONT_DESK)
    assert reading.changes(clinic).count(Change.ITEM_REMOVED) == 1


def test_what_is_booked_or_performed_is_not_removed(clinic: Clinic) -> None:
    clinic.perform(2, by=PROVIDER)
    for key in (1, 2):
        with pytest.raises(NotAllowed):
            clinic.remove_item(key, by=FRONT_DESK)


def test_removing_the_last_open_item_completes_the_session(clinic: Clinic) -> None:
    clinic.check_in(1, version=1, by=FRONT_DESK)
    clinic.perform(1, by=PROVIDER)
    clinic.document(1, note="Fine", by=PROVIDER)
    clinic.remove_item(2, by=FRONT_DESK)
    assert reading.status(clinic) is SessionStatus.COMPLETED
    assert reading.differences(clinic) == []


def test_an_item_added_to_a_completed_session_reopens_it(clinic: Clinic) -> None:
    test_removing_the_last_open_item_completes_the_session(clinic)
    clinic.add_item(1, service_id=1, by=FRONT_DESK)
    assert reading.status(clinic) is SessionStatus.PARTIALLY_BOOKED
    assert reading.differences(clinic) == []


def test_a_provider_who_was_disabled_marks_nothing_more(clinic: Clinic) -> None:
    clinic.check_in(1, version=1, by=FRONT_DESK)
    clinic.disable_provider(1, by=MANAGER)
    with pytest.raises(Invalid, match="no longer works here"):
        clinic.perform(1, by=PROVIDER)
