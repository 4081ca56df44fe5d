"""Dates and times of a sheet on the clocks of a location."""

from datetime import UTC, date, datetime, timedelta

from store.errors import Invalid
from store.zones import local_to_utc

NOON = 12 * 60
FIRST_YEAR, LAST_YEAR = 1900, 2200
"""Outside of these a date is a slip of the pen."""
Moment = tuple[date, int | None, int | None]
"""A day, minutes after midnight and minutes ahead of UTC, where they are said."""


def instant(moment: Moment, zone: str, field: str, *, noon: bool = False) -> datetime:
    """The instant in UTC; a day without a time is refused, or with ``noon`` its noon.

    A time that the clocks skip, or of another age, raises Invalid for the field.
    """
    day, minutes, offset = moment
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid(f"the year {day.year} cannot be", field=field)
    if minutes is None:
        if not noon:
            raise Invalid("it says no time", field=field)
        minutes = NOON
    if offset is not None:
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        return midnight + timedelta(minutes=minutes - offset)
    try:
        return local_to_utc(zone, day, minutes)
    except Invalid as problem:
        raise Invalid(problem.message.rstrip("."), field=field) from problem
