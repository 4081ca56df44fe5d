"""Adds rows to the trail."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from store.audit.chain import Head, link, plain
from store.tables import AUDIT_ENTRY, AUDIT_HEAD
from store.unit import Told, Unit
from store.views import Actor
from store.words import Deed, Result, in_order

MOST_TOLD = 500
"""Changes kept with one row; a command that makes more says how many more."""
MOST_SAID = 3
"""Sentences."""
_COUNT, _HASH = AUDIT_HEAD.c["count"], AUDIT_HEAD.c["hash"]
_HEAD = select(_COUNT, _HASH)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row before it is added; ``about`` names kinds of things with their ids."""

    at: datetime
    by: Actor
    command: str
    said: str = ""
    kind: Deed = Deed.CHANGE
    result: Result = Result.DONE
    about: Mapping[str, Iterable[int]] = field(default_factory=dict)
    told: Sequence[Told] = ()


def append(connection: Connection, entries: Iterable[Entry]) -> None:
    """Add rows in the write transaction at hand; two statements, however many there are."""
    head = head_of(connection)
    rows = []
    for entry in entries:
        row, head = _row(entry, head)
        rows.append(row)
    if rows:
        connection.execute(insert(AUDIT_ENTRY), rows)


def head_of(connection: Connection) -> Head:
    """How long the trail is and what its last sum is."""
    found = connection.execute(_HEAD).one()
    return Head(*found)


def entry_of(unit: Unit) -> Entry:
    """What a command did, once its unit has settled and told its news."""
    told = [unit.summary] if unit.summary else unit.told
    about = {} if unit.summary else _about(unit)
    return Entry(
        unit.now,
        unit.by,
        unit.command,
        " ".join(list(dict.fromkeys(one.said for one in told if one.said))[:MOST_SAID]),
        kind=unit.kind,
        result=Result.REPEATED if unit.is_repeat else Result.DONE,
        about=about,
        told=told,
    )


def _about(unit: Unit) -> dict[str, set[int]]:
    own = {"session": unit.touched, "patient": unit.patients, "plan": unit.plans}
    kinds = own.keys() | unit.about.keys()
    return {kind: own.get(kind, set()) | unit.about.get(kind, set()) for kind in kinds}


def _row(entry: Entry, head: Head) -> tuple[dict[str, Any], Head]:
    about = {kind: sorted(ids) for kind, ids in entry.about.items()}
    row: dict[str, Any] = {
        "id": head.count + 1,
        "at": int(entry.at.timestamp()),
        "kind": entry.kind.value,
        "command": entry.command,
        "result": entry.result.value,
        "by_id": entry.by.staff_id,
        "by_name": entry.by.name,
        "by_role": " ".join(role.value for role in in_order(entry.by.roles)),
        "origin": entry.by.origin,
        "said": entry.said,
        "touched": plain({kind: ids for kind, ids in about.items() if ids}),
        "changes": plain(_changes(entry.told)),
    }
    head = Head(head.count + 1, link(head.hash, tuple(row.values())))
    return {**row, "at": entry.at, "hash": head.hash}, head


def _changes(told: Sequence[Told]) -> list[Any]:
    changes: list[Any] = [
        [one.kind, one.key, one.said, dict(one.before), dict(one.after)] for one in told[:MOST_TOLD]
    ]
    if more := len(told) - MOST_TOLD:
        changes += [["more", more, f"And {more:,} more changes.", {}, {}]] if more > 0 else []
    return changes
