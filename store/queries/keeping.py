"""The backups, judged by the clinic's own clock."""

from datetime import datetime

from sqlalchemy import Connection, select

from store.backups import Schedule, Shelf
from store.tables import CLINIC_PROFILE, LOCATION
from store.views import BackupsView


def backups_view(
    connection: Connection, shelf: Shelf, schedule: Schedule, now: datetime
) -> BackupsView:
    """What is there, what is due and what is late; times of day are the first location's."""
    zone = connection.execute(select(LOCATION.c.zone).order_by(LOCATION.c.id).limit(1)).scalar()
    is_demo = connection.execute(select(CLINIC_PROFILE.c.is_demo)).scalar()
    good = tuple(shelf.good())
    last = good[0].made_at if good else None
    is_needed = bool(zone) and not is_demo
    zone = zone or "UTC"
    return BackupsView(
        folder=str(shelf.folder.absolute()),
        zone=zone,
        at=schedule.text,
        keep=schedule.keep,
        is_needed=is_needed,
        is_due=is_needed and schedule.is_due(now, zone, last),
        is_late=is_needed and schedule.is_late(now, zone, last),
        backups=good,
        now=now,
    )
