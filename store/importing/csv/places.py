"""Locations, services, rooms and providers of an import."""

from store.errors import Invalid
from store.importing.csv.fates import Fate
from store.importing.csv.finder import Finder
from store.importing.csv.kinds import WEEK, Kind
from store.importing.csv.rows import Row
from store.importing.csv.staging import NEW
from store.importing.csv.values import minor_units
from store.importing.csv.work import Brought, Work, needed
from store.tables import (
    BUSINESS_HOURS,
    LOCATION,
    PROVIDER,
    PROVIDER_HOURS,
    ROOM,
    SERVICE,
    SERVICE_PROVIDER,
    SERVICE_ROOM,
    STAFF,
    STAFF_ROLE,
)
from store.words import Category, Role
from store.zones import zone_of

NINE, FIVE = 9 * 60, 17 * 60
ASSUMED = "Monday to Friday 09:00 to 17:00"


def currency_of(work: Work, row: Row) -> str:
    """The currency a row speaks of: three letters, the clinic's unless it says another."""
    code = row.text("currency").upper() or work.currency
    if len(code) != 3 or not code.isalpha() or not code.isascii():
        raise Invalid(f"“{code[:10]}” is not a currency such as EUR", field="currency")
    return code


def amount(row: Row, name: str, currency: str, *, least: int | None = 0) -> int | None:
    """An amount of a row in minor units; None when it says none."""
    text = row.text(name)
    if not text:
        return None
    try:
        found = minor_units(text, currency)
    except Invalid as problem:
        raise Invalid(problem.message, field=name) from problem
    if least is not None and found < least:
        raise Invalid("it is less than nothing", field=name)
    return found


def bring_location(work: Work, finder: Finder, row: Row) -> Brought:
    """A location with its opening hours; office hours where the sheet has none."""
    name = needed(row, "name")
    known = finder.small[Kind.LOCATIONS]
    if there := known.named(name):
        return Brought("location", there[0], Fate.ALREADY_THERE, "a location has that name")
    zone = row.text("zone") or work.zone
    try:
        zone_of(zone)
    except Invalid as problem:
        raise Invalid(problem.message.rstrip("."), field="zone") from problem
    week = _week(row)
    location_id = work.staging.add(LOCATION, name=name, zone=zone)
    for weekday, starts, ends in week or _office(work, "Locations"):
        work.staging.add(
            BUSINESS_HOURS, location_id=location_id, weekday=weekday, opens=starts, closes=ends
        )
    known.remember(location_id, name, row.text("id"))
    finder.zones[location_id] = zone
    return Brought("location", location_id)


def bring_service(work: Work, finder: Finder, row: Row) -> Brought:
    """A service; who may do it and where is said by providers and rooms."""
    name = needed(row, "name")
    known = finder.small[Kind.SERVICES]
    if there := known.named(name):
        return Brought("service", there[0], Fate.ALREADY_THERE, "a service has that name")
    minutes = row.whole("minutes")
    if not minutes:
        raise Invalid("it says no duration", field="minutes")
    currency = currency_of(work, row)
    service_id = work.staging.add(
        SERVICE,
        name=name,
        category=row.values.get("category", Category.OTHER),
        minutes=minutes,
        buffer_minutes=row.whole("buffer_minutes") or 0,
        price=amount(row, "price", currency) or 0,
        deposit=amount(row, "deposit", currency) or 0,
        currency=currency,
        needs_room=row.values.get("needs_room", True),
    )
    known.remember(service_id, name, row.text("id"))
    return Brought("service", service_id)


def bring_room(work: Work, finder: Finder, row: Row) -> Brought:
    """A room of a location, and what it suits: every service where the sheet has no such column."""
    name = needed(row, "name")
    location_id = finder.location(row.text("location"))
    services = _services(work, finder, row, "Rooms", "suit")
    known = finder.small[Kind.ROOMS]
    for there in known.named(name):
        if finder.room_places[there] == location_id:
            said = "a room of that location has that name"
            return Brought("room", there, Fate.ALREADY_THERE, said)
    room_id = work.staging.add(ROOM, name=name, location_id=location_id)
    for service_id in services:
        work.staging.add(SERVICE_ROOM, service_id=service_id, room_id=room_id)
    known.remember(room_id, name, row.text("id"))
    finder.room_places[room_id] = location_id
    return Brought("room", room_id)


def bring_provider(work: Work, finder: Finder, row: Row) -> Brought:
    """A provider with their week at a location; a further row adds a further location."""
    name = provider_name(row)
    if not name:
        raise Invalid("it is empty", field="name")
    services = _services(work, finder, row, "Providers", "do")
    week = _week(row)
    location_id = None
    if row.text("location") or week or len(finder.zones) == 1:
        location_id = finder.location(row.text("location"))
    known = finder.small[Kind.PROVIDERS]
    there = known.named(name)
    provider_id = there[0] if there else _new_provider(work, finder, name, row.text("id"))
    if there and not _is_elsewhere(work, provider_id, location_id):
        said = "a provider has that name"
        return Brought("provider", provider_id, Fate.ALREADY_THERE, said)
    if not there:
        for service_id in services:
            work.staging.add(SERVICE_PROVIDER, service_id=service_id, provider_id=provider_id)
    for weekday, starts, ends in _hours(work, week, location_id):
        work.staging.add(
            PROVIDER_HOURS,
            provider_id=provider_id,
            location_id=location_id,
            weekday=weekday,
            starts=starts,
            ends=ends,
        )
    return Brought("provider", provider_id)


def provider_name(row: Row) -> str:
    """Title, given and family name, or the name as one."""
    parted = " ".join(filter(None, (row.text("given_name"), row.text("family_name"))))
    return " ".join(filter(None, (row.text("title"), row.text("name") or parted)))


def _new_provider(work: Work, finder: Finder, name: str, source: str) -> int:
    provider_id = work.staging.add(PROVIDER, name=name)
    staff_id = work.staging.add(STAFF, name=name, provider_id=provider_id)
    work.staging.add(STAFF_ROLE, staff_id=staff_id, role=Role.PROVIDER)
    finder.small[Kind.PROVIDERS].remember(provider_id, name, source)
    return provider_id


def _is_elsewhere(work: Work, provider_id: int, location_id: int | None) -> bool:
    """Whether the provider is new with this import and has no hours at the location yet."""
    if provider_id < NEW or location_id is None:
        return False
    query = "SELECT 1 FROM provider_hours WHERE provider_id = ? AND location_id = ?"
    return not work.staging.ask(query, provider_id, location_id)


def _services(work: Work, finder: Finder, row: Row, who: str, verb: str) -> list[int]:
    if work.has("services"):
        return finder.services(row.list("services"))
    every = finder.all(Kind.SERVICES)
    if every:
        work.report.remark(f"{who} came without a column of services; they {verb} every one.")
    return every


def _week(row: Row) -> list[tuple[int, int, int]]:
    return [
        (weekday, starts, ends)
        for weekday, name in enumerate(WEEK)
        for starts, ends in row.values.get(name, ())
    ]


def _office(work: Work, who: str) -> list[tuple[int, int, int]]:
    if work.has(*WEEK):
        return []
    work.report.remark(f"{who} came without hours; {ASSUMED} was assumed.")
    return [(weekday, NINE, FIVE) for weekday in range(5)]


def _hours(
    work: Work, week: list[tuple[int, int, int]], location_id: int | None
) -> list[tuple[int, int, int]]:
    if location_id is None:
        work.report.remark("Providers without a location have no hours yet.")
        return []
    return week or _office(work, "Providers")
