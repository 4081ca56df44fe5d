"""The booking dialog opens with what Save alone would book."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from store.clinic import Clinic
from store.errors import NotFound
from store.models import (
    Location,
    Provider,
    ProviderHours,
    Room,
    ServiceProvider,
    ServiceRoom,
    TimeOff,
)
from store.views import BookingRequest, Choice, DialogChoices, Money, MoveRequest, Preview
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    NOW,
    ZONE,
    add_all,
    add_booking,
    add_patient,
    add_plan,
    add_session,
)

TEN = datetime(2026, 3, 5, 15, 0, tzinfo=UTC)
TARGET = datetime(2026, 3, 10, 13, 0, tzinfo=UTC)
"""Nine in the morning of the target date; the clocks went forward on the 8th."""


@pytest.fixture
def clinic(bare: Clinic) -> Clinic:
    """Mei's session 1 with items 1 and 2, due on 10 March, and session 2 with item 3."""
    with bare.database.write() as session:
        plan = add_plan(session, add_patient(session))
        add_session(session, plan, services=(1, 2))
        add_session(session, plan, position=2, target_date=None)
    return bare


def add(clinic: Clinic, *rows: Any) -> None:
    with clinic.database.write() as session:
        add_all(session, *rows)


def had(clinic: Clinic, **values: Any) -> int:
    """Mei's second session is booked tomorrow at ten."""
    with clinic.database.write() as session:
        return add_booking(session, 2, item_ids=[3], **values)


def test_the_unbooked_items_are_ticked_and_the_first_slot_from_the_target_date_chosen(
    clinic: Clinic,
) -> None:
    proposal = clinic.booking_proposal(1, by=MANAGER)
    assert proposal.title == "Mei Tanaka, Laser Peel, 1 of 2"
    assert [(item.id, item.is_ticked, item.refusal) for item in proposal.items] == [
        (1, True, ""),
        (2, True, ""),
    ]
    assert proposal.spacing_text == "28 days after the last session (21 to 42)"
    assert proposal.target_date == date(2026, 3, 10)
    assert proposal.slot is not None
    assert (proposal.slot.starts_at, proposal.provider, proposal.room) == (TARGET, "any", "any")


def test_without_a_target_date_it_looks_from_now(clinic: Clinic) -> None:
    slot = clinic.booking_proposal(2, by=MANAGER).slot
    assert slot is not None
    assert slot.starts_at == NOW


def test_what_is_booked_is_not_ticked_and_says_so(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        add_booking(session, 1, item_ids=[1])
    first, second = clinic.booking_proposal(1, by=MANAGER).items
    assert (first.is_ticked, first.refusal) == (False, "already booked for Thu 5 Mar 10:00")
    assert (second.is_ticked, second.refusal) == (True, "")


def test_the_provider_the_patient_had_last_is_proposed(clinic: Clinic) -> None:
    had(clinic, provider_id=2)
    proposal = clinic.booking_proposal(1, by=MANAGER)
    assert proposal.provider == 2
    assert proposal.slot is not None
    assert proposal.slot.provider_id == 2


@pytest.mark.parametrize(("days", "provider"), [(13, 2), (14, "any")])
def test_any_is_proposed_when_that_one_has_nothing_within_two_weeks(
    clinic: Clinic, days: int, provider: int | str
) -> None:
    had(clinic, provider_id=2)
    add(
        clinic,
        TimeOff(provider_id=2, starts_at=TARGET, ends_at=TARGET + timedelta(days=days)),
    )
    assert clinic.booking_proposal(1, by=MANAGER).provider == provider


def test_any_is_proposed_when_that_one_cannot(clinic: Clinic) -> None:
    had(clinic, provider_id=2)
    with clinic.database.write() as session:
        session.delete(session.get_one(ServiceProvider, (2, 2)))
    assert clinic.booking_proposal(1, by=MANAGER).provider == "any"
    with clinic.database.write() as session:
        session.get_one(Provider, 1).disabled = True
        session.delete(session.get_one(ServiceProvider, (1, 2)))
    assert clinic.booking_proposal(1, by=MANAGER).slot is None


def test_the_first_slot_keeps_the_minimum_after_the_session_before(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        add_booking(session, 1, item_ids=[1, 2])
    slot = clinic.booking_proposal(2, by=MANAGER).slot
    assert slot is not None
    assert slot.starts_at.date() == date(2026, 3, 26)
    assert slot.spacing_note == ""


def test_fewer_items_are_ticked_when_no_room_suits_them_all(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        session.delete(session.get_one(ServiceRoom, (1, 2)))
        session.delete(session.get_one(ServiceRoom, (2, 1)))
    proposal = clinic.booking_proposal(1, by=MANAGER)
    assert [item.is_ticked for item in proposal.items] == [True, False]
    assert proposal.slot is not None
    assert (proposal.slot.starts_at, proposal.slot.room_id) == (TARGET, 1)


def test_the_location_the_patient_had_last_is_proposed(clinic: Clinic) -> None:
    add(
        clinic,
        Location(id=2, name="Hill", zone="America/Los_Angeles"),
        Room(id=3, location_id=2, name="Hill 1"),
        *(ServiceRoom(service_id=service, room_id=3) for service in (1, 2)),
        ProviderHours(provider_id=2, location_id=2, weekday=5, starts=600, ends=900),
    )
    assert clinic.booking_proposal(1, by=MANAGER).location_id == 1
    had(clinic, provider_id=2, location_id=2, room_id=3)
    proposal = clinic.booking_proposal(1, by=MANAGER)
    assert (proposal.location_id, proposal.zone) == (2, "America/Los_Angeles")
    assert proposal.slot is not None
    assert proposal.slot.starts_at == datetime(2026, 3, 14, 17, 0, tzinfo=UTC)


def test_rescheduling_ticks_the_bookings_own_items(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        add_booking(session, 1, item_ids=[2], provider_id=2)
    proposal = clinic.booking_proposal(1, moving=1, by=MANAGER)
    assert [(item.id, item.is_ticked) for item in proposal.items] == [(1, False), (2, True)]
    assert (proposal.moving_booking_id, proposal.moving_version) == (1, 1)
    assert (proposal.provider, proposal.slot is not None) == (2, True)


def test_saving_the_proposal_books_it(clinic: Clinic) -> None:
    proposal = clinic.booking_proposal(1, by=MANAGER)
    assert proposal.slot is not None
    request = BookingRequest(
        key="save-alone",
        session_id=1,
        item_ids=tuple(item.id for item in proposal.items if item.is_ticked),
        location_id=proposal.location_id,
        provider=proposal.provider,
        room=proposal.room,
        starts_at=proposal.slot.starts_at,
    )
    assert clinic.book(request, by=FRONT_DESK).booking_ids == (1,)


def test_an_unknown_session_or_booking_is_not_found(clinic: Clinic) -> None:
    for session_id, moving in ((9, None), (1, 9)):
        with pytest.raises(NotFound):
            clinic.booking_proposal(session_id, moving=moving, by=MANAGER)


def test_choices_add_up_the_ticked_items_and_leave_out_what_is_disabled(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        session.get_one(Room, 1).disabled = True
        session.delete(session.get_one(ServiceProvider, (2, 1)))
    assert clinic.dialog_choices((1, 2), 1, by=MANAGER) == DialogChoices(
        providers=(Choice(id=2, name="Noor Haddad"),),
        rooms=(Choice(id=2, name="Room 2"),),
        room_needed=True,
        minutes=75,
        buffer_minutes=10,
        price=Money(amount=65_000),
        zone=ZONE,
    )


def test_nothing_ticked_leaves_every_choice(clinic: Clinic) -> None:
    choices = clinic.dialog_choices((), 1, by=MANAGER)
    assert ([c.id for c in choices.providers], [c.id for c in choices.rooms]) == ([1, 2], [1, 2])
    assert (choices.minutes, choices.price) == (0, Money(amount=0))


def test_a_time_nobody_works_to_the_end_of_is_told_with_its_end(clinic: Clinic) -> None:
    request = BookingRequest(
        key="a-preview",
        session_id=1,
        item_ids=(1, 2),
        location_id=1,
        provider="any",
        room=1,
        starts_at=datetime(2026, 3, 5, 21, 30, tzinfo=UTC),
    )
    assert [problem.message for problem in clinic.preview(request, by=FRONT_DESK).problems] == [
        (
            "Nobody who does Laser Peel and Lip Filler works the whole time from "
            "Thu 5 Mar 16:30 to 17:45."
        )
    ]


def test_a_preview_tells_end_price_and_every_problem(clinic: Clinic) -> None:
    had(clinic)
    request = BookingRequest(
        key="a-preview",
        session_id=1,
        item_ids=(1, 2),
        location_id=1,
        provider=1,
        room="none",
        starts_at=TEN,
    )
    preview = clinic.preview(request, by=FRONT_DESK)
    assert preview.ends_at == TEN + timedelta(minutes=75)
    assert preview.price == Money(amount=65_000)
    assert [(problem.field, problem.message) for problem in preview.problems] == [
        ("provider", "Dr. Ines Lind is with Mei Tanaka until 10:30."),
        ("room", "Laser Peel needs a room."),
        ("start_time", "Mei Tanaka has another booking until 10:30."),
    ]
    assert preview.spacing_too_close
    assert preview.spacing_note == (
        "The same day as session 2 on Thu 5 Mar, closer than the 21 days that the plan asks for."
    )


def test_later_than_the_maximum_is_told_and_stops_nothing(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        add_booking(session, 1, item_ids=[1])
    for days, note in (
        (42, ""),
        (43, "43 days after session 1 on Thu 5 Mar, more than the 42 days planned."),
    ):
        request = BookingRequest(
            key="a-preview",
            session_id=2,
            item_ids=(3,),
            location_id=1,
            starts_at=TEN + timedelta(days=days, hours=-1),
        )
        preview = clinic.preview(request, by=FRONT_DESK)
        assert (preview.spacing_note, preview.spacing_too_close, preview.problems) == (
            note,
            False,
            (),
        )


def test_a_move_is_previewed_too(clinic: Clinic) -> None:
    booking_id = had(clinic)
    request = MoveRequest(key="a-preview", booking_id=booking_id, version=1, starts_at=TEN)
    assert clinic.preview(request, by=FRONT_DESK) == Preview(
        starts_at=TEN, ends_at=TEN + timedelta(minutes=30), price=Money(amount=20_000)
    )


def test_a_move_of_what_was_cancelled_meanwhile_says_so(clinic: Clinic) -> None:
    booking_id = had(clinic)
    clinic.cancel(booking_id, version=1, reason="Ill", by=FRONT_DESK)
    request = MoveRequest(key="a-preview", booking_id=booking_id, version=1, starts_at=TEN)
    assert [problem.message for problem in clinic.preview(request, by=FRONT_DESK).problems] == [
        "This booking was ended or emptied meanwhile; there is nothing to move."
    ]
