"""Time off: taken and ended, by managers and by providers for themselves."""

from contextlib import nullcontext
from datetime import datetime, timedelta

import pytest

from store.clinic import Clinic
from store.errors import Invalid, NotAllowed, NotFound
from store.setup.off import LONGEST_OFF
from tests.factories import FRONT_DESK, MANAGER, NOW, PROVIDER, FixedClock
from tests.store.setup.bookings import ENDS, LINE, STARTS, moving_reason, with_booking

HOUR = timedelta(hours=1)
OTHER = PROVIDER.model_copy(update={"staff_id": 4, "name": "Noor Haddad", "provider_id": 2})


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "displaced"),
    [
        (STARTS - HOUR, STARTS, ()),
        (STARTS - HOUR, STARTS + timedelta(minutes=5), (LINE,)),
        (ENDS - timedelta(minutes=5), ENDS + HOUR, (LINE,)),
        (ENDS, ENDS + HOUR, ()),
    ],
)
def test_time_off_that_only_touches_a_booking_lets_it_stand(
    clinic: Clinic, starts_at: datetime, ends_at: datetime, displaced: tuple[str, ...]
) -> None:
    with_booking(clinic)
    told = clinic.take_time_off(1, starts_at=starts_at, ends_at=ends_at, by=MANAGER)
    assert told.displaced == displaced


def test_time_off_is_told_with_its_reason(clinic: Clinic) -> None:
    told = clinic.take_time_off(1, starts_at=STARTS, ends_at=ENDS, reason=" A  course ", by=MANAGER)
    assert (told.id, told.message) == (1, "Dr. Ines Lind is off then.")
    (off,) = clinic.set_up(by=MANAGER).providers[0].time_off
    assert off.model_dump() == {
        "id": 1,
        "starts_at": STARTS,
        "ends_at": ENDS,
        "reason": "A course",
    }


@pytest.mark.parametrize(
    "length", [timedelta(0), -HOUR, timedelta(days=5 * 366, seconds=1), timedelta(days=3000)]
)
def test_time_off_has_a_length_that_can_be(clinic: Clinic, length: timedelta) -> None:
    with pytest.raises(Invalid) as refused:
        clinic.take_time_off(1, starts_at=STARTS, ends_at=STARTS + length, by=MANAGER)
    assert refused.value.field == "ends_at"


def test_time_off_may_last_as_long_as_it_can_be(clinic: Clinic) -> None:
    for length in (timedelta(seconds=1), LONGEST_OFF):
        clinic.take_time_off(1, starts_at=STARTS, ends_at=STARTS + length, by=MANAGER)
    assert len(clinic.set_up(by=MANAGER).providers[0].time_off) == 2


@pytest.mark.parametrize(("past_end", "is_over"), [(-1, False), (0, True)])
def test_time_off_is_over_at_its_end(
    clinic: Clinic, clock: FixedClock, past_end: int, is_over: bool
) -> None:
    key = clinic.take_time_off(1, starts_at=STARTS, ends_at=ENDS, by=MANAGER).id
    clock.advance(seconds=(ENDS - NOW) // timedelta(seconds=1) + past_end)
    with pytest.raises(NotAllowed, match="over already") if is_over else nullcontext():
        clinic.end_time_off(key, by=MANAGER)


def test_providers_take_and_end_time_off_for_themselves(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed, match="for themselves"):
        clinic.take_time_off(1, starts_at=STARTS, ends_at=ENDS, by=OTHER)
    with pytest.raises(NotAllowed, match="Only"):
        clinic.take_time_off(1, starts_at=STARTS, ends_at=ENDS, by=FRONT_DESK)
    key = clinic.take_time_off(1, starts_at=STARTS, ends_at=ENDS, by=PROVIDER).id
    with pytest.raises(NotAllowed, match="for themselves"):
        clinic.end_time_off(key, by=OTHER)
    assert clinic.end_time_off(key, by=PROVIDER).message == "Dr. Ines Lind is back."


def test_time_off_that_has_not_begun_is_taken_back_whole(clinic: Clinic) -> None:
    key = clinic.take_time_off(1, starts_at=NOW, ends_at=ENDS, by=MANAGER).id
    clinic.end_time_off(key, by=MANAGER)
    assert clinic.set_up(by=MANAGER).providers[0].time_off == ()
    with pytest.raises(NotFound, match="no such time off"):
        clinic.end_time_off(key, by=MANAGER)


def test_time_off_under_way_ends_now(clinic: Clinic, clock: FixedClock) -> None:
    with_booking(clinic)
    key = clinic.take_time_off(1, starts_at=NOW, ends_at=ENDS, by=MANAGER).id
    clock.advance(hours=1)
    clinic.end_time_off(key, by=MANAGER)
    assert moving_reason(clinic) == ""
    with pytest.raises(NotAllowed, match="over already"):
        clinic.end_time_off(key, by=MANAGER)
