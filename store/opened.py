"""Opening the record of somebody else's patient: for a reason, for an hour, on record.

For whoever is limited to their own patients; until the hour is over the patient counts as their own.
"""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, select, update

from store.errors import Invalid, NotAllowed, NotFound
from store.models import OpenedRecord
from store.queries.moment import storable
from store.queries.sight import sees_patient
from store.search import normalise
from store.tables import OPENED_RECORD, PATIENT, SESSION
from store.text import required
from store.unit import Unit
from store.views import Actor, OpenedView, RecordSearch, Sight
from store.words import Deed

LASTS = timedelta(minutes=60)
FEWEST_WORDS = 2
LONGEST_REASON = 300
NOT_LIMITED = "Only whoever is limited to their own patients opens a record for a while."
NOBODY = "Nobody has exactly this record number, or this name and birth date."
ADDED = "Added just now."
LOOKED_AT = 500
"""Patients of one birth date whose names are compared."""


def open_record(unit: Unit, patient_id: int, reason: str) -> OpenedView:
    """Let the patient count as one's own for an hour.

    Raises Invalid, field reason, without a reason in words; NotAllowed for whom it is not meant, and
    for a patient who is seen already; NotFound for one at a location out of sight.
    """
    sight = unit.sight
    if sight.own_provider_id is None:
        raise NotAllowed(NOT_LIMITED)
    reason = required(reason, "The reason", limit=LONGEST_REASON, field="reason")
    if len(reason.split()) < FEWEST_WORDS or reason == ADDED:
        raise Invalid("Say in a few words why you need this record.", field="reason")
    connection = unit.session.connection()
    patient_id = whose(connection, "patient", patient_id, sight)
    if is_seen(connection, patient_id, sight):
        raise NotAllowed("This patient is open to you already.")
    unit.kind = Deed.OPENED
    until = _open(unit, patient_id, reason)
    unit.patients.add(patient_id)
    kept = {"reason": reason, "open_until": until.isoformat()}
    unit.tell("patient", patient_id, f"Opened the record for 60 minutes: {reason}", after=kept)
    return OpenedView(patient_id=patient_id, reason=reason, until=until)


def open_added(unit: Unit, patient_id: int) -> None:
    """Let whoever is limited to own patients see one they just added, who is nobody's yet."""
    if unit.sight.own_provider_id is not None:
        _open(unit, patient_id, ADDED)


def added_by(by: Actor, now: datetime) -> Select[tuple[int]]:
    """Ids of the patients whom somebody just added, so that they are nobody else's."""
    open_now = _open_now(by, now).where(OPENED_RECORD.c.reason == ADDED).subquery()
    return select(open_now.c.patient_id)


def close_record(unit: Unit, patient_id: int) -> None:
    """Let the patient be somebody else's again; NotAllowed when the record is not open."""
    mine = _open_now(unit.by, unit.now).where(OPENED_RECORD.c.patient_id == patient_id)
    ids = [row.id for row in unit.session.connection().execute(mine)]
    if not ids:
        raise NotAllowed("This record is not open any more.")
    ended = update(OPENED_RECORD).where(OPENED_RECORD.c.id.in_(ids)).values(until=unit.now)
    unit.session.connection().execute(ended)
    unit.kind = Deed.OPENED
    unit.patients.add(patient_id)
    unit.tell("patient", patient_id, "Closed the record again.")


def opened_by(
    connection: Connection, patient_id: int, by: Actor, now: datetime
) -> OpenedView | None:
    """The record as somebody has it open; None when they have not."""
    mine = _open_now(by, now).where(OPENED_RECORD.c.patient_id == patient_id)
    row = connection.execute(mine.order_by(OPENED_RECORD.c.until.desc())).first()
    if row is None:
        return None
    return OpenedView(patient_id=patient_id, reason=row.reason, until=row.until)


def whose(connection: Connection, kind: str, key: int, sight: Sight) -> int:
    """The patient behind a session or a patient's id, own or not; NotFound when there is none."""
    kept = func.coalesce(PATIENT.c.merged_into_id, PATIENT.c.id)
    found = select(kept).where(PATIENT.c.id == storable(key))
    if kind == "session":
        found = select(SESSION.c.patient_id).where(SESSION.c.id == storable(key))
    patient_id = connection.execute(found).scalar()
    there = sight.model_copy(update={"own_provider_id": None})
    if patient_id is None or not is_seen(connection, patient_id, there):
        raise NotFound(f"There is no such {kind}, or it is gone.")
    return int(patient_id)


def is_seen(connection: Connection, patient_id: int, sight: Sight) -> bool:
    """Whether the patient is in sight."""
    seen = select(PATIENT.c.id).where(
        PATIENT.c.id == patient_id, *sees_patient(sight, PATIENT.c.id)
    )
    return connection.execute(seen).first() is not None


def exactly(connection: Connection, asked: RecordSearch, sight: Sight) -> int:
    """The one patient of this record number, or of this full name and birth date; else NotFound.

    Nothing of anybody is told but that.
    """
    if sight.own_provider_id is None:
        raise NotAllowed(NOT_LIMITED)
    number = asked.record_number.strip()
    if number:
        found = _numbered(connection, number)
    else:
        found = _called(connection, asked.name, asked.birth_date)
    if len(found) != 1:
        raise NotFound(NOBODY, field="record_number" if number else "name")
    try:
        return whose(connection, "patient", found[0], sight)
    except NotFound as missing:
        raise NotFound(NOBODY, field="record_number" if number else "name") from missing


def _open(unit: Unit, patient_id: int, reason: str) -> datetime:
    until = unit.now + LASTS
    opened = OpenedRecord(
        staff_id=unit.by.staff_id or 0,
        patient_id=patient_id,
        reason=reason,
        since=unit.now,
        until=until,
    )
    unit.session.add(opened)
    return until


def _numbered(connection: Connection, number: str) -> list[int]:
    known = select(PATIENT.c.id).where(PATIENT.c.record_number == number)
    return list(connection.execute(known).scalars())


def _called(connection: Connection, name: str, born: date | None) -> list[int]:
    wanted = sorted(normalise(name).split())
    if not wanted or born is None:
        return []
    names = (PATIENT.c.id, PATIENT.c.given_name, PATIENT.c.family_name)
    known = select(*names).where(PATIENT.c.birth_date == born, PATIENT.c.merged_into_id.is_(None))
    rows = connection.execute(known.limit(LOOKED_AT))
    return [row.id for row in rows if sorted(normalise(f"{row[1]} {row[2]}").split()) == wanted]


def _open_now(by: Actor, now: datetime) -> Any:
    mine = OPENED_RECORD.c.staff_id == by.staff_id
    return select(OPENED_RECORD).where(
        mine, OPENED_RECORD.c.since <= now, OPENED_RECORD.c.until > now
    )
