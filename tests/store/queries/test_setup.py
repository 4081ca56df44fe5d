"""What is set up, whole, in the same few queries."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from store.clinic import Clinic
from store.models import Location, LocationException, ProviderException, TimeOff
from store.views import DayHours, Interval, PlaceDay
from tests.factories import MANAGER, NOW, FixedClock, add_all, furnished
from tests.store.setup import forms

TODAY = NOW.date()


@pytest.fixture
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    return furnished(tmp_path_factory.mktemp("clinic"), clock=FixedClock())


def test_each_kind_comes_by_name_with_the_disabled_last(clinic: Clinic) -> None:
    for name in ("étage", "Zenith", "Attic"):
        clinic.add_room(forms.room(name=name), by=MANAGER)
    clinic.disable_room(5, by=MANAGER)
    rooms = [(room.name, room.disabled) for room in clinic.set_up(by=MANAGER).rooms]
    assert rooms == [
        ("étage", False),
        ("Room 1", False),
        ("Room 2", False),
        ("Zenith", False),
        ("Attic", True),
    ]


def test_days_come_from_today_on_by_the_clocks_of_their_location(clinic: Clinic) -> None:
    """It is already tomorrow in Auckland."""
    tomorrow = TODAY + timedelta(days=1)
    rows = [
        (1, TODAY - timedelta(days=1), 540, 600),
        (1, TODAY, 780, 900),
        (1, TODAY, 540, 600),
        (2, TODAY, None, None),
        (2, tomorrow, None, None),
    ]
    with clinic.database.write() as session:
        add_all(session, Location(id=2, name="Far", zone="Pacific/Auckland"))
        for place, day, starts, ends in rows:
            add_all(
                session,
                LocationException(
                    location_id=place, day=day, opens=starts, closes=ends, reason="Course"
                ),
                ProviderException(
                    provider_id=1, location_id=place, day=day, starts=starts, ends=ends
                ),
            )
    view = clinic.set_up(by=MANAGER)
    both = (Interval(starts=540, ends=600), Interval(starts=780, ends=900))
    assert {place.id: place.exceptions for place in view.locations} == {
        1: (DayHours(day=TODAY, intervals=both, reason="Course"),),
        2: (DayHours(day=tomorrow, intervals=(), reason="Course"),),
    }
    assert view.providers[0].exceptions == (
        PlaceDay(day=TODAY, intervals=both, location_id=1),
        PlaceDay(day=tomorrow, intervals=(), location_id=2),
    )


def test_time_off_is_told_until_it_is_over(clinic: Clinic) -> None:
    hour = timedelta(hours=1)
    with clinic.database.write() as session:
        for ends_at in (NOW + 2 * hour, NOW + hour, NOW):
            starts_at = ends_at - timedelta(days=1)
            off = TimeOff(provider_id=1, starts_at=starts_at, ends_at=ends_at, reason="Course")
            add_all(session, off)
    told = clinic.set_up(by=MANAGER).providers[0].time_off
    assert [(off.id, off.ends_at, off.reason) for off in told] == [
        (2, NOW + hour, "Course"),
        (1, NOW + 2 * hour, "Course"),
    ]


def test_the_queries_stay_the_same_however_much_there_is(clinic: Clinic) -> None:
    assert _queries(clinic) == 12
    for number in range(5):
        place = clinic.add_location(forms.location(name=f"Place {number}"), by=MANAGER).id
        clinic.add_room(forms.room(location_id=place), by=MANAGER)
        clinic.add_provider(forms.provider(name=f"Ada {number}"), by=MANAGER)
        clinic.add_service(forms.service(name=f"Peel {number}"), by=MANAGER)
    assert _queries(clinic) == 12


def _queries(clinic: Clinic) -> int:
    asked: list[str] = []

    def keep(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(clinic.database.engine, "before_cursor_execute", keep)
    clinic.set_up(by=MANAGER)
    event.remove(clinic.database.engine, "before_cursor_execute", keep)
    return sum(statement.startswith("SELECT") for statement in asked)
