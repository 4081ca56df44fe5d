"""Booking: what Save writes, answers and refuses."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from store.clinic import Clinic
from store.derive import verify
from store.errors import (
    BadTime,
    Invalid,
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
from store.tables import BOOKING, ITEM, PLAN, SESSION
from store.views import BookingRequest, Outcome
from store.words import BookingStatus, Category, Change, PlanState, SessionStatus
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
    furnished,
)

TEN = datetime(2026, 3, 5, 15, 0, tzinfo=UTC)
"""Thursday, ten in the morning in New York."""


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def clinic(tmp_path: Path, clock: FixedClock) -> Clinic:
    """Mei Tanaka's session 1 with items 1 and 2, Ada Okafor's session 2 with item 3."""
    clinic = furnished(tmp_path, clock=clock)
    with clinic.database.write() as session:
        mei = add_plan(session, add_patient(session))
        add_session(session, mei, services=(1, 2))
        add_session(session, add_plan(session, add_patient(session, "Ada", "Okafor")))
    return clinic


def request(**values: Any) -> BookingRequest:
    """Both items of Mei's session, tomorrow at ten, with Dr. Lind in room 1."""
    return BookingRequest.model_validate(
        {
            "key": "mei-and-her-two",
            "session_id": 1,
            "item_ids": (1, 2),
            "location_id": 1,
            "provider": 1,
            "room": 1,
            "starts_at": TEN,
            **values,
        }
    )


def for_ada(**values: Any) -> BookingRequest:
    return request(**{"key": "ada-and-hers", "session_id": 2, "item_ids": (3,), **values})


def rows(clinic: Clinic) -> list[tuple[Any, ...]]:
    """Session, provider, room, start and minutes until end and until clean, of what is active."""
    query = select(BOOKING).where(BOOKING.c.status != BookingStatus.CANCELLED)
    with clinic.database.read() as connection:
        return [
            (
                row.session_id,
                row.provider_id,
                row.room_id,
                row.starts_at,
                (row.ends_at - row.starts_at).seconds // 60,
                (row.blocked_until - row.ends_at).seconds // 60,
            )
            for row in connection.execute(query.order_by(BOOKING.c.id))
        ]


def refused(clinic: Clinic, wish: BookingRequest, *, by: Any = FRONT_DESK) -> Refused:
    before = rows(clinic)
    with pytest.raises(Refused) as caught:
        clinic.book(wish, by=by)
    assert rows(clinic) == before
    return caught.value


def change(clinic: Clinic, *added: Any) -> None:
    with clinic.database.write() as session:
        add_all(session, *added)


def test_booking_says_who_when_and_where_in_one_sentence(clinic: Clinic) -> None:
    assert clinic.book(request(), by=FRONT_DESK) == Outcome(
        session_id=1,
        message="Booked Mei Tanaka for Thu 5 Mar 10:00 with Dr. Ines Lind, Room 1.",
        change_id=2,
        booking_ids=(1,),
    )
    assert rows(clinic) == [(1, 1, 1, TEN, 75, 10)]


def test_booking_makes_the_session_booked_and_the_plan_active(clinic: Clinic) -> None:
    clinic.book(request(), by=FRONT_DESK)
    with clinic.database.read() as connection:
        session = connection.execute(select(SESSION).where(SESSION.c.id == 1)).one()
        states = connection.execute(select(PLAN.c.state).order_by(PLAN.c.id)).scalars().all()
        hung = connection.execute(select(ITEM.c.booking_id).order_by(ITEM.c.id)).scalars().all()
        assert list(verify(connection, NOW)) == []
    assert (session.status, session.starts_at) == (SessionStatus.BOOKED, TEN)
    assert states == [PlanState.ACTIVE, PlanState.PRESCRIBED]
    assert hung == [1, 1, None]


def test_booking_is_on_record(clinic: Clinic) -> None:
    clinic.book(request(), by=FRONT_DESK)
    history = [(entry.change, entry.summary, entry.by) for entry in clinic.session(1).history]
    assert (
        Change.BOOKED,
        "Booked Laser Peel and Lip Filler for Thu 5 Mar 10:00 with Dr. Ines Lind, Room 1.",
        FRONT_DESK.name,
    ) in history
    assert (
        Change.PLAN_CHANGED,
        "The plan became Active with its first booking.",
        FRONT_DESK.name,
    ) in history


def test_one_item_alone_leaves_the_session_partially_booked(clinic: Clinic) -> None:
    clinic.book(request(item_ids=(2,)), by=FRONT_DESK)
    assert clinic.session(1).status is SessionStatus.PARTIALLY_BOOKED
    assert rows(clinic) == [(1, 1, 1, TEN, 45, 0)]


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


def test_longer_than_a_day_is_refused(clinic: Clinic) -> None:
    refusal = refused(clinic, request(ends_at=TEN + timedelta(hours=23, minutes=55)))
    assert (type(refusal), refusal.message) == (
        BadTime,
        "A booking with its clean-up lasts at most a day.",
    )


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


def second_session(clinic: Clinic, **plan: Any) -> int:
    """Another plan of Mei's with one unbooked item."""
    with clinic.database.write() as session:
        return add_session(session, add_plan(session, 1, **plan))


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


def test_any_takes_who_has_least_to_do_and_a_free_room(clinic: Clinic) -> None:
    clinic.book(request(), by=FRONT_DESK)
    clinic.book(
        for_ada(provider="any", room="any", starts_at=TEN + timedelta(hours=4)), by=FRONT_DESK
    )
    assert rows(clinic)[1][:3] == (2, 2, 2)


def test_any_says_when_everybody_is_taken(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        for provider in (1, 2):
            patient = add_patient(session, "Iris")
            other = add_session(session, add_plan(session, patient))
            add_booking(
                session, other, item_ids=[other + 1], provider_id=provider, room_id=provider
            )
    refusal = refused(clinic, for_ada(provider="any", room="any"))
    assert [refusal.message, refusal.field] == [
        "Everybody at work who does Laser Peel is taken until 10:30.",
        "provider",
    ]
    assert [slot.starts_at for slot in refusal.alternatives][:1] == [TEN + timedelta(minutes=30)]


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


def test_separate_bookings_follow_each_other_with_their_clean_up(clinic: Clinic) -> None:
    outcome = clinic.book(request(separate=True), by=FRONT_DESK)
    assert rows(clinic) == [
        (1, 1, 1, TEN, 30, 10),
        (1, 1, 1, TEN + timedelta(minutes=40), 45, 0),
    ]
    assert outcome.message == (
        "Booked Mei Tanaka for Thu 5 Mar 10:00 with Dr. Ines Lind, Room 1"
        " and Thu 5 Mar 10:40 with Dr. Ines Lind, Room 1."
    )
    assert outcome.booking_ids == (1, 2)


def test_separate_bookings_are_all_or_none(clinic: Clinic) -> None:
    clinic.book(for_ada(starts_at=TEN + timedelta(minutes=60)), by=FRONT_DESK)
    refused(clinic, request(separate=True))


def test_separate_bookings_are_undone_together(clinic: Clinic) -> None:
    outcome = clinic.book(request(separate=True), by=FRONT_DESK)
    assert outcome.change_id is not None
    clinic.undo(outcome.change_id, by=FRONT_DESK)
    assert rows(clinic) == []
    assert clinic.session(1).status is SessionStatus.AWAITING_BOOKING


def test_the_same_key_books_once(clinic: Clinic, tmp_path: Path) -> None:
    first = clinic.book(request(), by=FRONT_DESK)
    assert clinic.book(request(), by=FRONT_DESK) == first
    clinic.database.close()
    assert Clinic(clinic.database, clock=FixedClock()).book(request(), by=FRONT_DESK) == first
    assert len(rows(clinic)) == 1


def test_the_same_key_with_another_request_is_told_so(clinic: Clinic) -> None:
    clinic.book(request(), by=FRONT_DESK)
    with pytest.raises(Invalid) as caught:
        clinic.book(request(starts_at=TEN + timedelta(hours=2)), by=FRONT_DESK)
    assert caught.value.message == ("This form was saved already with other values. Open it again.")


def test_a_refused_form_may_be_saved_again_with_its_key(clinic: Clinic) -> None:
    refused(clinic, request(starts_at=TEN + timedelta(days=2)))
    clinic.book(request(), by=FRONT_DESK)
    assert len(rows(clinic)) == 1


def test_a_key_is_forgotten_after_a_day(clinic: Clinic, clock: FixedClock) -> None:
    clinic.book(request(), by=FRONT_DESK)
    clock.advance(days=1)
    assert clinic.book(request(), by=FRONT_DESK).booking_ids == (1,)
    clock.advance(seconds=1)
    clinic.book(for_ada(starts_at=TEN + timedelta(days=1)), by=FRONT_DESK)
    assert type(refused(clinic, request())) is NotBookable


def test_alternatives_are_another_provider_then_and_the_same_one_later(clinic: Clinic) -> None:
    clinic.book(request(), by=FRONT_DESK)
    refusal = refused(clinic, for_ada(room="any"))
    found = [(s.starts_at, s.provider_id, s.room_id) for s in refusal.alternatives]
    assert found == [
        (TEN, 2, 2),
        (TEN + timedelta(minutes=85), 1, 2),
        (TEN + timedelta(minutes=90), 1, 2),
        (TEN + timedelta(minutes=15), 2, 2),
    ]


def test_another_room_is_offered_for_the_same_time(clinic: Clinic) -> None:
    clinic.book(request(), by=FRONT_DESK)
    refusal = refused(clinic, for_ada(provider=2))
    assert refusal.field == "room"
    best = refusal.alternatives[0]
    assert (best.starts_at, best.provider_id, best.room_id) == (TEN, 2, 2)


def test_every_alternative_can_be_booked(clinic: Clinic) -> None:
    clinic.book(request(), by=FRONT_DESK)
    best = refused(clinic, for_ada()).alternatives
    for number, slot in enumerate(best):
        wish = for_ada(
            key=f"alternative-{number}",
            starts_at=slot.starts_at,
            provider=slot.provider_id,
            room=slot.room_id,
        )
        outcome = clinic.book(wish, by=FRONT_DESK)
        assert outcome.change_id is not None
        clinic.undo(outcome.change_id, by=FRONT_DESK)
