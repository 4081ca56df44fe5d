"""Which sessions a scope holds at one instant, as conditions on the stored columns."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from store.queries.moment import Moment, storable
from store.status import UNSCHEDULED
from store.tables import SESSION, SESSION_PART
from store.views import SessionQuery
from store.words import Scope, SessionStatus

Condition = ColumnElement[bool]


def scope_conditions(scope: Scope, moment: Moment) -> tuple[Condition, ...]:
    """What holds for every session of the scope; Today is judged by part_conditions."""
    now = moment.now
    if scope is Scope.TO_BOOK:
        return (SESSION.c.to_book.is_(True),)
    if scope is Scope.UPCOMING:
        return (SESSION.c.ends_at > now,)
    if scope is Scope.PAST:
        return (SESSION.c.ends_at <= now,)
    if scope is Scope.TO_CLOSE:
        is_due = or_(SESSION.c.status == SessionStatus.COMPLETED, SESSION.c.ends_at <= now)
        return (SESSION.c.close_from <= now, is_due)
    return ()


def scan_bounds(scope: Scope, moment: Moment) -> tuple[Condition, ...]:
    """Where a scope lies in the order of dates: says nothing new, but keeps a scan within it."""
    if scope is Scope.UPCOMING:
        first = moment.now - timedelta(days=moment.longest_days + 1)
        return (SESSION.c.order_soonest.between(int(first.timestamp()), UNSCHEDULED - 1),)
    if scope is Scope.PAST:
        latest = -int(moment.now.timestamp())
        return (SESSION.c.order_newest.between(latest, UNSCHEDULED - 1),)
    return ()


def part_conditions(query: SessionQuery, moment: Moment) -> tuple[Condition, ...]:
    """What one and the same part of a session must satisfy; empty when any session will do."""
    part = SESSION_PART.c
    found: list[Condition] = []
    if query.provider_id is not None:
        found.append(part.provider_id == storable(query.provider_id))
    if query.provider_ids:
        found.append(part.provider_id.in_(map(storable, query.provider_ids)))
    if query.location_id is not None:
        found.append(part.location_id == storable(query.location_id))
    if query.date_from is not None or query.date_to is not None:
        found.append(_within(query.date_from or date.min, query.date_to or date.max, moment))
    if query.scope is Scope.TODAY:
        found.append(is_today(moment))
    return tuple(found)


def is_today(moment: Moment) -> Condition:
    """Whether a part overlaps the calendar day of its own location."""
    days = moment.days()
    if not days:
        return false()
    here = [
        and_(SESSION_PART.c.location_id.in_(places), _within(day, day, moment))
        for day, places in days.items()
    ]
    return and_(_within(min(days), max(days), moment), or_(*here))


def has_part(conditions: Sequence[Condition]) -> Condition:
    """Whether one part of the session satisfies them all."""
    own = select(SESSION_PART.c.id).where(SESSION_PART.c.session_id == SESSION.c.id, *conditions)
    hinted = own.with_hint(SESSION_PART, "INDEXED BY ix_part_session", "sqlite")
    return hinted.correlate(SESSION).exists()


def part_index(query: SessionQuery) -> str:
    """The index that leads to the fewest parts a query is about."""
    bounded = query.date_from is not None and query.date_to is not None
    if bounded or query.scope is Scope.TODAY:
        return "ix_part_day"
    if query.provider_id is not None or query.provider_ids:
        return "ix_part_provider"
    return "ix_part_day" if query.location_id is None else "ix_part_location"


def _within(first: date, last: date, moment: Moment) -> Condition:
    part = SESSION_PART.c
    margin = timedelta(days=moment.longest_days)
    earliest = first - margin if first - date.min > margin else date.min
    return and_(part.first_day >= earliest, part.first_day <= last, part.last_day >= first)


def today_ids(moment: Moment) -> Select[tuple[int]]:
    """Ids of the sessions with a part today, which may repeat."""
    ids = select(SESSION_PART.c.session_id).where(is_today(moment))
    return ids.with_hint(SESSION_PART, "INDEXED BY ix_part_day", "sqlite")
