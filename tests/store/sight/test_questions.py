"""No question answers with anything that is out of sight; one that is new has to be asked here too."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from store.clinic import Clinic
from store.errors import NotAllowed, NotFound, RegimenError
from store.questions import Questions
from store.tables import BOOKING
from store.views import (
    Actor,
    BarredQuery,
    BookingRequest,
    CalendarQuery,
    FittingQuery,
    MoveRequest,
    MovingList,
    MyDayQuery,
    PatientForm,
    RecordQuery,
    RecordSearch,
    SessionQuery,
    SlotQuery,
)
from store.words import Category, ExportKind, Scope
from tests.factories import MANAGER
from tests.store.plans.forms import plan_form
from tests.store.sight.limited import (
    AMOUNT,
    AT_LOCATION,
    CANARY,
    ELSEWHERE,
    HERE,
    LIMITED,
    NO_MONEY,
    NO_NOTES,
    NOON,
    OWN,
    clinic_of,
)

DAY = date(2026, 3, 5)
BOOK = BookingRequest(
    key="asked-only", session_id=2, item_ids=(2,), location_id=HERE, provider=3, starts_at=NOON
)
MOVE = MoveRequest(key="asked-only", booking_id=2, version=1, starts_at=NOON)
THERE = {"location_id": ELSEWHERE}
Ask = Callable[[Clinic, Actor], Any]


@dataclass
class Asked:
    """Ways to ask a question; ``tells`` that whoever sees all is told of the canary."""

    ways: tuple[Ask, ...]
    tells: bool = True


def _slots(**values: Any) -> SlotQuery:
    asked = {"session_id": 1, "item_ids": (1,), "location_id": HERE, "day": DAY, **values}
    return SlotQuery.model_validate(asked)


def _where(provider_id: int, **values: Any) -> BarredQuery:
    column = {"key": "1", "provider_id": provider_id, "day": DAY, "label": "", "sublabel": ""}
    columns = [{**column, "open_hours": ()}]
    return BarredQuery.model_validate({"location_id": HERE, "columns": columns, **values})


def _fitting(**values: Any) -> FittingQuery:
    return FittingQuery.model_validate({"location_id": HERE, **values})


def _exported(clinic: Clinic, by: Actor) -> str:
    file = clinic.database.path.parent / f"{by.sight.is_limited}.csv"
    file.unlink(missing_ok=True)
    clinic.export_sessions(SessionQuery(scope=Scope.ALL), ExportKind.CSV, file, by=by)
    return file.read_text()


def _moving(clinic: Clinic, by: Actor) -> MovingList:
    """With every booking displaced, whoever's it is."""
    with clinic.database.write() as session:
        session.connection().execute(update(BOOKING).values(needs_moving=True))
    return clinic.moving_list(by=by)


ASKED: dict[str, Asked] = {
    "sessions": Asked(
        (
            *(lambda c, by, s=s: c.sessions(SessionQuery(scope=s), by=by) for s in Scope),
            lambda c, by: c.sessions(SessionQuery(scope=Scope.ALL, q=CANARY), by=by),
            lambda c, by: c.sessions(SessionQuery(scope=Scope.ALL, patient_id=2), by=by),
            lambda c, by: c.sessions(SessionQuery(scope=Scope.ALL, plan_id=2), by=by),
            lambda c, by: c.sessions(SessionQuery(scope=Scope.ALL, provider_id=3), by=by),
            lambda c, by: c.sessions(SessionQuery(scope=Scope.ALL, date_from=DAY), by=by),
        )
    ),
    "session": Asked((lambda c, by: c.session(2, by=by),)),
    "calendar": Asked(
        (
            lambda c, by: c.calendar(CalendarQuery(day=DAY, location_id=HERE), by=by),
            lambda c, by: c.calendar(CalendarQuery(day=DAY, location_id=ELSEWHERE), by=by),
            lambda c, by: c.calendar(CalendarQuery(day=DAY, view="week", provider_id=3), by=by),
            lambda c, by: c.calendar(CalendarQuery(day=DAY), by=by),
            lambda c, by: c.calendar(CalendarQuery(day=DAY, view="rooms"), by=by),
        )
    ),
    "calendar_month": Asked(
        (
            lambda c, by: c.calendar_month(CalendarQuery(day=DAY, view="month"), by=by),
            lambda c, by: c.calendar_month(
                CalendarQuery(day=DAY, view="month", location_id=ELSEWHERE), by=by
            ),
        )
    ),
    "calendar_team": Asked(
        (
            lambda c, by: c.calendar_team(CalendarQuery(day=DAY, view="team"), by=by),
            lambda c, by: c.calendar_team(
                CalendarQuery(day=DAY, view="team", location_id=ELSEWHERE), by=by
            ),
            lambda c, by: c.calendar_team(
                CalendarQuery(day=DAY, view="team", provider_id=3), by=by
            ),
        )
    ),
    "calendar_agenda": Asked(
        (
            lambda c, by: c.calendar_agenda(CalendarQuery(day=DAY, view="agenda"), by=by),
            lambda c, by: c.calendar_agenda(
                CalendarQuery(day=DAY, view="agenda", location_id=ELSEWHERE), by=by
            ),
            lambda c, by: c.calendar_agenda(
                CalendarQuery(day=DAY, view="agenda", category=Category.LASER), by=by
            ),
        )
    ),
    "my_day": Asked(
        (
            *(lambda c, by, n=n: c.my_day(MyDayQuery(provider_id=n), by=by) for n in (1, 2, 3)),
            *(lambda c, by, n=n: c.my_day(MyDayQuery(room_id=n), by=by) for n in (1, 2, 3)),
        )
    ),
    "filter_choices": Asked((lambda c, by: c.filter_choices(by=by),)),
    "patient": Asked((lambda c, by: c.patient(2, by=by),)),
    "find_patients": Asked(
        (
            lambda c, by: c.find_patients("", by=by),
            lambda c, by: c.find_patients(CANARY, by=by),
            lambda c, by: c.find_patients("5550199", by=by),
        )
    ),
    "likely_duplicates": Asked(
        (
            lambda c, by: c.likely_duplicates(
                PatientForm(family_name="Tanaka", birth_date=date(1990, 5, 1)), by=by
            ),
            lambda c, by: c.likely_duplicates(PatientForm(email=f"{CANARY}@example.org"), by=by),
        )
    ),
    "merge_comparison": Asked((lambda c, by: c.merge_comparison(1, 2, by=by),)),
    "plan": Asked((lambda c, by: c.plan(2, by=by),)),
    "plan_bookings_ahead": Asked((lambda c, by: c.plan_bookings_ahead(2, by=by),)),
    "plan_choices": Asked((lambda c, by: c.plan_choices(by=by),), tells=False),
    "plan_preview": Asked((lambda c, by: c.plan_preview(plan_form(), by=by),), tells=False),
    "templates": Asked((lambda c, by: c.templates(by=by),), tells=False),
    "free_slots": Asked(
        (
            lambda c, by: c.free_slots(_slots(**THERE, moving_booking_id=1), by=by),
            lambda c, by: c.free_slots(
                _slots(session_id=2, item_ids=(2,), moving_booking_id=2, room=3), by=by
            ),
            lambda c, by: c.free_slots(_slots(moving_booking_id=1, limit=5), by=by),
        )
    ),
    "booking_proposal": Asked(
        (
            lambda c, by: c.booking_proposal(2, by=by),
            lambda c, by: c.booking_proposal(1, by=by),
            lambda c, by: c.booking_proposal(1, by=by, moving=1),
        )
    ),
    "dialog_choices": Asked(
        (
            lambda c, by: c.dialog_choices((2,), HERE, by=by),
            lambda c, by: c.dialog_choices((1,), ELSEWHERE, by=by),
            lambda c, by: c.dialog_choices((), ELSEWHERE, by=by),
        )
    ),
    "barred": Asked(
        (
            lambda c, by: c.barred(_where(3, booking_id=2), by=by),
            lambda c, by: c.barred(_where(1, session_id=2), by=by),
            lambda c, by: c.barred(_where(3, booking_id=1), by=by),
            lambda c, by: c.barred(_where(1, booking_id=1), by=by),
            lambda c, by: c.barred(_where(1, booking_id=1, **THERE), by=by),
        )
    ),
    "fitting_sessions": Asked(
        (
            lambda c, by: c.fitting_sessions(_fitting(), by=by),
            lambda c, by: c.fitting_sessions(_fitting(q=CANARY), by=by),
            lambda c, by: c.fitting_sessions(_fitting(provider_id=3), by=by),
            lambda c, by: c.fitting_sessions(_fitting(room_id=3, q=CANARY), by=by),
            lambda c, by: c.fitting_sessions(_fitting(**THERE), by=by),
        ),
        tells=False,
    ),
    "preview": Asked(
        (
            lambda c, by: c.preview(BOOK, by=by),
            lambda c, by: c.preview(MOVE, by=by),
            lambda c, by: c.preview(
                MoveRequest(key="asked-only", booking_id=1, version=1, starts_at=NOON, **THERE),
                by=by,
            ),
        )
    ),
    "moving_list": Asked((_moving,)),
    "set_up": Asked((lambda c, by: c.set_up(by=by),)),
    "scope_counts": Asked((lambda c, by: c.scope_counts(SessionQuery(), by=by),), tells=False),
    "list_sizes": Asked((lambda c, by: c.list_sizes([SessionQuery()], by=by),), tells=False),
    "opened_record": Asked((lambda c, by: c.opened_record(2, by=by),), tells=False),
    "record_behind": Asked(
        (
            lambda c, by: c.record_behind("patient", 2, by=by),
            lambda c, by: c.record_behind("session", 2, by=by),
        ),
        tells=False,
    ),
    "find_record": Asked(
        (
            lambda c, by: c.find_record(RecordSearch(record_number="R-00002"), by=by),
            lambda c, by: c.find_record(RecordSearch(name=CANARY), by=by),
        ),
        tells=False,
    ),
    "export_sessions": Asked((_exported,)),
    "read_record": Asked((lambda c, by: c.read_record(RecordQuery(), by=by),), tells=False),
    "who_saw": Asked((lambda c, by: c.who_saw(2, by=by),)),
}
OF_EVERYBODY = {
    "backups": "files and times",
    "begun_second_factor": "one's own",
    "catalogue": "a ready list of services",
    "check_sign_in": "answers nothing",
    "doorstep": "of whoever stands before the device",
    "has_pin": "one's own",
    "link": "of whoever holds it",
    "lock_screen": "of whoever stands before the device",
    "over": "which sign-ins hold",
    "profile": "the clinic's name",
    "saved_views": "names and filters that people gave",
    "second_factor": "one's own",
    "services": "names of services",
    "signed_in": "of whoever holds it",
    "staff": "refused to all but managers",
}


@pytest.fixture(params=LIMITED)
def case(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Clinic, Actor]:
    """A clinic, and somebody to whom part of it is out of sight."""
    hidden_at = HERE if request.param == "own" else ELSEWHERE
    return clinic_of(tmp_path, hidden_at=hidden_at), LIMITED[request.param]


def test_every_question_is_asked_here() -> None:
    methods = inspect.getmembers(Questions, inspect.isfunction)
    questions = {name for name, _ in methods if not name.startswith("_")}
    assert questions <= set(ASKED) | set(OF_EVERYBODY)
    assert set(ASKED).isdisjoint(OF_EVERYBODY)


@pytest.mark.parametrize("name", ASKED)
def test_no_answer_tells_of_what_is_out_of_sight(case: tuple[Clinic, Actor], name: str) -> None:
    clinic, by = case
    told = [_told(ask, clinic, by) for ask in ASKED[name].ways]
    canaries = (CANARY, str(AMOUNT), "5550199233")
    if by == OWN:
        told = [text.replace(f"{CANARY} room", "").replace(f"{CANARY} place", "") for text in told]
    assert not [text for text in told if any(canary in text for canary in canaries)]
    if ASKED[name].tells:
        assert any(CANARY in _told(ask, clinic, MANAGER) for ask in ASKED[name].ways)


def _told(ask: Ask, clinic: Clinic, by: Actor) -> str:
    try:
        return repr(ask(clinic, by))
    except RegimenError as refusal:
        return f"{refusal.message} {getattr(refusal, 'alternatives', '')}"


def test_lists_and_counts_are_of_what_is_seen(case: tuple[Clinic, Actor]) -> None:
    clinic, by = case
    query = SessionQuery(scope=Scope.ALL)
    assert [row.id for row in clinic.sessions(query, by=by).rows] == [1]
    assert [row.id for row in clinic.sessions(query, by=MANAGER).rows] == [2, 1]
    assert clinic.scope_counts(query, by=MANAGER).counts[Scope.ALL] == 2
    assert clinic.scope_counts(query, by=by).counts[Scope.ALL] == 1
    assert (clinic.list_sizes([query], by=by), clinic.list_sizes([query], by=MANAGER)) == (
        (1,),
        (2,),
    )


def test_a_patient_of_somebody_else_is_drawn_as_busy(tmp_path: Path) -> None:
    clinic = clinic_of(tmp_path, hidden_at=HERE)
    view = clinic.calendar(CalendarQuery(day=DAY, location_id=HERE), by=OWN)
    drawn = [(entry.is_busy, entry.session_id, entry.patient_name) for entry in view.entries]
    assert drawn == [(False, 1, "Mei Tanaka"), (True, 0, "")]


def test_bookings_of_somebody_elses_patients_are_not_counted(tmp_path: Path) -> None:
    clinic = clinic_of(tmp_path, hidden_at=HERE)
    month, week = (
        CalendarQuery(day=DAY, location_id=HERE, view=kind) for kind in ("month", "team")
    )
    counted = [
        (
            sum(day.total for day in clinic.calendar_month(month, by=by).days),
            sum(c.total for row in clinic.calendar_team(week, by=by).rows for c in row.cells),
        )
        for by in (MANAGER, OWN)
    ]
    assert counted == [(2, 2), (1, 1)]


def test_what_is_out_of_sight_and_what_is_not_there_are_answered_alike(
    case: tuple[Clinic, Actor],
) -> None:
    clinic, by = case
    for ask in (clinic.session, clinic.patient, clinic.plan, clinic.booking_proposal):
        with pytest.raises(NotFound) as hidden:
            ask(2, by=by)
        with pytest.raises(NotFound) as missing:
            ask(999, by=by)
        assert hidden.value.message == missing.value.message


def test_without_money_no_amount_and_no_billing_is_told(tmp_path: Path) -> None:
    clinic = clinic_of(tmp_path)
    for name, asked in ASKED.items():
        told = [_told(ask, clinic, NO_MONEY) for ask in asked.ways]
        assert not [text for text in told if "Money(" in text or "BillingStatus" in text], name
        assert not [text for text in told if str(AMOUNT) in text], name
    with pytest.raises(RegimenError, match="not yours to see"):
        clinic.sessions(SessionQuery.model_validate({"sort": "billing"}), by=NO_MONEY)
    assert "Billing" not in _exported(clinic, NO_MONEY)


def test_without_notes_only_that_there_is_one_is_told(tmp_path: Path) -> None:
    clinic = clinic_of(tmp_path)
    told = [_told(ask, clinic, NO_NOTES) for asked in ASKED.values() for ask in asked.ways]
    assert not [text for text in told if f"{CANARY} note" in text]
    assert f"{CANARY} note" in repr(clinic.session(2, by=MANAGER))


def test_whoever_sees_some_locations_merges_nobody(tmp_path: Path) -> None:
    with pytest.raises(NotAllowed, match="whole clinic"):
        clinic_of(tmp_path).merge_comparison(1, 2, by=AT_LOCATION)
