"""How many sessions each scope lists, counted up to the cap."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, func, select, true

from store.queries.estimates import estimates
from store.queries.listings import Ids, Listing, listing
from store.queries.moment import Moment, load_moment, next_change
from store.queries.scopes import Condition, has_part, part_conditions, scope_conditions
from store.queries.search import COMMON_WORD, Search
from store.queries.selection import Selection, Way, filters_of, selection_of
from store.tables import SESSION
from store.views import CAP, ScopeCounts, SessionQuery
from store.words import Scope

UNCOUNTED = ("scope", "sort", "descending", "page", "page_size")
MOST_OWN = 20_000
"""Patients whom somebody is limited to, gone through one by one to count."""
Sizes = Mapping[Scope, int]
Listings = Mapping[Scope, Listing]


def counted_until(
    connection: Connection, query: SessionQuery, now: datetime
) -> tuple[ScopeCounts, datetime]:
    """What a click on each scope would list under the query's filters; at most ``CAP`` + 1.

    With it comes until when that holds as long as nobody changes anything.
    """
    moment = load_moment(connection, now, query.sight)
    until = next_change(connection, moment)
    sizes = _sizes(connection, query, moment)
    return ScopeCounts(counts={scope: min(sizes[scope], CAP + 1) for scope in Scope}), until


def what_counts(query: SessionQuery) -> SessionQuery:
    """What of a query the counts depend on: neither its scope nor its order or page."""
    plain = {name: SessionQuery.model_fields[name].default for name in UNCOUNTED}
    return query.model_copy(update=plain)


def _sizes(connection: Connection, query: SessionQuery, moment: Moment) -> Sizes:
    anywhere = _within(query, Scope.ALL)
    is_narrow = query.patient_id is not None or query.plan_id is not None or bool(query.q.strip())
    if not is_narrow and part_conditions(anywhere, moment):
        return _each(connection, _listings(query, moment))
    selection = selection_of(connection, anywhere, moment, few_own=MOST_OWN)
    if selection.way:
        return _together(connection, selection, selection.way)
    listings = _listings(query, moment)
    if selection.search is None:
        return _each(connection, listings)
    return _searched(connection, listings, selection)


def _together(connection: Connection, selection: Selection, way: Way) -> Sizes:
    """All scopes in one pass over the few sessions."""
    today = part_conditions(_within(selection.query, Scope.TODAY), selection.moment)
    sums = {**_sums(selection.moment, SESSION), Scope.TODAY: _sum((has_part(today),))}
    query = select(*sums.values()).where(way.condition, *selection.conditions(Scope.ALL))
    found = connection.execute(query.with_hint(SESSION, way.hint, "sqlite")).one()
    return {scope: size or 0 for scope, size in zip(sums, found, strict=True)}


def _each(connection: Connection, listings: Listings) -> Sizes:
    """Each scope for itself, no further than the cap."""
    return _scoped(connection, listings, {scope: one.ids() for scope, one in listings.items()})


def _searched(connection: Connection, listings: Listings, selection: Selection) -> Sizes:
    """What is found, by the fewer: rows to judge, or patients to reach.

    Filters may leave few sessions of however many patients; so a common word is judged, and what a
    rarer one reaches is counted for all scopes in one pass, since the cap may never end it.
    """
    everything, search, moment = listings[Scope.ALL], selection.search, selection.moment
    assert search is not None
    small = _small(connection, listings, selection.query, search.reach)
    if everything.is_filtered and Scope.ALL not in small:
        today = {Scope.TODAY: listings[Scope.TODAY].judged(search)}
        reached = _reached(connection, everything, search, moment)
        return {**reached, **_counted(connection, today, CAP + 1)}
    ids: dict[Scope, Ids] = {
        scope: one.judged(search) if scope in small else one.reached(search)
        for scope, one in listings.items()
    }
    return _scoped(connection, listings, ids, last=(Scope.ALL,))


def _small(
    connection: Connection, listings: Listings, query: SessionQuery, reach: int
) -> frozenset[Scope]:
    """The scopes of fewer rows than the search may have to reach patients for."""
    is_filtered = listings[Scope.ALL].is_filtered
    judged = [Scope.ALL] if is_filtered else [scope for scope in Scope if scope is not Scope.ALL]

    def count(unknown: Sequence[SessionQuery]) -> Sequence[int]:
        rows: dict[Scope, Ids] = {one.scope: listings[one.scope].rows() for one in unknown}
        return list(_counted(connection, rows, COMMON_WORD).values())

    asked = [filters_of(_within(query, scope)) for scope in judged]
    sizes = dict(zip(judged, estimates(connection, asked, count, upto=COMMON_WORD), strict=True))
    if is_filtered:
        is_small = sizes[Scope.ALL] < reach or reach == COMMON_WORD
        return frozenset(Scope if is_small else ())
    return frozenset(scope for scope, size in sizes.items() if size < reach)


def _reached(
    connection: Connection, everything: Listing, search: Search, moment: Moment
) -> dict[Scope, int]:
    """All scopes but Today, in one pass over the sessions of the patients and treatments found."""
    sessions = everything.reached(search, *everything.columns).subquery()
    sums = _sums(moment, sessions)
    found = connection.execute(select(*sums.values()).select_from(sessions)).one()
    return {scope: size or 0 for scope, size in zip(sums, found, strict=True)}


def _sums(moment: Moment, sessions: FromClause) -> dict[Scope, ColumnElement[int]]:
    """How many of the sessions each scope holds, Today aside."""
    scopes = (scope for scope in Scope if scope is not Scope.TODAY)
    return {scope: _sum(scope_conditions(scope, moment, sessions)) for scope in scopes}


def _sum(conditions: Sequence[Condition]) -> ColumnElement[int]:
    return func.sum(case((and_(true(), *conditions), 1), else_=0))


def _scoped(
    connection: Connection,
    listings: Listings,
    ids: Mapping[Scope, Ids],
    *,
    last: Sequence[Scope] = (),
) -> Sizes:
    """Each list as far as the cap; a session that has a part is in one of Past and Upcoming.

    All as the ``last`` is not counted when a scope of it goes beyond the cap already.
    """
    if listings[Scope.ALL].is_by_parts:
        last = (Scope.ALL,)
    sizes = _counted(connection, {s: one for s, one in ids.items() if s not in last}, CAP + 1)
    if listings[Scope.ALL].is_by_parts:
        return {Scope.ALL: sizes[Scope.PAST] + sizes[Scope.UPCOMING], **sizes}
    if not last or max(sizes.values()) > CAP:
        return {Scope.ALL: CAP + 1, **sizes}
    return {**sizes, **_counted(connection, {s: ids[s] for s in last}, CAP + 1)}


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
