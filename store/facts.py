"""Loads what sessions are derived from, in the same few queries for any number of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, case, func, select

from store.status import BookingFact, ItemFact, MoneyFact, SessionFacts
from store.tables import (
    BOOKING,
    CHARGE,
    INVOICE,
    ITEM,
    LOCATION,
    PATIENT,
    PAYMENT,
    PLAN,
    PROVIDER,
    SESSION,
)
from store.words import SessionStatus

COPIED = ("category", "treatment", "patient_id")


@dataclass(frozen=True, slots=True)
class LoadedSession:
    """A session's facts with what else is copied beside it."""

    id: int
    facts: SessionFacts
    stored_status: SessionStatus
    patient_key: str
    provider_names: Mapping[int, str]
    copied: Mapping[str, object]
    """What its parts repeat beside what is derived: category, treatment and patient."""


def load(connection: Connection, ids: Sequence[int]) -> dict[int, LoadedSession]:
    """The facts of these sessions by id; seven queries."""
    zones = dict(_pairs(connection, select(LOCATION.c.id, LOCATION.c.zone)))
    providers = dict(_pairs(connection, select(PROVIDER.c.id, PROVIDER.c.name)))
    items = _grouped(connection, _items(ids))
    bookings = _grouped(connection, _bookings(ids))
    charged = dict(_pairs(connection, _charged(ids)))
    paid = {row["session_id"]: row for row in connection.execute(_paid(ids)).mappings()}
    loaded = {}
    for row in connection.execute(_sessions(ids)).mappings():
        key = row["id"]
        facts = SessionFacts(
            items=[_item(item) for item in items.get(key, [])],
            bookings=[BookingFact(**_without_session(b)) for b in bookings.get(key, [])],
            money=_money(row["deposit"], charged.get(key), paid.get(key)),
            plan_state=row["state"],
            target_date=row["target_date"],
            zones=zones,
        )
        copied = {name: row[name] for name in COPIED}
        loaded[key] = LoadedSession(key, facts, row["status"], row["sort_key"], providers, copied)
    return loaded


def _sessions(ids: Sequence[int]) -> Select[Any]:
    return (
        select(
            SESSION.c.id,
            SESSION.c.deposit,
            SESSION.c.target_date,
            SESSION.c.status,
            *(SESSION.c[name] for name in COPIED),
            PLAN.c.state,
            PATIENT.c.sort_key,
        )
        .join(PLAN, PLAN.c.id == SESSION.c.plan_id)
        .join(PATIENT, PATIENT.c.id == SESSION.c.patient_id)
        .where(SESSION.c.id.in_(ids))
    )


def _items(ids: Sequence[int]) -> Select[Any]:
    return select(
        ITEM.c.session_id,
        ITEM.c.id,
        ITEM.c.units,
        ITEM.c.unit_price,
        ITEM.c.booking_id,
        ITEM.c.performed_at,
        ITEM.c.performed_until,
        ITEM.c.performed_by_id,
        ITEM.c.performed_location_id,
        ITEM.c.documented_at,
    ).where(ITEM.c.session_id.in_(ids))


def _bookings(ids: Sequence[int]) -> Select[Any]:
    return select(
        BOOKING.c.session_id,
        BOOKING.c.id,
        BOOKING.c.status,
        BOOKING.c.starts_at,
        BOOKING.c.ends_at,
        BOOKING.c.location_id,
        BOOKING.c.provider_id,
        BOOKING.c.room_id,
        BOOKING.c.needs_moving,
        BOOKING.c.in_passing,
    ).where(BOOKING.c.session_id.in_(ids))


def _charged(ids: Sequence[int]) -> Select[Any]:
    return (
        select(INVOICE.c.session_id, func.coalesce(func.sum(CHARGE.c.amount), 0))
        .outerjoin(CHARGE, CHARGE.c.invoice_id == INVOICE.c.id)
        .where(INVOICE.c.session_id.in_(ids))
        .group_by(INVOICE.c.session_id)
    )


def _paid(ids: Sequence[int]) -> Select[Any]:
    received = func.sum(case((PAYMENT.c.amount > 0, PAYMENT.c.amount), else_=0))
    refunded = func.sum(case((PAYMENT.c.amount < 0, -PAYMENT.c.amount), else_=0))
    return (
        select(PAYMENT.c.session_id, received.label("received"), refunded.label("refunded"))
        .where(PAYMENT.c.session_id.in_(ids))
        .group_by(PAYMENT.c.session_id)
    )


def _item(row: RowMapping) -> ItemFact:
    return ItemFact(
        id=row["id"],
        price=row["units"] * row["unit_price"],
        booking_id=row["booking_id"],
        performed_at=row["performed_at"],
        performed_until=row["performed_until"],
        performed_by_id=row["performed_by_id"],
        performed_location_id=row["performed_location_id"],
        is_documented=row["documented_at"] is not None,
    )


def _money(deposit: int, charged: int | None, paid: RowMapping | None) -> MoneyFact:
    if paid is None:
        return MoneyFact(deposit=deposit, charged=charged)
    return MoneyFact(deposit, charged, received=paid["received"], refunded=paid["refunded"])


def _without_session(row: RowMapping) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "session_id"}


def _pairs(connection: Connection, query: Select[Any]) -> Sequence[Any]:
    return connection.execute(query).all()


def _grouped(connection: Connection, query: Select[Any]) -> dict[int, list[RowMapping]]:
    groups: dict[int, list[RowMapping]] = {}
    for row in connection.execute(query).mappings():
        groups.setdefault(row["session_id"], []).append(row)
    return groups
