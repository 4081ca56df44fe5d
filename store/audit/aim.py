"""Whom a refused command was about, as far as what it aimed at is there."""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, Select, select

from store.tables import BOOKING, HISTORY_ENTRY, ITEM, PLAN, SESSION

HIGHEST = 2**63 - 1
_OWNER: dict[str, Select[int]] = {
    "booking": select(BOOKING.c.patient_id),
    "session": select(SESSION.c.patient_id),
    "plan": select(PLAN.c.patient_id),
    "item": select(SESSION.c.patient_id).join(ITEM, ITEM.c.session_id == SESSION.c.id),
    "change": select(SESSION.c.patient_id).join(
        HISTORY_ENTRY, HISTORY_ENTRY.c.session_id == SESSION.c.id
    ),
}
_KEY = {
    "booking": BOOKING.c.id,
    "session": SESSION.c.id,
    "plan": PLAN.c.id,
    "item": ITEM.c.id,
    "change": HISTORY_ENTRY.c.id,
}


def patients(connection: Connection, about: Mapping[str, Iterable[int]]) -> set[int]:
    """The patients whose sessions, plans, bookings and items these are."""
    found = set(about.get("patient", ()))
    for kind, ids in about.items():
        if kind in _OWNER:
            query = _OWNER[kind].where(_KEY[kind].in_(list(ids)))
            found.update(connection.execute(query).scalars())
    return found


def possible(about: Mapping[str, object]) -> dict[str, set[int]]:
    """What can be an id at all of what a command was given; anybody may send anything."""
    return {
        kind: {key} for kind, key in about.items() if isinstance(key, int) and 0 < key <= HIGHEST
    }
