"""One page of the session list, forwards or backwards from a key."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from store.queries import paging
from store.queries.moment import load_moment
from store.queries.orders import Order, order_of
from store.queries.paging import FIRST, PageKey, WrongKey
from store.queries.rows import session_rows
from store.queries.scopes import Condition, scan_bounds
from store.queries.selection import BY_ID, Selection, selection_of
from store.tables import SESSION
from store.views import SessionPage, SessionQuery
from store.words import Scope

LARGEST_PAGE = 200
WRONG_KEY = "That page is not part of this list, so its first page is shown."

Found = Sequence[Row[Any]]


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads stretches of one list in its order."""

    connection: Connection
    selection: Selection
    order: Order
    size: int

    def onwards(self, after: tuple[Any, ...]) -> Found:
        """The rows after these values, or the first ones, and one more as a sign that it goes on."""
        start = (paging.beyond(self.order, after, forward=True),) if after else ()
        return self._read(start, forward=True)

    def backwards(self, before: tuple[Any, ...]) -> Found:
        """The rows before these values, or the last ones, nearest first, and one more."""
        start = (paging.beyond(self.order, before, forward=False),) if before else ()
        return self._read(start, forward=False)

    def rows(self) -> Select[Any]:
        """All of the list, in no order yet."""
        selection, order = self.selection, self.order
        scope, way = selection.query.scope, selection.way
        query = select(*order.columns).where(*selection.conditions(scope))
        if way is not None:
            query = query.where(way.condition).with_hint(SESSION, way.hint, "sqlite")
        else:
            query = query.where(*scan_bounds(selection.query, selection.moment, order.index))
            query = query.with_hint(SESSION, _scan(order, selection.query), "sqlite")
        if order.source is not None and order.on is not None:
            query = query.select_from(SESSION.join(order.source, order.on))
        return query

    def _read(self, start: tuple[Condition, ...], *, forward: bool) -> Found:
        query = self.rows().where(*start)
        query = query.order_by(*paging.sorting(self.order, forward=forward))
        return self.connection.execute(query.limit(self.size + 1)).all()


def session_page(connection: Connection, query: SessionQuery, now: datetime) -> SessionPage:
    """The page of a list that the query's key names; the first one when the key is wrong."""
    moment = load_moment(connection, now, query.sight)
    order = order_of(query, moment)
    size = min(max(query.page_size, 1), LARGEST_PAGE)
    reader = Reader(connection, selection_of(connection, query, moment), order, size)
    key, problem = FIRST, ""
    try:
        key = paging.read(query.page, order)
    except WrongKey:
        problem = WRONG_KEY
    number, found, goes_on = _stretch(reader, key)
    return SessionPage(
        rows=session_rows(connection, [row[-1] for row in found], moment),
        previous_page=_previous(order, number, found),
        next_page=_key(order, number + 1, found[-1], forward=True) if goes_on else None,
        now=now,
        problem=problem,
    )


def _stretch(reader: Reader, key: PageKey) -> tuple[int, Found, bool]:
    """The page's number, its rows in order, and whether more follow."""
    if key.forward or key.number == 1:
        found = reader.onwards(key.values if key.forward else ())
        if found or not key.values:
            return key.number, found[: reader.size], len(found) > reader.size
        return _last(reader, key)
    found = reader.backwards(key.values)
    if len(found) <= reader.size:
        found = reader.onwards(())
        return 1, found[: reader.size], len(found) > reader.size
    return key.number, found[: reader.size][::-1], True


def _last(reader: Reader, key: PageKey) -> tuple[int, Found, bool]:
    """What the list ends with, when all beyond the key has gone meanwhile."""
    found = reader.backwards(())
    number = key.number - 1 if len(found) > reader.size else 1
    return number, found[: reader.size][::-1], False


def _previous(order: Order, number: int, found: Found) -> str | None:
    if number <= 1 or not found:
        return None
    return "" if number == 2 else _key(order, number - 1, found[0], forward=False)


def _key(order: Order, number: int, row: Row[Any], *, forward: bool) -> str:
    return paging.written(PageKey(number, forward, tuple(row)), order)


def _scan(order: Order, query: SessionQuery) -> str:
    """Read the list in its order; a scope or status that dates say little of has its own index."""
    if not order.index:
        return BY_ID
    by_date = order.index in ("ix_session_soonest", "ix_session_newest")
    if by_date and query.scope is Scope.TO_BOOK:
        return f"INDEXED BY {order.index}_to_book"
    return f"INDEXED BY {order.index}{'_status' if by_date and query.status else ''}"
