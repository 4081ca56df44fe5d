"""One plan whole: its terms, its sessions and what may be done to them."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, or_, select

from store.actions import plan_edit_refusal
from store.errors import NotAllowed, NotFound
from store.planning import (
    StepMoment,
    cancel_refusal,
    drop_refusal,
    finish_refusal,
    move_refusal,
    prescribe_refusal,
    reopen_refusal,
)
from store.queries.moment import Moment, load_moment, storable
from store.queries.sight import NO_MONEY, sees_plan, sees_session
from store.tables import BOOKING, INVOICE, ITEM, PAYMENT, PLAN, SERVICE, SESSION
from store.views import EVERYTHING, Action, Money, PlanStep, PlanView, Sight
from store.words import ACTIVE, PlanState
from store.zones import local_day

IN_PART = "Part of this plan takes place at a location that you do not see."


def plan_view(
    connection: Connection, plan_id: int, now: datetime, sight: Sight = EVERYTHING
) -> PlanView:
    """The plan at ``now``; NotFound for an unknown id, NotAllowed when it is in sight in part."""
    known = select(PLAN).where(PLAN.c.id == storable(plan_id), *sees_plan(sight))
    row = connection.execute(known).first()
    if row is None:
        raise NotFound("There is no such treatment plan, or it is gone.")
    check_whole_plan(connection, sight, plan_id)
    moment = load_moment(connection, now, sight)
    services = _services(connection, plan_id)
    rows = step_rows(connection, plan_id)
    return PlanView(
        id=row.id,
        version=row.version,
        patient_id=row.patient_id,
        goal=row.goal,
        treatment=row.treatment,
        state=row.state,
        spacing_min=row.spacing_min,
        spacing_ideal=row.spacing_ideal,
        spacing_max=row.spacing_max,
        payment_option=row.payment_option,
        deposit=Money(amount=row.deposit, currency=row.currency) if sight.money else None,
        steps=tuple(
            _step(one, step_moment(one, row.state, len(rows)), services.get(one.id, []), moment)
            for one in rows
        ),
        edit=Action(refusal=plan_edit_refusal(row.state) or ("" if sight.money else NO_MONEY)),
        prescribe=Action(refusal=prescribe_refusal(row.state)),
        finish=Action(refusal=finish_refusal(row.state)),
        reopen=Action(refusal=reopen_refusal(row.state)),
        cancel=Action(refusal=cancel_refusal(row.state)),
    )


def check_whole_plan(connection: Connection, sight: Sight, plan_id: int) -> None:
    """Raises NotAllowed when some session of the plan is out of sight."""
    if sight.location_ids is None:
        return
    seen = and_(*sees_session(sight))
    hidden = select(SESSION.c.id).where(SESSION.c.plan_id == plan_id, ~seen)
    if connection.execute(hidden.limit(1)).first() is not None:
        raise NotAllowed(IN_PART)


def step_rows(connection: Connection, plan_id: int) -> Sequence[Row[Any]]:
    """The plan's sessions in their order, with what decides about their places; one query."""
    of_session = BOOKING.c.session_id == SESSION.c.id
    performed = ITEM.c.performed_at.is_not(None)
    facts: dict[str, ColumnElement[bool]] = {
        "is_booked": exists().where(of_session, BOOKING.c.status.in_(ACTIVE)),
        "was_booked": exists().where(of_session),
        "has_performed": exists().where(ITEM.c.session_id == SESSION.c.id, performed),
        "has_money": or_(
            exists().where(PAYMENT.c.session_id == SESSION.c.id),
            exists().where(INVOICE.c.session_id == SESSION.c.id),
        ),
    }
    names = ("id", "position", "status", "target_date", "shown_starts_at", "location_id")
    return connection.execute(
        select(
            *(SESSION.c[name] for name in names),
            *(fact.label(name) for name, fact in facts.items()),
        )
        .where(SESSION.c.plan_id == plan_id)
        .order_by(SESSION.c.position, SESSION.c.id)
    ).all()


def step_moment(row: Row[Any], state: PlanState, count: int) -> StepMoment:
    """What decides about one of ``step_rows``, of so many."""
    return StepMoment(
        plan_state=state,
        is_booked=row.is_booked,
        was_booked=row.was_booked,
        has_performed=row.has_performed,
        has_money=row.has_money,
        is_only=count == 1,
    )


def day_of(row: Row[Any], moment: Moment) -> date | None:
    """The local day on which its shown part begins."""
    starts_at = row.shown_starts_at
    return local_day(starts_at, moment.zone(row.location_id)) if starts_at else None


def _services(connection: Connection, plan_id: int) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for session_id, name in connection.execute(_service_names(plan_id)):
        found.setdefault(session_id, []).append(name)
    return found


def _service_names(plan_id: int) -> Select[Any]:
    return (
        select(ITEM.c.session_id, SERVICE.c.name)
        .join(SERVICE, SERVICE.c.id == ITEM.c.service_id)
        .join(SESSION, SESSION.c.id == ITEM.c.session_id)
        .where(SESSION.c.plan_id == plan_id)
        .order_by(ITEM.c.session_id, ITEM.c.position, ITEM.c.id)
    )


def _step(row: Row[Any], about: StepMoment, services: list[str], moment: Moment) -> PlanStep:
    return PlanStep(
        id=row.id,
        position=row.position,
        status=row.status,
        target_date=row.target_date,
        booked_on=day_of(row, moment),
        services=tuple(services),
        drop=Action(refusal=drop_refusal(about)),
        move=Action(refusal=move_refusal(about)),
    )
