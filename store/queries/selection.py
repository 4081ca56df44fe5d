"""Which sessions a query is about, and the shortest way to them.

A way is an index to go by. With few sessions behind a patient, a plan, a search, a day or a
provider that way is gone whole; otherwise a list is read in its order until the page is full, and
counts go by the index of their scope.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Connection,
    Select,
    Table,
    false,
    func,
    select,
)

from store.queries.estimates import estimates
from store.queries.moment import Moment, storable
from store.queries.scopes import (
    Condition,
    copied_conditions,
    has_part,
    part_conditions,
    part_index,
    scope_conditions,
)
from store.queries.search import Search, is_few, parse
from store.queries.sight import own_patients, sees_session
from store.tables import SESSION, SESSION_PART, TREATING
from store.views import SessionQuery
from store.words import Category, Scope, SessionStatus

FEW = 3_000
FEW_DATED = 6_000
"""Dates are worth more: a list is not ordered by every part, so its order says little of them."""
FEW_DUE = 20_000
FEW_OWN = 2_000
"""Patients whom somebody is limited to, gone through one by one for a list."""
BY_ID = "NOT INDEXED"

Ids = Select[tuple[int]] | CompoundSelect[tuple[int]]


@dataclass(frozen=True, slots=True)
class Way:
    """How few sessions are reached: a hint for SQLite's planner, and the condition it serves.

    ``by_parts`` says that the condition holds what the query asks of parts already, ``by_search``
    that it holds what was searched for.
    """

    hint: str
    condition: Condition
    by_parts: bool = False
    by_search: bool = False


@dataclass(frozen=True, slots=True)
class Selection:
    """A query's filters; ``way`` is None when many sessions may satisfy them."""

    query: SessionQuery
    moment: Moment
    columns: tuple[Condition, ...]
    search: Search | None
    way: Way | None

    def within(self, scope: Scope) -> tuple[Condition, ...]:
        """What holds for the sessions which a scope lists, the search aside."""
        parts = part_conditions(self.query.model_copy(update={"scope": scope}), self.moment)
        told = self.way is not None and self.way.by_parts and scope is self.query.scope
        some = (has_part(parts),) if parts and not told else ()
        seen = sees_session(self.query.sight)
        return (*scope_conditions(scope, self.moment), *self.columns, *some, *seen)

    def conditions(self, scope: Scope) -> tuple[Condition, ...]:
        """All that holds for the sessions which a scope lists."""
        if self.search is None or (self.way is not None and self.way.by_search):
            return self.within(scope)
        return (*self.within(scope), self.search.holds())


def selection_of(
    connection: Connection, query: SessionQuery, moment: Moment, *, few_own: int = FEW_OWN
) -> Selection:
    """Work out what a query is about; its own scope may shorten the way, counts ask for All.

    Whoever is limited to so few patients of their own has their list by patient.
    """
    search = parse(connection, query.q)
    way = _known_way(query) or _way_by_search(connection, search)
    way = way or _way_by_parts(connection, query, moment)
    way = way or _way_by_facet(connection, query, moment)
    way = way or _way_by_own(connection, query, few_own)
    return Selection(query, moment, tuple(column_conditions(query)), search, way)


def facet_conditions(query: SessionQuery, moment: Moment) -> tuple[Condition, ...]:
    """What holds for the sessions of the query's scope, status and category, for ix_session_facet."""
    statuses = [query.status] if query.status else list(SessionStatus)
    categories = [query.category] if query.category else list(Category)
    return (
        SESSION.c.status.in_(statuses),
        SESSION.c.category.in_(categories),
        *scope_conditions(query.scope, moment),
    )


def column_conditions(query: SessionQuery) -> Sequence[Condition]:
    """What the query asks of the session itself: status, category, patient and plan."""
    wanted: dict[ColumnElement[Any], object] = {
        SESSION.c.status: query.status,
        SESSION.c.category: query.category,
    }
    if query.patient_id is not None:
        wanted[SESSION.c.patient_id] = storable(query.patient_id)
    if query.plan_id is not None:
        wanted[SESSION.c.plan_id] = storable(query.plan_id)
    return [column == value for column, value in wanted.items() if value is not None]


def _known_way(query: SessionQuery) -> Way | None:
    if query.plan_id is not None:
        return Way("INDEXED BY ix_session_plan", SESSION.c.plan_id == storable(query.plan_id))
    if query.patient_id is not None:
        return Way(
            "INDEXED BY ix_session_patient", SESSION.c.patient_id == storable(query.patient_id)
        )
    return None


def _way_by_search(connection: Connection, search: Search | None) -> Way | None:
    if search is None:
        return None
    if not search.branches:
        return Way(BY_ID, false(), by_search=True)
    if not is_few(connection, search):
        return None
    found = search.session_ids().subquery()
    return Way(BY_ID, SESSION.c.id.in_(select(found.c.id)), by_search=True)


def _way_by_parts(connection: Connection, query: SessionQuery, moment: Moment) -> Way | None:
    conditions = part_conditions(query, moment)
    if not conditions:
        return None
    parts = select(SESSION_PART.c.session_id).where(*conditions, *copied_conditions(query, moment))
    parts = parts.with_hint(SESSION_PART, f"INDEXED BY {part_index(query)}", "sqlite")
    is_dated = query.date_from is not None or query.date_to is not None
    way = Way(BY_ID, SESSION.c.id.in_(parts), by_parts=True)
    what = SESSION_PART, filters_of(query)
    if _is_few(connection, what, parts, upto=FEW_DATED if is_dated else FEW):
        return way
    is_by_due = is_dated and query.scope is Scope.TO_BOOK and query.sort is None
    if is_by_due and _is_few(connection, what, parts, upto=FEW_DUE):
        # picked out of To book in its own order, since when sessions are due says nothing of dates
        return replace(way, hint="INDEXED BY ix_session_to_book")
    return None


def _way_by_facet(connection: Connection, query: SessionQuery, moment: Moment) -> Way | None:
    wanted = query.status or query.category
    if wanted is None or query.scope not in (Scope.ALL, Scope.UPCOMING, Scope.PAST):
        return None
    ids = select(SESSION.c.id).where(*facet_conditions(query, moment))
    ids = ids.with_hint(SESSION, "INDEXED BY ix_session_facet", "sqlite")
    few = _is_few(connection, (SESSION, filters_of(query)), ids, upto=FEW)
    return Way(BY_ID, SESSION.c.id.in_(ids)) if few else None


def _way_by_own(connection: Connection, query: SessionQuery, few: int) -> Way | None:
    if query.sight.own_provider_id is None:
        return None
    own = own_patients(query.sight)
    if not _is_few(connection, (TREATING, SessionQuery(sight=query.sight)), own, upto=few):
        return None
    return Way("INDEXED BY ix_session_patient", SESSION.c.patient_id.in_(own))


def _is_few(
    connection: Connection, what: tuple[Table, SessionQuery], ids: Ids, *, upto: int
) -> bool:
    """Whether there are no more ids than that, which are those of a table's rows."""

    def count(_: Sequence[object]) -> Sequence[int]:
        some = ids.limit(upto + 1).subquery()
        return connection.execute(select(func.count()).select_from(some)).one()

    return estimates(connection, [what], count, upto=upto)[0] <= upto


def filters_of(query: SessionQuery) -> SessionQuery:
    """What of a query says how many sessions or parts its filters leave."""
    return query.model_copy(
        update={"q": "", "sort": None, "descending": False, "page": "", "page_size": 0}
    )
