"""Two records of one person: made one with nothing lost, and parted again."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from store.clinic import Clinic
from store.errors import Invalid, NotAllowed, NotFound, Stale
from store.models import Booking, Patient, SourceLink, TreatmentPlan
from store.patients import MOST_ALERTS
from store.views import MergeRequest, PatientForm
from store.words import BookingStatus, Change, PaymentMethod
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    FixedClock,
    add_booking,
    add_patient,
    add_plan,
    add_session,
    furnished,
)
from tests.store import reading

TEN = datetime(2026, 3, 5, 15, tzinfo=UTC)


@pytest.fixture
def clinic(tmp_path: Path, clock: FixedClock) -> Clinic:
    """Mei Tanaka twice: patient 1 with plan 1, patient 2 (Mai) with plan 2; a booking for each."""
    clinic = furnished(tmp_path, clock=clock)
    with clinic.database.write() as session:
        one = add_patient(session, phone="212 555 0147", alerts=["Latex"])
        two = add_patient(
            session,
            "Mai",
            phone="646 555 0199",
            email="mai@example.org",
            birth_date=date(1990, 5, 1),
            alerts=["latex", "Penicillin"],
        )
        session.add(SourceLink(kind="Patient", source_id="p2", entity="patient", entity_id=two))
        for patient, starts_at in ((one, TEN), (two, TEN + timedelta(hours=1))):
            step = add_session(session, add_plan(session, patient))
            add_booking(session, step, item_ids=[step], starts_at=starts_at)
    clinic.take_payment(2, amount=500, method=PaymentMethod.CARD, key="payment-1", by=FRONT_DESK)
    return clinic


def request(clinic: Clinic, *take: str, keep: int = 1, other: int = 2) -> MergeRequest:
    seen = clinic.merge_comparison(keep, other, by=MANAGER)
    return MergeRequest(
        keep_id=keep,
        other_id=other,
        keep_version=seen.keep.version,
        other_version=seen.other.version,
        take=frozenset(take),
    )


def found(clinic: Clinic, q: str) -> list[int]:
    return [hit.id for hit in clinic.find_patients(q, by=MANAGER)]


def row(clinic: Clinic, key: int) -> Patient:
    with clinic.database.read() as connection, Session(connection) as session:
        return session.get_one(Patient, key)


def test_everything_of_the_other_hangs_on_the_one_kept(clinic: Clinic) -> None:
    told = clinic.merge_patients(request(clinic, "email", "birth_date"), by=FRONT_DESK)
    assert told.message == "R-00002, Mai Tanaka, was merged into R-00001, Mei Tanaka."
    kept = clinic.patient(1, by=MANAGER)
    assert len(kept.plans) == 2
    assert (kept.email, kept.birth_date) == ("mai@example.org", date(1990, 5, 1))
    assert kept.alerts == ("Latex", "Penicillin")
    moved = clinic.session(2, by=MANAGER)
    assert (moved.patient_id, moved.billing and moved.billing.paid.amount) == (1, 500)
    assert reading.booking(clinic, 2).patient_id == 1
    assert reading.step(clinic, 2).patient_key == "tanaka mei"
    assert Change.MERGED in reading.changes(clinic, 2)
    with clinic.database.read() as connection, Session(connection) as session:
        assert session.get_one(SourceLink, ("Patient", "p2")).entity_id == 1
        assert session.get_one(TreatmentPlan, 2).patient_id == 1
    assert reading.differences(clinic) == []


def test_alerts_of_both_are_kept_up_to_as_many_as_can_be(clinic: Clinic) -> None:
    most = tuple(f"Alert {number}" for number in range(MOST_ALERTS))
    clinic.edit_patient(2, PatientForm(given_name="Mai", alerts=most), by=FRONT_DESK)
    with pytest.raises(Invalid, match=f"{MOST_ALERTS + 1} alerts; {MOST_ALERTS} can be kept"):
        clinic.merge_patients(request(clinic), by=FRONT_DESK)
    clinic.edit_patient(2, PatientForm(given_name="Mai", alerts=most[1:]), by=FRONT_DESK)
    clinic.merge_patients(request(clinic), by=FRONT_DESK)
    assert clinic.patient(1, by=MANAGER).alerts == ("Latex", *most[1:])


def test_the_other_s_number_phone_and_name_still_find_the_patient(clinic: Clinic) -> None:
    clinic.merge_patients(request(clinic), by=FRONT_DESK)
    for q in ("R-00002", "6465550199", "mai tanaka", "mei", "0147"):
        assert found(clinic, q) == [1], q
    assert found(clinic, "") == [1]
    (former,) = clinic.patient(1, by=MANAGER).former
    assert (former.name, former.record_number, former.phone) == (
        "Mai Tanaka",
        "R-00002",
        "646 555 0199",
    )
    form = PatientForm(given_name="Mei", family_name="Chan", phone="1 555 1234")
    clinic.edit_patient(1, form, by=FRONT_DESK)
    assert found(clinic, "mai") == [1]


def test_what_was_not_chosen_is_kept_with_the_former_record(clinic: Clinic) -> None:
    clinic.merge_patients(request(clinic, "phone", "record_number", "given_name"), by=FRONT_DESK)
    kept = clinic.patient(1, by=MANAGER)
    assert (kept.name, kept.record_number, kept.phone) == (
        "Mai Tanaka",
        "R-00002",
        "646 555 0199",
    )
    (former,) = kept.former
    assert (former.name, former.record_number, former.phone) == (
        "Mei Tanaka",
        "R-00001",
        "212 555 0147",
    )
    assert found(clinic, "R-00001") == [1]
    assert reading.differences(clinic) == []


def test_an_old_address_leads_to_the_one_kept(clinic: Clinic) -> None:
    clinic.merge_patients(request(clinic), by=FRONT_DESK)
    assert clinic.patient(2, by=MANAGER).id == 1


def test_a_record_merged_before_leads_there_too(clinic: Clinic) -> None:
    third = clinic.add_patient(PatientForm(given_name="M", family_name="T"), by=FRONT_DESK)
    clinic.merge_patients(request(clinic), by=FRONT_DESK)
    clinic.merge_patients(request(clinic, keep=third, other=1), by=FRONT_DESK)
    assert [clinic.patient(key, by=MANAGER).id for key in (1, 2, third)] == [third] * 3
    assert found(clinic, "R-00002") == [third]
    assert len(clinic.patient(third, by=MANAGER).former) == 2


def test_bookings_of_both_at_one_time_are_named_and_stop_it(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        other = session.get_one(Booking, 2)
        other.provider_id, other.room_id, other.starts_at = 2, 2, TEN + timedelta(minutes=20)
    assert clinic.merge_comparison(1, 2, by=MANAGER).clashes == (
        "Thu 5 Mar 2026, 10:00 with Dr. Ines Lind, and 10:20 with Noor Haddad",
    )
    with pytest.raises(NotAllowed, match=r"10:00 with Dr\. Ines Lind, and 10:20"):
        clinic.merge_patients(request(clinic), by=FRONT_DESK)
    assert len(clinic.patient(1, by=MANAGER).plans) == 1
    clinic.cancel(2, version=1, reason="Twice", by=FRONT_DESK)
    clinic.merge_patients(request(clinic), by=FRONT_DESK)
    assert reading.booking_status(clinic, 2) is BookingStatus.CANCELLED


def test_bookings_one_after_the_other_do_not_clash(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        session.get_one(Booking, 2).starts_at = TEN + timedelta(minutes=30)
    assert clinic.merge_comparison(1, 2, by=MANAGER).clashes == ()
    clinic.merge_patients(request(clinic), by=FRONT_DESK)


def test_a_record_changed_since_it_was_compared_is_not_merged(clinic: Clinic) -> None:
    seen = request(clinic)
    clinic.edit_patient(2, PatientForm(given_name="May", family_name="Tan"), by=FRONT_DESK)
    with pytest.raises(Stale):
        clinic.merge_patients(seen, by=FRONT_DESK)


def test_a_record_is_merged_once_and_not_with_itself(clinic: Clinic) -> None:
    seen = request(clinic)
    clinic.merge_patients(seen, by=FRONT_DESK)
    with pytest.raises(NotAllowed, match="merged already"):
        clinic.merge_patients(seen, by=FRONT_DESK)
    with pytest.raises(NotFound):
        clinic.merge_comparison(1, 2, by=MANAGER)
    with pytest.raises(Invalid):
        clinic.merge_comparison(1, 1, by=MANAGER)
    with pytest.raises(NotAllowed, match="merged into another"):
        clinic.edit_patient(2, PatientForm(given_name="May"), by=FRONT_DESK)


def test_a_number_that_somebody_had_is_not_given_again(clinic: Clinic) -> None:
    clinic.merge_patients(request(clinic), by=FRONT_DESK)
    form = PatientForm(given_name="Ada", family_name="Obi", record_number="R-00002")
    with pytest.raises(Invalid, match="Mai Tanaka had the record number R-00002"):
        clinic.add_patient(form, by=FRONT_DESK)


def test_a_merge_is_taken_back_whole(clinic: Clinic) -> None:
    before = [row(clinic, key).model_dump(exclude={"version"}) for key in (1, 2)]
    told = clinic.merge_patients(
        request(clinic, "phone", "email", "record_number", "given_name"), by=FRONT_DESK
    )
    parted = clinic.part_patients(told.merge_id, by=FRONT_DESK)
    assert parted.message == "R-00002, Mai Tanaka, is a record of its own again."
    after = [row(clinic, key).model_dump(exclude={"version"}) for key in (1, 2)]
    assert after == before
    assert [len(clinic.patient(key, by=MANAGER).plans) for key in (1, 2)] == [1, 1]
    assert reading.booking(clinic, 2).patient_id == 2
    assert (found(clinic, "0199"), found(clinic, "0147")) == ([2], [1])
    assert reading.differences(clinic) == []
    with pytest.raises(NotAllowed, match="taken back already"):
        clinic.part_patients(told.merge_id, by=FRONT_DESK)


def test_a_merge_stays_after_a_day_or_an_edit(clinic: Clinic, clock: FixedClock) -> None:
    told = clinic.merge_patients(request(clinic), by=FRONT_DESK)
    assert clinic.patient(1, by=MANAGER).former[0].part_refusal == ""
    clock.advance(days=1)
    assert clinic.patient(1, by=MANAGER).former[0].part_refusal == ""
    clock.advance(seconds=1)
    with pytest.raises(NotAllowed, match="more than a day old"):
        clinic.part_patients(told.merge_id, by=FRONT_DESK)
    clock.advance(days=-1)
    clinic.edit_patient(1, PatientForm(given_name="May", family_name="Tan"), by=FRONT_DESK)
    with pytest.raises(NotAllowed, match="changed since"):
        clinic.part_patients(told.merge_id, by=FRONT_DESK)


def test_both_patients_are_told_of(clinic: Clinic) -> None:
    heard: list[frozenset[int]] = []
    clinic.hub.subscribe(lambda news: heard.append(news.patient_ids))
    clinic.merge_patients(request(clinic), by=FRONT_DESK)
    assert heard == [frozenset({1, 2})]
