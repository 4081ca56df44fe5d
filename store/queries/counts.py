"""How many sessions each scope lists, counted up to the cap."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select, and_, case, func, select, true

from store.queries.moment import load_moment
from store.queries.scopes import (
    Condition,
    part_conditions,
    part_index,
    scope_conditions,
    today_ids,
)
from store.queries.selection import BY_ID, Selection, Way, facet, selection_of
from store.tables import SESSION, SESSION_PART
from store.views import CAP, ScopeCounts, SessionQuery
from store.words import Scope


def scope_counts(connection: Connection, query: SessionQuery, now: datetime) -> ScopeCounts:
    """What a click on each scope would list under the query's filters; at most ``CAP`` + 1."""
    moment = load_moment(connection, now)
    anywhere = query.model_copy(update={"scope": Scope.ALL})
    selection = selection_of(connection, anywhere, moment)
    counts = _together(selection, selection.way) if selection.way else _apart(selection)
    sizes = connection.execute(counts).one()
    return ScopeCounts(
        counts={scope: min(size or 0, CAP + 1) for scope, size in zip(Scope, sizes, strict=True)}
    )


def _together(selection: Selection, way: Way) -> Select[tuple[int, ...]]:
    """All scopes in one pass over the few sessions."""
    sums = [func.sum(case((and_(true(), *selection.conditions(s)), 1), else_=0)) for s in Scope]
    return select(*sums).where(way.condition).with_hint(SESSION, way.hint, "sqlite")


def _apart(selection: Selection) -> Select[tuple[int, ...]]:
    """Each scope by its own index, no further than the cap."""
    counts = []
    for scope in Scope:
        some = _listed(selection, scope).limit(CAP + 1).subquery()
        counts.append(select(func.count()).select_from(some).scalar_subquery())
    return select(*counts)


def _listed(selection: Selection, scope: Scope) -> Select[Any] | CompoundSelect[Any]:
    """Ids of what a scope lists, each once, by the index that leads there soonest."""
    query = select(SESSION.c.id).where(*selection.conditions(scope))
    if scope is Scope.TODAY:
        today = today_ids(selection.moment)
        return query.where(SESSION.c.id.in_(today)).with_hint(SESSION, BY_ID, "sqlite")
    if selection.search is not None:
        return selection.search.session_ids(*selection.within(scope))
    parts = part_conditions(selection.query, selection.moment)
    if parts and part_index(selection.query) != "ix_part_location":
        return _by_parts(selection, scope, parts)
    if not selection.columns:
        return query
    if index := _FACETS.get(scope):
        return query.with_hint(SESSION, f"INDEXED BY {index}", "sqlite")
    return facet(selection.query, scope, selection.moment)


def _by_parts(selection: Selection, scope: Scope, parts: Sequence[Condition]) -> Select[tuple[int]]:
    """Sessions by their parts, looking each one up where more is asked of it."""
    index = f"INDEXED BY {part_index(selection.query)}"
    ids = select(SESSION_PART.c.session_id).where(*parts).distinct()
    asked = (*scope_conditions(scope, selection.moment), *selection.columns)
    if asked:
        own = select(SESSION.c.id).where(SESSION.c.id == SESSION_PART.c.session_id, *asked)
        own = own.with_hint(SESSION, BY_ID, "sqlite").correlate(SESSION_PART)
        ids = ids.where(own.exists())
    return ids.with_hint(SESSION_PART, index, "sqlite")


_FACETS = {Scope.TO_BOOK: "ix_session_to_book", Scope.TO_CLOSE: "ix_session_close"}
