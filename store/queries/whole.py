"""A session list from its first row to its last, in one state of the database."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, func, select

from store.queries.moment import load_moment
from store.queries.orders import order_of
from store.queries.pages import Reader
from store.queries.rows import session_rows
from store.queries.selection import selection_of
from store.views import SessionQuery, SessionRow

STRETCH = 1_000
"""Rows read at a time."""


def list_size(
    connection: Connection, query: SessionQuery, now: datetime, *, most: int | None = None
) -> int:
    """How many rows the list has, counted up to ``most``."""
    listed = _reader(connection, query, now).rows().limit(most).subquery()
    return connection.execute(select(func.count()).select_from(listed)).scalar_one()


def whole_list(
    connection: Connection, query: SessionQuery, now: datetime
) -> Iterator[tuple[SessionRow, ...]]:
    """Every row in the list's order, a stretch at a time."""
    reader = _reader(connection, query, now)
    after: tuple[object, ...] = ()
    while True:
        found = reader.onwards(after)
        rows = found[:STRETCH]
        if rows:
            yield session_rows(connection, [row[-1] for row in rows], reader.selection.moment)
        if len(found) <= STRETCH:
            return
        after = tuple(rows[-1])


def _reader(connection: Connection, query: SessionQuery, now: datetime) -> Reader:
    moment = load_moment(connection, now, query.sight)
    order = order_of(query, moment)
    return Reader(connection, selection_of(connection, query, moment), order, STRETCH)
