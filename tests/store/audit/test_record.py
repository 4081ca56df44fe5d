"""The trail as managers read it and take it out."""

import csv
from datetime import date
from pathlib import Path

import pytest

from store.clinic import Clinic
from store.errors import NotAllowed, NotFound, Stopped
from store.views import (
    Actor,
    Choice,
    Difference,
    MergeRequest,
    PatientForm,
    RecordQuery,
    RecordRow,
    Seen,
    SessionQuery,
)
from store.words import ExportKind, Scope
from tests.factories import FRONT_DESK, MANAGER, PROVIDER, FixedClock, add_patient
from tests.store.audit.rows import entries, last
from tests.store.queries.test_costs import count as statements_of

MEI, ADA = 1, 2


@pytest.fixture
def clinic(bare: Clinic, clock: FixedClock) -> Clinic:
    """Views, a refusal, an edit of Ada two days later, and a backup by the server itself."""
    with bare.database.write() as session:
        add_patient(session, "Mei", "Tanaka")
        add_patient(session, "Ada", "Brandt")
    for key in (MEI, ADA):
        bare.note(Seen(kind="patient", key=key, patient_id=key), FRONT_DESK)
    bare.append_noted()
    with pytest.raises(NotAllowed):
        bare.name_clinic("Mine", "USD", by=FRONT_DESK)
    clock.advance(days=2)
    form = PatientForm(given_name="=Ada", family_name="Brandt")
    bare.edit_patient(ADA, form, by=MANAGER)
    bare.back_up(by=MANAGER.model_copy(update={"staff_id": None, "name": "Regimen"}))
    return bare


def read(clinic: Clinic, **asked: object) -> tuple[RecordRow, ...]:
    return clinic.read_record(RecordQuery.model_validate(asked), by=MANAGER).rows


def commands(clinic: Clinic, **asked: object) -> list[str]:
    return [row.command for row in read(clinic, **asked)]


def test_the_newest_comes_first_and_says_it_in_words(clinic: Clinic) -> None:
    rows = read(clinic)
    assert [row.id for row in rows] == [5, 4, 3, 2, 1]
    edit = rows[1]
    assert (edit.who, edit.role, edit.patients) == (
        "Mara Quist",
        "Manager",
        (Choice(id=ADA, name="=Ada Brandt"),),
    )
    assert edit.changes[0].differences == (
        Difference(name="given name", before="Ada", after="=Ada"),
    )


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"staff_id": 2}, ["name_clinic", "view_patient", "view_patient"]),
        ({"staff_id": 0}, ["back_up"]),
        ({"what": "change"}, ["edit_patient", "name_clinic"]),
        ({"what": "seen"}, ["view_patient", "view_patient"]),
        ({"what": "server"}, ["back_up"]),
        ({"what": "refused"}, ["name_clinic"]),
        ({"patient_id": MEI}, ["view_patient"]),
        ({"patient_id": ADA}, ["edit_patient", "view_patient"]),
        ({"date_from": date(2026, 3, 5)}, ["back_up", "edit_patient"]),
        ({"date_to": date(2026, 3, 4)}, ["name_clinic", "view_patient", "view_patient"]),
        ({"date_from": date(2026, 3, 6), "date_to": date(2026, 3, 5)}, []),
    ],
)
def test_filters_narrow_it(clinic: Clinic, asked: dict[str, object], found: list[str]) -> None:
    assert commands(clinic, **asked) == found


def test_pages_go_by_key_and_meet_without_a_gap(clinic: Clinic) -> None:
    first = clinic.read_record(RecordQuery(page_size=2), by=MANAGER)
    assert ([row.id for row in first.rows], first.older) == ([5, 4], 4)
    clinic.name_clinic("Quay", "USD", by=MANAGER)
    second = clinic.read_record(RecordQuery(page_size=3, before=first.older), by=MANAGER)
    assert ([row.id for row in second.rows], second.older) == ([3, 2, 1], None)


def test_a_page_takes_as_many_statements_for_one_entry_as_for_all(clinic: Clinic) -> None:
    one = statements_of(clinic, lambda c: c.read_record(RecordQuery(page_size=1), by=MANAGER))
    many = statements_of(clinic, lambda c: c.read_record(RecordQuery(), by=MANAGER))
    assert one == many <= 14


def test_who_saw_a_patient_is_told_in_one_question(clinic: Clinic) -> None:
    page = clinic.who_saw(ADA, by=MANAGER)
    assert [(row.who, row.command) for row in page.rows] == [("Femi Adeyemi", "view_patient")]
    assert page.patient == Choice(id=ADA, name="=Ada Brandt")


def test_who_took_out_the_list_of_a_patient_is_told_too(clinic: Clinic, tmp_path: Path) -> None:
    query = SessionQuery(scope=Scope.ALL, patient_id=ADA)
    clinic.export_sessions(query, ExportKind.CSV, tmp_path / "list.csv", by=MANAGER)
    assert clinic.who_saw(ADA, by=MANAGER).rows[0].command == "export_sessions"


def test_who_saw_a_record_that_was_merged_stays_with_the_record_kept(clinic: Clinic) -> None:
    wish = MergeRequest(keep_id=MEI, other_id=ADA, keep_version=1, other_version=2)
    merged = clinic.merge_patients(wish, by=FRONT_DESK)
    page = clinic.who_saw(MEI, by=MANAGER)
    assert [row.id for row in page.rows] == [2, 1]
    clinic.part_patients(merged.merge_id, by=FRONT_DESK)
    assert [row.id for row in clinic.who_saw(MEI, by=MANAGER).rows] == [1]
    assert commands(clinic, patient_id=MEI)[:2] == ["part_patients", "merge_patients"]


def test_nobody_saw_a_patient_who_is_not_there(clinic: Clinic) -> None:
    with pytest.raises(NotFound, match="no such patient"):
        clinic.who_saw(99, by=MANAGER)


@pytest.mark.parametrize("by", [FRONT_DESK, PROVIDER])
def test_only_managers_read_it_and_who_tries_stands_in_it(clinic: Clinic, by: Actor) -> None:
    with pytest.raises(NotAllowed, match="Only a manager"):
        clinic.read_record(RecordQuery(), by=by)
    assert (last(clinic).command, last(clinic).by_name) == ("read_record", by.name)
    with pytest.raises(NotAllowed, match="Only a manager"):
        clinic.who_saw(MEI, by=by)
    assert (last(clinic).command, last(clinic).by_name) == ("who_saw", by.name)


def test_an_export_is_a_row_itself_and_holds_no_formula(clinic: Clinic, tmp_path: Path) -> None:
    target = tmp_path / "record.csv"
    assert clinic.export_record(RecordQuery(what="change"), target, by=MANAGER) == 2
    with target.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["What"] for row in rows] == ["edit patient", "name clinic"]
    assert rows[0]["Patients"] == "'=Ada Brandt (2)"
    assert rows[1]["Outcome"] == "Refused"
    row = last(clinic)
    assert (row.command, row.said) == (
        "export_record",
        "Exported 2 entries of this record to record.csv.",
    )


def test_an_export_that_is_stopped_leaves_no_file(clinic: Clinic, tmp_path: Path) -> None:
    for _ in range(500):
        clinic.note(Seen(kind="patient", key=MEI, patient_id=MEI), FRONT_DESK)
    clinic.append_noted()
    target = tmp_path / "record.csv"
    with pytest.raises(Stopped):
        clinic.export_record(RecordQuery(), target, by=MANAGER, is_stopped=lambda: True)
    assert not target.exists()
    assert (last(clinic).command, len(entries(clinic))) == ("export_record", 506)
