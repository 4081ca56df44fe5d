"""The orders of the session list: each one is columns that end with the id, all of one direction."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, case, func, select

from store.errors import Invalid
from store.queries.moment import Moment
from store.queries.scopes import is_today
from store.queries.sight import NO_MONEY
from store.tables import PLAN, SESSION, SESSION_PART
from store.views import SessionQuery
from store.words import Scope, SortKey


@dataclass(frozen=True, slots=True)
class Order:
    """How a list is ordered: ``name`` marks page keys, ``index`` is the one that scans it.

    ``source`` is a further table or subquery the columns come from, joined by session or plan.
    """

    name: str
    columns: tuple[ColumnElement[Any], ...]
    index: str = ""
    descending: bool = False
    source: FromClause | None = None
    on: ColumnElement[bool] | None = None


def order_of(query: SessionQuery, moment: Moment) -> Order:
    """The order a query asks for: its sort, else its scope's own; Invalid by what is out of sight."""
    if query.sort is None:
        return _own_order(query.scope, moment)
    if query.sort is SortKey.BILLING and not query.sight.money:
        raise Invalid(NO_MONEY, field="sort")
    if query.sort is SortKey.SCHEDULED:
        return _newest("scheduled") if query.descending else _soonest("scheduled")
    if query.sort is SortKey.PLAN and query.patient_id is not None:
        return _by_plan(descending=query.descending)
    columns, index = _SORTS[query.sort]
    return Order(
        name=query.sort.value,
        columns=(*columns, SESSION.c.id),
        index=index,
        descending=query.descending,
    )


def _own_order(scope: Scope, moment: Moment) -> Order:
    if scope is Scope.TO_BOOK:
        return Order("due", (SESSION.c.due_on, SESSION.c.id), "ix_session_to_book")
    if scope is Scope.TODAY:
        return _by_time_today(moment)
    if scope is Scope.UPCOMING:
        return _soonest("soonest")
    if scope is Scope.TO_CLOSE:
        return Order("close", (SESSION.c.close_from, SESSION.c.id), "ix_session_close")
    return _newest("newest")


def _newest(name: str) -> Order:
    return Order(name, (SESSION.c.order_newest, SESSION.c.id), "ix_session_newest")


def _soonest(name: str) -> Order:
    return Order(name, (SESSION.c.order_soonest, SESSION.c.id), "ix_session_soonest")


def _by_time_today(moment: Moment) -> Order:
    part = SESSION_PART.c
    ahead = func.min(case((part.ends_at > moment.now, part.starts_at)))
    times = (
        select(part.session_id, func.coalesce(ahead, func.max(part.starts_at)).label("at"))
        .where(is_today(moment))
        .group_by(part.session_id)
        .with_hint(SESSION_PART, "INDEXED BY ix_part_day", "sqlite")
        .subquery("today")
    )
    return Order(
        "today", (times.c.at, SESSION.c.id), source=times, on=times.c.session_id == SESSION.c.id
    )


def _by_plan(*, descending: bool) -> Order:
    starts_on = func.coalesce(PLAN.c.starts_on, date.max, type_=PLAN.c.starts_on.type)
    columns = (starts_on, SESSION.c.plan_id, SESSION.c.position, SESSION.c.id)
    return Order(
        "patient-plan",
        columns,
        descending=descending,
        source=PLAN,
        on=PLAN.c.id == SESSION.c.plan_id,
    )


_SORTS: dict[SortKey, tuple[tuple[Column[Any], ...], str]] = {
    SortKey.PATIENT: ((SESSION.c.patient_key,), "ix_session_patient_key"),
    SortKey.PLAN: ((SESSION.c.plan_id, SESSION.c.position), "ix_session_plan"),
    SortKey.TREATMENT: ((SESSION.c.treatment,), "ix_session_treatment"),
    SortKey.SESSION: ((SESSION.c.position,), "ix_session_position"),
    SortKey.PROVIDER: ((SESSION.c.provider_key,), "ix_session_provider_key"),
    SortKey.STATUS: ((SESSION.c.status,), "ix_session_status"),
    SortKey.BILLING: ((SESSION.c.billing_status,), "ix_session_billing"),
}
