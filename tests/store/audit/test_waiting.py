"""Views are added many at a time, wait while the disk takes nothing, and are lost to nobody's eyes."""

import logging

import pytest

from store.audit import waiting
from store.clinic import Clinic
from store.views import Seen
from store.words import Deed, Result
from tests.factories import FRONT_DESK, MANAGER, add_patient, add_plan, add_session
from tests.store.audit.rows import about, count, entries, last, locked, verdict
from tests.store.bookings.wishes import request
from tests.store.queries.test_costs import statements

MEI = Seen(kind="session", key=1, patient_id=1)


@pytest.fixture
def clinic(bare: Clinic) -> Clinic:
    with bare.database.write() as session:
        add_session(session, add_plan(session, add_patient(session)), services=(1, 2))
    return bare


def test_many_views_are_one_transaction(clinic: Clinic) -> None:
    for _ in range(100):
        clinic.note(MEI, FRONT_DESK)
    assert count(clinic) == 0
    with statements(clinic) as seen:
        assert clinic.append_noted()
    assert [text.split()[0] for text in seen] == ["BEGIN", "SELECT", "INSERT"]
    assert (count(clinic), len(clinic.waiting)) == (100, 0)
    row = last(clinic)
    assert (row.command, row.kind, row.by_id) == ("view_session", Deed.VIEW, 2)
    assert about(row) == {"session": [1], "patient": [1]}


def test_a_sheet_that_was_printed_is_taken_out(clinic: Clinic) -> None:
    clinic.note(Seen(kind="patient", key=1, patient_id=1, is_print=True), FRONT_DESK)
    clinic.append_noted()
    assert (last(clinic).command, last(clinic).kind) == ("print_patient", Deed.EXPORT)


def test_a_booking_card_is_about_its_patient(clinic: Clinic) -> None:
    clinic.book(request(), by=FRONT_DESK)
    clinic.note(Seen(kind="booking", key=1), FRONT_DESK)
    clinic.append_noted()
    assert about(last(clinic)) == {"booking": [1], "patient": [1]}


def test_who_reads_the_trail_reads_what_was_looked_at_until_then(clinic: Clinic) -> None:
    clinic.note(MEI, FRONT_DESK)
    assert [row.command for row in clinic.who_saw(1, by=MANAGER).rows] == ["view_session"]


def test_nothing_noted_asks_the_database_nothing(clinic: Clinic) -> None:
    with statements(clinic) as seen:
        assert clinic.append_noted()
    assert seen == []


def test_views_wait_in_the_log_too_while_nothing_can_be_written_and_come_in_afterwards(
    clinic: Clinic, caplog: pytest.LogCaptureFixture
) -> None:
    with locked(clinic), caplog.at_level(logging.WARNING, logger="regimen.audit"):
        clinic.note(MEI, FRONT_DESK)
        assert not clinic.append_noted()
        clinic.note(Seen(kind="patient", key=1, patient_id=1), MANAGER)
        assert not clinic.append_noted()
    kept = [record.getMessage().split("later: ")[1] for record in caplog.records]
    assert kept == [
        "2026-03-04T15:00:00Z view_session {'session': [1], 'patient': [1]} by staff 2",
        "2026-03-04T15:00:00Z view_patient {'patient': [1]} by staff 1",
    ]
    assert clinic.append_noted()
    assert [row.command for row in entries(clinic)] == ["view_session", "view_patient"]
    assert verdict(clinic).fault == ""


def test_what_waits_comes_before_what_is_done_next(clinic: Clinic) -> None:
    clinic.note(MEI, FRONT_DESK)
    clinic.back_up(by=MANAGER)
    assert [row.command for row in entries(clinic)] == ["view_session", "back_up"]


def test_more_than_can_be_kept_is_logged_and_counted(
    clinic: Clinic, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "MOST", 3)
    for _ in range(5):
        clinic.note(MEI, FRONT_DESK)
    assert len(caplog.records) == 2
    assert clinic.append_noted()
    row = last(clinic)
    assert (count(clinic), row.command, row.result) == (4, "miss_entries", Result.REFUSED)
    assert row.said.startswith("2 entries could not be kept here")
    clinic.note(MEI, FRONT_DESK)
    assert clinic.append_noted()
    assert (count(clinic), last(clinic).command) == (5, "view_session")


def test_what_no_database_takes_is_logged_and_keeps_nothing_else_waiting(
    clinic: Clinic, caplog: pytest.LogCaptureFixture
) -> None:
    clinic.note(MEI, FRONT_DESK)
    clinic.note_beyond("half a letter: \ud800", None, FRONT_DESK)
    clinic.note(MEI, FRONT_DESK)
    with caplog.at_level(logging.ERROR, logger="regimen.audit"):
        assert clinic.append_noted()
    told = ["view_session", "view_session", "miss_entries"]
    assert [row.command for row in entries(clinic)] == told
    assert "cannot take this entry" in caplog.text
    assert not clinic.waiting
    assert verdict(clinic).fault == ""
