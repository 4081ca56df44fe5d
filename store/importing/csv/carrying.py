"""Carries a portion of what was laid out over into the clinic's database, in its transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, func, select, text, update
from sqlmodel import SQLModel

from store import billing
from store.errors import ImportRefused
from store.importing.csv.care import FROM_IMPORT
from store.importing.csv.moving import Moved, Runs, runs_of
from store.importing.csv.pointing import HUNG, TABLES, groups_of, pointed_at, pointers
from store.importing.csv.portions import SMALL, Portion, Rows, columns_of
from store.importing.csv.staging import NEW, raw_of
from store.search import patient_words
from store.tables import (
    BOOKING,
    ITEM,
    PATIENT,
    PATIENT_WORD,
    PAYMENT,
    PLAN,
    PROVIDER,
    SESSION,
)
from store.unit import Unit
from store.words import Change

MEANWHILE = (
    "Somebody else entered some of this meanwhile, so nothing was brought in. Import again: what is"
    " there by then is found."
)
SORTED = SQLModel.metadata.sorted_tables
MANY = 500
TOTAL = text(
    "UPDATE treatment_plan SET total = max(total, (SELECT max(position) FROM treatment_session"
    " WHERE plan_id = treatment_plan.id)) WHERE id = :plan"
)
WAITS = ITEM.c.booking_id.is_(None) & ITEM.c.performed_at.is_(None)


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of a portion."""

    moved: Runs
    left_out: list[tuple[int, int]] = field(default_factory=list)
    """Sheet and row of what could not come in, since what it belongs to was taken away meanwhile."""
    renumbered: list[tuple[int, str]] = field(default_factory=list)
    """Patients, as laid out, with the record number they got, since theirs was taken meanwhile."""


class Carrier:
    """One portion's work in its transaction; new rows get the ids that are free by then."""

    _unit: Unit
    _to: Connection

    def __init__(self, moved: Moved, portion: Portion) -> None:
        """``moved`` knows the ids of earlier portions; what can be done without the lock is done."""
        self._moved = moved
        self._portion = portion
        self._pointing = pointed_at(portion)
        self._new: dict[str, dict[int, int]] = {}
        self._lost: set[int] = set()
        self._renumbered: list[tuple[int, str]] = []

    def carry(self, unit: Unit) -> Carried:
        """Write it, but for what points at something that is there no longer."""
        self._unit, self._to = unit, unit.session.connection()
        kept = dict(self._portion.tables)
        self._lost = self._lost_groups()
        if self._lost and self._portion.stage == SMALL:
            raise ImportRefused(MEANWHILE)
        tables = [table for table in SORTED if kept.get(table.name)]
        for table in tables:
            rows = kept[table.name] = self._without_lost(table, kept)
            self._number(table, rows)
        for table in tables:
            self._write(table, kept[table.name])
        self._words()
        left_out = self._links()
        self._hang()
        self._touch(kept)
        return Carried(self._runs(), left_out, self._renumbered)

    def _here(self, table: str, row_id: int) -> int | None:
        return self._new.get(table, {}).get(row_id) or self._moved.find(table, row_id)

    def _lost_groups(self) -> set[int]:
        """Those that point at what is there no longer, or never came in."""
        lost: set[int] = set()
        for target, groups in self._pointing.items():
            for row_id in groups.keys() - self._there(target, groups):
                lost |= groups[row_id]
        return lost

    def _there(self, target: str, wanted: dict[int, set[int]]) -> set[int]:
        """Those of these ids, as laid out, whose rows are there."""
        table, waits = (ITEM, WAITS) if target == HUNG else (TABLES[target], text("1"))
        there = {one for one in wanted if one >= NEW and self._moved.find(table.name, one)}
        known = sorted(one for one in wanted if one < NEW)
        for start in range(0, len(known), MANY):
            some = table.c.id.in_(known[start : start + MANY])
            there |= set(self._to.execute(select(table.c.id).where(some, waits)).scalars())
        return there

    def _without_lost(self, table: Table, rows: dict[str, Rows]) -> Rows:
        if not self._lost:
            return rows[table.name]
        groups = list(groups_of(table, rows))
        whole = zip(rows[table.name], groups, strict=True)
        return [row for row, group in whole if group not in self._lost]

    def _number(self, table: Table, rows: Rows) -> None:
        names = columns_of(table)
        if "id" not in names:
            return
        at, first = names.index("id"), _highest(self._to, table) + 1
        self._new[table.name] = {row[at]: first + n for n, row in enumerate(rows)}

    def _write(self, table: Table, rows: Rows) -> None:
        names = columns_of(table)
        moving = [(names.index("id"), table.name)] if "id" in names else []
        moving += pointers(table)
        made = []
        for row in rows:
            values = list(row)
            for at, target in moving:
                if values[at] is not None and values[at] >= NEW:
                    values[at] = self._here(target, values[at])
            made.append(values)
        if table is PATIENT:
            self._renumber(made)
        marks = ", ".join("?" * len(names))
        raw_of(self._to).executemany(
            f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})",  # noqa: S608 - ours
            made,
        )

    def _renumber(self, patients: list[list[Any]]) -> None:
        """Give patients another record number where somebody new got theirs meanwhile."""
        names = columns_of(PATIENT)
        at, key = names.index("record_number"), names.index("id")
        own = {values[at]: values for values in patients}
        old = {new: staged for staged, new in self._new[PATIENT.name].items()}
        numbers, last = list(own), max((values[key] for values in patients), default=0)
        for start in range(0, len(numbers), MANY):
            some = PATIENT.c.record_number.in_(numbers[start : start + MANY])
            query = select(PATIENT.c.record_number).where(some)
            for number in self._to.execute(query).scalars().all():
                values = own[number]
                while (free := f"R-{last:05}") in own or self._is_taken(free):
                    last += 1
                values[at], own[free] = free, values
                told = dict(zip(names, values, strict=True))
                words = patient_words(
                    told["given_name"],
                    told["family_name"],
                    told["preferred_name"] or "",
                    numbers=(told["phone"] or "", free),
                )
                self._portion.words[old[values[key]]] = list(words)
                self._renumbered.append((old[values[key]], free))

    def _is_taken(self, number: str) -> bool:
        query = select(PATIENT.c.id).where(PATIENT.c.record_number == number)
        return self._to.execute(query).first() is not None

    def _words(self) -> None:
        new = self._new.get(PATIENT.name, {})
        words = [
            (word, new[patient]) for patient, some in self._portion.words.items() for word in some
        ]
        if words:
            insert = f"INSERT INTO {PATIENT_WORD.name} (word, patient_id) VALUES (?, ?)"  # noqa: S608 - ours
            raw_of(self._to).executemany(insert, sorted(words))

    def _links(self) -> list[tuple[int, int]]:
        """Remember where rows came from; those of rows that are left out are handed back."""
        made: list[Sequence[Any]] = []
        left_out: list[tuple[int, int]] = []
        known: dict[str, dict[int, set[int]]] = {}
        for _, _, entity, row_id, *_ in self._portion.links:
            if row_id < NEW:
                known.setdefault(entity, {})[row_id] = set()
        there = {entity: self._there(entity, some) for entity, some in known.items()}
        for kind, source, entity, row_id, digest, sheet, row in self._portion.links:
            if row_id < NEW:
                here = row_id if row_id in there[entity] else None
            else:
                here = self._new.get(entity, {}).get(row_id)
            if here is None:
                left_out.append((sheet, row))
            else:
                made.append((f"CSV {kind}", source, entity, here, digest))
        insert = (
            "INSERT INTO source_link (kind, source_id, entity, entity_id, digest)"
            " VALUES (?, ?, ?, ?, ?)"
        )
        raw_of(self._to).executemany(insert, made)
        return left_out

    def _hang(self) -> None:
        """Let items that were here before hang on bookings that came in."""
        for session_id, item_id, booking_id, at, who, note in self._portion.hung:
            if session_id in self._lost:
                continue
            done = None if at is None else datetime.fromtimestamp(at, UTC)
            values = {
                "booking_id": self._here(BOOKING.name, booking_id),
                "performed_at": done,
                "performed_by_id": None if who is None else self._here(PROVIDER.name, who),
                "note": note,
                "documented_at": done if note else None,
                "documented_by": FROM_IMPORT if note else "",
            }
            self._to.execute(update(ITEM).where(ITEM.c.id == item_id).values(values))

    def _touch(self, rows: dict[str, Rows]) -> None:
        """What was here before and got more is derived anew; money raises its invoice."""
        paid = _known(rows, PAYMENT, "session_id")
        for session_id in sorted(paid):
            billing.raise_invoice(self._unit, session_id)
        grown = paid | _known(rows, ITEM, "session_id") | _known(rows, BOOKING, "session_id")
        for session_id in sorted(grown):
            self._unit.record(Change.IMPORTED, session_id, "An import brought in more of it.")
        for plan_id in _known(rows, SESSION, "plan_id"):
            self._to.execute(TOTAL.bindparams(bindparam("plan", plan_id)))
        self._unit.patients.update(_known(rows, PLAN, "patient_id"))

    def _runs(self) -> dict[str, list[tuple[int, int, int]]]:
        """The ids that later portions ask for."""
        asked_for = self._portion.asked_for
        return {
            name: runs_of({old: here for old, here in pairs.items() if old in asked_for[name]})
            if name in asked_for
            else runs_of(pairs)
            for name, pairs in self._new.items()
            if pairs and (name in asked_for or not asked_for)
        }


def _known(rows: dict[str, Rows], table: Table, name: str) -> set[int]:
    """What was here before and these rows belong to."""
    some = rows.get(table.name, ())
    at = columns_of(table).index(name)
    return {row[at] for row in some if row[at] < NEW}


def _highest(connection: Connection, table: Table) -> int:
    """The highest id that was ever given, as far as the database remembers."""
    highest = int(connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one())
    if not table.dialect_options["sqlite"]["autoincrement"]:
        return highest
    query = text("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = :name")
    return max(highest, int(connection.execute(query, {"name": table.name}).scalar_one()))
