"""What a scope lists under the filters, ready to be counted: from sessions, or from their parts."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import CompoundSelect, Select, Table, select, union_all

from store.queries.moment import Moment
from store.queries.scopes import (
    Condition,
    copied_conditions,
    part_conditions,
    part_index,
    scope_conditions,
)
from store.queries.search import Branch, Search, of_patients
from store.queries.selection import column_conditions, facet_conditions
from store.tables import SESSION, SESSION_PART
from store.views import SessionQuery
from store.words import Scope

Ids = Select[Any] | CompoundSelect[Any]


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows of sessions, or of parts that tell all which is asked, by the index named."""

    table: Table
    conditions: tuple[Condition, ...]
    index: str
    is_filtered: bool

    @property
    def is_by_parts(self) -> bool:
        """Whether the rows are parts, of which a session may have several."""
        return self.table is SESSION_PART

    def rows(self, *conditions: Condition) -> Select[Any]:
        """The id of each row's session."""
        key = SESSION_PART.c.session_id if self.is_by_parts else SESSION.c.id
        query = select(key).where(*self.conditions, *conditions)
        return query.with_hint(
            self.table, f"INDEXED BY {self.index}" if self.index else "", "sqlite"
        )

    def ids(self, *conditions: Condition) -> Select[Any]:
        """Ids of the sessions, each once."""
        rows = self.rows(*conditions)
        return rows.distinct() if self.is_by_parts else rows

    def judged(self, search: Search) -> Select[Any]:
        """Ids of the sessions that are found, each once, judging row by row."""
        return self.ids(search.holds(self.table))

    def reached(self, search: Search) -> Ids:
        """The same by the patients and treatments found."""
        if not self.is_by_parts:
            return search.session_ids(*self.conditions)
        return union_all(*(self._parts_of(branch) for branch in search.branches))

    def _parts_of(self, branch: Branch) -> Select[Any]:
        if not branch.tokens:
            return self.ids(branch.treatment(SESSION_PART))
        parts = of_patients(branch, SESSION_PART.c.session_id, "ix_part_patient")
        return parts.where(*self.conditions).distinct()


def listing(query: SessionQuery, moment: Moment) -> Listing:
    """What the query's scope lists; the search, patient and plan aside."""
    if parts := part_conditions(query, moment):
        conditions = (*parts, *copied_conditions(query, moment))
        return Listing(SESSION_PART, conditions, part_index(query), is_filtered=True)
    columns = column_conditions(query)
    if columns and query.scope in (Scope.ALL, Scope.UPCOMING, Scope.PAST):
        conditions = facet_conditions(query, moment)
        return Listing(SESSION, conditions, "ix_session_facet", is_filtered=True)
    conditions = (*scope_conditions(query.scope, moment), *columns)
    return Listing(SESSION, conditions, _INDEXES.get(query.scope, ""), is_filtered=bool(columns))


_INDEXES = {
    Scope.TO_BOOK: "ix_session_to_book",
    Scope.UPCOMING: "ix_session_ends",
    Scope.PAST: "ix_session_ends",
    Scope.TO_CLOSE: "ix_session_close",
}
