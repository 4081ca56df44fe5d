"""How many sessions each scope lists, counted up to the cap."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, and_, case, func, select, true

from store.queries.listings import Ids, Listing, listing
from store.queries.moment import Moment, load_moment
from store.queries.scopes import has_part, part_conditions, scope_conditions
from store.queries.search import COMMON_WORD, Search
from store.queries.selection import Selection, Way, selection_of
from store.tables import SESSION
from store.views import CAP, ScopeCounts, SessionQuery
from store.words import Scope

Sizes = Mapping[Scope, int]


def scope_counts(connection: Connection, query: SessionQuery, now: datetime) -> ScopeCounts:
    """What a click on each scope would list under the query's filters; at most ``CAP`` + 1."""
    sizes = _sizes(connection, query, load_moment(connection, now))
    return ScopeCounts(counts={scope: min(sizes[scope], CAP + 1) for scope in Scope})


def _sizes(connection: Connection, query: SessionQuery, moment: Moment) -> Sizes:
    anywhere = _within(query, Scope.ALL)
    is_narrow = query.patient_id is not None or query.plan_id is not None or bool(query.q.strip())
    if not is_narrow and part_conditions(anywhere, moment):
        return _each(connection, _listings(query, moment), None)
    selection = selection_of(connection, anywhere, moment)
    if selection.way:
        return _together(connection, selection, selection.way)
    return _each(connection, _listings(query, moment), selection.search)


def _together(connection: Connection, selection: Selection, way: Way) -> Sizes:
    """All scopes in one pass over the few sessions."""
    moment = selection.moment
    today = part_conditions(_within(selection.query, Scope.TODAY), moment)
    sums = []
    for scope in Scope:
        own = (has_part(today),) if scope is Scope.TODAY else scope_conditions(scope, moment)
        sums.append(func.sum(case((and_(true(), *own), 1), else_=0)))
    query = select(*sums).where(way.condition, *selection.conditions(Scope.ALL))
    found = connection.execute(query.with_hint(SESSION, way.hint, "sqlite")).one()
    return {scope: size or 0 for scope, size in zip(Scope, found, strict=True)}


def _each(
    connection: Connection, listings: Mapping[Scope, Listing], search: Search | None
) -> Sizes:
    """Each scope for itself, no further than the cap."""
    small = _small(connection, listings, search) if search else frozenset(Scope)
    ids = {scope: _ids(one, search, scope in small) for scope, one in listings.items()}
    if listings[Scope.ALL].is_by_parts:
        del ids[Scope.ALL]
    sizes = _counted(connection, ids, CAP + 1)
    return {Scope.ALL: sizes[Scope.UPCOMING] + sizes[Scope.PAST], **sizes}


def _small(
    connection: Connection, listings: Mapping[Scope, Listing], search: Search
) -> frozenset[Scope]:
    """The scopes of fewer rows than the search may have to reach patients for.

    With many of both, filters decide: they may leave few sessions of however many patients.
    """
    vast = () if listings[Scope.ALL].is_filtered else (Scope.ALL, Scope.PAST)
    rows = {scope: one.rows() for scope, one in listings.items() if scope not in vast}
    sizes = _counted(connection, rows, search.reach)
    is_common = search.reach == COMMON_WORD
    return frozenset(
        scope
        for scope, size in sizes.items()
        if size < search.reach or (is_common and listings[scope].is_filtered)
    )


def _ids(one: Listing, search: Search | None, is_small: bool) -> Ids:
    """A small scope is gone through row by row, others by the patients and treatments found."""
    if search is None:
        return one.ids()
    return one.judged(search) if is_small else one.reached(search)


def _counted(connection: Connection, lists: Mapping[Scope, Ids], limit: int) -> dict[Scope, int]:
    """How long each list is, as far as the limit; one query."""
    some = [ids.limit(limit).subquery() for ids in lists.values()]
    sizes = [select(func.count()).select_from(ids).scalar_subquery() for ids in some]
    found: Sequence[Any] = connection.execute(select(*sizes)).one()
    return dict(zip(lists, found, strict=True))


def _listings(query: SessionQuery, moment: Moment) -> dict[Scope, Listing]:
    return {scope: listing(_within(query, scope), moment) for scope in Scope}


def _within(query: SessionQuery, scope: Scope) -> SessionQuery:
    return query.model_copy(update={"scope": scope})
