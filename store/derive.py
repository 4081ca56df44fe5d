"""The one writer of a session's derived columns and parts, and the check that they are right."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlmodel import Session

from store.database import SOON_MS, Database
from store.errors import Unavailable
from store.facts import LoadedSession, load
from store.search import normalise
from store.status import Derived, Part, SessionFacts, derive, treated_by
from store.tables import SESSION, SESSION_PART, TREATING
from store.words import SessionStatus

CHUNK = 500
DERIVED_COLUMNS = tuple(field.name for field in fields(Derived) if field.name != "parts") + (
    "patient_key",
    "provider_key",
)
PART_COLUMNS = (*(field.name for field in fields(Part)), "span_days")


@dataclass(frozen=True, slots=True)
class StatusChange:
    """A session whose status is another one now."""

    session_id: int
    before: SessionStatus
    after: SessionStatus


def refresh(session: Session, session_ids: Iterable[int], now: datetime) -> list[StatusChange]:
    """Write what follows from the facts of these sessions at ``now``; tells whose status changed.

    Runs in the transaction that changed the facts.
    """
    session.flush()
    connection = session.connection()
    changes: list[StatusChange] = []
    for ids in _chunks(sorted(set(session_ids))):
        changes += _refresh_chunk(connection, ids, now)
    session.expire_all()
    return changes


def rename_provider(session: Session, provider_id: int, names: tuple[str, str]) -> None:
    """Write what sessions are sorted by where this provider shows; one statement however many.

    ``names`` are the one until now, by which their sessions are found, and the new one.
    """
    before, after = (normalise(name) for name in names)
    theirs = (SESSION.c.provider_key == before) & (SESSION.c.provider_id == provider_id)
    session.connection().execute(update(SESSION).where(theirs).values(provider_key=after))


def turn(database: Database, now: datetime) -> None:
    """Let the next part show in sessions whose shown part is over; reads call it first.

    While somebody writes something large, or nothing can be written, reading goes on without.
    """
    due = select(SESSION.c.id).where(SESSION.c.turns_at <= now)
    with database.read() as connection:
        if connection.execute(due.limit(1)).first() is None:
            return
    with suppress(Unavailable), database.write(patience_ms=SOON_MS) as session:
        refresh(session, session.connection().execute(due).scalars().all(), now)


def verify(connection: Connection, now: datetime) -> Iterator[str]:
    """Recompute every session and say, a sentence each, where what is stored differs."""
    last = 0
    while ids := _ids_after(connection, last):
        last = ids[-1]
        stored = _stored(connection, ids)
        parts = _stored_parts(connection, ids)
        treating = _stored_treating(connection, ids)
        for loaded in load(connection, ids).values():
            yield from _differences(loaded, stored[loaded.id], parts.get(loaded.id, []), now)
            patient_id = loaded.copied["patient_id"]
            if treating.get(loaded.id, []) != treating_rows(loaded.id, patient_id, loaded.facts):
                yield f"session {loaded.id}: whose own patient it is of is not by who treats them"


def derived_values(
    loaded: LoadedSession, now: datetime
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The derived columns of one session by name, and its parts as rows of their table."""
    derived = derive(loaded.facts, now)
    values = {name: getattr(derived, name) for name in DERIVED_COLUMNS[:-2]}
    values["patient_key"] = loaded.patient_key
    name = loaded.provider_names.get(derived.provider_id or 0, "")
    values["provider_key"] = normalise(name)
    return values, part_rows(loaded.id, derived, loaded.copied)


def part_rows(
    session_id: int, derived: Derived, copied: Mapping[str, object]
) -> list[dict[str, Any]]:
    """A session's parts as rows, each with what counts ask of the session; ``copied`` as it is."""
    asked = {
        "session_id": session_id,
        "session_ends_at": derived.ends_at,
        "close_from": derived.close_from,
        "to_book": derived.to_book,
        "status": derived.status,
        **copied,
    }
    return [
        {**{name: getattr(part, name) for name in PART_COLUMNS}, **asked} for part in derived.parts
    ]


def treating_rows(session_id: int, patient_id: object, facts: SessionFacts) -> list[dict[str, Any]]:
    """Whose own patient the session's is, as rows."""
    return [
        {"provider_id": provider_id, "patient_id": patient_id, "session_id": session_id}
        for provider_id in sorted(treated_by(facts))
    ]


def _refresh_chunk(connection: Connection, ids: Sequence[int], now: datetime) -> list[StatusChange]:
    changes, updates, rows, treating = [], [], [], []
    for loaded in load(connection, ids).values():
        values, parts = derived_values(loaded, now)
        updates.append({"key": loaded.id, **values})
        rows += parts
        treating += treating_rows(loaded.id, loaded.copied["patient_id"], loaded.facts)
        if values["status"] != loaded.stored_status:
            changes.append(StatusChange(loaded.id, loaded.stored_status, values["status"]))
    if updates:
        connection.execute(update(SESSION).where(SESSION.c.id == bindparam("key")), updates)
    for table, made in ((SESSION_PART, rows), (TREATING, treating)):
        connection.execute(delete(table).where(table.c.session_id.in_(ids)))
        if made:
            connection.execute(insert(table), made)
    return changes


def _differences(
    loaded: LoadedSession, stored: dict[str, Any], parts: list[dict[str, Any]], now: datetime
) -> Iterator[str]:
    values, expected = derived_values(loaded, now)
    if stored["turns_at"] is not None and stored["turns_at"] <= now:
        return  # not wrong, only not turned yet; the next read does it
    for name, value in values.items():
        if stored[name] != value:
            yield f"session {loaded.id}: {name} is {stored[name]!s}, should be {value!s}"
    if parts != sorted(expected, key=_part_order):
        yield f"session {loaded.id}: its parts are not those of its bookings and walk-ins"


def _ids_after(connection: Connection, last: int) -> Sequence[int]:
    query = select(SESSION.c.id).where(SESSION.c.id > last).order_by(SESSION.c.id).limit(CHUNK)
    return connection.execute(query).scalars().all()


def _stored(connection: Connection, ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    columns = [SESSION.c[name] for name in DERIVED_COLUMNS]
    query = select(SESSION.c.id, *columns).where(SESSION.c.id.in_(ids))
    return {row["id"]: dict(row) for row in connection.execute(query).mappings()}


def _stored_parts(connection: Connection, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    columns = [column for column in SESSION_PART.c if column.name != "id"]
    for row in connection.execute(
        select(*columns).where(SESSION_PART.c.session_id.in_(ids))
    ).mappings():
        found.setdefault(row["session_id"], []).append(dict(row))
    return {key: sorted(rows, key=_part_order) for key, rows in found.items()}


def _stored_treating(connection: Connection, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    found: dict[int, list[dict[str, Any]]] = {}
    query = select(TREATING).where(TREATING.c.session_id.in_(ids)).order_by(TREATING.c.provider_id)
    for row in connection.execute(query).mappings():
        found.setdefault(row["session_id"], []).append(dict(row))
    return found


def _part_order(row: dict[str, Any]) -> tuple[Any, ...]:
    return (row["starts_at"], row["ends_at"], row["booking_id"] or 0, row["provider_id"] or 0)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]


def session_count(connection: Connection) -> int:
    """How many sessions there are."""
    return connection.execute(select(func.count()).select_from(SESSION)).scalar_one()
