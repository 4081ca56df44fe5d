"""Two records of one person made one with nothing lost, and parted again.

The record kept gets all plans with their sessions, bookings and payments. The other one stays, leads
to it and holds what was not chosen, so that its number and phone still find the patient.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, update
from sqlmodel import col, select

from store.errors import Invalid, NotAllowed, Stale
from store.lookup import find, forbid
from store.models import Patient, PatientMerge, SourceLink, TreatmentPlan, TreatmentSession
from store.patients import MOST_ALERTS, write_words
from store.queries.merging import clashes, part_refusal
from store.search import normalise, sort_key
from store.snapshots import put_back, taken
from store.tables import BOOKING, PLAN, SESSION
from store.unit import Unit
from store.views import MERGED_FIELDS, MergeOutcome, MergeRequest
from store.words import Change

RECORD = (*MERGED_FIELDS, "alerts", "sort_key")
SHOWN = 3
"""Clashes that are named."""


def merge(unit: Unit, request: MergeRequest) -> MergeOutcome:
    """Let everything of the other record hang on the one kept, with the fields that were chosen.

    Raises Stale when one of them was changed since they were compared, NotAllowed, naming them,
    when both have bookings at the same time.
    """
    keep, other = _both(unit, request)
    _refuse_clashes(unit, request.keep_id, request.other_id)
    merged = PatientMerge(
        kept_id=request.keep_id,
        other_id=request.other_id,
        at=unit.now,
        by_id=unit.by.staff_id,
        by_name=unit.by.name,
        kept=taken(keep, RECORD),
        other=taken(other, RECORD),
    )
    unit.session.add(merged)
    name, number = _name(other), other.record_number
    plans = _ids(unit, TreatmentPlan, request.other_id)
    moved: dict[str, list[Any]] = {
        "plans": plans,
        "links": _move_links(unit, request.other_id, request.keep_id, None),
        "records": _move_records(unit, request.other_id, request.keep_id, None),
    }
    _choose(unit, keep, other, request.take)
    other.merged_into_id = request.keep_id
    keep.version += 1
    other.version += 1
    merged.moved = {**moved, "version": [keep.version]}
    summary = f"Came from the record {number} of {name}, merged into this one."
    _move_plans(unit, plans, request.keep_id, summary)
    _settle(unit, keep, other)
    assert merged.id is not None
    message = f"{number}, {name}, was merged into {keep.record_number}, {_name(keep)}."
    _tell(unit, merged, message, back=False)
    return MergeOutcome(patient_id=request.keep_id, message=message, merge_id=merged.id)


def part(unit: Unit, merge_id: int) -> MergeOutcome:
    """Take a merge back within a day: both records are what they were, each with its own plans.

    What was planned since stays with the record kept. Raises NotAllowed when it is too old, undone,
    or the record was edited or merged since.
    """
    merged = find(unit, PatientMerge, merge_id, "merge")
    if merged.undone:
        raise NotAllowed("This was taken back already.")
    keep = unit.session.get_one(Patient, merged.kept_id)
    other = unit.session.get_one(Patient, merged.other_id)
    is_here = keep.merged_into_id is None
    forbid(part_refusal(merged.at, unit.now, merged.moved, keep.version, is_here))
    _swap_numbers(unit, keep, other, to=merged.kept["record_number"])
    put_back(keep, merged.kept)
    put_back(other, merged.other)
    other.merged_into_id = None
    keep.version += 1
    other.version += 1
    merged.undone = True
    _move_links(unit, merged.kept_id, merged.other_id, merged.moved["links"])
    _move_records(unit, merged.kept_id, merged.other_id, merged.moved["records"])
    summary = f"Went back to the record {other.record_number} of {_name(other)}."
    _move_plans(unit, merged.moved["plans"], merged.other_id, summary)
    _settle(unit, keep, other)
    message = f"{other.record_number}, {_name(other)}, is a record of its own again."
    _tell(unit, merged, message, back=True)
    return MergeOutcome(patient_id=merged.other_id, message=message, merge_id=merge_id)


def _tell(unit: Unit, merged: PatientMerge, said: str, *, back: bool) -> None:
    """Let the audit trail have both records as they were when they were merged, and what moved."""
    moved = {"plans": merged.moved["plans"]}
    was = {"kept": merged.kept, "merged": merged.other, **moved}
    sides: dict[str, Any] = {"after": was} if back else {"before": was}
    unit.tell("patient", merged.kept_id, said, **sides)
    unit.tell("patient", merged.other_id)
    unit.tell("merge", merged.id)


def _both(unit: Unit, request: MergeRequest) -> tuple[Patient, Patient]:
    if request.keep_id == request.other_id:
        raise Invalid("A record is not merged with itself.", field="other")
    if not request.take <= frozenset(MERGED_FIELDS):
        raise Invalid("There is no such field to choose.", field="take")
    keep = find(unit, Patient, request.keep_id, "patient")
    other = find(unit, Patient, request.other_id, "patient")
    if keep.merged_into_id or other.merged_into_id:
        raise NotAllowed("One of these records was merged already.")
    if (keep.version, other.version) != (request.keep_version, request.other_version):
        raise Stale("One of the records was changed meanwhile. Compare them again.")
    return keep, other


def _refuse_clashes(unit: Unit, keep_id: int, other_id: int) -> None:
    found = clashes(unit.session.connection(), keep_id, other_id)
    if not found:
        return
    more = f"; and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    told = "; ".join(found[:SHOWN])
    raise NotAllowed(
        f"Both have bookings at the same time: {told}{more}. Move or cancel one first."
    )


def _choose(unit: Unit, keep: Patient, other: Patient, take: frozenset[str]) -> None:
    """What is chosen of the other changes places with what the kept one had."""
    if "record_number" in take:
        _swap_numbers(unit, keep, other, to=other.record_number)
    for name in take - {"record_number"}:
        mine, theirs = getattr(keep, name), getattr(other, name)
        setattr(keep, name, theirs)
        setattr(other, name, mine)
    if not keep.given_name and not keep.family_name:
        raise Invalid("A patient has a name.", field="family_name")
    known = {normalise(alert) for alert in keep.alerts}
    more = [alert for alert in other.alerts if normalise(alert) not in known]
    keep.alerts = [*keep.alerts, *more]
    if len(keep.alerts) > MOST_ALERTS:
        told = f"Together they have {len(keep.alerts)} alerts; {MOST_ALERTS} can be kept."
        raise Invalid(f"{told} Remove some first.", field="alerts")
    for record in (keep, other):
        record.sort_key = sort_key(record.given_name, record.family_name)


def _swap_numbers(unit: Unit, keep: Patient, other: Patient, *, to: str) -> None:
    """Let the kept one have the number ``to``; no two have one number, not for a moment."""
    if keep.record_number == to:
        return
    mine, other.record_number = keep.record_number, f"\N{LEFT RIGHT ARROW} {other.id}"
    unit.session.flush()
    keep.record_number = to
    unit.session.flush()
    other.record_number = mine
    unit.session.flush()


def _move_plans(unit: Unit, plan_ids: Sequence[int], patient_id: int, summary: str) -> None:
    unit.session.flush()
    connection = unit.session.connection()
    query = select(TreatmentSession.id).where(col(TreatmentSession.plan_id).in_(plan_ids))
    sessions = [key for key in unit.session.exec(query.order_by(col(TreatmentSession.id))) if key]
    for table, column, ids in (
        (PLAN, "id", plan_ids),
        (SESSION, "id", sessions),
        (BOOKING, "session_id", sessions),
    ):
        _assign(connection, table, column, ids, patient_id)
    unit.session.expire_all()
    for key in sessions:
        unit.record(Change.MERGED, key, summary)
    unit.plans.update(plan_ids)


def _assign(
    connection: Any, table: Table, column: str, ids: Sequence[int], patient_id: int
) -> None:
    connection.execute(update(table).where(table.c[column].in_(ids)).values(patient_id=patient_id))


def _move_links(
    unit: Unit, from_id: int, to_id: int, only: Sequence[Sequence[str]] | None
) -> list[list[str]]:
    """Where they came from; so that an import finds the one that was kept."""
    query = select(SourceLink).where(
        SourceLink.entity == "patient", SourceLink.entity_id == from_id
    )
    moved = []
    for link in unit.session.exec(query).all():
        if only is None or [link.kind, link.source_id] in only:
            link.entity_id = to_id
            moved.append([link.kind, link.source_id])
    return moved


def _move_records(unit: Unit, from_id: int, to_id: int, only: Sequence[int] | None) -> list[int]:
    """Records that were merged into the other one before."""
    query = select(Patient).where(Patient.merged_into_id == from_id)
    moved = []
    for record in unit.session.exec(query).all():
        if record.id and (only is None or record.id in only):
            record.merged_into_id = to_id
            moved.append(record.id)
    return moved


def _settle(unit: Unit, keep: Patient, other: Patient) -> None:
    """Search words and order of the kept one, and everything that shows either is told."""
    unit.session.flush()
    for patient in (keep, other):
        write_words(unit, patient)
        assert patient.id is not None
        unit.patients.add(patient.id)
        unit.touch(*_ids(unit, TreatmentSession, patient.id))


def _ids(unit: Unit, model: type[Any], patient_id: int) -> list[int]:
    query = select(model.id).where(model.patient_id == patient_id)
    return [key for key in unit.session.exec(query.order_by(col(model.id))) if key]


def _name(patient: Patient) -> str:
    return f"{patient.given_name} {patient.family_name}".strip()
