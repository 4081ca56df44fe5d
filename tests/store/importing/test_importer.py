"""FHIR bundles come in whole, once, and nothing is dropped silently."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from store.clinic import Clinic
from store.derive import verify
from store.errors import ImportRefused
from store.importing import ImportReport, import_files
from store.tables import BOOKING, CHARGE, ITEM, LOCATION, PATIENT, PAYMENT, PLAN, SESSION
from store.words import BillingStatus, BookingStatus, PlanState, SessionStatus
from tests.factories import furnished, make_clinic
from tests.store.importing.bundles import (
    Body,
    appointment,
    benefit,
    care_plan,
    claim,
    encounter,
    organization,
    patient,
    practitioner,
    procedure,
    reference,
    service_request,
    visit_of_ada,
    written,
)


def rows(clinic: Clinic, *columns: Any) -> list[tuple[Any, ...]]:
    with clinic.database.read() as connection:
        return [tuple(row) for row in connection.execute(select(*columns))]


def bring_in(clinic: Clinic, folder: Path, *bodies: Body, **options: Any) -> ImportReport:
    report = import_files(clinic, [written(folder, *bodies)], **options)
    with clinic.database.read() as connection:
        assert list(verify(connection, clinic.now())) == []
    return report


def dump(clinic: Clinic) -> list[str]:
    with clinic.database.read() as connection:
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'audit%'"
        )
        return [
            str(row)
            for (name,) in names.all()
            for row in connection.exec_driver_sql(f"SELECT * FROM {name}").all()  # noqa: S608
        ]


def test_a_name_that_would_turn_its_sentences_around_comes_in_without_that(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    turned = {"use": "official", "given": ["\u202eAda"], "family": "\u2067Çelik"}
    bring_in(clinic, tmp_path, {**patient(), "name": [turned]})
    assert rows(clinic, PATIENT.c.given_name, PATIENT.c.family_name) == [("Ada", "Çelik")]


def test_an_encounter_with_a_procedure_becomes_a_completed_session(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    bring_in(clinic, tmp_path, *visit_of_ada())
    assert rows(clinic, PATIENT.c.given_name, PATIENT.c.family_name, PATIENT.c.birth_date) == [
        ("Ada", "Çelik", date(1984, 5, 17))
    ]
    assert rows(clinic, PLAN.c.treatment, PLAN.c.goal, PLAN.c.state, PLAN.c.total) == [
        ("Scar treatment", "Needling", PlanState.ACTIVE, 1)
    ]
    assert rows(clinic, SESSION.c.status, SESSION.c.starts_at, SESSION.c.ends_at) == [
        (
            SessionStatus.COMPLETED,
            datetime(2025, 6, 2, 9, 3, 20, tzinfo=UTC),
            datetime(2025, 6, 2, 9, 48, 20, tzinfo=UTC),
        )
    ]
    assert rows(clinic, BOOKING.c.status, BOOKING.c.is_history) == [
        (BookingStatus.CHECKED_OUT, True)
    ]
    assert rows(clinic, ITEM.c.note) == [("Imported from FHIR Procedure needling: Needling.",)]


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    bodies = (*visit_of_ada(), claim(), benefit(), appointment(), service_request())
    bring_in(clinic, tmp_path, *bodies)
    before = dump(clinic)
    report = bring_in(clinic, tmp_path, *bodies)
    assert dump(clinic) == before
    assert report.brought_in == {}


def test_a_changed_resource_is_told_of_and_what_is_here_is_kept(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    bring_in(clinic, tmp_path, *visit_of_ada())
    report = bring_in(clinic, tmp_path, patient(birthDate="1999-01-01"))
    assert "Patient ada has changed since it was imported; what is here was kept." in report.remarks
    assert rows(clinic, PATIENT.c.birth_date) == [(date(1984, 5, 17),)]


def test_what_has_no_place_is_counted_with_its_reason(tmp_path: Path) -> None:
    empty = encounter("empty")
    goal = {"resourceType": "Goal", "id": "goal"}
    refused = procedure("not-done", status="not-done")
    report = bring_in(make_clinic(tmp_path), tmp_path, *visit_of_ada(), empty, goal, refused)
    assert report.left_out == {
        "Encounter: no procedure in it": 1,
        "Goal: has no place in Regimen": 1,
        "Procedure: its status is not-done": 1,
    }


@pytest.mark.parametrize(
    ("plans", "expected"),
    [
        ([care_plan("a", period={"start": "2025-01-01", "end": "2025-06-02"})], "Imported care"),
        ([care_plan("a", period={"start": "2025-01-01", "end": "2025-06-02T09:03:20Z"})], "a"),
        ([care_plan("a", period={"start": "2025-06-03"})], "Imported care"),
        ([care_plan("a"), care_plan("b", period={"start": "2025-05-01"})], "b"),
        (
            [
                care_plan("a", encounter=reference("Encounter", "visit")),
                care_plan("b", period={"start": "2025-05-01"}),
            ],
            "a",
        ),
    ],
)
def test_a_visit_belongs_to_the_plan_that_names_it_or_to_the_latest_begun(
    tmp_path: Path, plans: list[Body], expected: str
) -> None:
    for plan in plans:
        plan["category"] = [{"text": plan["id"]}]
    clinic = make_clinic(tmp_path)
    bodies = (patient(), practitioner(), organization(), *plans, encounter(), procedure())
    bring_in(clinic, tmp_path, *bodies)
    with clinic.database.read() as connection:
        joined = select(PLAN.c.treatment).join(SESSION, SESSION.c.plan_id == PLAN.c.id)
        assert connection.execute(joined).scalars().all() == [expected]


def test_claims_are_charges_and_benefits_payments(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    bring_in(clinic, tmp_path, *visit_of_ada(), claim(120.5), benefit(100))
    assert rows(clinic, CHARGE.c.description, CHARGE.c.amount) == [("Needling", 12_050)]
    assert rows(clinic, PAYMENT.c.amount, PAYMENT.c.taken_by) == [
        (10_000, "Insurer (Northern Health)")
    ]
    assert rows(clinic, SESSION.c.billing_status) == [(BillingStatus.PART_PAID,)]


def test_a_negative_charge_is_refused_and_nothing_comes_in(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    with pytest.raises(ImportRefused, match=r"export.json: Claim claim: a charge is negative"):
        bring_in(clinic, tmp_path, *visit_of_ada(), claim(-1))
    assert rows(clinic, PATIENT.c.id) == []


def test_an_open_request_is_an_unbooked_item_and_an_appointment_books_it(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    order = service_request(basedOn=[reference("CarePlan", "plan")])
    booked = appointment(basedOn=[reference("ServiceRequest", "order")])
    bring_in(clinic, tmp_path, patient(), practitioner(), care_plan(), order)
    assert rows(clinic, SESSION.c.status, SESSION.c.target_date) == [
        (SessionStatus.AWAITING_BOOKING, date(2026, 4, 1))
    ]
    bring_in(clinic, tmp_path, patient(), practitioner(), care_plan(), order, booked, zone="UTC")
    assert rows(clinic, SESSION.c.status) == [(SessionStatus.BOOKED,)]
    assert rows(clinic, BOOKING.c.status, BOOKING.c.is_history) == [
        (BookingStatus.CONFIRMED, False)
    ]


def test_a_booking_ahead_that_breaks_a_rule_comes_in_unbooked_and_is_told_of(
    tmp_path: Path,
) -> None:
    clinic = make_clinic(tmp_path)
    night = appointment(start="2026-03-05T02:00:00Z", end="2026-03-05T02:30:00Z")
    report = bring_in(clinic, tmp_path, patient(), practitioner(), night)
    assert rows(clinic, SESSION.c.status) == [(SessionStatus.AWAITING_BOOKING,)]
    assert report.left_out == {"Booking ahead: breaks a booking rule": 1}
    assert any("05 Mar 2026 02:00 UTC could not stand" in line for line in report.remarks)


def test_history_keeps_its_overlaps(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    twin = (encounter("twin"), procedure("twin", "twin"))
    bring_in(clinic, tmp_path, *visit_of_ada(), *twin)
    assert rows(clinic, BOOKING.c.is_history) == [(True,), (True,)]


def test_new_locations_take_the_zone_asked_for_else_the_first_ones(tmp_path: Path) -> None:
    asked, inherited = make_clinic(tmp_path / "a"), furnished(tmp_path / "b")
    bring_in(asked, tmp_path, *visit_of_ada(), zone="Europe/Berlin")
    report = bring_in(inherited, tmp_path, *visit_of_ada())
    assert rows(asked, LOCATION.c.zone) == [("Europe/Berlin",)]
    assert rows(inherited, LOCATION.c.zone)[-1] == ("America/New_York",)
    assert "New locations keep the time zone America/New_York." in report.remarks


def test_an_unknown_zone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportRefused, match="not a known time zone"):
        bring_in(make_clinic(tmp_path), tmp_path, patient(), zone="Mars/Olympus")


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    path = written(tmp_path, *visit_of_ada())
    import_files(
        make_clinic(tmp_path), [path], progress=lambda step, done, total: told.append(step)
    )
    assert told == ["Reading export.json", "Checking resources", "Patients", "Deriving"]
