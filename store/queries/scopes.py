"""Which sessions a scope holds at one instant, as conditions on the stored columns."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, FromClause, Table, and_, false, or_, select

from store.queries.moment import Moment, storable
from store.status import UNSCHEDULED
from store.tables import SESSION, SESSION_PART
from store.views import SessionQuery
from store.words import Scope, SessionStatus

Condition = ColumnElement[bool]
DAY = timedelta(days=1)
DAY_SECONDS = 86_400
EARLIEST, LATEST = date(2, 1, 1), date(9000, 1, 1)
"""Days beyond these bound nothing, so that no instant overflows."""


def scope_conditions(
    scope: Scope, moment: Moment, sessions: FromClause = SESSION
) -> tuple[Condition, ...]:
    """What holds for every session of the scope; Today is judged by part_conditions."""
    return _holds(scope, moment, sessions, sessions.c.ends_at)


def copied_conditions(query: SessionQuery, moment: Moment) -> tuple[Condition, ...]:
    """What holds for a session of the query's scope, status and category, asked of any part."""
    part = SESSION_PART.c
    found = list(_holds(query.scope, moment, SESSION_PART, part.session_ends_at))
    if query.scope is Scope.UPCOMING and query.date_from is None and query.date_to is None:
        found.append(part.first_day >= _earliest_upcoming(moment))
    if query.scope is Scope.TO_CLOSE:
        found += _closing_between(query, moment, SESSION_PART)
    if query.status is not None:
        found.append(part.status == query.status)
    if query.category is not None:
        found.append(part.category == query.category)
    return tuple(found)


def _earliest_upcoming(moment: Moment) -> date:
    """No part of a session that is not over lies before this day."""
    furthest = timedelta(days=moment.widest_days + moment.longest_days + 2)
    today = moment.now.date()
    return today - furthest if today - date.min > furthest else date.min


def _holds(
    scope: Scope, moment: Moment, table: FromClause, ends_at: ColumnElement[datetime]
) -> tuple[Condition, ...]:
    now, columns = moment.now, table.c
    if scope is Scope.TO_BOOK:
        return (columns.to_book.is_(True),)
    if scope is Scope.UPCOMING:
        return (ends_at > now,)
    if scope is Scope.PAST:
        return (ends_at <= now,)
    if scope is Scope.TO_CLOSE:
        is_completed = columns.status == SessionStatus.COMPLETED
        if not moment.sight.money:
            return (columns.close_from <= now, ends_at <= now, ~is_completed)
        return (columns.close_from <= now, or_(is_completed, ends_at <= now))
    return ()


def scan_bounds(query: SessionQuery, moment: Moment, index: str) -> tuple[Condition, ...]:
    """Where the sessions lie in an order of dates: says nothing new, but keeps a scan within it."""
    if index == "ix_session_close":
        return _closing_between(query, moment, SESSION)
    by_soonest = index.startswith("ix_session_soonest")
    if not by_soonest and not index.startswith("ix_session_newest"):
        return ()
    first, last = _shown_between(query, moment)
    if (first, last) == (-UNSCHEDULED, UNSCHEDULED):
        return ()
    found: list[Condition] = []
    if query.date_to is not None and query.date_to < LATEST:
        found.append(SESSION.c.starts_at < _midnight(query.date_to + 2 * DAY))
    if query.date_from is not None and query.date_from > EARLIEST:
        found.append(SESSION.c.ends_at >= _midnight(query.date_from - DAY))
    if by_soonest:
        return (SESSION.c.order_soonest.between(first, min(last, UNSCHEDULED - 1)), *found)
    return (SESSION.c.order_newest.between(-last, min(-first, UNSCHEDULED - 1)), *found)


def _closing_between(query: SessionQuery, moment: Moment, table: Table) -> tuple[Condition, ...]:
    """Where ``close_from`` lies: no further from a part than a session is spread."""
    first, last = _shown_between(query, moment)
    found: list[Condition] = []
    if first > _seconds(EARLIEST):
        found.append(table.c.close_from >= datetime.fromtimestamp(first, UTC))
    if last < _seconds(LATEST):
        found.append(table.c.close_from < datetime.fromtimestamp(last, UTC))
    return tuple(found)


def _shown_between(query: SessionQuery, moment: Moment) -> tuple[int, int]:
    """The seconds between which the part that a session shows begins, generously."""
    first, last, now = -UNSCHEDULED, UNSCHEDULED, int(moment.now.timestamp())
    if query.scope is Scope.UPCOMING:
        first = now - (moment.longest_days + 1) * DAY_SECONDS
    if query.scope is Scope.PAST:
        last = now
    if query.date_from is not None and query.date_from > EARLIEST:
        first = max(first, _seconds(query.date_from) - (moment.widest_days + 1) * DAY_SECONDS)
    if query.date_to is not None and query.date_to < LATEST:
        last = min(last, _seconds(query.date_to) + (moment.widest_days + 2) * DAY_SECONDS)
    return first, last


def _seconds(day: date) -> int:
    return int(_midnight(day).timestamp())


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, UTC)


def part_conditions(query: SessionQuery, moment: Moment) -> tuple[Condition, ...]:
    """What one and the same part of a session must satisfy; empty when any session will do."""
    part = SESSION_PART.c
    found: list[Condition] = []
    if query.provider_id is not None:
        found.append(part.provider_id == storable(query.provider_id))
    if query.provider_ids:
        found.append(part.provider_id.in_(map(storable, query.provider_ids)))
    if query.room_id is not None:
        found.append(part.room_id == storable(query.room_id))
    if query.location_id is not None:
        found.append(part.location_id == storable(query.location_id))
    first, last = query.date_from or date.min, query.date_to or date.max
    if query.scope is Scope.TODAY:
        found += _today_within(first, last, moment)
    elif (first, last) != (date.min, date.max):
        if query.scope is Scope.UPCOMING:
            first = max(first, _earliest_upcoming(moment))
        found.append(_within(first, last, moment))
    return tuple(found)


def is_today(moment: Moment) -> Condition:
    """Whether a part overlaps the calendar day of its own location."""
    return and_(*_today_within(date.min, date.max, moment))


def _today_within(first: date, last: date, moment: Moment) -> tuple[Condition, ...]:
    """Today and within these days, as one range so that an index is read no further."""
    days = moment.days()
    if not days:
        return (false(),)
    here = [
        and_(SESSION_PART.c.location_id.in_(places), _within(day, day, moment))
        for day, places in days.items()
    ]
    return _within(max(first, min(days)), min(last, max(days)), moment), or_(*here)


def has_part(conditions: Sequence[Condition]) -> Condition:
    """Whether one part of the session satisfies them all."""
    own = select(SESSION_PART.c.id).where(SESSION_PART.c.session_id == SESSION.c.id, *conditions)
    hinted = own.with_hint(SESSION_PART, "INDEXED BY ix_part_session", "sqlite")
    return hinted.correlate(SESSION).exists()


def part_index(query: SessionQuery) -> str:
    """The index that leads to the fewest parts a query is about."""
    if query.provider_id is not None or query.provider_ids:
        return "ix_part_provider"
    if index := _PART_FACETS.get(query.scope):
        return index
    return "ix_part_day" if query.location_id is None else "ix_part_location"


def _within(first: date, last: date, moment: Moment) -> Condition:
    part = SESSION_PART.c
    margin = timedelta(days=moment.longest_days)
    earliest = first - margin if first - date.min > margin else date.min
    return and_(part.first_day >= earliest, part.first_day <= last, part.last_day >= first)


_PART_FACETS = {
    Scope.TO_BOOK: "ix_part_to_book",
    Scope.TODAY: "ix_part_day",
    Scope.TO_CLOSE: "ix_part_close",
}
