"""Patients: added and edited, and found by what they are called."""

from datetime import date
from typing import Any

from sqlalchemy import delete, exists, func, insert
from sqlmodel import select

from store.errors import Invalid, NotAllowed, Stale
from store.lookup import find
from store.models import Patient, TreatmentSession
from store.opened import open_added
from store.queries.sight import sees_patient
from store.search import digits, patient_words, sort_key
from store.snapshots import taken
from store.tables import PATIENT, PATIENT_WORD
from store.unit import Unit
from store.views import PatientForm

OLDEST = 130
"""Years."""
MOST_ALERTS = 20
RECORD = (
    "given_name",
    "family_name",
    "preferred_name",
    "birth_date",
    "phone",
    "email",
    "record_number",
    "alerts",
)


def add_patient(unit: Unit, form: PatientForm) -> int:
    """Add a patient and hand back the id; without a record number the next free one is given."""
    values = _values(unit, form)
    values["record_number"] = values["record_number"] or _next_number(unit)
    _check_number(unit, values["record_number"], None)
    patient = Patient(**values)
    unit.session.add(patient)
    unit.session.flush()
    assert patient.id is not None
    write_words(unit, patient)
    open_added(unit, patient.id)
    unit.patients.add(patient.id)
    unit.tell("patient", patient.id, "The patient was added.", after=taken(patient, RECORD))
    return patient.id


def edit_patient(unit: Unit, patient_id: int, form: PatientForm) -> None:
    """Write what was typed, unless somebody else wrote meanwhile: then Stale, and nothing changes."""
    patient = find(unit, Patient, patient_id, "patient")
    if patient.merged_into_id:
        raise NotAllowed("This record was merged into another one: open that one.")
    values = _values(unit, form)
    values["record_number"] = values["record_number"] or patient.record_number
    if form.version is not None and form.version != patient.version:
        raise Stale(_other_version(patient, values))
    _check_number(unit, values["record_number"], patient_id)
    was = taken(patient, RECORD)
    for name, value in values.items():
        setattr(patient, name, value)
    told = taken(patient, RECORD)
    unit.tell("patient", patient_id, "The record was edited.", before=was, after=told)
    patient.version += 1
    unit.session.flush()
    write_words(unit, patient)
    unit.patients.add(patient_id)
    sessions = select(TreatmentSession.id).where(TreatmentSession.patient_id == patient_id)
    unit.touch(*(key for key in unit.session.exec(sessions) if key))


def write_words(unit: Unit, patient: Patient) -> None:
    """Let the patient be found by all they are and were called, in records merged into theirs too.

    A record that was merged is not found by itself.
    """
    connection = unit.session.connection()
    connection.execute(delete(PATIENT_WORD).where(PATIENT_WORD.c.patient_id == patient.id))
    if patient.merged_into_id:
        return
    former = select(Patient).where(Patient.merged_into_id == patient.id)
    found: set[str] = set()
    for record in (patient, *unit.session.exec(former)):
        names = (record.given_name, record.family_name, record.preferred_name or "")
        numbers = (record.phone or "", record.record_number)
        found |= patient_words(*names, numbers=numbers)
    if found:
        rows = [{"word": word, "patient_id": patient.id} for word in sorted(found)]
        connection.execute(insert(PATIENT_WORD), rows)


def _values(unit: Unit, form: PatientForm) -> dict[str, Any]:
    if not form.given_name and not form.family_name:
        raise Invalid("A patient has a name.", field="family_name")
    _check_birth_date(form.birth_date, unit.now.date())
    if form.email and not _is_address(form.email):
        raise Invalid("This is not an e-mail address.", field="email")
    if form.phone and len(digits(form.phone)) < 3:
        raise Invalid("A phone number has digits.", field="phone")
    alerts = [alert for alert in form.alerts if alert]
    if len(alerts) > MOST_ALERTS:
        raise Invalid(f"At most {MOST_ALERTS} alerts can be kept.", field="alerts")
    return {
        "given_name": form.given_name,
        "family_name": form.family_name,
        "preferred_name": form.preferred_name or None,
        "birth_date": form.birth_date,
        "phone": form.phone or None,
        "email": form.email or None,
        "record_number": form.record_number,
        "alerts": alerts,
        "sort_key": sort_key(form.given_name, form.family_name),
    }


def _check_birth_date(born: date | None, today: date) -> None:
    if born and born > today:
        raise Invalid("The birth date lies ahead.", field="birth_date")
    if born and born.year < today.year - OLDEST:
        raise Invalid(f"The birth date is more than {OLDEST} years ago.", field="birth_date")


def _is_address(text: str) -> bool:
    name, _, place = text.rpartition("@")
    return bool(name) and "." in place.strip(".") and " " not in text


def _next_number(unit: Unit) -> str:
    last = unit.session.exec(select(func.max(Patient.id))).one() or 0
    while _with_number(unit, number := f"R-{last + 1:05}"):
        last += 1
    return number


def _check_number(unit: Unit, number: object, own_id: int | None) -> None:
    other = _with_number(unit, number)
    if other and other.id != own_id:
        name = _known_name(unit, other)
        has = "had" if other.merged_into_id else "has"
        raise Invalid(f"{name} {has} the record number {number}.", field="record_number")


def _known_name(unit: Unit, patient: Patient) -> str:
    """What a refusal may call a patient: nothing of one who is out of sight."""
    seen = exists().where(PATIENT.c.id == patient.id, *sees_patient(unit.sight, PATIENT.c.id))
    if not unit.session.connection().execute(select(seen)).scalar():
        return "Somebody else"
    return f"{patient.given_name} {patient.family_name}".strip()


def _with_number(unit: Unit, number: object) -> Patient | None:
    return unit.session.exec(select(Patient).where(Patient.record_number == number)).first()


def _other_version(patient: Patient, values: dict[str, Any]) -> str:
    fields = [*(name for name in values if name not in {"sort_key", "alerts"}), "alerts"]
    differing = [name for name in fields if getattr(patient, name) != values[name]]
    now = ", ".join(
        f"{name.replace('_', ' ')} {_shown(getattr(patient, name))}" for name in differing
    )
    says = f" It now has: {now}." if now else ""
    return f"Somebody changed this record meanwhile.{says} Nothing was overwritten."


def _shown(value: object) -> str:
    if not value:
        return "none"
    return ", ".join(value) if isinstance(value, list) else f"“{value}”"
