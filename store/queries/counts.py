"""How many sessions each scope lists, counted up to the cap."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, and_, case, func, select, true

from store.queries.listings import Ids, Listing, listing
from store.queries.moment import Moment, load_moment, next_change
from store.queries.scopes import Condition, has_part, part_conditions, scope_conditions
from store.queries.search import COMMON_WORD, Search
from store.queries.selection import Selection, Way, selection_of
from store.tables import SESSION
from store.views import CAP, ScopeCounts, SessionQuery
from store.words import Scope

UNCOUNTED = ("scope", "sort", "descending", "page", "page_size")
Sizes = Mapping[Scope, int]
Listings = Mapping[Scope, Listing]


def counted_until(
    connection: Connection, query: SessionQuery, now: datetime
) -> tuple[ScopeCounts, datetime]:
    """What a click on each scope would list under the query's filters; at most ``CAP`` + 1.

    With it comes until when that holds as long as nobody changes anything.
    """
    moment = load_moment(connection, now)
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
    selection = selection_of(connection, anywhere, moment)
    if selection.way:
        return _together(connection, selection, selection.way)
    listings = _listings(query, moment)
    if selection.search is None:
        return _each(connection, listings)
    return _searched(connection, listings, selection.search, moment)


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


def _searched(connection: Connection, listings: Listings, search: Search, moment: Moment) -> Sizes:
    """What is found, by the fewer: rows to judge, or patients to reach.

    Filters may leave few sessions of however many patients; so a common word is judged, and what a
    rarer one reaches is counted for all scopes in one pass, since the cap may never end it.
    """
    everything = listings[Scope.ALL]
    small = _small(connection, listings, search)
    if everything.is_filtered and Scope.ALL not in small:
        today = {Scope.TODAY: listings[Scope.TODAY].judged(search)}
        reached = _reached(connection, everything, search, moment)
        return {**reached, **_counted(connection, today, CAP + 1)}
    ids: dict[Scope, Ids] = {
        scope: one.judged(search) if scope in small else one.reached(search)
        for scope, one in listings.items()
    }
    return _scoped(connection, listings, ids)


def _small(connection: Connection, listings: Listings, search: Search) -> frozenset[Scope]:
    """The scopes of fewer rows than the search may have to reach patients for."""
    if listings[Scope.ALL].is_filtered:
        every = {Scope.ALL: listings[Scope.ALL].rows()}
        size = _counted(connection, every, search.reach)[Scope.ALL]
        is_small = size < search.reach or search.reach == COMMON_WORD
        return frozenset(Scope if is_small else ())
    rows: dict[Scope, Ids] = {s: one.rows() for s, one in listings.items() if s is not Scope.ALL}
    sizes = _counted(connection, rows, search.reach)
    return frozenset(scope for scope, size in sizes.items() if size < search.reach)


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


def _scoped(connection: Connection, listings: Listings, ids: Mapping[Scope, Ids]) -> Sizes:
    """Each list as far as the cap; a session that has a part is in one of Past and Upcoming."""
    is_split = listings[Scope.ALL].is_by_parts
    asked = {scope: one for scope, one in ids.items() if not (is_split and scope is Scope.ALL)}
    sizes = _counted(connection, asked, CAP + 1)
    return {Scope.ALL: sizes[Scope.PAST] + sizes[Scope.UPCOMING], **sizes}


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
