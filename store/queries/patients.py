"""Patients: found by what is typed, and one whole with the plans."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, func, select

from store.errors import NotFound
from store.queries.merging import former_records
from store.queries.moment import Moment, load_moment, storable
from store.queries.records import record_of
from store.queries.rows import UNDER_WAY, WAITING, full_name, is_overdue
from store.queries.search import LAST_LETTER, by_rarity, has_words
from store.queries.sight import sees_patient, sees_plan, sees_session
from store.search import words
from store.tables import PATIENT, PATIENT_WORD, PLAN, SESSION
from store.views import EVERYTHING, Money, PatientHit, PatientView, PlanCard, Sight
from store.words import OPEN_PLANS, PlanState, SessionStatus
from store.zones import local_day

MOST = 200
FEW = 3_000

AHEAD = OPEN_PLANS | {PlanState.DRAFT}
"""Plans with something to come; a draft's sessions are due though nobody books them yet."""


def find_patients(
    connection: Connection, q: str, limit: int, sight: Sight = EVERYTHING
) -> tuple[PatientHit, ...]:
    """Patients in sight that every word typed matches, by family name; the first ones when none is typed."""
    columns = ("id", "given_name", "family_name", "preferred_name", "birth_date", "phone")
    query: Select[Any] = select(
        *(PATIENT.c[name] for name in (*columns, "record_number", "alerts"))
    ).order_by(PATIENT.c.sort_key, PATIENT.c.id)
    query = query.where(PATIENT.c.merged_into_id.is_(None), *sees_patient(sight, PATIENT.c.id))
    if q.strip():
        tokens = tuple(dict.fromkeys(words(q)))
        if not tokens:
            return ()
        query = _narrowed(connection, query, tokens)
    rows = connection.execute(query.limit(min(max(limit, 1), MOST)))
    return tuple(_hit(row) for row in rows)


def patient_view(
    connection: Connection, patient_id: int, now: datetime, sight: Sight = EVERYTHING
) -> PatientView:
    """One patient with the plans in sight, in the order they began; NotFound for an unknown id.

    The id of a record that was merged gives the one that was kept.
    """
    kept_id = func.coalesce(PATIENT.c.merged_into_id, PATIENT.c.id)
    asked = select(kept_id).where(PATIENT.c.id == storable(patient_id)).scalar_subquery()
    seen = sees_patient(sight, PATIENT.c.id)
    row = connection.execute(select(PATIENT).where(PATIENT.c.id == asked, *seen)).first()
    if row is None:
        raise NotFound("There is no such patient, or the record is gone.")
    patient_id = row.id
    moment = load_moment(connection, now, sight)
    sessions: dict[int, list[Row[Any]]] = {}
    for session in connection.execute(_sessions(patient_id, sight)):
        sessions.setdefault(session.plan_id, []).append(session)
    plans = connection.execute(_plans(patient_id, sight)).all()
    return PatientView(
        **dict(record_of(row)),
        plans=tuple(_card(plan, sessions.get(plan.id, []), moment) for plan in plans),
        former=former_records(connection, row, now),
        today=moment.today(None),
    )


def spacing_text(least: int | None, ideal: int | None, most: int | None) -> str:
    """A plan's spacing in words, such as "every 28 days (21 to 42)"; empty without one."""
    if ideal is None and least is None and most is None:
        return ""
    bounds = {
        (True, True): f"{least} to {most}",
        (True, False): f"at least {least}",
        (False, True): f"at most {most}",
        (False, False): "",
    }[least is not None, most is not None]
    if ideal is None:
        return f"{bounds} days apart"
    return f"every {ideal} days ({bounds})" if bounds else f"every {ideal} days"


def _narrowed(connection: Connection, query: Select[Any], tokens: Sequence[str]) -> Select[Any]:
    """By the rarest word when that leads to few; else in order, until there are enough."""
    rarity = by_rarity(connection, tokens)
    few = _matching(rarity)
    some = few.limit(FEW + 1).subquery()
    if connection.execute(select(func.count()).select_from(some)).scalar_one() <= FEW:
        return query.where(PATIENT.c.id.in_(few))
    query = query.where(has_words(PATIENT.c.id, rarity))
    return query.with_hint(PATIENT, "INDEXED BY ix_patient_sort_key", "sqlite")


def _matching(tokens: Sequence[str]) -> Select[tuple[int]]:
    """Ids of the patients that all tokens match, the first of them the rarest; some more than once.

    Without DISTINCT, since that lets SQLite go through all words instead of those in question.
    """
    rarest, *others = tokens
    word = PATIENT_WORD.alias("rarest")
    query = select(word.c.patient_id).where(word.c.word >= rarest)
    query = query.where(word.c.word < rarest + LAST_LETTER)
    return query.where(has_words(word.c.patient_id, others)) if others else query


def _hit(row: Row[Any]) -> PatientHit:
    return PatientHit(
        id=row.id,
        name=full_name(row.given_name, row.family_name),
        preferred_name=row.preferred_name or "",
        birth_date=row.birth_date,
        phone=row.phone or "",
        record_number=row.record_number,
        alerts=tuple(row.alerts),
    )


def _plans(patient_id: int, sight: Sight) -> Select[Any]:
    starts_on = func.coalesce(PLAN.c.starts_on, date.max, type_=PLAN.c.starts_on.type)
    plans = select(PLAN).where(PLAN.c.patient_id == patient_id, *sees_plan(sight))
    return plans.order_by(starts_on, PLAN.c.id)


def _sessions(patient_id: int, sight: Sight) -> Select[Any]:
    names = ("id", "plan_id", "status", "target_date", "to_book", "shown_starts_at")
    return (
        select(*(SESSION.c[name] for name in (*names, "shown_ends_at", "location_id")))
        .where(SESSION.c.patient_id == patient_id, *sees_session(sight))
        .order_by(SESSION.c.plan_id, SESSION.c.position, SESSION.c.id)
    )


def _card(plan: Row[Any], sessions: Sequence[Row[Any]], moment: Moment) -> PlanCard:
    following = _next(sessions, moment) if plan.state in AHEAD else None
    booked = following if following is not None and _is_booked_ahead(following, moment) else None
    return PlanCard(
        id=plan.id,
        goal=plan.goal,
        treatment=plan.treatment,
        state=plan.state,
        completed=sum(s.status is SessionStatus.COMPLETED for s in sessions),
        total=plan.total,
        next_session_id=following.id if following else None,
        next_on=_booked_day(booked, moment) if booked else following and following.target_date,
        next_is_scheduled=booked is not None,
        is_overdue=any(is_overdue(session, moment) for session in sessions),
        payment_option=plan.payment_option,
        deposit=_deposit(plan) if moment.sight.money else None,
        spacing_text=spacing_text(plan.spacing_min, plan.spacing_ideal, plan.spacing_max),
    )


def _deposit(plan: Row[Any]) -> Money:
    return Money(amount=plan.deposit, currency=plan.currency)


def _next(sessions: Sequence[Row[Any]], moment: Moment) -> Row[Any] | None:
    """The first session of the plan that waits to be booked or is still ahead."""
    for session in sessions:
        if session.status in WAITING or _is_booked_ahead(session, moment):
            return session
    return None


def _is_booked_ahead(session: Row[Any], moment: Moment) -> bool:
    return session.status in UNDER_WAY and session.shown_ends_at > moment.now


def _booked_day(session: Row[Any], moment: Moment) -> date:
    return local_day(session.shown_starts_at, moment.zone(session.location_id))
