"""Two records of one person compared, and what was merged into a record before."""

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, func, select

from store.errors import Invalid, NotFound
from store.history import UNDO_WITHIN
from store.phrases import clock, dated
from store.queries.moment import storable
from store.queries.records import record_of
from store.queries.rows import full_name
from store.queries.sight import sees_patient
from store.tables import (
    BOOKING,
    LOCATION,
    PATIENT,
    PATIENT_MERGE,
    PAYMENT,
    PLAN,
    PROVIDER,
    SESSION,
)
from store.views import EVERYTHING, FormerRecord, MergeComparison, RecordView, Sight
from store.words import ACTIVE

TOO_OLD = "It is more than a day old."
EDITED = "The record was changed since."


def comparison(
    connection: Connection, keep_id: int, other_id: int, sight: Sight = EVERYTHING
) -> MergeComparison:
    """Both records and the bookings of both that clash; NotFound, Invalid for one and the same."""
    if keep_id == other_id:
        raise Invalid("A record is not merged with itself.", field="other")
    return MergeComparison(
        keep=_record(connection, keep_id, sight),
        other=_record(connection, other_id, sight),
        clashes=clashes(connection, keep_id, other_id),
    )


def clashes(connection: Connection, keep_id: int, other_id: int) -> tuple[str, ...]:
    """The pairs of active bookings that one person could not keep, a line each."""
    one, other = BOOKING.alias("one"), BOOKING.alias("other")
    here, there = PROVIDER.alias("here"), PROVIDER.alias("there")
    query = (
        select(one.c.starts_at, other.c.starts_at, here.c.name, there.c.name, LOCATION.c.zone)
        .join(other, (other.c.starts_at < one.c.ends_at) & (one.c.starts_at < other.c.ends_at))
        .join(here, here.c.id == one.c.provider_id)
        .join(there, there.c.id == other.c.provider_id)
        .join(LOCATION, LOCATION.c.id == one.c.location_id)
        .where(one.c.patient_id == keep_id, other.c.patient_id == other_id)
        .where(one.c.status.in_(ACTIVE), other.c.status.in_(ACTIVE))
        .where(one.c.is_history.is_(False), other.c.is_history.is_(False))
        .order_by(one.c.starts_at, other.c.starts_at)
    )
    return tuple(
        f"{dated(row[0], row[4])} with {row[2]}, and {clock(row[1], row[4])} with {row[3]}"
        for row in connection.execute(query)
    )


def former_records(
    connection: Connection, kept: Row[Any], now: datetime
) -> tuple[FormerRecord, ...]:
    """What was merged into this record, newest first."""
    query = (
        select(PATIENT, PATIENT_MERGE.c.id.label("merge_id"), *_about_merge())
        .join(PATIENT_MERGE, PATIENT_MERGE.c.other_id == PATIENT.c.id)
        .where(PATIENT.c.merged_into_id == kept.id, PATIENT_MERGE.c.undone.is_(False))
        .order_by(PATIENT_MERGE.c.id.desc())
    )
    return tuple(
        FormerRecord(
            merge_id=row.merge_id,
            id=row.id,
            name=full_name(row.given_name, row.family_name),
            record_number=row.record_number,
            birth_date=row.birth_date,
            phone=row.phone or "",
            email=row.email or "",
            merged_at=row.at,
            merged_by=row.by_name,
            part_refusal=part_refusal(row.at, now, row.moved, kept.version, kept.id == row.kept_id),
        )
        for row in connection.execute(query)
    )


def part_refusal(
    at: datetime, now: datetime, moved: dict[str, list[Any]], version: int, is_here: bool
) -> str:
    """Why a merge is not taken back: it is too old, or built upon."""
    if now - at > UNDO_WITHIN:
        return TOO_OLD
    return "" if is_here and moved["version"] == [version] else EDITED


def _about_merge() -> tuple[Any, ...]:
    return tuple(PATIENT_MERGE.c[name] for name in ("at", "by_name", "moved", "kept_id"))


def _record(connection: Connection, patient_id: int, sight: Sight) -> RecordView:
    known = select(PATIENT).where(PATIENT.c.id == storable(patient_id))
    known = known.where(*sees_patient(sight, PATIENT.c.id))
    row = connection.execute(known.where(PATIENT.c.merged_into_id.is_(None))).first()
    if row is None:
        raise NotFound("There is no such patient, or the record was merged already.")
    plans = select(PLAN.c.treatment, PLAN.c.total).where(PLAN.c.patient_id == row.id)
    sessions = select(SESSION.c.id).where(SESSION.c.patient_id == row.id)
    counts = [
        select(func.count()).where(SESSION.c.patient_id == row.id),
        select(func.count()).where(BOOKING.c.patient_id == row.id),
        select(func.count()).where(PAYMENT.c.session_id.in_(sessions)),
    ]
    found = connection.execute(select(*(count.scalar_subquery() for count in counts))).one()
    return RecordView(
        **dict(record_of(row)),
        plans=tuple(
            f"{treatment}, {total} session{'' if total == 1 else 's'}"
            for treatment, total in connection.execute(plans.order_by(PLAN.c.id))
        ),
        sessions=found[0],
        bookings=found[1],
        payments=found[2] if sight.money else None,
    )
