"""Everybody on the staff, with what stands of their accounts."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Table, exists, func, select

from store.accounts.roles import LIMITS, ROLES, locations_of, roles_of
from store.queries.choices import profile
from store.tables import (
    CREDENTIAL,
    LOCATION,
    OIDC_ACCOUNT,
    ONE_TIME_LINK,
    PROVIDER,
    SECOND_FACTOR,
    SIGN_IN,
    STAFF,
)
from store.views import Choice, StaffBook, StaffView


def staff_book(connection: Connection, now: datetime) -> StaffBook:
    """The staff by name, those disabled last, with the providers and locations there are."""
    return StaffBook(
        staff=_staff(connection, now),
        providers=_choices(connection, PROVIDER),
        locations=_choices(connection, LOCATION),
        zone=profile(connection).zone,
    )


def _choices(connection: Connection, table: Table) -> tuple[Choice, ...]:
    query = select(table.c.id, table.c.name, table.c.disabled).order_by(table.c.name, table.c.id)
    return tuple(Choice.model_validate(row._asdict()) for row in connection.execute(query))


def _staff(connection: Connection, now: datetime) -> tuple[StaffView, ...]:
    link, held, factor = ONE_TIME_LINK.c, SIGN_IN.c, SECOND_FACTOR.c
    is_invited = exists().where(
        link.staff_id == STAFF.c.id, link.used_at.is_(None), link.ends_at > now
    )
    columns = (
        *(STAFF.c.id, STAFF.c.version, STAFF.c.name, STAFF.c.sign_in_name, STAFF.c.provider_id),
        *(STAFF.c.disabled, ROLES, *LIMITS),
        exists().where(CREDENTIAL.c.staff_id == STAFF.c.id).label("has_password"),
        is_invited.label("is_invited"),
        exists()
        .where(factor.staff_id == STAFF.c.id, factor.confirmed_at.is_not(None))
        .label("has_second_factor"),
        exists().where(OIDC_ACCOUNT.c.staff_id == STAFF.c.id).label("has_oidc_account"),
    )
    order = (STAFF.c.disabled, func.lower(STAFF.c.name), STAFF.c.id)
    live = select(held.staff_id, held.seen_at, held.idle_seconds).where(
        held.revoked_at.is_(None), held.ends_at > now
    )
    signed_in: dict[int, int] = {}
    for staff_id, seen_at, idle_seconds in connection.execute(live):
        if now < seen_at + timedelta(seconds=idle_seconds):
            signed_in[staff_id] = signed_in.get(staff_id, 0) + 1
    rows = connection.execute(select(*columns).order_by(*order))
    return tuple(_member(row, 0 if row.disabled else signed_in.get(row.id, 0)) for row in rows)


def _member(row: Row[Any], signed_in: int) -> StaffView:
    read: dict[str, Any] = {
        "roles": roles_of(row.roles),
        "location_ids": locations_of(row.locations),
        "signed_in": signed_in,
    }
    same = {name: getattr(row, name) for name in StaffView.model_fields if name not in read}
    return StaffView.model_validate(read | same)
