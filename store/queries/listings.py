"""What a scope lists under the filters, ready to be counted: from sessions, or from their parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, Table, select, union_all

from store.queries.moment import Moment
from store.queries.scopes import (
    Condition,
    copied_conditions,
    part_conditions,
    part_index,
    scope_conditions,
)
from store.queries.search import Branch, Search, of_patients, of_treatments
from store.queries.selection import column_conditions, facet_conditions
from store.queries.sight import sees_part, sees_session
from store.tables import SESSION, SESSION_PART
from store.views import SessionQuery
from store.words import Scope

Ids = Select[Any] | CompoundSelect[Any]


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of sessions, or of parts that tell all which is asked.

    ``index`` leads to the rows; ``by_patient`` leads to them from a patient.
    """

    table: Table
    conditions: tuple[Condition, ...]
    index: str
    by_patient: str
    is_filtered: bool

    @property
    def is_by_parts(self) -> bool:
        """Whether the rows are parts, of which a session may have several."""
        return self.table is SESSION_PART

    @property
    def columns(self) -> tuple[ColumnElement[Any], ...]:
        """What scopes ask of a session, by the session's names."""
        ends_at = "session_ends_at" if self.is_by_parts else "ends_at"
        others = (self.table.c[name] for name in ("close_from", "to_book", "status"))
        return (self.table.c[ends_at].label("ends_at"), *others)

    def rows(self, *conditions: Condition) -> Select[Any]:
        """The id of each row's session."""
        query = select(self._key()).where(*self.conditions, *conditions)
        return query.with_hint(
            self.table, f"INDEXED BY {self.index}" if self.index else "", "sqlite"
        )

    def ids(self, *conditions: Condition) -> Select[Any]:
        """Ids of the sessions, each once."""
        return self._once(self.rows(*conditions))

    def judged(self, search: Search) -> Select[Any]:
        """Ids of the sessions that are found, each once, judging row by row."""
        return self.ids(search.holds(self.table))

    def reached(self, search: Search, *columns: ColumnElement[Any]) -> CompoundSelect[Any]:
        """The same by the patients and treatments found, with further columns."""
        asked = (self._key(), *columns)
        return union_all(*(self._once(self._of(branch, asked)) for branch in search.branches))

    def _of(self, branch: Branch, columns: Sequence[ColumnElement[Any]]) -> Select[Any]:
        if not branch.by_treatment:
            rows = of_patients(branch, columns, self.table, self.by_patient)
            return rows.where(*self.conditions)
        if self.is_by_parts:
            return self.rows(branch.holds(self.table)).with_only_columns(*columns)
        return of_treatments(branch, columns).where(*self.conditions)

    def _key(self) -> ColumnElement[int]:
        return self.table.c.session_id if self.is_by_parts else self.table.c.id

    def _once(self, rows: Select[Any]) -> Select[Any]:
        return rows.distinct() if self.is_by_parts else rows


def listing(query: SessionQuery, moment: Moment) -> Listing:
    """What the query's scope lists; the search, patient and plan aside."""
    if parts := part_conditions(query, moment):
        conditions = (*parts, *copied_conditions(query, moment), *sees_part(query.sight))
        index = part_index(query)
        return Listing(SESSION_PART, conditions, index, "ix_part_patient", is_filtered=True)
    if query.sight.location_ids is not None and query.scope in PLACED:
        here = SESSION_PART.c.location_id.in_(query.sight.location_ids)
        conditions = (here, *copied_conditions(query, moment), *sees_part(query.sight))
        index = "ix_part_location"
        return Listing(SESSION_PART, conditions, index, "ix_part_patient", is_filtered=True)
    columns, seen = column_conditions(query), sees_session(query.sight)
    if columns and query.scope in (Scope.ALL, Scope.UPCOMING, Scope.PAST):
        conditions = (*facet_conditions(query, moment), *seen)
        index, by_patient = "ix_session_facet", "ix_session_patient"
        return Listing(SESSION, conditions, index, by_patient, is_filtered=True)
    conditions = (*scope_conditions(query.scope, moment), *columns, *seen)
    is_open = query.scope in (Scope.TO_BOOK, Scope.TO_CLOSE)
    by_patient = "ix_session_open" if is_open else "ix_session_patient"
    known = _INDEXES if query.sight.location_ids is None else _LIMITED
    index = known.get(query.scope, "")
    return Listing(SESSION, conditions, index, by_patient, is_filtered=bool(columns))


PLACED = frozenset({Scope.UPCOMING, Scope.PAST, Scope.TO_CLOSE})
"""Scopes of sessions that have a part: of few locations they are counted by these."""
_INDEXES = {
    Scope.TO_BOOK: "ix_session_to_book",
    Scope.UPCOMING: "ix_session_ends",
    Scope.PAST: "ix_session_ends",
    Scope.TO_CLOSE: "ix_session_close",
}
_LIMITED = {Scope.ALL: "ix_session_ends", Scope.TO_BOOK: "ix_session_open"}
"""By these it is known without the session itself that it has no part, and so is seen anywhere."""
