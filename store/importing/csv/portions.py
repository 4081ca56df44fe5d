"""Cuts what was laid out into portions, each of which can stand in the clinic's database by itself.

First what there is little of, then patients, then plans, then sessions with all that belongs to
them: at every portion's end everything that is in points at something that is in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table
from sqlmodel import SQLModel

from store.importing.csv.staging import NEW, Staging, ids
from store.tables import (
    BOOKING,
    CHARGE,
    HISTORY_ENTRY,
    INVOICE,
    ITEM,
    PATIENT,
    PATIENT_WORD,
    PAYMENT,
    PLAN,
    SESSION,
    SESSION_PART,
    TREATING,
)

SMALL, PATIENTS, PLANS, KNOWN, SESSIONS = "small", "patients", "plans", "known", "sessions"
STAGES = (SMALL, PATIENTS, PLANS, KNOWN, SESSIONS)
LINKS = "l.kind, l.source, l.entity, l.entity_id, l.digest, l.sheet, l.row"
OF_SESSION = (BOOKING, ITEM, SESSION_PART, TREATING, INVOICE, PAYMENT, HISTORY_ENTRY)
LINKED = (SESSION, ITEM, BOOKING, PAYMENT)
LARGE = {PATIENT, PATIENT_WORD, PLAN, SESSION, CHARGE, *OF_SESSION}
SORTED = SQLModel.metadata.sorted_tables
WITHIN = "turn.n > ? AND turn.n <= ?"

Rows = list[Sequence[Any]]


@dataclass
class Portion:
    """Rows as they were laid out; ``at`` is how far its stage has come with it."""

    stage: str
    at: Any
    tables: dict[str, Rows] = field(default_factory=dict)
    links: Rows = field(default_factory=list)
    words: dict[int, list[str]] = field(default_factory=dict)
    hung: Rows = field(default_factory=list)
    asked_for: dict[str, set[int]] = field(default_factory=dict)
    """Ids by table that bookings ahead name later on; all of them of tables that are not here."""


def columns_of(table: Table) -> list[str]:
    """What is carried over of a table; parts get an id only there."""
    return [c.name for c in table.columns if not (table is SESSION_PART and c.name == "id")]


class Cutter:
    """Cuts one portion after the other, beginning behind any of them."""

    def __init__(self, staging: Staging) -> None:
        """Reads nothing yet."""
        self._staging = staging

    def total(self) -> int:
        """How many rows are counted as progress."""
        counts = ("patient WHERE id >= ?", "treatment_plan WHERE id >= ?", "turn WHERE n > ?")
        queries = [(f"SELECT count(*) FROM {one}", NEW if "id" in one else 0) for one in counts]  # noqa: S608 - ours
        return sum(int(self._staging.ask(query, value)[0][0]) for query, value in queries)

    def next(self, stage: str, at: Any, rows: int) -> Portion | None:
        """The portion behind ``at`` with about so many rows; None at the end of the stage."""
        match stage:
            case "small":
                return None if at else self._small()
            case "patients":
                return self._of(PATIENT, stage, at or NEW - 1, rows)
            case "plans":
                return self._of(PLAN, stage, at or NEW - 1, rows)
            case "known":
                return self._known(at or ["", ""], rows)
        return self._sessions(at or 0, rows)

    def _small(self) -> Portion:
        portion = Portion(SMALL, at=1)
        for table in SORTED:
            if table in LARGE:
                continue
            where = f"WHERE t.id >= {NEW}" if "id" in table.c else ""
            portion.tables[table.name] = self._rows(table, where)
            if "id" in table.c:
                portion.links += self._staging.ask(
                    f"SELECT {LINKS} FROM link AS l WHERE entity = ? AND entity_id >= ?",  # noqa: S608 - ours
                    table.name,
                    NEW,
                )
        return portion

    def _of(self, table: Table, stage: str, after: int, rows: int) -> Portion | None:
        found = self._rows(table, "WHERE t.id > ? ORDER BY t.id LIMIT ?", max(after, NEW - 1), rows)
        if not found:
            return None
        number = columns_of(table).index("id")
        last = found[-1][number]
        portion = Portion(stage, last, {table.name: found})
        portion.links = self._asked(
            f"SELECT {LINKS} FROM link AS l WHERE entity = ? AND entity_id > ? AND entity_id <= ?",  # noqa: S608 - ours
            table.name,
            max(after, NEW - 1),
            last,
        )
        if table is PATIENT:
            query = (
                "SELECT patient_id, one.value FROM word, json_each(word.words) AS one"
                " WHERE patient_id > ? AND patient_id <= ?"
            )
            for patient_id, word in self._staging.ask(query, max(after, NEW - 1), last):
                portion.words.setdefault(patient_id, []).append(word)
        return portion

    def _known(self, after: Sequence[str], rows: int) -> Portion | None:
        found = self._asked(
            f"SELECT {LINKS} FROM link AS l WHERE entity_id < ? AND (kind, source) > (?, ?)"  # noqa: S608 - ours
            " ORDER BY kind, source LIMIT ?",
            NEW,
            *after,
            rows,
        )
        return Portion(KNOWN, list(found[-1][:2]), links=found) if found else None

    def _sessions(self, after: int, rows: int) -> Portion | None:
        query = "SELECT max(n) FROM (SELECT n FROM turn WHERE n > ? ORDER BY n LIMIT ?)"
        last = self._staging.ask(query, after, rows)[0][0]
        if last is None:
            return None
        portion, span = Portion(SESSIONS, last), (after, last)
        own = f"JOIN turn ON turn.session_id = t.id WHERE t.id >= {NEW} AND {WITHIN} ORDER BY n"
        portion.tables[SESSION.name] = self._rows(SESSION, own, *span)
        theirs = f"JOIN turn ON turn.session_id = t.session_id WHERE {WITHIN}"
        for table in OF_SESSION:
            new = f" AND t.id >= {NEW} ORDER BY n, t.id" if "id" in columns_of(table) else ""
            portion.tables[table.name] = self._rows(table, theirs + new, *span)
        charged = (
            "JOIN invoice AS v ON v.id = t.invoice_id JOIN turn ON turn.session_id = v.session_id"
            f" WHERE {WITHIN} ORDER BY n, t.id"
        )
        portion.tables[CHARGE.name] = self._rows(CHARGE, charged, *span)
        self._fill(portion, span)
        return portion

    def _fill(self, portion: Portion, span: tuple[int, int]) -> None:
        """Links, items that hang on bookings, and what bookings ahead ask for."""
        for table in LINKED:
            key = "t.id" if table is SESSION else "t.session_id"
            portion.links += self._asked(
                f"SELECT {LINKS} FROM turn JOIN {table.name} AS t ON {key} = turn.session_id"  # noqa: S608 - ours
                f" JOIN link AS l ON l.entity = ? AND l.entity_id = t.id WHERE {WITHIN}"
                " AND t.id >= ?",
                table.name,
                *span,
                NEW,
            )
        portion.hung = self._asked(
            "SELECT b.session_id, h.item_id, h.booking_id, h.performed_at, h.performed_by_id, h.note"  # noqa: S608 - ours
            " FROM turn JOIN booking AS b ON b.session_id = turn.session_id"
            f" JOIN hang AS h ON h.booking_id = b.id WHERE {WITHIN}",
            *span,
        )
        asking = (
            (SESSION.name, "SELECT turn.session_id FROM turn JOIN ahead USING (session_id)"),
            (
                ITEM.name,
                (
                    "SELECT item_id FROM turn JOIN item USING (session_id)"
                    " JOIN ahead_item ON item_id = item.id"
                ),
            ),
        )
        for name, query in asking:
            portion.asked_for[name] = set(ids(self._asked(f"{query} WHERE {WITHIN}", *span)))

    def _rows(self, table: Table, where: str, *values: Any) -> Rows:
        names = ", ".join(f"t.{name}" for name in columns_of(table))
        return self._asked(f"SELECT {names} FROM {table.name} AS t {where}", *values)  # noqa: S608 - ours

    def _asked(self, sql: str, *values: Any) -> Rows:
        return list(self._staging.ask(sql, *values))
