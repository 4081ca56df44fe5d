"""How many sessions each scope lists, counted up to the cap."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Select, and_, case, func, select, true

from store.queries.moment import Moment, load_moment
from store.queries.scopes import (
    copied_conditions,
    part_conditions,
    part_index,
    today_ids,
)
from store.queries.selection import BY_ID, Selection, Way, facet, selection_of
from store.tables import SESSION, SESSION_PART
from store.views import CAP, ScopeCounts, SessionQuery
from store.words import Scope

Listed = Select[Any] | CompoundSelect[Any]


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
    some = [ids.limit(CAP + 1).subquery() for ids in lists]
    return select(*(select(func.count()).select_from(ids).scalar_subquery() for ids in some))


def _listed(selection: Selection, scope: Scope) -> Listed:
    """Ids of what a scope lists, each once, by the index that leads there soonest."""
    query = select(SESSION.c.id).where(*selection.conditions(scope))
    if scope is Scope.TODAY:
        today = today_ids(selection.moment)
        return query.where(SESSION.c.id.in_(today)).with_hint(SESSION, BY_ID, "sqlite")
    if selection.search is not None:
        return selection.search.session_ids(*selection.within(scope))
    if not selection.columns:
        return query
    if index := _FACETS.get(scope):
        return query.with_hint(SESSION, f"INDEXED BY {index}", "sqlite")
    return facet(selection.query, scope, selection.moment)


def _by_parts(query: SessionQuery, scope: Scope, moment: Moment) -> Select[tuple[int]]:
    """Sessions by their parts alone, which hold all that the query asks."""
    asked = query.model_copy(update={"scope": scope})
    conditions = (*part_conditions(asked, moment), *copied_conditions(asked, moment))
    ids = select(SESSION_PART.c.session_id).where(*conditions).distinct()
    return ids.with_hint(SESSION_PART, f"INDEXED BY {part_index(asked)}", "sqlite")


_FACETS = {Scope.TO_BOOK: "ix_session_to_book", Scope.TO_CLOSE: "ix_session_close"}
