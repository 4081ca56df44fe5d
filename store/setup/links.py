"""Which providers may do which services, and which rooms suit them, from either side."""

from collections.abc import Iterable

from sqlalchemy import Table, delete, insert, select, update

from store.errors import Invalid
from store.tables import PROVIDER, ROOM, SERVICE, SERVICE_PROVIDER, SERVICE_ROOM
from store.unit import Unit

_SIDES = {
    (SERVICE_PROVIDER, "provider_id"): ("service_id", SERVICE),
    (SERVICE_PROVIDER, "service_id"): ("provider_id", PROVIDER),
    (SERVICE_ROOM, "room_id"): ("service_id", SERVICE),
    (SERVICE_ROOM, "service_id"): ("room_id", ROOM),
}
"""By table and own column: the other column, and whose ids stand in it."""


def links(unit: Unit, table: Table, own: str, key: int) -> frozenset[int]:
    """The other side's ids that a row is linked with."""
    other, _ = _SIDES[table, own]
    query = select(table.c[other]).where(table.c[own] == key)
    return frozenset(unit.session.connection().execute(query).scalars())


def write_links(
    unit: Unit, table: Table, own: str, key: int, wanted: frozenset[int]
) -> frozenset[int]:
    """Leave exactly these links, and hand back the ids on the other side that gained or lost one.

    Those have another version now, since their own forms show the same links.
    """
    other, whose = _SIDES[table, own]
    before = links(unit, table, own, key)
    changed = before ^ wanted
    connection = unit.session.connection()
    gone = delete(table).where(table.c[own] == key, table.c[other].in_(sorted(before - wanted)))
    connection.execute(gone)
    if new := sorted(wanted - before):
        connection.execute(insert(table), [{own: key, other: each} for each in new])
    newer = update(whose).where(whose.c.id.in_(sorted(changed)))
    connection.execute(newer.values(version=whose.c.version + 1))
    return changed


def check_known(unit: Unit, table: Table, ids: Iterable[int], *, field: str) -> None:
    """Raises Invalid when there is no row of one of these ids."""
    known = unit.session.connection().execute(select(table.c.id)).scalars()
    if not set(ids) <= set(known):
        raise Invalid(f"There is no such {table.name}, or it is gone.", field=field)


def names(unit: Unit, table: Table, ids: Iterable[int]) -> str:
    """The names of these rows in a row, by name."""
    wanted = set(ids)
    rows = unit.session.connection().execute(select(table.c.id, table.c.name))
    return ", ".join(sorted(row.name for row in rows if row.id in wanted))
