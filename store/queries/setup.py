"""All that is set up, for the screens that show and change it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Column, Connection, RowMapping, Select, Table, select

from store.search import normalise
from store.tables import (
    BUSINESS_HOURS,
    CLINIC_PROFILE,
    LOCATION,
    LOCATION_EXCEPTION,
    PROVIDER,
    PROVIDER_EXCEPTION,
    PROVIDER_HOURS,
    ROOM,
    SERVICE,
    SERVICE_PROVIDER,
    SERVICE_ROOM,
    TIME_OFF,
)
from store.views import (
    DayHours,
    Interval,
    LocationView,
    Money,
    PlaceDay,
    PlaceInterval,
    ProviderView,
    RoomView,
    ServiceView,
    SetUpView,
    Sight,
    TimeOffView,
    WeekInterval,
)
from store.zones import local_day

Rows = list[RowMapping]
WEEKLY, AWAY = tuple(PlaceInterval.model_fields), tuple(TimeOffView.model_fields)
Links = Mapping[int, frozenset[int]]


def set_up(connection: Connection, now: datetime) -> SetUpView:
    """The clinic as it is set up at ``now``; twelve queries whatever there is."""
    able, who = _links(connection, SERVICE_PROVIDER.c.service_id, SERVICE_PROVIDER.c.provider_id)
    suited, where = _links(connection, SERVICE_ROOM.c.service_id, SERVICE_ROOM.c.room_id)
    profile = next(iter(_all(connection, CLINIC_PROFILE)), None)
    places = _all(connection, LOCATION)
    today = {place["id"]: local_day(now, place["zone"]) for place in places}
    return SetUpView(
        clinic_name=profile["name"] if profile else "",
        currency=profile["currency"] if profile else "USD",
        is_demo=bool(profile and profile["is_demo"]),
        locations=_locations(connection, places, today),
        rooms=_rooms(connection, where),
        providers=_providers(connection, who, today, now),
        services=_services(connection, able, suited),
    )


def within(view: SetUpView, sight: Sight) -> SetUpView:
    """What of it is in sight: the locations with their rooms and who works there, and prices."""
    changes: dict[str, object] = {}
    if (here := sight.location_ids) is not None:
        changes["locations"] = tuple(one for one in view.locations if one.id in here)
        changes["rooms"] = tuple(one for one in view.rooms if one.location_id in here)
        changes["providers"] = tuple(_at(one, here) for one in view.providers if _works(one, here))
    if not sight.money:
        unpriced = {"price": None, "deposit": None}
        changes["services"] = tuple(one.model_copy(update=unpriced) for one in view.services)
    return view.model_copy(update=changes)


def _works(provider: ProviderView, here: frozenset[int]) -> bool:
    weekly = any(each.location_id in here for each in provider.hours)
    return weekly or any(each.location_id in here for each in provider.exceptions)


def _at(provider: ProviderView, here: frozenset[int]) -> ProviderView:
    hours = tuple(each for each in provider.hours if each.location_id in here)
    days = tuple(each for each in provider.exceptions if each.location_id in here)
    return provider.model_copy(update={"hours": hours, "exceptions": days})


def _locations(
    connection: Connection, places: Rows, today: Mapping[int, date]
) -> tuple[LocationView, ...]:
    hours = _grouped(_all(connection, BUSINESS_HOURS), "location_id")
    days = _grouped(_ahead(connection, LOCATION_EXCEPTION, today), "location_id")
    return tuple(
        LocationView(
            **_named(row),
            zone=row["zone"],
            hours=tuple(
                WeekInterval(weekday=each["weekday"], starts=each["opens"], ends=each["closes"])
                for each in sorted(hours.get(row["id"], []), key=_by_time("weekday", "opens"))
            ),
            exceptions=tuple(
                DayHours(day=day, intervals=_intervals(rows, "opens", "closes"), reason=reason)
                for day, rows, reason in _by_day(days.get(row["id"], []))
            ),
        )
        for row in _in_order(places)
    )


def _rooms(connection: Connection, services: Links) -> tuple[RoomView, ...]:
    return tuple(
        RoomView(
            **_named(row),
            location_id=row["location_id"],
            service_ids=services.get(row["id"], frozenset()),
        )
        for row in _in_order(_all(connection, ROOM))
    )


def _providers(
    connection: Connection,
    services: Links,
    today: Mapping[int, date],
    now: datetime,
) -> tuple[ProviderView, ...]:
    hours = _grouped(_all(connection, PROVIDER_HOURS), "provider_id")
    days = _grouped(_ahead(connection, PROVIDER_EXCEPTION, today), "provider_id")
    query = select(TIME_OFF).where(TIME_OFF.c.ends_at > now)
    off = _grouped(_rows(connection, query.order_by(TIME_OFF.c.starts_at)), "provider_id")
    return tuple(
        ProviderView(
            **_named(row),
            service_ids=services.get(row["id"], frozenset()),
            hours=tuple(
                PlaceInterval(**{name: each[name] for name in WEEKLY})
                for each in sorted(hours.get(row["id"], []), key=_by_time("weekday", "starts"))
            ),
            exceptions=_place_days(days.get(row["id"], [])),
            time_off=tuple(
                TimeOffView(**{name: each[name] for name in AWAY})
                for each in off.get(row["id"], [])
            ),
        )
        for row in _in_order(_all(connection, PROVIDER))
    )


def _place_days(rows: Rows) -> tuple[PlaceDay, ...]:
    days = [
        PlaceDay(
            day=day,
            location_id=location_id,
            intervals=_intervals(that_day, "starts", "ends"),
            reason=reason,
        )
        for location_id, there in _grouped(rows, "location_id").items()
        for day, that_day, reason in _by_day(there)
    ]
    return tuple(sorted(days, key=lambda each: (each.day, each.location_id)))


def _services(
    connection: Connection,
    providers: Links,
    rooms: Links,
) -> tuple[ServiceView, ...]:
    return tuple(
        ServiceView(
            **_named(row),
            category=row["category"],
            minutes=row["minutes"],
            buffer_minutes=row["buffer_minutes"],
            price=Money(amount=row["price"], currency=row["currency"]),
            deposit=Money(amount=row["deposit"], currency=row["currency"]),
            needs_room=row["needs_room"],
            phrases=tuple(row["phrases"]),
            provider_ids=providers.get(row["id"], frozenset()),
            room_ids=rooms.get(row["id"], frozenset()),
        )
        for row in _in_order(_all(connection, SERVICE))
    )


def _all(connection: Connection, table: Table) -> Rows:
    return _rows(connection, select(table))


def _rows(connection: Connection, query: Select[Any]) -> Rows:
    return list(connection.execute(query).mappings().all())


def _ahead(connection: Connection, table: Table, today: Mapping[int, date]) -> Rows:
    """The exceptions from today on, by the calendar of their location."""
    first = min(today.values(), default=date.max - timedelta(days=1))
    found = _rows(connection, select(table).where(table.c.day >= first))
    return [row for row in found if row["day"] >= today[row["location_id"]]]


def _named(row: RowMapping) -> dict[str, Any]:
    return {name: row[name] for name in ("id", "version", "name", "disabled")}


def _in_order(rows: Rows) -> Rows:
    return sorted(rows, key=lambda row: (row["disabled"], normalise(row["name"]), row["id"]))


def _by_time(*columns: str) -> Any:
    return lambda row: tuple(row[column] for column in columns)


def _by_day(rows: Rows) -> Iterable[tuple[date, Rows, str]]:
    for day, those in sorted(_grouped(rows, "day").items()):
        yield day, those, next((row["reason"] for row in those if row["reason"]), "")


def _intervals(rows: Rows, starts: str, ends: str) -> tuple[Interval, ...]:
    found = (Interval(starts=r[starts], ends=r[ends]) for r in rows if r[starts] is not None)
    return tuple(sorted(found, key=lambda each: each.starts))


def _grouped(rows: Rows, column: str) -> dict[Any, Rows]:
    found: dict[Any, Rows] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def _links(connection: Connection, one: Column[int], other: Column[int]) -> tuple[Links, Links]:
    """Which belong together, seen from either side."""
    there: defaultdict[int, set[int]] = defaultdict(set)
    back: defaultdict[int, set[int]] = defaultdict(set)
    for one_id, other_id in connection.execute(select(one, other)).all():
        there[one_id].add(other_id)
        back[other_id].add(one_id)
    return _frozen(there), _frozen(back)


def _frozen(links: Mapping[int, set[int]]) -> Links:
    return {key: frozenset(ids) for key, ids in links.items()}
