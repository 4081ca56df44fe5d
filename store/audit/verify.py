"""Finds any row that was edited, deleted, inserted, swapped or cut off, whoever did it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from store.audit.chain import BEFORE_THE_FIRST, COLUMNS, Head, link
from store.audit.guards import GUARDS

STEP = 5_000
_ROWS = f"SELECT {', '.join(COLUMNS)}, hash FROM audit_entry ORDER BY id"  # noqa: S608 - constants
_LOST = """SELECT e.id FROM audit_entry AS e, json_each(e.touched, '$.patient') AS p
WHERE NOT EXISTS (SELECT 1 FROM audit_patient WHERE patient_id = p.value AND entry_id = e.id)
ORDER BY e.id LIMIT 1"""
_ADDED = """SELECT a.entry_id FROM audit_patient AS a WHERE NOT EXISTS (
    SELECT 1 FROM audit_entry AS e, json_each(e.touched, '$.patient') AS p
    WHERE e.id = a.entry_id AND p.value = a.patient_id
) ORDER BY a.entry_id LIMIT 1"""
_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far the trail could be followed, and what is wrong with it; nothing when it is whole."""

    head: Head
    fault: str = ""
    entry_id: int | None = None
    """The first row that is not as it was written."""


def verify(
    connection: Connection,
    known: Sequence[Head] = (),
    *,
    progress: Callable[[int], None] = lambda done: None,
) -> Verdict:
    """Follow the trail from its first row to its head, in constant memory.

    ``known`` are heads it had before: whoever rewrote everything from one row on with new sums is
    found out by the first of these that no longer fits.
    """
    verdict = _followed(connection, known, progress)
    if verdict.fault:
        return verdict
    count, last = connection.exec_driver_sql(
        "SELECT coalesce(max(count), -1), coalesce(max(hash), '') FROM audit_head"
    ).one()
    if Head(count, last) != verdict.head:
        return _cut(verdict.head, count)
    for query in (_LOST, _ADDED):
        if (key := connection.exec_driver_sql(query).scalar()) is not None:
            return Verdict(verdict.head, f"Entry {key:,} is not told of the right patients.", key)
    return Verdict(verdict.head, _unguarded(connection))


def _followed(
    connection: Connection, known: Sequence[Head], progress: Callable[[int], None]
) -> Verdict:
    expected = {head.count: head.hash for head in known}
    raw: Any = connection.connection.dbapi_connection
    head = Head()
    if expected.get(0, BEFORE_THE_FIRST) != BEFORE_THE_FIRST:
        return Verdict(head, "This head of an empty trail is none.")
    for *content, told in raw.execute(_ROWS):
        key = content[0]
        if key != head.count + 1:
            return Verdict(head, _gap(head.count + 1, key), head.count + 1)
        found = link(head.hash, tuple(content))
        if found != told:
            return Verdict(head, f"Entry {key:,} is not as it was written.", key)
        if expected.get(key, found) != found:
            said = f"Entry {key:,}, or one before it, is another one than when its head was noted."
            return Verdict(head, said, key)
        head = Head(key, found)
        if key % STEP == 0:
            progress(key)
    progress(head.count)
    return _short(head, expected)


def _short(head: Head, expected: dict[int, str]) -> Verdict:
    longest = max(expected, default=0)
    if longest <= head.count:
        return Verdict(head)
    return _cut(head, longest)


def _gap(wanted: int, found: int) -> str:
    if found < wanted:
        return f"Entry {found:,} was put in: the trail begins with entry 1."
    return f"Entry {wanted:,} is missing: entry {found:,} comes next."


def _cut(head: Head, count: int) -> Verdict:
    if count > head.count:
        said = f"The trail was cut: it ends with entry {head.count:,}, but had {count:,}."
        return Verdict(head, said, head.count + 1)
    said = f"The head does not fit: it does not know of entry {head.count:,}."
    return Verdict(head, said, head.count)


def _unguarded(connection: Connection) -> str:
    there = {name: sql for name, sql in connection.exec_driver_sql(_TRIGGERS)}  # noqa: C416 - typed
    gone = [name for name, statement in GUARDS.items() if there.get(name) != statement]
    return f"The database's guard {gone[0]} is gone or changed." if gone else ""
