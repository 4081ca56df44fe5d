"""Booking: what Save writes and answers, and what it offers instead."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from store.clinic import Clinic
from store.derive import verify
from store.errors import (
    Invalid,
    NotBookable,
)
from store.tables import ITEM, PLAN, SESSION
from store.views import Outcome
from store.words import Change, PlanState, SessionStatus
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    NOW,
    FixedClock,
    add_booking,
    add_patient,
    add_plan,
    add_session,
)
from tests.store.bookings.wishes import TEN, for_ada, refused, request, rows


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
    history = [
        (entry.change, entry.summary, entry.by) for entry in clinic.session(1, by=MANAGER).history
    ]
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
    assert clinic.session(1, by=MANAGER).status is SessionStatus.PARTIALLY_BOOKED
    assert rows(clinic) == [(1, 1, 1, TEN, 45, 0)]


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
    assert clinic.session(1, by=MANAGER).status is SessionStatus.AWAITING_BOOKING


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
