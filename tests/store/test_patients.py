"""Patients: added, edited by version, found by what they are called now, likely duplicates."""

from datetime import date

import pytest
from sqlmodel import Session, select

from store.clinic import Clinic
from store.duplicates import are_similar, likely_duplicates
from store.errors import Invalid, NotAllowed, NotFound, Stale
from store.models import Patient, PatientWord
from store.views import PatientForm
from tests.factories import FRONT_DESK, MANAGER, NOW, add_patient, add_plan, add_session
from tests.store import reading

BORN = date(1990, 5, 1)
FORM = PatientForm(given_name="Zoë", family_name="Müller", phone="+1 555 0199")


@pytest.fixture
def clinic(bare: Clinic) -> Clinic:
    """Patient 1, Mei Tanaka, with session 1."""
    with bare.database.write() as session:
        mei = add_patient(session, phone="212 555 0147", email="mei@example.org", birth_date=BORN)
        add_session(session, add_plan(session, mei))
    return bare


def patient(clinic: Clinic, key: int) -> Patient:
    with clinic.database.read() as connection, Session(connection) as session:
        return session.get_one(Patient, key)


def found_by(clinic: Clinic, word: str) -> list[int]:
    with clinic.database.read() as connection, Session(connection) as session:
        found = select(PatientWord.patient_id).where(PatientWord.word == word)
        return list(session.exec(found))


def duplicates(clinic: Clinic, **typed: object) -> list[str]:
    with clinic.database.read() as connection:
        hits = likely_duplicates(connection, PatientForm.model_validate(typed))
    return [hit.name for hit in hits]


def test_a_patient_is_added_with_the_next_record_number_and_found(clinic: Clinic) -> None:
    key = clinic.add_patient(FORM, by=FRONT_DESK)
    added = patient(clinic, key)
    assert (added.record_number, added.sort_key) == ("R-00002", "muller zoe")
    assert found_by(clinic, "muller") == [key]
    assert found_by(clinic, "0199") == [key]


def test_a_record_number_that_is_taken_is_stepped_over(clinic: Clinic) -> None:
    clinic.add_patient(FORM.model_copy(update={"record_number": "R-00003"}), by=FRONT_DESK)
    key = clinic.add_patient(FORM, by=FRONT_DESK)
    assert patient(clinic, key).record_number == "R-00004"


def test_two_patients_never_share_a_record_number(clinic: Clinic) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.add_patient(FORM.model_copy(update={"record_number": "R-00001"}), by=FRONT_DESK)
    assert refused.value.message == "Mei Tanaka has the record number R-00001."
    assert refused.value.field == "record_number"


def test_an_edited_patient_is_found_and_sorted_by_the_new_name(clinic: Clinic) -> None:
    heard: list[object] = []
    clinic.hub.subscribe(heard.append)
    clinic.edit_patient(1, FORM.model_copy(update={"version": 1}), by=FRONT_DESK)
    edited = patient(clinic, 1)
    assert (edited.given_name, edited.record_number, edited.version) == ("Zoë", "R-00001", 2)
    assert found_by(clinic, "tanaka") == []
    assert found_by(clinic, "zoe") == [1]
    assert reading.step(clinic).patient_key == "muller zoe"
    assert reading.differences(clinic) == []
    assert len(heard) == 1


def test_the_second_editor_sees_the_first_ones_change(clinic: Clinic) -> None:
    seen = FORM.model_copy(update={"version": 1})
    clinic.edit_patient(1, seen, by=FRONT_DESK)
    with pytest.raises(Stale) as refused:
        clinic.edit_patient(1, seen.model_copy(update={"phone": "555 1"}), by=FRONT_DESK)
    assert refused.value.message == (
        "Somebody changed this record meanwhile. It now has: phone “+1 555 0199”."
        " Nothing was overwritten."
    )
    assert patient(clinic, 1).phone == "+1 555 0199"


def test_adding_a_patient_is_undone_by_its_key_while_nothing_hangs_on_it(clinic: Clinic) -> None:
    ruiz = PatientForm(family_name="Ruiz")
    key = clinic.add_patient(ruiz, key="form", by=FRONT_DESK)
    clinic.take_patient_back(key, key="form", by=FRONT_DESK)
    assert found_by(clinic, "ruiz") == []
    with pytest.raises(NotFound):
        clinic.patient(key, by=MANAGER)
    with pytest.raises(Invalid, match="saved already"):
        clinic.add_patient(ruiz, key="form", by=FRONT_DESK)
    again = clinic.add_patient(ruiz, key="another", by=FRONT_DESK)
    with pytest.raises(NotAllowed, match="taken back already"):
        clinic.take_patient_back(again, key="form", by=FRONT_DESK)


def test_a_patient_that_was_not_added_by_that_key_stays(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed, match="taken back already, or is more than a day old"):
        clinic.take_patient_back(1, key="form", by=FRONT_DESK)


def test_a_patient_somebody_edited_or_planned_for_stays(clinic: Clinic) -> None:
    key = clinic.add_patient(PatientForm(family_name="Ruiz"), key="form", by=FRONT_DESK)
    clinic.edit_patient(key, PatientForm(family_name="Ruiz", version=1), by=FRONT_DESK)
    with pytest.raises(Stale, match="changed since"):
        clinic.take_patient_back(key, key="form", by=FRONT_DESK)
    with clinic.database.write() as session:
        add_plan(session, key)
    with pytest.raises(NotAllowed, match="There is a plan"):
        clinic.take_patient_back(key, key="form", by=FRONT_DESK)


def test_a_patient_that_is_not_there_is_not_found(clinic: Clinic) -> None:
    with pytest.raises(NotFound):
        clinic.edit_patient(99, FORM, by=FRONT_DESK)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"given_name": "", "family_name": " "}, "family_name"),
        ({"given_name": "\ud83d"}, "given_name"),
        ({"family_name": "x" * 5_000}, "family_name"),
        ({"alerts": ("Latex", "\ud83d")}, "alerts"),
        ({"alerts": ("Latex",) * 21}, "alerts"),
        ({"email": "mei at home"}, "email"),
        ({"phone": "none"}, "phone"),
        ({"birth_date": NOW.date().replace(day=5)}, "birth_date"),
        ({"birth_date": date(1890, 1, 1)}, "birth_date"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(
    clinic: Clinic, typed: dict[str, object], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.add_patient(
            PatientForm.model_validate(FORM.model_dump() | typed),
            by=FRONT_DESK,
        )
    assert refused.value.field == field


def test_names_of_any_script_and_markup_are_kept_as_text(clinic: Clinic) -> None:
    for name in (
        "<img src=x onerror=alert(1)>",
        "محمد",
        "王小明",
        "O'Brien; DROP TABLE",
    ):
        key = clinic.add_patient(PatientForm(family_name=name), by=FRONT_DESK)
        assert patient(clinic, key).family_name == name


def test_control_and_turning_signs_do_not_get_into_a_name(clinic: Clinic) -> None:
    key = clinic.add_patient(PatientForm(family_name=" Le\x00e\tKim\n "), by=FRONT_DESK)
    assert patient(clinic, key).family_name == "Lee Kim"
    key = clinic.add_patient(PatientForm(family_name="\u202eevil"), by=FRONT_DESK)
    assert patient(clinic, key).family_name == "evil"


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ({"given_name": "Mei", "family_name": "Tanaka"}, ["Mei Tanaka"]),
        ({"given_name": "TANAKA", "family_name": "meí"}, ["Mei Tanaka"]),
        ({"given_name": "Mei", "family_name": "Chan"}, []),
        ({"given_name": "May", "family_name": "Tanaka"}, []),
        (
            {"given_name": "May", "family_name": "Tanaka", "birth_date": date(1990, 5, 1)},
            ["Mei Tanaka"],
        ),
        ({"given_name": "Ada", "phone": "(212) 5550147"}, ["Mei Tanaka"]),
        ({"given_name": "Ada", "phone": "0147"}, []),
        ({"given_name": "Ada", "phone": "+1 212 555 0147"}, ["Mei Tanaka"]),
        ({"given_name": "Ada", "email": "MEI@example.org"}, ["Mei Tanaka"]),
        ({"given_name": "Mai", "family_name": "Tanoka", "birth_date": BORN}, ["Mei Tanaka"]),
        ({"given_name": "Tanoka", "family_name": "Mai", "birth_date": BORN}, ["Mei Tanaka"]),
        ({"given_name": "Ada", "family_name": "Obi", "birth_date": BORN}, []),
        ({}, []),
    ],
)
def test_a_likely_duplicate_is_shown(
    clinic: Clinic, typed: dict[str, object], names: list[str]
) -> None:
    assert duplicates(clinic, **typed) == names


def test_what_is_alike_is_said(clinic: Clinic) -> None:
    form = PatientForm(given_name="Mei", family_name="Tanaka", phone="2125550147")
    (hit,) = clinic.likely_duplicates(form, by=MANAGER)
    assert hit.alike == "same phone, same name"


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [
        ("Jon Smith", "John Smyth", True),
        ("Ines Lind", "Inse Lind", True),
        ("Sam Ode", "Samantha Odes", True),
        ("王 小明", "小明 王", True),
        ("Ann Lee", "Bob Lea", False),
        ("Li Wu", "Lu Wo", False),
        ("", "Ann Lee", False),
    ],
)
def test_names_are_similar_but_for_a_slip(one: str, other: str, are_alike: bool) -> None:
    assert are_similar([one], [other]) is are_alike
