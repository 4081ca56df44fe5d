from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from store.clinic import Clinic
from store.derive import refresh
from store.errors import NotFound
from store.models import Item, Location, Room
from store.views import Actor, Choice, MyDay, MyDayQuery, MyDayRow
from store.words import BookingStatus
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    NOW,
    PROVIDER,
    FixedClock,
    add_all,
    add_booking,
    add_patient,
    add_plan,
    add_session,
)

LIND = MyDayQuery(provider_id=1)


def book(session: Session, minutes_from_now: int, name: str = "Tanaka", **values: Any) -> int:
    """Half an hour with Dr. Lind for a patient of that name; hands back the session."""
    start = NOW + timedelta(minutes=minutes_from_now)
    step = add_session(session, add_plan(session, add_patient(session, "Mei", name)))
    end = start + timedelta(minutes=30)
    add_booking(session, step, item_ids=[step], starts_at=start, ends_at=end, **values)
    return step


def day(clinic: Clinic, query: MyDayQuery = LIND, by: Actor = MANAGER) -> MyDay:
    return clinic.my_day(query, by=by)


def test_a_day_is_whole(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        book(session, 0, status=BookingStatus.CONFIRMED)
    assert day(clinic) == MyDay(
        name="Dr. Ines Lind",
        provider_id=1,
        room_id=None,
        day=date(2026, 3, 4),
        zone="America/New_York",
        now=NOW,
        rows=(
            MyDayRow(
                key="b1",
                session_id=1,
                booking_id=1,
                starts_at=NOW,
                ends_at=NOW + timedelta(minutes=30),
                zone="America/New_York",
                status=BookingStatus.CONFIRMED,
                needs_moving=False,
                patient_name="Mei Tanaka",
                has_alerts=False,
                treatment="Laser Peel",
                position=1,
                total=2,
                service_names=("Laser Peel",),
                provider_name="Dr. Ines Lind",
                room_name="Room 1",
                location_name="Harbour",
                unwritten=0,
            ),
        ),
        current="b1",
        following="",
        providers=(Choice(id=1, name="Dr. Ines Lind"), Choice(id=2, name="Noor Haddad")),
        rooms=(Choice(id=1, name="Room 1"), Choice(id=2, name="Room 2")),
    )


def test_without_a_name_it_is_the_day_of_whoever_asks(clinic: Clinic) -> None:
    noor = PROVIDER.model_copy(update={"provider_id": 2})
    assert day(clinic, MyDayQuery(), noor).name == "Noor Haddad"
    assert day(clinic, MyDayQuery(), FRONT_DESK).name == "Dr. Ines Lind"


@pytest.mark.parametrize(
    ("statuses", "current", "following"),
    [
        (("CONFIRMED", "CONFIRMED", "NEW"), "b1", "b2"),
        (("CONFIRMED", "CHECKED_IN", "NEW"), "b2", "b1"),
        (("CHECKED_IN", "IN_PROCEDURE", "NEW"), "b2", "b1"),
        (("CHECKED_OUT", "CONFIRMED", "NEW"), "b2", "b3"),
        (("CHECKED_OUT", "CHECKED_OUT", "NEW"), "b3", ""),
        (("CHECKED_OUT", "CHECKED_OUT", "CHECKED_OUT"), "", ""),
    ],
)
def test_who_is_here_comes_before_who_is_next(
    clinic: Clinic, statuses: tuple[str, ...], current: str, following: str
) -> None:
    with clinic.database.write() as session:
        for number, status in enumerate(statuses):
            book(session, 40 * number, status=BookingStatus[status])
    shown = day(clinic)
    assert (shown.current, shown.following) == (current, following)


def test_whoever_did_not_come_makes_room_when_their_time_is_over(
    clinic: Clinic, clock: FixedClock
) -> None:
    with clinic.database.write() as session:
        book(session, 0, status=BookingStatus.CONFIRMED)
        book(session, 60)
    clock.advance(minutes=30, seconds=-1)
    assert day(clinic).current == "b1"
    clock.advance(seconds=1)
    assert day(clinic).current == "b2"


def test_only_the_locations_own_day_counts(clinic: Clinic) -> None:
    """NOW is Wednesday at ten in New York and already Thursday in Auckland."""
    with clinic.database.write() as session:
        add_all(session, Location(id=2, name="Far away", zone="Pacific/Auckland"))
        add_all(session, Room(id=3, location_id=2, name="Room 3"))
        thursday = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)  # Thursday at nine in Auckland
        for start, place, room in ((thursday, 2, 3), (thursday - timedelta(days=1), 2, 3)):
            step = add_session(session, add_plan(session, add_patient(session)))
            end = start + timedelta(minutes=30)
            where: dict[str, Any] = {"location_id": place, "room_id": room}
            add_booking(session, step, item_ids=[step], starts_at=start, ends_at=end, **where)
        book(session, 24 * 60)
    assert [row.key for row in day(clinic).rows] == ["b1"]


def test_a_room_has_what_everybody_does_in_it(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        book(session, 0)
        book(session, 40, provider_id=2)
        book(session, 80, room_id=2)
    shown = day(clinic, MyDayQuery(room_id=1))
    assert [row.provider_name for row in shown.rows] == ["Dr. Ines Lind", "Noor Haddad"]
    assert (shown.name, shown.provider_id) == ("Room 1", None)


def test_a_missing_note_is_counted_once_performed(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        step = book(session, -60, status=BookingStatus.CHECKED_OUT)
        item = session.get_one(Item, step)
        item.performed_at, item.performed_by_id = NOW - timedelta(minutes=40), 1
        refresh(session, [step], NOW)
    assert [row.unwritten for row in day(clinic).rows] == [1]
    with clinic.database.write() as session:
        item = session.get_one(Item, step)
        item.note, item.documented_at = "Tolerated well.", NOW
        refresh(session, [step], NOW)
    assert [row.unwritten for row in day(clinic).rows] == [0]


def test_a_walk_in_stands_in_the_day_once(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        plan = add_plan(session, add_patient(session))
        step = add_session(session, plan, services=(1, 2))
        for number in (1, 2):
            item = session.get_one(Item, number)
            item.performed_at, item.performed_by_id = NOW - timedelta(hours=1), 1
            item.performed_location_id, item.performed_until = 1, NOW
        refresh(session, [step], NOW)
    rows = day(clinic).rows
    assert [(row.key, row.status, row.service_names) for row in rows] == [
        ("w1", None, ("Laser Peel", "Lip Filler"))
    ]


@pytest.mark.parametrize(
    ("query", "field"), [({"provider_id": 9}, "provider"), ({"room_id": 9}, "room")]
)
def test_who_is_unknown_is_refused(clinic: Clinic, query: dict[str, int], field: str) -> None:
    with pytest.raises(NotFound) as refusal:
        day(clinic, MyDayQuery.model_validate(query))
    assert refusal.value.field == field


def test_the_number_of_queries_does_not_grow(clinic: Clinic) -> None:
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    def count() -> int:
        asked.clear()
        event.listen(clinic.database.engine, "before_cursor_execute", note)
        day(clinic)
        event.remove(clinic.database.engine, "before_cursor_execute", note)
        return len(asked)

    few = count()
    with clinic.database.write() as session:
        for number in range(12):
            book(session, 40 * (number - 3), status=BookingStatus.CONFIRMED)
    assert count() == few
