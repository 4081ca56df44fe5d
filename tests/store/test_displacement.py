"""Which bookings no longer stand, and which stand again: told and marked, never cancelled."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from store.clinic import Clinic
from store.events import SessionsChanged
from store.models import Location
from store.views import DayHours, Interval, MoveRequest, PlaceDay, SetUpOutcome
from store.words import BookingStatus, Change
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    NOW,
    FixedClock,
    add_all,
    add_booking,
    add_patient,
    add_plan,
    add_session,
)
from tests.store import reading
from tests.store.setup import forms
from tests.store.setup.bookings import ENDS, LINE, STARTS, TOMORROW, moving_reason, with_booking
from tests.store.setup.forms import FIVE, NINE, there

TEN = 10 * 60
LINDS = [(day, NINE, FIVE) for day in range(5)]
SERVICE = {"name": "Laser Peel", "provider_ids": {1, 2}, "room_ids": {1, 2}}
Act = Callable[[Clinic], SetUpOutcome]


@pytest.fixture
def clinic(bare: Clinic) -> Clinic:
    with_booking(bare)
    return bare


def lind(**values: Any) -> Act:
    form = {"name": "Dr. Ines Lind", "service_ids": {1, 2}, "hours": there(1, *LINDS), **values}
    return lambda clinic: clinic.edit_provider(1, forms.provider(**form), by=MANAGER)


def peel(**values: Any) -> Act:
    return lambda clinic: clinic.edit_service(1, forms.service(**{**SERVICE, **values}), by=MANAGER)


def on_thursday(*spans: tuple[int, int]) -> tuple[tuple[int, int, int], ...]:
    return tuple((3, *span) for span in spans)


def closed(*spans: tuple[int, int], reason: str = "") -> Act:
    day = DayHours(day=TOMORROW, intervals=_intervals(spans), reason=reason)
    return lambda clinic: clinic.set_location_day(1, day, by=MANAGER)


def off_day(*spans: tuple[int, int]) -> Act:
    day = PlaceDay(day=TOMORROW, intervals=_intervals(spans), location_id=1)
    return lambda clinic: clinic.set_provider_day(1, day, by=MANAGER)


def time_off(clinic: Clinic) -> SetUpOutcome:
    ends_at = STARTS + timedelta(hours=2)
    return clinic.take_time_off(1, starts_at=STARTS, ends_at=ends_at, by=MANAGER)


def _intervals(spans: tuple[tuple[int, int], ...]) -> tuple[Interval, ...]:
    return tuple(Interval(starts=a, ends=b) for a, b in spans)


CHANGES: dict[str, tuple[Act, str, Act]] = {
    "provider disabled": (
        lambda c: c.disable_provider(1, by=MANAGER),
        "Dr. Ines Lind takes no bookings any more.",
        lambda c: c.enable_provider(1, by=MANAGER),
    ),
    "room disabled": (
        lambda c: c.disable_room(1, by=MANAGER),
        "Room 1 takes no bookings any more.",
        lambda c: c.enable_room(1, by=MANAGER),
    ),
    "location disabled": (
        lambda c: c.disable_location(1, by=MANAGER),
        "Harbour is no longer booked.",
        lambda c: c.enable_location(1, by=MANAGER),
    ),
    "location closed": (
        closed(reason="Staff training"),
        "Harbour is closed on Thu 5 Mar (Staff training).",
        lambda c: c.clear_location_day(1, TOMORROW, by=MANAGER),
    ),
    "location open later": (
        closed((TEN + 5, FIVE)),
        "Harbour is open 10:05–17:00 on Thu 5 Mar.",
        closed((TEN, TEN + 30)),
    ),
    "provider off that day": (
        off_day(),
        "Dr. Ines Lind does not work at Harbour on Thu 5 Mar.",
        lambda c: c.clear_provider_day(1, location_id=1, day=TOMORROW, by=MANAGER),
    ),
    "provider at other hours that day": (
        off_day((NINE, TEN + 25)),
        "Dr. Ines Lind works 09:00–10:25 at Harbour on Thu 5 Mar.",
        off_day((NINE, TEN + 30)),
    ),
    "time off": (
        time_off,
        "Dr. Ines Lind is off until 12:00.",
        lambda c: c.end_time_off(1, by=MANAGER),
    ),
    "shorter hours": (
        lind(hours=there(1, *on_thursday((TEN + 5, FIVE)))),
        "Dr. Ines Lind works 10:05–17:00 at Harbour on Thu 5 Mar.",
        lind(hours=there(1, *on_thursday((TEN, TEN + 30)))),
    ),
    "other weekdays": (
        lind(hours=there(1, *LINDS[:3])),
        "Dr. Ines Lind does not work at Harbour on Thu 5 Mar.",
        lind(),
    ),
    "service taken from the provider": (
        lind(service_ids={2}),
        "Dr. Ines Lind does not do Laser Peel.",
        lind(),
    ),
    "provider taken from the service": (
        peel(provider_ids={2}),
        "Dr. Ines Lind does not do Laser Peel.",
        peel(),
    ),
    "room taken from the service": (
        peel(room_ids={2}),
        "Room 1 does not suit Laser Peel.",
        peel(),
    ),
    "service taken from the room": (
        lambda c: c.edit_room(1, forms.room(name="Room 1", service_ids={2}), by=MANAGER),
        "Room 1 does not suit Laser Peel.",
        lambda c: c.edit_room(1, forms.room(name="Room 1", service_ids={1}), by=MANAGER),
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_no_longer_stands_is_marked_until_it_stands_again(clinic: Clinic, change: str) -> None:
    act, reason, back = CHANGES[change]
    told = act(clinic)
    assert (told.displaced, moving_reason(clinic)) == ((LINE,), reason)
    assert told.message.endswith(" 1 booking needs moving.")
    assert reading.booking_status(clinic) is BookingStatus.NEW
    again = back(clinic)
    assert (again.displaced, moving_reason(clinic)) == ((), "")
    assert again.message.endswith(" 1 booking stands again.")
    assert reading.changes(clinic) == [Change.NEEDS_MOVING, Change.STANDS_AGAIN]
    told_of = [entry.summary for entry in reading.history(clinic)]
    assert told_of == [f"Needs moving, {LINE}: {reason}", f"Stands again: {LINE}."]


@pytest.mark.parametrize(
    "act",
    [
        lind(hours=there(1, *on_thursday((TEN, TEN + 30)))),
        lind(service_ids={1}),
        peel(room_ids={1}, provider_ids={1}),
        peel(minutes=300, buffer_minutes=120, price=1, deposit=0),
        peel(needs_room=False),
        closed((TEN, TEN + 30)),
        off_day((TEN, TEN + 30)),
        lambda c: c.disable_room(2, by=MANAGER),
        lambda c: c.disable_provider(2, by=MANAGER),
        lambda c: c.disable_service(1, by=MANAGER),
        lambda c: c.edit_location(1, forms.location(zone="America/New_York", hours=()), by=MANAGER),
    ],
)
def test_what_leaves_room_for_it_lets_it_stand(clinic: Clinic, act: Act) -> None:
    told = act(clinic)
    assert (told.displaced, moving_reason(clinic)) == ((), "")
    assert "booking" not in told.message
    assert reading.changes(clinic) == []


def test_a_room_that_is_needed_from_now_on_displaces_what_has_none(bare: Clinic) -> None:
    clinic = bare
    peel(needs_room=False, room_ids=())(clinic)
    with_booking(clinic, room_id=None)
    assert peel(room_ids=())(clinic).displaced == (LINE.removesuffix(" in Room 1"),)
    assert moving_reason(clinic) == "Laser Peel needs a room."


def test_a_room_named_for_a_service_leaves_it_no_other(bare: Clinic) -> None:
    """As long as a service needs no room and names none, it may be in any."""
    clinic = bare
    peel(needs_room=False, room_ids=())(clinic)
    with_booking(clinic)
    told = clinic.add_room(forms.room(service_ids={1}), by=MANAGER)
    assert told.displaced == (LINE,)
    clinic.edit_room(told.id, forms.room(service_ids=()), by=MANAGER)
    assert moving_reason(clinic) == ""


def test_a_second_cause_is_told_when_the_first_is_gone(clinic: Clinic) -> None:
    clinic.disable_room(1, by=MANAGER)
    told = clinic.disable_provider(1, by=MANAGER)
    assert (told.displaced, told.message) == ((), "Dr. Ines Lind no longer works here.")
    assert moving_reason(clinic) == "Dr. Ines Lind takes no bookings any more."
    assert "again" not in clinic.enable_provider(1, by=MANAGER).message.removesuffix("again.")
    assert moving_reason(clinic) == "Room 1 takes no bookings any more."
    assert reading.changes(clinic) == [Change.NEEDS_MOVING]


def test_what_is_over_or_under_way_stands(clinic: Clinic, clock: FixedClock) -> None:
    clock.now = ENDS
    assert clinic.rehearsal().disable_provider(1, by=MANAGER).displaced == ()
    clock.now = ENDS - timedelta(seconds=1)
    assert clinic.rehearsal().disable_provider(1, by=MANAGER).displaced == (LINE,)
    clinic.start(1, version=1, by=FRONT_DESK)
    assert clinic.disable_provider(1, by=MANAGER).displaced == ()


def test_a_step_taken_back_or_undone_asks_again_whether_it_stands(
    clinic: Clinic, clock: FixedClock
) -> None:
    clock.now = STARTS
    begun = clinic.start(1, version=1, by=FRONT_DESK)
    clinic.disable_provider(1, by=MANAGER)
    clinic.step_back(1, version=2, by=FRONT_DESK)
    assert moving_reason(clinic) == "Dr. Ines Lind takes no bookings any more."
    clinic.enable_provider(1, by=MANAGER)
    assert (moving_reason(clinic), begun.change_id) == ("", 1)


def test_a_booking_that_is_restored_carries_no_old_mark(clinic: Clinic) -> None:
    off = time_off(clinic).id
    gone = clinic.cancel(1, version=2, reason="Ill", by=FRONT_DESK)
    clinic.end_time_off(off, by=MANAGER)
    assert gone.change_id is not None
    clinic.undo(gone.change_id, by=FRONT_DESK)
    assert moving_reason(clinic) == ""


def test_a_move_that_is_undone_carries_no_old_mark(clinic: Clinic) -> None:
    off = time_off(clinic).id
    later = STARTS + timedelta(hours=3)
    request = MoveRequest(key="move-00001", booking_id=1, version=2, starts_at=later)
    moved = clinic.move(request, by=FRONT_DESK)
    assert moving_reason(clinic) == ""
    clinic.end_time_off(off, by=MANAGER)
    assert moved.change_id is not None
    clinic.undo(moved.change_id, by=FRONT_DESK)
    assert (reading.booking(clinic).starts_at, moving_reason(clinic)) == (STARTS, "")


def test_history_that_was_imported_stays_as_it_was(bare: Clinic) -> None:
    clinic = bare
    with_booking(clinic, is_history=True)
    assert clinic.disable_provider(1, by=MANAGER).displaced == ()


def test_what_needs_moving_is_listed_until_it_is_moved_or_over(
    clinic: Clinic, clock: FixedClock
) -> None:
    assert clinic.moving_list(by=MANAGER).count == 0
    clinic.disable_room(1, by=MANAGER)
    listed = clinic.moving_list(by=MANAGER)
    assert (listed.count, [one.session_id for one in listed.bookings]) == (1, [1])
    assert listed.bookings[0].when == "Thu 5 Mar 2026, 10:00 with Dr. Ines Lind"
    assert listed.bookings[0].reason == moving_reason(clinic)
    clock.advance(days=1, minutes=30)
    assert clinic.moving_list(by=MANAGER).count == 0
    clinic.enable_room(1, by=MANAGER)


def test_cancelling_what_needs_moving_settles_it(clinic: Clinic) -> None:
    clinic.disable_room(1, by=MANAGER)
    clinic.cancel(1, version=2, reason="No other room", by=FRONT_DESK)
    assert not reading.booking(clinic).needs_moving


def test_a_booking_across_midnight_is_judged_by_both_days(bare: Clinic) -> None:
    clinic = bare
    hours = there(1, (3, 1200, 1440), (4, 0, 300))
    clinic.edit_provider(1, forms.provider(hours=hours), by=MANAGER)
    midnight = NOW.replace(hour=5) + timedelta(days=2)
    hour = timedelta(hours=1)
    with_booking(clinic, starts_at=midnight - hour, ends_at=midnight + hour)
    friday = DayHours(day=TOMORROW + timedelta(days=1), reason="Feast")
    assert len(clinic.set_location_day(1, friday, by=MANAGER).displaced) == 1
    assert moving_reason(clinic) == "Harbour is closed on Fri 6 Mar (Feast)."
    open_till_one = friday.model_copy(update={"intervals": _intervals(((0, 60),))})
    clinic.set_location_day(1, open_till_one, by=MANAGER)
    assert moving_reason(clinic) == ""


def test_lines_come_soonest_first_and_on_the_clocks_of_their_location(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        add_all(session, Location(id=2, name="Coast", zone="America/Los_Angeles"))
    hours = there(1, *LINDS) + there(2, (5, NINE, FIVE))
    lind(hours=hours)(clinic)
    saturday = STARTS + timedelta(days=2, hours=4)
    with clinic.database.write() as session:
        step = add_session(session, add_plan(session, add_patient(session, "Ada", "Brandt")))
        times = {"starts_at": saturday, "ends_at": saturday + timedelta(minutes=30)}
        add_booking(session, step, item_ids=[2], location_id=2, room_id=None, **times)
    told = clinic.disable_provider(1, by=MANAGER)
    assert told.message == "Dr. Ines Lind no longer works here. 2 bookings need moving."
    assert told.displaced == (LINE, "Ada Brandt: Sat 7 Mar 2026, 11:00 with Dr. Ines Lind")


def test_the_queries_do_not_grow_with_the_bookings(clinic: Clinic) -> None:
    few = _statements(clinic)
    with clinic.database.write() as session:
        plan = add_plan(session, add_patient(session, "Ada", "Brandt"))
        for week in range(1, 41):
            for half in range(4):
                key = add_session(session, plan, position=week * 4 + half)
                starts_at = STARTS + timedelta(days=7 * week, minutes=30 * half)
                ends_at = starts_at + timedelta(minutes=30)
                add_booking(session, key, item_ids=[], starts_at=starts_at, ends_at=ends_at)
    assert _statements(clinic) == few
    told = clinic.rehearsal().disable_provider(1, by=MANAGER)
    assert len(told.displaced) == 161


def test_everybody_is_told_of_a_change_even_when_no_booking_is_touched(clinic: Clinic) -> None:
    heard: list[SessionsChanged] = []
    clinic.hub.subscribe(heard.append)
    clinic.add_room(forms.room(), by=MANAGER)
    clinic.disable_room(1, by=MANAGER)
    ids = frozenset({1})
    assert heard == [
        SessionsChanged(is_set_up=True),
        SessionsChanged(ids, ids, ids, is_set_up=True),
    ]


def _statements(clinic: Clinic) -> int:
    asked: list[str] = []

    def keep(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(clinic.database.engine, "before_cursor_execute", keep)
    clinic.rehearsal().disable_provider(1, by=MANAGER)
    event.remove(clinic.database.engine, "before_cursor_execute", keep)
    return len(asked)
