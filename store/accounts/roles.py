"""What somebody on the staff works as and is limited to: read in the same query, and written."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, ScalarSelect, String, Table, cast, delete, exists, func, insert, select
from sqlmodel import Session

from store.rights import may_see
from store.tables import STAFF, STAFF_LOCATION, STAFF_ROLE
from store.views import Sight
from store.words import Role

_APART = " "


def _joined(table: Table, column: str) -> ScalarSelect[str]:
    """All that a table says of a member of staff, as one text."""
    values = func.aggregate_strings(cast(table.c[column], String), _APART)
    return select(values).where(table.c.staff_id == STAFF.c.id).scalar_subquery()


ROLES = _joined(STAFF_ROLE, "role").label("roles")
"""A column for queries of the staff; ``roles_of`` reads it."""
LOCATIONS = _joined(STAFF_LOCATION, "location_id").label("locations")
LIMITS = (LOCATIONS, STAFF.c.own_patients, STAFF.c.sees_money, STAFF.c.sees_notes)
"""Columns that ``sight_of`` reads, together with the roles and ``provider_id``."""

FULL_MANAGER = (
    exists().where(STAFF_ROLE.c.staff_id == STAFF.c.id, STAFF_ROLE.c.role == Role.MANAGER)
    & ~exists().where(STAFF_LOCATION.c.staff_id == STAFF.c.id)
    & STAFF.c.own_patients.is_(False)
    & STAFF.c.sees_money
    & STAFF.c.sees_notes
)
"""Whether a member of staff manages the clinic and is limited in nothing."""


def roles_of(joined: str | None) -> frozenset[Role]:
    """What ``ROLES`` says that somebody works as."""
    return frozenset(Role.of(one) for one in (joined or "").split())


def locations_of(joined: str | None) -> frozenset[int]:
    """The locations that ``LOCATIONS`` says somebody is limited to; empty for all of them."""
    return frozenset(int(one) for one in (joined or "").split())


def sight_of(row: Row[Any]) -> Sight:
    """What somebody may see: as far as a role of theirs does, within their own limits.

    Whoever is limited to their own patients and is no provider has none.
    """
    roles = roles_of(row.roles)
    return Sight(
        location_ids=locations_of(row.locations) or None,
        own_provider_id=(row.provider_id or 0) if row.own_patients else None,
        money=row.sees_money and may_see(roles, "see_money"),
        notes=row.sees_notes and may_see(roles, "see_notes"),
    )


def write_roles(session: Session, staff_id: int, roles: Iterable[Role]) -> None:
    """Leave exactly these roles."""
    _write(session, STAFF_ROLE, "role", staff_id, roles)


def write_locations(session: Session, staff_id: int, location_ids: Iterable[int]) -> None:
    """Limit somebody to exactly these locations; to none: to all of them."""
    _write(session, STAFF_LOCATION, "location_id", staff_id, location_ids)


def _write(
    session: Session, table: Table, column: str, staff_id: int, values: Iterable[object]
) -> None:
    connection = session.connection()
    connection.execute(delete(table).where(table.c.staff_id == staff_id))
    if rows := [{"staff_id": staff_id, column: one} for one in values]:
        connection.execute(insert(table), rows)
