"""Bookings that make nobody a provider's own patient: those they gave themselves in passing.

Whoever is limited to their own patients sees others' for an hour, and may book them meanwhile. Such a
booking with themselves would keep the patient in their sight for good. It does so only once somebody
else books, moves, confirms or checks it in, or once they performed something.
"""

from sqlalchemy import exists, update

from store.opened import added_by
from store.tables import BOOKING, TREATING
from store.unit import Unit

TREATS = exists().where(
    TREATING.c.provider_id == BOOKING.c.provider_id,
    TREATING.c.patient_id == BOOKING.c.patient_id,
)


def mark(unit: Unit) -> None:
    """Judge the bookings that a command wrote, before what follows from them is derived."""
    ids = unit.about.get("booking")
    if not ids or not unit.touched:
        return
    unit.session.flush()
    written = update(BOOKING).where(BOOKING.c.id.in_(ids))
    connection, own = unit.session.connection(), unit.sight.own_provider_id
    if own is None:
        connection.execute(written.where(BOOKING.c.in_passing).values(in_passing=False))
    elif unit.sight.opened:
        connection.execute(
            written.where(
                BOOKING.c.provider_id == own,
                BOOKING.c.patient_id.in_(unit.sight.opened),
                BOOKING.c.patient_id.not_in(added_by(unit.by, unit.now)),
                ~TREATS,
            ).values(in_passing=True)
        )
