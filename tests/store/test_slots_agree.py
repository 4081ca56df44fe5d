"""Free slots and the booking rules come to the same, whatever stands in the way."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import select

from store.clinic import Clinic
from store.models import (
    Booking,
    TimeOff,
)
from store.views import BookingRequest, ProviderChoice, RoomChoice
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    add_booking,
    add_patient,
    add_plan,
    add_session,
    furnished,
)
from tests.store.slot_queries import NINE, add, query, taking, with_mei

STRETCHES = st.lists(
    st.tuples(
        st.integers(0, 95).map(lambda n: n * 5),
        st.integers(1, 30).map(lambda n: n * 5),
        st.sampled_from([0, 10, 20]),
        st.sampled_from([1, 2]),
        st.sampled_from([1, 2, None]),
        st.booleans(),
    ),
    max_size=7,
)
AWAY = st.lists(st.tuples(st.integers(0, 480), st.integers(1, 200)), max_size=2)


def fill(clinic: Clinic, stretches: Sequence[tuple[Any, ...]]) -> None:
    """What of the stretches does not clash, some of it Mei's own in another session."""
    with clinic.database.write() as session:
        mine = add_session(session, add_plan(session, 1))
        theirs = add_session(session, add_plan(session, add_patient(session, "Ada")))
        for starts, minutes, buffer, provider_id, room_id, is_mine in stretches:
            starts_at = NINE + timedelta(minutes=starts)
            wish: dict[str, Any] = {
                "provider_id": provider_id,
                "room_id": room_id,
                "starts_at": starts_at,
                "ends_at": starts_at + timedelta(minutes=minutes),
                "blocked_until": starts_at + timedelta(minutes=minutes + buffer),
            }
            standing = session.exec(select(Booking)).all()
            key = mine if is_mine else theirs
            if not any(clash(wish, other, key) for other in standing):
                add_booking(session, key, item_ids=[], **wish)


def clash(wish: dict[str, Any], other: Booking, session_id: int) -> bool:
    apart = wish["blocked_until"] <= other.starts_at or other.blocked_until <= wish["starts_at"]
    same = (
        wish["provider_id"] == other.provider_id
        or (wish["room_id"] is not None and wish["room_id"] == other.room_id)
        or session_id == other.session_id
    )
    return same and not apart


@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    stretches=STRETCHES,
    away=AWAY,
    provider=st.sampled_from(["any", 1, 2]),
    room=st.sampled_from(["any", 1, 2]),
)
def test_every_slot_can_be_booked_and_none_is_missing(
    stretches: list[tuple[Any, ...]],
    away: list[tuple[int, int]],
    provider: ProviderChoice,
    room: RoomChoice,
) -> None:
    with TemporaryDirectory() as folder:
        clinic = with_mei(furnished(Path(folder)))
        fill(clinic, stretches)
        for starts, minutes in away:
            since = NINE + timedelta(minutes=starts)
            until = since + timedelta(minutes=minutes)
            add(clinic, TimeOff(provider_id=1, starts_at=since, ends_at=until))
        slots = clinic.free_slots(query(provider=provider, room=room), by=MANAGER)
        assert {slot.starts_at for slot in slots} >= bookable(clinic, provider, room)
        for number, slot in enumerate(slots):
            assert clinic.preview(taking(slot, f"{number:05}"), by=FRONT_DESK).problems == ()
        if slots:
            clinic.book(taking(slots[-1], "last"), by=FRONT_DESK)
        clinic.database.close()


def bookable(clinic: Clinic, provider: ProviderChoice, room: RoomChoice) -> set[datetime]:
    """Every quarter of an hour of that day that the rules let pass, tried one by one."""
    found = set()
    for number in range(4 * 8):
        starts_at = NINE + timedelta(minutes=15 * number)
        wish = BookingRequest(
            key="only-a-try",
            session_id=1,
            item_ids=(1, 2),
            location_id=1,
            provider=provider,
            room=room,
            starts_at=starts_at,
        )
        if not clinic.preview(wish, by=FRONT_DESK).problems:
            found.add(starts_at)
    return found
