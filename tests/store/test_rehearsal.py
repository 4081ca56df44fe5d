"""A rehearsal tells what a command would do and what would be refused, and leaves no trace."""

from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest

from store.clinic import Clinic
from store.errors import Invalid, NotAllowed
from store.events import SessionsChanged
from store.rights import RIGHTS
from store.views import DayHours, PlaceDay
from tests.factories import FRONT_DESK, MANAGER, furnished
from tests.store.setup import forms
from tests.store.setup.bookings import ENDS, LINE, STARTS, TOMORROW, with_booking

ELSEWHEN = TOMORROW + timedelta(days=1)
SPAN: dict[str, Any] = {"starts_at": STARTS, "ends_at": ENDS}
EVERY: dict[str, Callable[[Clinic], object]] = {
    "name_clinic": lambda c: c.name_clinic("Quay", "USD", by=MANAGER),
    "add_location": lambda c: c.add_location(forms.location(), by=MANAGER),
    "edit_location": lambda c: c.edit_location(
        1, forms.location(zone="America/New_York"), by=MANAGER
    ),
    "disable_location": lambda c: c.disable_location(1, by=MANAGER),
    "enable_location": lambda c: c.enable_location(2, by=MANAGER),
    "set_location_day": lambda c: c.set_location_day(1, DayHours(day=TOMORROW), by=MANAGER),
    "clear_location_day": lambda c: c.clear_location_day(1, ELSEWHEN, by=MANAGER),
    "add_room": lambda c: c.add_room(forms.room(name="Room 4", service_ids={1}), by=MANAGER),
    "edit_room": lambda c: c.edit_room(1, forms.room(name="Room 4"), by=MANAGER),
    "disable_room": lambda c: c.disable_room(1, by=MANAGER),
    "enable_room": lambda c: c.enable_room(3, by=MANAGER),
    "add_provider": lambda c: c.add_provider(forms.provider(), by=MANAGER),
    "edit_provider": lambda c: c.edit_provider(1, forms.provider(hours=()), by=MANAGER),
    "disable_provider": lambda c: c.disable_provider(1, by=MANAGER),
    "enable_provider": lambda c: c.enable_provider(3, by=MANAGER),
    "set_provider_day": lambda c: c.set_provider_day(
        1, PlaceDay(day=TOMORROW, location_id=1), by=MANAGER
    ),
    "clear_provider_day": lambda c: c.clear_provider_day(
        1, location_id=1, day=ELSEWHEN, by=MANAGER
    ),
    "take_time_off": lambda c: c.take_time_off(1, **SPAN, by=MANAGER),
    "end_time_off": lambda c: c.end_time_off(1, by=MANAGER),
    "add_service": lambda c: c.add_service(forms.service(), by=MANAGER),
    "add_services": lambda c: c.add_services((forms.service(),), by=MANAGER),
    "edit_service": lambda c: c.edit_service(1, forms.service(room_ids={2}), by=MANAGER),
    "disable_service": lambda c: c.disable_service(1, by=MANAGER),
    "enable_service": lambda c: c.enable_service(3, by=MANAGER),
    "cancel": lambda c: c.cancel(1, version=1, reason="Ill", by=FRONT_DESK),
}


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Clinic:
    """Something of every kind to turn and to take back, and a booking tomorrow."""
    clinic = furnished(tmp_path_factory.mktemp("clinic"))
    with_booking(clinic)
    gone_place = clinic.add_location(forms.location(name="Downtown"), by=MANAGER).id
    clinic.disable_location(gone_place, by=MANAGER)
    clinic.disable_room(clinic.add_room(forms.room(), by=MANAGER).id, by=MANAGER)
    gone = forms.provider(name="Bo Falk")
    clinic.disable_provider(clinic.add_provider(gone, by=MANAGER).id, by=MANAGER)
    old = forms.service(name="Old peel", provider_ids=(), room_ids=())
    clinic.disable_service(clinic.add_service(old, by=MANAGER).id, by=MANAGER)
    clinic.set_location_day(1, DayHours(day=ELSEWHEN), by=MANAGER)
    clinic.set_provider_day(1, PlaceDay(day=ELSEWHEN, location_id=1), by=MANAGER)
    week = timedelta(days=7)
    clinic.take_time_off(1, starts_at=STARTS + week, ends_at=ENDS + week, by=MANAGER)
    return clinic


def digest(clinic: Clinic) -> str:
    """Of everything that is in the database."""
    with clinic.database.read() as connection:
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"
        ).scalars()
        rows = [
            (name, *connection.exec_driver_sql(f'SELECT * FROM "{name}"').all())  # noqa: S608
            for name in names
        ]
    return sha256(repr(rows).encode()).hexdigest()


def test_every_command_that_sets_up_is_rehearsed_here() -> None:
    setting_up = {
        name
        for name in RIGHTS
        if name.split("_")[-1] in {"location", "room", "provider", "service", "services", "day"}
    }
    assert setting_up | {"name_clinic", "take_time_off", "end_time_off"} == set(EVERY) - {"cancel"}


@pytest.mark.parametrize("command", EVERY)
def test_a_rehearsal_tells_what_is_told_and_leaves_no_trace(clinic: Clinic, command: str) -> None:
    heard: list[SessionsChanged] = []
    end = clinic.hub.subscribe(heard.append)
    before = digest(clinic)
    rehearsal = clinic.rehearsal()
    rehearsal.hub.subscribe(heard.append)
    told = EVERY[command](rehearsal)
    assert (digest(clinic), heard) == (before, [])
    assert EVERY[command](clinic.rehearsal()) == told
    end()


def test_a_rehearsal_says_which_bookings_would_no_longer_stand(clinic: Clinic) -> None:
    told = clinic.rehearsal().disable_room(1, by=MANAGER)
    assert told.displaced == (LINE,)
    assert told == clinic.rehearsal().rehearsal().disable_room(1, by=MANAGER)


def test_a_rehearsal_refuses_what_would_be_refused(clinic: Clinic) -> None:
    before = digest(clinic)
    with pytest.raises(NotAllowed, match="Only a manager"):
        clinic.rehearsal().disable_room(1, by=FRONT_DESK)
    with pytest.raises(Invalid, match="already"):
        clinic.rehearsal().add_room(forms.room(name="Room 1"), by=MANAGER)
    assert digest(clinic) == before


def test_the_clinic_writes_on_after_a_rehearsal(clinic: Clinic) -> None:
    clinic.rehearsal().add_room(forms.room(name="Tried"), by=MANAGER)
    kept = clinic.add_room(forms.room(name="Kept"), by=MANAGER)
    assert [room.name for room in clinic.set_up(by=MANAGER).rooms if room.id >= kept.id] == ["Kept"]
