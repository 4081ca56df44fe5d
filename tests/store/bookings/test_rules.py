"""Every booking rule, at its boundary."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from store.clinic import Clinic
from store.errors import (
    BadTime,
    NotBookable,
    NotFound,
    NotQualified,
    OutsideHours,
    Refused,
    RoomUnsuitable,
    SlotTaken,
    SpacingTooClose,
)
from store.models import (
    Location,
    Provider,
    ProviderException,
    Room,
    Service,
    ServiceProvider,
    ServiceRoom,
    TimeOff,
)
from store.words import Category, PlanState
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    NOW,
    add_plan,
    add_session,
)
from tests.store.bookings.wishes import TEN, change, for_ada, refused, request, rows, second_session


@pytest.mark.parametrize(
    ("values", "error", "field", "message"),
    [
        (
            {"starts_at": TEN + timedelta(minutes=2)},
            BadTime,
            "start_time",
            "Times go in steps of 5 minutes.",
        ),
        ({"ends_at": TEN}, BadTime, "end_time", "The end comes after the start."),
        (
            {"ends_at": TEN + timedelta(minutes=70)},
            BadTime,
            "end_time",
            "It takes 75 minutes; only a manager books less.",
        ),
        (
            {"starts_at": NOW - timedelta(minutes=5)},
            BadTime,
            "start_time",
            "Wed 4 Mar 09:55 has gone by; only a manager records what was.",
        ),
        ({"room": "none"}, RoomUnsuitable, "room", "Laser Peel needs a room."),
        ({"room": 99}, RoomUnsuitable, "room", "That room is not at Harbour."),
        ({"provider": 99}, NotQualified, "provider", "That provider takes no bookings any more."),
        (
            {"starts_at": TEN - timedelta(minutes=65)},
            OutsideHours,
            "start_time",
            "Dr. Ines Lind works 09:00–17:00 at Harbour on Thu 5 Mar.",
        ),
        (
            {"starts_at": TEN + timedelta(days=2)},
            OutsideHours,
            "start_time",
            "Dr. Ines Lind does not work at Harbour on Sat 7 Mar.",
        ),
        (
            {"item_ids": (1, 3)},
            NotBookable,
            "items",
            "That item does not belong to this session.",
        ),
    ],
)
def test_a_broken_rule_is_told_at_its_field(
    clinic: Clinic, values: dict[str, Any], error: type[Refused], field: str, message: str
) -> None:
    refusal = refused(clinic, request(**values))
    assert (type(refusal), refusal.field, refusal.message) == (error, field, message)


@pytest.mark.parametrize(
    "values",
    [
        {"starts_at": NOW, "item_ids": (1,)},
        {"starts_at": TEN - timedelta(minutes=60)},
        {"starts_at": TEN + timedelta(minutes=420 - 75)},
        {"ends_at": TEN + timedelta(minutes=75)},
        {"ends_at": TEN + timedelta(minutes=90)},
    ],
)
def test_the_very_edge_of_a_rule_is_allowed(clinic: Clinic, values: dict[str, Any]) -> None:
    clinic.book(request(**values), by=FRONT_DESK)
    assert len(rows(clinic)) == 1


@pytest.mark.parametrize(
    "values",
    [{"ends_at": TEN + timedelta(minutes=5)}, {"starts_at": NOW - timedelta(minutes=5)}],
)
def test_a_manager_shortens_and_records_what_was(clinic: Clinic, values: dict[str, Any]) -> None:
    clinic.book(request(**values), by=MANAGER)
    assert len(rows(clinic)) == 1


def test_longer_than_a_day_is_refused_and_a_day_is_not(clinic: Clinic) -> None:
    refusal = refused(clinic, request(ends_at=TEN + timedelta(hours=23, minutes=55)))
    assert (type(refusal), refusal.message) == (
        BadTime,
        "A booking with its clean-up lasts at most a day.",
    )
    whole = refused(clinic, request(ends_at=TEN + timedelta(hours=23, minutes=50)))
    assert type(whole) is OutsideHours


def test_an_unknown_session_or_location_is_not_found(clinic: Clinic) -> None:
    for values in ({"session_id": 77}, {"location_id": 77}):
        with pytest.raises(NotFound):
            clinic.book(request(**values), by=FRONT_DESK)


@pytest.mark.parametrize(
    ("values", "field", "message", "free_at"),
    [
        (
            {"room": 2},
            "provider",
            "Dr. Ines Lind is with another patient until 11:25.",
            TEN + timedelta(minutes=85),
        ),
        (
            {"provider": 2},
            "room",
            "Room 1 is taken until 11:25.",
            TEN + timedelta(minutes=85),
        ),
    ],
)
@pytest.mark.parametrize("minutes", [-35, 0, 80])
def test_who_or_what_is_in_the_way_is_named_until_when(
    clinic: Clinic,
    values: dict[str, Any],
    field: str,
    message: str,
    *,
    free_at: datetime,
    minutes: int,
) -> None:
    clinic.book(request(), by=FRONT_DESK)
    refusal = refused(clinic, for_ada(starts_at=TEN + timedelta(minutes=minutes), **values))
    assert (type(refusal), refusal.field, refusal.message) == (SlotTaken, field, message)
    assert refusal.until == free_at


@pytest.mark.parametrize("minutes", [-40, 85])
def test_touching_bookings_do_not_clash(clinic: Clinic, minutes: int) -> None:
    clinic.book(request(), by=FRONT_DESK)
    clinic.book(for_ada(starts_at=TEN + timedelta(minutes=minutes)), by=FRONT_DESK)
    assert len(rows(clinic)) == 2


def test_the_patient_is_in_one_place_but_clean_up_does_not_hold_her(clinic: Clinic) -> None:
    clinic.book(request(), by=FRONT_DESK)
    other = second_session(clinic)
    again = request(key="another-key", session_id=other, item_ids=(4,), provider=2, room=2)
    refusal = refused(clinic, again.model_copy(update={"starts_at": TEN + timedelta(minutes=70)}))
    assert refusal.message == "Mei Tanaka has another booking until 11:15."
    assert refusal.field == "start_time"
    clinic.book(again.model_copy(update={"starts_at": TEN + timedelta(minutes=75)}), by=FRONT_DESK)
    assert len(rows(clinic)) == 2


def test_clean_up_may_run_past_the_hours(clinic: Clinic) -> None:
    clinic.book(for_ada(starts_at=TEN + timedelta(minutes=390)), by=FRONT_DESK)
    assert rows(clinic) == [(2, 1, 1, TEN + timedelta(minutes=390), 30, 10)]


def test_an_item_has_one_active_booking(clinic: Clinic) -> None:
    clinic.book(request(item_ids=(1,)), by=FRONT_DESK)
    refusal = refused(clinic, request(key="second-press", starts_at=TEN + timedelta(hours=3)))
    assert (type(refusal), refusal.field, refusal.message) == (
        NotBookable,
        "items",
        "Laser Peel is already booked for Thu 5 Mar 10:00.",
    )


@pytest.mark.parametrize("state", [PlanState.DRAFT, PlanState.CANCELLED])
def test_a_draft_or_cancelled_plan_takes_no_booking(clinic: Clinic, state: PlanState) -> None:
    other = second_session(clinic, state=state)
    wish = request(session_id=other, item_ids=(4,))
    assert type(refused(clinic, wish)) is NotBookable


def test_time_off_and_exceptions_rule_the_hours(clinic: Clinic) -> None:
    change(
        clinic,
        TimeOff(provider_id=1, starts_at=TEN, ends_at=TEN + timedelta(hours=2)),
        ProviderException(provider_id=2, location_id=1, day=date(2026, 3, 5)),
        ProviderException(provider_id=1, location_id=1, day=date(2026, 3, 7), starts=600, ends=675),
    )
    assert refused(clinic, request()).message == "Dr. Ines Lind is off until 12:00."
    assert refused(clinic, request(provider=2)).message == (
        "Noor Haddad does not work at Harbour on Thu 5 Mar."
    )
    clinic.book(request(starts_at=TEN + timedelta(days=2)), by=FRONT_DESK)


@pytest.mark.parametrize("minutes", [-180, -105])
def test_time_off_that_only_touches_is_no_reason(clinic: Clinic, minutes: int) -> None:
    starts_at = TEN + timedelta(minutes=minutes)
    ends_at = starts_at + timedelta(minutes=75)
    before = TimeOff(provider_id=1, starts_at=starts_at - timedelta(hours=1), ends_at=starts_at)
    after = TimeOff(provider_id=1, starts_at=ends_at, ends_at=ends_at + timedelta(minutes=5))
    change(clinic, before, after)
    assert " works " in refused(clinic, request(starts_at=starts_at)).message


def test_what_is_disabled_is_not_booked(clinic: Clinic) -> None:
    for model, error in ((Room, RoomUnsuitable), (Provider, NotQualified), (Location, NotBookable)):
        with clinic.database.write() as session:
            session.get_one(model, 1).disabled = True
        assert type(refused(clinic, request())) is error
        with clinic.database.write() as session:
            session.get_one(model, 1).disabled = False


def test_provider_and_room_must_suit_every_service(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        session.delete(session.get_one(ServiceProvider, (2, 1)))
        session.delete(session.get_one(ServiceRoom, (2, 1)))
    assert refused(clinic, request()).message == "Dr. Ines Lind does not do Lip Filler."
    assert refused(clinic, request(provider=2)).message == "Room 1 does not suit Lip Filler."
    clinic.book(request(provider="any", room="any"), by=FRONT_DESK)
    assert rows(clinic) == [(1, 2, 2, TEN, 75, 10)]


def test_no_room_is_taken_where_none_is_needed(clinic: Clinic) -> None:
    talk = Service(id=3, name="Talk", category=Category.CONSULTATION, minutes=20, price=0)
    talk.needs_room = False
    change(clinic, talk, ServiceProvider(service_id=3, provider_id=1))
    with clinic.database.write() as session:
        talking = add_session(session, add_plan(session, 1), services=(3,))
    clinic.book(request(session_id=talking, item_ids=(4,), room="any"), by=FRONT_DESK)
    assert rows(clinic) == [(talking, 1, None, TEN, 20, 0)]


def test_too_close_needs_a_tick(clinic: Clinic) -> None:
    clinic.book(for_ada(), by=FRONT_DESK)
    with clinic.database.write() as session:
        following = add_session(session, 2, position=2)
    wish = for_ada(session_id=following, item_ids=(4,), key="the-second-step")
    close = wish.model_copy(update={"starts_at": TEN + timedelta(days=20)})
    refusal = refused(clinic, close)
    assert (type(refusal), refusal.field, refusal.message) == (
        SpacingTooClose,
        "spacing",
        "20 days after session 1 on Thu 5 Mar, closer than the 21 days that the plan asks for.",
    )
    clinic.book(close.model_copy(update={"spacing_confirmed": True}), by=FRONT_DESK)


def test_spacing_counts_local_days_from_the_minimum_on(clinic: Clinic) -> None:
    clinic.book(for_ada(starts_at=TEN + timedelta(hours=6, minutes=30)), by=FRONT_DESK)
    with clinic.database.write() as session:
        following = add_session(session, 2, position=2)
    wish = for_ada(session_id=following, item_ids=(4,), key="the-second-step")
    on_time = datetime(2026, 3, 26, 13, 0, tzinfo=UTC)
    clinic.book(wish.model_copy(update={"starts_at": on_time}), by=FRONT_DESK)
    assert rows(clinic)[1][3] == on_time
