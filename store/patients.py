"""Patients: added, edited, and likely to be the same person as another."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, delete, func, insert
from sqlalchemy import select as columns
from sqlmodel import select

from store.errors import Invalid, Stale
from store.lookup import find
from store.models import Patient, TreatmentSession
from store.search import digits, patient_words, sort_key, words
from store.tables import PATIENT, PATIENT_WORD
from store.unit import Unit
from store.views import PatientForm, PatientHit

OLDEST = 130
"""Years."""
MOST_ALERTS = 20
LIKELY = 5
"""So many likely duplicates are shown at most."""


def add_patient(unit: Unit, form: PatientForm) -> int:
    """Add a patient and hand back the id; without a record number the next free one is given."""
    values = _values(unit, form)
    values["record_number"] = values["record_number"] or _next_number(unit)
    _check_number(unit, values["record_number"], None)
    patient = Patient(**values)
    unit.session.add(patient)
    unit.session.flush()
    assert patient.id is not None
    _write_words(unit, patient)
    unit.patients.add(patient.id)
    return patient.id


def edit_patient(unit: Unit, patient_id: int, form: PatientForm) -> None:
    """Write what was typed, unless somebody else wrote meanwhile: then Stale, and nothing changes."""
    patient = find(unit, Patient, patient_id, "patient")
    values = _values(unit, form)
    values["record_number"] = values["record_number"] or patient.record_number
    if form.version is not None and form.version != patient.version:
        raise Stale(_other_version(patient, values))
    _check_number(unit, values["record_number"], patient_id)
    for name, value in values.items():
        setattr(patient, name, value)
    patient.version += 1
    unit.session.flush()
    _write_words(unit, patient)
    unit.patients.add(patient_id)
    sessions = select(TreatmentSession.id).where(TreatmentSession.patient_id == patient_id)
    unit.touch(*(key for key in unit.session.exec(sessions) if key))


def likely_duplicates(connection: Connection, form: PatientForm) -> tuple[PatientHit, ...]:
    """Patients who may be the one typed in: the same phone, or name, or birth date and a name."""
    names = set(words(f"{form.given_name} {form.family_name}"))
    number = digits(form.phone)[:24]
    found: dict[int, None] = {}
    if len(number) >= 6:
        found |= dict.fromkeys(_having(connection, {number}, 1))
    if len(names) >= 2:
        found |= dict.fromkeys(_having(connection, names, len(names)))
    if names and form.birth_date:
        found |= dict.fromkeys(_having(connection, names, 1, form.birth_date))
    query = columns(PATIENT).where(PATIENT.c.id.in_(list(found)[:LIKELY]))
    return tuple(
        PatientHit(
            id=row["id"],
            name=f"{row['given_name']} {row['family_name']}".strip(),
            preferred_name=row["preferred_name"] or "",
            birth_date=row["birth_date"],
            phone=row["phone"] or "",
            record_number=row["record_number"],
            alerts=tuple(row["alerts"]),
        )
        for row in connection.execute(query.order_by(PATIENT.c.sort_key)).mappings()
    )


def _having(
    connection: Connection, some: set[str], at_least: int, born: date | None = None
) -> list[int]:
    """Patients found by at least so many of these words."""
    query = columns(PATIENT_WORD.c.patient_id).where(PATIENT_WORD.c.word.in_(some))
    if born:
        query = query.join(PATIENT, PATIENT.c.id == PATIENT_WORD.c.patient_id)
        query = query.where(PATIENT.c.birth_date == born)
    query = query.group_by(PATIENT_WORD.c.patient_id).having(func.count() >= at_least)
    return list(connection.execute(query.limit(LIKELY)).scalars())


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
        name = f"{other.given_name} {other.family_name}".strip()
        raise Invalid(f"{name} has the record number {number}.", field="record_number")


def _with_number(unit: Unit, number: object) -> Patient | None:
    return unit.session.exec(select(Patient).where(Patient.record_number == number)).first()


def _write_words(unit: Unit, patient: Patient) -> None:
    names = (patient.given_name, patient.family_name, patient.preferred_name or "")
    numbers = (patient.phone or "", patient.record_number)
    connection = unit.session.connection()
    connection.execute(delete(PATIENT_WORD).where(PATIENT_WORD.c.patient_id == patient.id))
    rows = [
        {"word": word, "patient_id": patient.id} for word in patient_words(*names, numbers=numbers)
    ]
    if rows:
        connection.execute(insert(PATIENT_WORD), rows)


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
