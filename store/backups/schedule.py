"""When a backup is due by itself: every day at a time of the clinic's own clock."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from store.zones import day_start, local_day

GRACE = timedelta(hours=2)
"""A backup that is due may take this long before it is called late."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """``at`` is minutes since local midnight, None for never; ``keep`` how many are kept.

    On the day of a clock change it may come an hour off, which is better than not at all.
    """

    at: int | None = None
    keep: int = 30

    def last_due(self, now: datetime, zone: str) -> datetime | None:
        """The latest instant up to ``now`` at which one was due; None when none ever is."""
        if self.at is None:
            return None
        today = local_day(now, zone)
        for day in (today, today - timedelta(days=1)):
            instant = day_start(zone, day) + timedelta(minutes=self.at)
            if instant <= now:
                return instant
        return None

    def is_due(self, now: datetime, zone: str, last: datetime | None) -> bool:
        """Whether none was made since the last time one was due."""
        due = self.last_due(now, zone)
        return due is not None and (last is None or last < due)

    def is_late(self, now: datetime, zone: str, last: datetime | None) -> bool:
        """Whether one that was due is still missing after the grace."""
        return last is None or self.is_due(now - GRACE, zone, last)

    @property
    def text(self) -> str:
        """Such as "02:30"; empty for never."""
        return "" if self.at is None else f"{self.at // 60:02}:{self.at % 60:02}"
