"""Somebody limited to their own patients opens another's record: for a reason, an hour, on record."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from store.clinic import Clinic
from store.errors import Invalid, NotAllowed, NotFound, RegimenError
from store.opened import ADDED
from store.views import (
    Actor,
    BookingRequest,
    MoveRequest,
    PatientForm,
    RecordQuery,
    RecordSearch,
    SessionQuery,
    Sight,
)
from store.words import Deed, Scope, SessionStatus
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    PROVIDER,
    FixedClock,
    add_plan,
    add_session,
)
from tests.store import reading
from tests.store.audit.rows import about, last
from tests.store.sight.limited import AT_LOCATION, CANARY, HERE, OWN, clinic_of

WHY = "Covering for Ola today"
LATER = datetime(2026, 3, 6, 16, tzinfo=UTC)
NUMBER, BORN = "R-00002", date(1990, 5, 1)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def clinic(tmp_path: Path, clock: FixedClock) -> Clinic:
    """Patient 2 is somebody else's, at the same location."""
    return clinic_of(tmp_path, hidden_at=HERE, clock=clock)


def seen(clinic: Clinic) -> list[int]:
    page = clinic.sessions(SessionQuery(scope=Scope.ALL), by=OWN)
    return [row.id for row in page.rows]


def test_an_opened_record_counts_as_ones_own_for_sixty_minutes(
    clinic: Clinic, clock: FixedClock
) -> None:
    assert seen(clinic) == [1]
    opened = clinic.open_record(2, WHY, by=OWN)
    assert (opened.reason, opened.until) == (WHY, clock.now + timedelta(minutes=60))
    assert clinic.opened_record(2, by=OWN) == opened
    assert seen(clinic) == [2, 1]
    assert clinic.scope_counts(SessionQuery(), by=OWN).counts[Scope.ALL] == 2
    clock.advance(minutes=59, seconds=59)
    assert clinic.patient(2, by=OWN).given_name == CANARY
    clinic.check_in(2, version=1, by=OWN)
    clock.advance(seconds=1)
    with pytest.raises(NotFound):
        clinic.patient(2, by=OWN)
    with pytest.raises(NotFound):
        clinic.step_back(2, version=2, by=OWN)
    assert (seen(clinic), clinic.opened_record(2, by=OWN)) == ([1], None)
    assert clinic.scope_counts(SessionQuery(), by=OWN).counts[Scope.ALL] == 1


def test_it_is_open_to_nobody_else(clinic: Clinic) -> None:
    clinic.open_record(2, WHY, by=OWN)
    other = {"staff_id": 4, "provider_id": 2, "sight": Sight(own_provider_id=2)}
    with pytest.raises(NotFound):
        clinic.patient(2, by=PROVIDER.model_copy(update=other))


def test_closing_it_ends_it_at_once(clinic: Clinic) -> None:
    clinic.open_record(2, WHY, by=OWN)
    clinic.close_record(2, by=OWN)
    assert seen(clinic) == [1]
    assert clinic.open_record(2, WHY, by=OWN).patient_id == 2


@pytest.mark.parametrize("reason", ["", "   ", "because"])
def test_a_reason_is_given_in_words(clinic: Clinic, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        clinic.open_record(2, reason, by=OWN)
    assert refusal.value.field == "reason"
    assert seen(clinic) == [1]


def test_it_is_for_whoever_is_limited_to_own_patients(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed, match="own patients"):
        clinic.open_record(2, WHY, by=FRONT_DESK)
    with pytest.raises(NotAllowed, match="open to you already"):
        clinic.open_record(1, WHY, by=OWN)
    assert clinic.record_behind("patient", 2, by=FRONT_DESK) is None
    assert clinic.record_behind("session", 2, by=OWN) == 2


def test_a_location_out_of_sight_stays_so(tmp_path: Path) -> None:
    clinic = clinic_of(tmp_path)
    limited = Sight(own_provider_id=1, location_ids=frozenset({HERE}))
    by = PROVIDER.model_copy(update={"sight": limited})
    for ask in (
        lambda: clinic.open_record(2, WHY, by=by),
        lambda: clinic.record_behind("patient", 2, by=by),
        lambda: clinic.record_behind("session", 2, by=by),
        lambda: clinic.find_record(RecordSearch(record_number=NUMBER), by=by),
    ):
        with pytest.raises(NotFound):
            ask()
    with pytest.raises(RegimenError):
        clinic.find_record(RecordSearch(record_number=NUMBER), by=AT_LOCATION)


def test_it_stands_on_record_as_a_deed_of_its_own(clinic: Clinic) -> None:
    clinic.open_record(2, WHY, by=OWN)
    row = last(clinic)
    assert (row.command, row.kind, about(row)["patient"]) == ("open_record", Deed.OPENED, [2])
    assert WHY in row.said
    for query in (RecordQuery(what="opened"), RecordQuery(what="seen", patient_id=2)):
        (told,) = clinic.read_record(query, by=MANAGER).rows
        assert (told.kind, told.who, WHY in told.said) == (Deed.OPENED, OWN.name, True)
    assert [told.kind for told in clinic.who_saw(2, by=MANAGER).rows] == [Deed.OPENED]
    clinic.close_record(2, by=OWN)
    assert last(clinic).kind is Deed.OPENED


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        (RecordSearch(record_number=NUMBER), True),
        (RecordSearch(record_number="R-0000"), False),
        (RecordSearch(name=f"{CANARY} {CANARY} Tanaka", birth_date=BORN), True),
        (RecordSearch(name=f"tanaka {CANARY} {CANARY}", birth_date=BORN), True),
        (RecordSearch(name="Tanaka", birth_date=BORN), False),
        (RecordSearch(name=f"{CANARY} {CANARY} Tanaka", birth_date=date(1990, 5, 2)), False),
        (RecordSearch(name=f"{CANARY} {CANARY} Tanaka"), False),
        (RecordSearch(), False),
    ],
)
def test_it_is_found_by_what_matches_exactly(
    clinic: Clinic, asked: RecordSearch, is_found: bool
) -> None:
    if is_found:
        assert clinic.find_record(asked, by=OWN) == 2
        return
    with pytest.raises(NotFound) as refusal:
        clinic.find_record(asked, by=OWN)
    assert CANARY not in refusal.value.message


def test_whom_somebody_limited_just_added_is_open_to_them_for_an_hour(
    clinic: Clinic, clock: FixedClock
) -> None:
    form = PatientForm(given_name="Noor", family_name="Haddad")
    added = clinic.add_patient(form, key="new", by=OWN)
    assert clinic.patient(added, by=OWN).given_name == "Noor"
    assert clinic.opened_record(added, by=OWN) is not None
    assert clinic.opened_record(clinic.add_patient(form, by=MANAGER), by=MANAGER) is None
    clinic.take_patient_back(added, key="new", by=OWN)
    again = clinic.add_patient(form, key="newer", by=OWN)
    clock.advance(minutes=60)
    with pytest.raises(NotFound):
        clinic.patient(again, by=OWN)


def booked(clinic: Clinic, by: Actor) -> int:
    """A booking of a third session with the provider whose own its patient is not."""
    (key,) = clinic.book(wish(), by=by).booking_ids
    return key


def wish() -> BookingRequest:
    return BookingRequest(
        key="a key of eight",
        session_id=3,
        item_ids=(3,),
        location_id=HERE,
        provider=1,
        starts_at=LATER,
        spacing_confirmed=True,
    )


@pytest.fixture
def unbooked(clinic: Clinic) -> Clinic:
    """Patient 2 has another session, which nobody has booked yet."""
    with clinic.database.write() as session:
        add_session(session, 2, position=2)
    return clinic


def test_a_booking_with_oneself_keeps_nobody_in_sight_beyond_the_hour(
    unbooked: Clinic, clock: FixedClock
) -> None:
    unbooked.open_record(2, WHY, by=OWN)
    key = booked(unbooked, OWN)
    clock.advance(minutes=59, seconds=59)
    assert unbooked.patient(2, by=OWN).given_name == CANARY
    unbooked.confirm(key, version=1, by=OWN)
    clock.advance(seconds=1)
    with pytest.raises(NotFound):
        unbooked.patient(2, by=OWN)
    assert seen(unbooked) == [1]
    assert reading.differences(unbooked) == []


def test_it_does_once_somebody_else_takes_it_up(unbooked: Clinic, clock: FixedClock) -> None:
    unbooked.open_record(2, WHY, by=OWN)
    key = booked(unbooked, OWN)
    clock.advance(minutes=60)
    unbooked.confirm(key, version=1, by=FRONT_DESK)
    assert seen(unbooked) == [3, 2, 1]
    assert unbooked.patient(2, by=OWN).given_name == CANARY


def test_a_booking_that_the_front_desk_makes_does(unbooked: Clinic, clock: FixedClock) -> None:
    unbooked.open_record(2, WHY, by=OWN)
    booked(unbooked, FRONT_DESK)
    clock.advance(minutes=60)
    assert unbooked.patient(2, by=OWN).given_name == CANARY


def test_what_they_performed_does(clinic: Clinic, clock: FixedClock) -> None:
    clinic.open_record(2, WHY, by=OWN)
    clinic.perform(2, location_id=HERE, provider_id=1, by=OWN)
    clock.advance(minutes=60)
    assert clinic.patient(2, by=OWN).given_name == CANARY


def test_a_booking_taken_over_from_somebody_else_does_not(
    clinic: Clinic, clock: FixedClock
) -> None:
    clinic.open_record(2, WHY, by=OWN)
    request = MoveRequest(
        key="a key of eight", booking_id=2, version=1, provider=1, room=1, starts_at=LATER
    )
    assert clinic.move(request, by=OWN).change_id is not None
    clock.advance(minutes=60)
    with pytest.raises(NotFound):
        clinic.patient(2, by=OWN)


def test_what_was_booked_in_passing_can_be_undone(unbooked: Clinic) -> None:
    unbooked.open_record(2, WHY, by=OWN)
    done = unbooked.book(wish(), by=OWN)
    assert done.change_id is not None
    unbooked.undo(done.change_id, by=OWN)
    assert unbooked.session(3, by=OWN).status is SessionStatus.AWAITING_BOOKING


def test_whom_they_add_and_book_themselves_is_their_own(clinic: Clinic, clock: FixedClock) -> None:
    added = clinic.add_patient(PatientForm(given_name="Nia", family_name="Osei"), by=OWN)
    with clinic.database.write() as session:
        add_session(session, add_plan(session, added))
    booked(clinic, OWN)
    clock.advance(minutes=60)
    assert clinic.patient(added, by=OWN).given_name == "Nia"


def test_nobody_opens_a_record_in_the_words_of_an_addition(clinic: Clinic) -> None:
    with pytest.raises(Invalid):
        clinic.open_record(2, ADDED, by=OWN)
