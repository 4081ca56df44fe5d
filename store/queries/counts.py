"""How many sessions each scope lists, counted up to the cap."""

from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select, and_, case, func, select, true

from store.queries.moment import load_moment
from store.queries.scopes import today_ids
from store.queries.selection import BY_ID, Selection, Way, selection_of
from store.tables import SESSION
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
    if selection.search is not None and scope is not Scope.TODAY:
        return selection.search.session_ids(*selection.within(scope))
    query: Select[tuple[int]] = select(SESSION.c.id).where(*selection.conditions(scope))
    if scope is not Scope.TODAY:
        return query
    today = today_ids(selection.moment)
    return query.where(SESSION.c.id.in_(today)).with_hint(SESSION, BY_ID, "sqlite")
