"""Reads the trail: filtered, newest first, a page by its key."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, or_, select

from store.audit.words import Words
from store.errors import NotFound
from store.tables import AUDIT_ENTRY, AUDIT_PATIENT, LOCATION, PATIENT, STAFF
from store.views import Choice, RecordPage, RecordQuery, RecordRow
from store.words import Deed, Result, Role, role_words
from store.zones import day_end, day_start

SEEN = (Deed.VIEW, Deed.EXPORT, Deed.OPENED)
_E = AUDIT_ENTRY.c


def record_page(connection: Connection, query: RecordQuery) -> RecordPage:
    """One page; NotFound for a patient nobody knows."""
    zone = zone_here(connection)
    names = _named(connection, [query.patient_id]) if query.patient_id is not None else {}
    if query.patient_id is not None and not names:
        raise NotFound("There is no such patient, or the record is gone.")
    entries = _entries(connection, query, zone, query.page_size + 1)
    shown = entries[: query.page_size]
    staff = connection.execute(select(STAFF.c.id, STAFF.c.name, STAFF.c.disabled))
    return RecordPage(
        rows=tuple(_told(connection, shown, zone)),
        older=shown[-1].id if len(entries) > len(shown) else None,
        zone=zone,
        staff=tuple(Choice(id=key, name=name, disabled=off) for key, name, off in staff),
        patient=next(iter(names.values()), None),
    )


def every(connection: Connection, query: RecordQuery) -> Iterator[RecordRow]:
    """All that a query asks for, a page at a time."""
    zone = zone_here(connection)
    while entries := _entries(connection, query, zone, 500):
        yield from _told(connection, entries, zone)
        query = query.model_copy(update={"before": entries[-1].id})


def zone_here(connection: Connection) -> str:
    """The zone whose days and clocks the trail is told in: that of the first location."""
    query = select(LOCATION.c.zone).order_by(LOCATION.c.id).limit(1)
    return connection.execute(query).scalar() or "UTC"


def _entries(
    connection: Connection, query: RecordQuery, zone: str, limit: int
) -> Sequence[Row[Any]]:
    chosen = select(AUDIT_ENTRY).where(and_(True, *_conditions(query, zone)))  # noqa: FBT003
    return connection.execute(chosen.order_by(_E.id.desc()).limit(limit)).all()


def _conditions(query: RecordQuery, zone: str) -> Iterator[ColumnElement[bool]]:
    if query.before is not None:
        yield _E.id < query.before
    if query.staff_id is not None:
        yield _E.by_id == query.staff_id if query.staff_id else _E.by_id.is_(None)
    if query.what == "seen":
        yield _E.kind.in_(SEEN)
    elif query.what == "refused":
        yield _E.result == Result.REFUSED
    elif query.what:
        yield _E.kind == Deed.of(query.what)
    if query.date_from:
        yield _E.at >= day_start(zone, query.date_from)
    if query.date_to:
        yield _E.at < day_end(zone, query.date_to)
    if query.patient_id is not None:
        own = or_(PATIENT.c.id == query.patient_id, PATIENT.c.merged_into_id == query.patient_id)
        about = AUDIT_PATIENT.c.patient_id.in_(select(PATIENT.c.id).where(own))
        yield _E.id.in_(select(AUDIT_PATIENT.c.entry_id).where(about))


def _told(connection: Connection, entries: Sequence[Row[Any]], zone: str) -> Iterator[RecordRow]:
    about = {entry.id: json.loads(entry.touched) for entry in entries}
    ids = {key for touched in about.values() for key in touched.get("patient", ())[:MOST]}
    patients = _named(connection, ids)
    words = Words(connection, zone)
    for entry in entries:
        own = about[entry.id].get("patient", ())[:MOST]
        yield RecordRow(
            id=entry.id,
            at=entry.at,
            kind=entry.kind,
            command=entry.command,
            result=entry.result,
            who=entry.by_name,
            role=_roles(entry.by_role) if entry.by_id is not None else "",
            origin=entry.origin,
            said=entry.said,
            patients=tuple(patients[key] for key in own if key in patients),
            changes=words.changes(json.loads(entry.changes)),
        )


def _roles(kept: str) -> str:
    return role_words([Role.of(one) for one in kept.split()])


MOST = 20
"""Patients named with one entry."""


def _named(connection: Connection, ids: Any) -> dict[int, Choice]:
    column = PATIENT.c
    query = select(column.id, column.given_name, column.family_name)
    found = connection.execute(query.where(column.id.in_(sorted(ids))))
    return {key: Choice(id=key, name=f"{given} {family}".strip()) for key, given, family in found}
