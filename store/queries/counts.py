"""How many sessions each scope lists, counted up to the cap."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select, and_, case, func, select, true, union_all

from store.queries.moment import Moment, load_moment
from store.queries.scopes import (
    copied_conditions,
    part_conditions,
    part_index,
    scope_conditions,
    today_ids,
)
from store.queries.search import Search
from store.queries.selection import BY_ID, Selection, Way, facet, selection_of
from store.tables import SESSION, SESSION_PART
from store.views import CAP, ScopeCounts, SessionQuery
from store.words import Scope

Listed = Select[Any] | CompoundSelect[Any]
Branches = Sequence[Select[tuple[int]]]


def scope_counts(connection: Connection, query: SessionQuery, now: datetime) -> ScopeCounts:
    """What a click on each scope would list under the query's filters; at most ``CAP`` + 1."""
    moment = load_moment(connection, now)
    sizes = connection.execute(_counts(connection, query, moment)).one()
    return ScopeCounts(
        counts={scope: min(size or 0, CAP + 1) for scope, size in zip(Scope, sizes, strict=True)}
    )


def _counts(connection: Connection, query: SessionQuery, moment: Moment) -> Select[tuple[int, ...]]:
    if part_conditions(query.model_copy(update={"scope": Scope.ALL}), moment) and not _is_narrow(
        query
    ):
        return _capped(_by_parts(query, scope, moment) for scope in Scope)
    anywhere = query.model_copy(update={"scope": Scope.ALL})
    selection = selection_of(connection, anywhere, moment)
    if selection.way:
        return _together(selection, selection.way)
    if selection.search is not None:
        small = _small_scopes(connection, selection, selection.search)
        branches = selection.search.branch_ids()
        return _capped(_found(selection, branches, scope, small) for scope in Scope)
    return _capped(_listed(selection, scope) for scope in Scope)


def _is_narrow(query: SessionQuery) -> bool:
    """Whether it asks for what parts do not tell: a patient, a plan or a search."""
    return query.patient_id is not None or query.plan_id is not None or bool(query.q.strip())


def _together(selection: Selection, way: Way) -> Select[tuple[int, ...]]:
    """All scopes in one pass over the few sessions."""
    sums = [func.sum(case((and_(true(), *selection.conditions(s)), 1), else_=0)) for s in Scope]
    return select(*sums).where(way.condition).with_hint(SESSION, way.hint, "sqlite")


def _capped(lists: Iterable[Listed]) -> Select[tuple[int, ...]]:
    """Each scope by its own index, no further than the cap."""
    return _sizes(ids.limit(CAP + 1) for ids in lists)


def _sizes(lists: Iterable[Listed]) -> Select[tuple[int, ...]]:
    some = [ids.subquery() for ids in lists]
    return select(*(select(func.count()).select_from(ids).scalar_subquery() for ids in some))


def _small_scopes(connection: Connection, selection: Selection, search: Search) -> frozenset[Scope]:
    """The scopes of fewer sessions than there are patients that the search may lead to."""
    every = (
        select(SESSION.c.id).where(*scope_conditions(scope, selection.moment)).limit(search.reach)
        for scope in _INDEXES
    )
    sizes: Sequence[Any] = connection.execute(_sizes(every)).one()
    small = {s for s, size in zip(_INDEXES, sizes, strict=True) if size < search.reach}
    return frozenset({Scope.TODAY, *small})


def _found(
    selection: Selection, branches: Branches, scope: Scope, small: frozenset[Scope]
) -> Listed:
    """Ids of what a scope lists of a search, each once: a small one is gone through, session by
    session; others are reached by the patients and treatments found.
    """
    if scope in small:
        return _all_of(selection, scope)
    conditions = selection.within(scope)
    return union_all(*(branch.where(*conditions) for branch in branches))


def _listed(selection: Selection, scope: Scope) -> Listed:
    """Ids of what a scope lists without a search, each once."""
    if scope is Scope.TODAY or (selection.columns and scope in _FACETS):
        return _all_of(selection, scope)
    if selection.columns:
        return facet(selection.query, scope, selection.moment)
    return select(SESSION.c.id).where(*selection.conditions(scope))


def _all_of(selection: Selection, scope: Scope) -> Listed:
    """Ids of what a scope lists, by its own index."""
    query = select(SESSION.c.id).where(*selection.conditions(scope))
    if scope is Scope.TODAY:
        today = today_ids(selection.moment)
        return query.where(SESSION.c.id.in_(today)).with_hint(SESSION, BY_ID, "sqlite")
    return query.with_hint(SESSION, f"INDEXED BY {_INDEXES[scope]}", "sqlite")


def _by_parts(query: SessionQuery, scope: Scope, moment: Moment) -> Select[tuple[int]]:
    """Sessions by their parts alone, which hold all that the query asks."""
    asked = query.model_copy(update={"scope": scope})
    conditions = (*part_conditions(asked, moment), *copied_conditions(asked, moment))
    ids = select(SESSION_PART.c.session_id).where(*conditions).distinct()
    return ids.with_hint(SESSION_PART, f"INDEXED BY {part_index(asked)}", "sqlite")


_INDEXES = {
    Scope.TO_BOOK: "ix_session_to_book",
    Scope.UPCOMING: "ix_session_ends",
    Scope.TO_CLOSE: "ix_session_close",
}
_FACETS = frozenset({Scope.TO_BOOK, Scope.TO_CLOSE})
