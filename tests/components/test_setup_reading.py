"""What is set up, in the words of its lists, and what is missing."""

from typing import Any

from components.setup_reading import (
    counts,
    gaps,
    location_rows,
    provider_rows,
    room_rows,
    service_rows,
)
from store.views import (
    LocationView,
    Money,
    PlaceDay,
    PlaceInterval,
    ProviderView,
    RoomView,
    ServiceView,
    SetUpView,
    WeekInterval,
)
from store.words import Category

DAY = {"weekday": 0, "starts": 540, "ends": 1020}


def location(**values: Any) -> LocationView:
    hours = (WeekInterval(**DAY),)
    given = {"id": 1, "version": 1, "name": "Harbour", "zone": "America/New_York"}
    return LocationView(**{**given, "disabled": False, "hours": hours, "exceptions": (), **values})


def room(**values: Any) -> RoomView:
    given = {"id": 1, "version": 1, "name": "Room 1", "disabled": False, "location_id": 1}
    return RoomView(**{**given, "service_ids": frozenset({1}), **values})


def provider(**values: Any) -> ProviderView:
    given: dict[str, Any] = {"id": 1, "version": 1, "name": "Dr. Lind", "disabled": False}
    hours = (PlaceInterval(**DAY, location_id=1),)
    given |= {"service_ids": frozenset({1}), "hours": hours, "exceptions": (), "time_off": ()}
    return ProviderView(**{**given, **values})


def service(**values: Any) -> ServiceView:
    given: dict[str, Any] = {"id": 1, "version": 1, "name": "Peel", "category": Category.LASER}
    given |= {"minutes": 45, "buffer_minutes": 10, "price": Money(amount=12_000), "disabled": False}
    given |= {"deposit": Money(amount=0), "needs_room": True, "phrases": ()}
    links = {"provider_ids": frozenset({1}), "room_ids": frozenset({1})}
    return ServiceView(**{**given, **links, **values})


def clinic(**values: Any) -> SetUpView:
    given: dict[str, Any] = {"clinic_name": "Lumen", "currency": "USD", "is_demo": False}
    given |= {"locations": (location(),), "rooms": (room(),)}
    given |= {"providers": (provider(),), "services": (service(),)}
    return SetUpView(**{**given, **values})


def test_each_row_says_what_matters_at_a_glance() -> None:
    view = clinic()
    assert location_rows(view)[0].facts == ("Mon 09:00–17:00", "America/New York")
    assert room_rows(view)[0].facts == ("Suits every service",)
    assert provider_rows(view)[0].facts == ("Does every service", "Mon")
    assert service_rows(view)[0].facts == ("45 min + 10 min buffer", "$120.00")


def test_with_several_locations_a_provider_has_days_at_each() -> None:
    both = (
        PlaceInterval(**DAY, location_id=1),
        PlaceInterval(**{**DAY, "weekday": 4}, location_id=2),
    )
    view = clinic(
        locations=(location(), location(id=2, name="Hill")), providers=(provider(hours=both),)
    )
    assert provider_rows(view)[0].facts == ("Does every service", "Harbour: Mon\nHill: Fri")


def test_disabled_rows_come_last_and_are_marked() -> None:
    view = clinic(rooms=(room(id=2, name="Old", disabled=True), room()))
    assert [(row.name, row.disabled) for row in room_rows(view)] == [
        ("Room 1", False),
        ("Old", True),
    ]


def test_the_overview_counts_every_kind_that_has_a_page() -> None:
    told = [(address, name, count) for address, name, _, count, _ in counts(clinic(), ())]
    assert told == [
        ("/clinic/locations", "Locations", "1"),
        ("/clinic/rooms", "Rooms", "1"),
        ("/clinic/providers", "Providers", "1"),
        ("/clinic/services", "Services", "1"),
        ("/clinic/plans", "Plan templates", "0"),
    ]


def test_nothing_is_missing_where_everything_can_be_booked() -> None:
    assert gaps(clinic()) == []


def test_what_is_missing_leads_to_where_it_is_mended() -> None:
    view = clinic(
        locations=(location(hours=()),),
        rooms=(room(service_ids=frozenset()),),
        providers=(provider(hours=()),),
        services=(service(provider_ids=frozenset()), service(id=2, room_ids=frozenset())),
    )
    assert [(gap, address) for _, gap, address in gaps(view)] == [
        ("never open", "/clinic/locations/1"),
        ("suits no service", "/clinic/rooms/1"),
        ("has no hours", "/clinic/providers/1"),
        ("nobody does it", "/clinic/services/1"),
        ("no room suits", "/clinic/services/2"),
    ]


def test_a_service_needs_somebody_who_still_works_here() -> None:
    view = clinic(providers=(provider(disabled=True),))
    assert [(name, gap) for name, gap, _ in gaps(view)] == [
        ("Harbour", "nobody works here"),
        ("Peel", "nobody does it"),
    ]


def test_hours_on_one_day_are_hours_too() -> None:
    day = PlaceDay(day="2026-03-10", location_id=1, intervals=({"starts": 540, "ends": 600},))
    assert gaps(clinic(providers=(provider(hours=(), exceptions=(day,)),))) == []


def test_what_is_disabled_is_not_missing_anything_and_counted_apart() -> None:
    view = clinic(services=(service(), service(id=2, disabled=True, provider_ids=frozenset())))
    assert gaps(view) == []
    assert counts(view, ())[3] == ("/clinic/services", "Services", "list", "1", "and 1 disabled")
