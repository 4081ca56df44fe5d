"""Locations: their names, zones and business hours."""

from sqlalchemy import delete, exists, insert, select

from store.displacement import settled
from store.errors import Invalid
from store.lookup import find
from store.models import Location
from store.setup.hours import check_week, week_words
from store.setup.naming import check_name
from store.tables import BOOKING, BUSINESS_HOURS, LOCATION, SESSION_PART
from store.unit import Unit
from store.versions import check_version
from store.views import LocationForm, SetUpOutcome, WeekInterval
from store.zones import is_zone


def add_location(unit: Unit, form: LocationForm) -> SetUpOutcome:
    """Add a location. Raises Invalid, field name, zone or hours."""
    _check(unit, form, None)
    location = Location(name=form.name, zone=form.zone)
    unit.session.add(location)
    unit.session.flush()
    assert location.id is not None
    _write_hours(unit, location.id, form.hours)
    told = _words(form.name, form.zone, form.hours)
    unit.tell("location", location.id, f"Added {location.name}.", after=told)
    return SetUpOutcome(id=location.id, message=f"Added {location.name}.")


def edit_location(unit: Unit, location_id: int, form: LocationForm) -> SetUpOutcome:
    """Write what was typed; Stale when somebody else wrote meanwhile.

    The zone stays once something was booked there: old times are told on its clocks.
    """
    location = find(unit, Location, location_id, "location")
    kept = _words(location.name, location.zone, week_hours(unit, location_id))
    typed = _words(form.name, form.zone, form.hours)
    check_version(form.version, location.version, kept=kept, typed=typed)
    _check(unit, form, location)
    location.name, location.zone = form.name, form.zone
    location.version += 1
    unit.session.flush()
    _write_hours(unit, location_id, form.hours)
    unit.tell("location", location_id, f"Saved {location.name}.", before=kept, after=typed)
    which = BOOKING.c.location_id == location_id
    return settled(unit, location_id, f"Saved {location.name}.", which)


def week_hours(unit: Unit, location_id: int) -> tuple[WeekInterval, ...]:
    """The location's business hours."""
    hours = BUSINESS_HOURS.c
    query = select(hours.weekday, hours.opens, hours.closes).where(hours.location_id == location_id)
    rows = unit.session.connection().execute(query)
    return tuple(WeekInterval(weekday=day, starts=opens, ends=ends) for day, opens, ends in rows)


def _check(unit: Unit, form: LocationForm, location: Location | None) -> None:
    if location is None or form.name != location.name:
        check_name(unit, LOCATION, form.name, LOCATION.c.id != (location.id if location else 0))
    if not form.zone:
        raise Invalid("A time zone is missing.", field="zone")
    if not is_zone(form.zone):
        raise Invalid(f"“{form.zone}” is not a known time zone.", field="zone")
    if location and form.zone != location.zone and _was_used(unit, location.id or 0):
        said = f"{location.name} has bookings on the clocks of {location.zone}: its zone stays."
        raise Invalid(said, field="zone")
    check_week(form.hours)


def _was_used(unit: Unit, location_id: int) -> bool:
    used = select(
        exists().where(BOOKING.c.location_id == location_id)
        | exists().where(SESSION_PART.c.location_id == location_id)
    )
    return bool(unit.session.connection().execute(used).scalar())


def _write_hours(unit: Unit, location_id: int, intervals: tuple[WeekInterval, ...]) -> None:
    connection = unit.session.connection()
    connection.execute(delete(BUSINESS_HOURS).where(BUSINESS_HOURS.c.location_id == location_id))
    rows = [
        {"location_id": location_id, "weekday": i.weekday, "opens": i.starts, "closes": i.ends}
        for i in intervals
    ]
    if rows:
        connection.execute(insert(BUSINESS_HOURS), rows)


def _words(name: str, zone: str, hours: tuple[WeekInterval, ...]) -> dict[str, str]:
    return {"name": name, "zone": zone, "hours": week_words(hours)}
