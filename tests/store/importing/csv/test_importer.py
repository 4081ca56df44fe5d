"""Tables come in whole, once, row by row told, and nothing is dropped silently."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from store.errors import ImportRefused, NotAllowed
from store.importing.csv import FIELDS, Fate, Kind, SheetImport, Terms
from store.importing.csv.importer import STOPPED
from store.importing.importer import IMPORT
from store.search import sort_key
from store.tables import (
    BOOKING,
    HISTORY_ENTRY,
    ITEM,
    PATIENT,
    PATIENT_WORD,
    PAYMENT,
    PLAN,
    PROVIDER_HOURS,
    SESSION,
)
from store.views import Actor, PatientForm
from store.words import BillingStatus, BookingStatus, PlanState, Role, SessionStatus
from tests.factories import MANAGER, add_all, furnished, make_clinic
from tests.store.importing.csv.tables import EXAMPLES, bring_in, dump, rows, try_out, written

HEAD = "record number,given name,family name,birth date,phone\n"
AHEAD = "patient,services,provider,date,start,end\n"
SESSIONS_OF_EXAMPLES = 5


def test_the_documented_examples_come_in(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    told = bring_in(clinic, *sorted(EXAMPLES.glob("*.csv")))
    assert set(told.counts) == {Fate.BROUGHT_IN}
    assert {sheet.kind for sheet in told.sheets} == set(Kind)
    assert len(rows(clinic, SESSION.c.id)) == SESSIONS_OF_EXAMPLES
    assert len(rows(clinic, PROVIDER_HOURS.c.id)) == 11


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    bring_in(clinic, *sorted(EXAMPLES.glob("*.csv")))
    before = dump(clinic)
    told = bring_in(clinic, *sorted(EXAMPLES.glob("*.csv")))
    assert (set(told.counts), dump(clinic)) == ({Fate.ALREADY_THERE}, before)


def test_every_field_is_documented_with_its_kind() -> None:
    parts = (EXAMPLES.parent / "import.md").read_text(encoding="utf-8").split("\n### ")
    by_title = {part.partition("\n")[0].strip(): part for part in parts}
    for kind in Kind:
        for field in FIELDS[kind]:
            assert f"`{field.name}`" in by_title[kind.label], (kind, field.name)


def test_a_dry_run_changes_nothing_and_leaves_nothing_behind(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    before = dump(clinic)
    told = try_out(clinic, *sorted(EXAMPLES.glob("*.csv")))
    assert (set(told.counts), dump(clinic)) == ({Fate.BROUGHT_IN}, before)
    assert list((tmp_path / "importing").iterdir()) == []


def test_a_patient_is_found_by_name_and_number_afterwards(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    bring_in(clinic, written(tmp_path, HEAD + "R-7,Ada,Çelik,1984-05-17,+49 170 5550123\n"))
    assert [hit.name for hit in clinic.find_patients("celi", by=MANAGER)] == ["Ada Çelik"]
    assert [hit.record_number for hit in clinic.find_patients("0555", by=MANAGER)] == ["R-7"]
    assert rows(clinic, PATIENT.c.birth_date, PATIENT.c.sort_key) == [
        (date(1984, 5, 17), sort_key("Ada", "Çelik"))
    ]


def test_an_error_names_row_column_and_value_and_brings_nothing_in(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    file = written(tmp_path, HEAD + "R-1,Ada,Çelik,17.05.1984,\nR-2,Mei,Tanaka,31.02.1990,\n")
    assert try_out(clinic, file).problems == ["row 3, birth date: “31.02.1990” is not a date"]
    with pytest.raises(ImportRefused, match="row 3, birth date: “31"):
        bring_in(clinic, file)
    assert rows(clinic, PATIENT.c.id) == []


def test_rows_in_error_are_left_out_only_when_told(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    file = written(tmp_path, HEAD + "R-1,Ada,Çelik,17.05.1984,\nR-2,Mei,Tanaka,31.02.1990,\n")
    told = bring_in(clinic, file, skip_errors=True)
    assert told.counts == {Fate.BROUGHT_IN: 1, Fate.REFUSED: 1}
    assert rows(clinic, PATIENT.c.given_name) == [("Ada",)]


def test_a_row_that_changed_is_told_of_and_what_is_here_is_kept(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    bring_in(clinic, written(tmp_path, HEAD + "R-1,Ada,Çelik,17.05.1984,030 111\n"))
    told = bring_in(clinic, written(tmp_path, HEAD + "R-1,Ada,Çelik,17.05.1984,030 222\n"))
    assert told.counts == {Fate.CHANGED: 1}
    assert rows(clinic, PATIENT.c.phone) == [("030 111",)]


def test_how_a_sheet_is_written_makes_no_row_a_changed_one(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    bring_in(clinic, written(tmp_path, HEAD + "R-1,Ada,Çelik,1984-05-17,\n"))
    text = "Nachname;Vorname;Geburtsdatum;Kundennummer\nÇelik;Ada;17.05.1984;R-1\n"
    told = bring_in(clinic, written(tmp_path, text.encode("utf-16"), "Kunden.csv"))
    assert told.counts == {Fate.ALREADY_THERE: 1}


def test_a_record_number_of_somebody_else_is_refused(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    clinic.add_patient(
        PatientForm(given_name="Ada", family_name="Çelik", record_number="R-1"), by=IMPORT
    )
    told = try_out(clinic, written(tmp_path, HEAD + "R-1,Mei,Tanaka,,\nR-1,Ada,Çelik,,\n"))
    assert told.counts == {Fate.ALREADY_THERE: 1, Fate.REFUSED: 1}
    assert told.problems == ["row 2, record number: another patient has the record number “R-1”"]


def test_one_id_for_two_rows_is_refused_and_the_same_row_twice_is_one(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    text = HEAD + "R-1,Ada,Çelik,,\nR-1,Ada,Çelik,,\nR-1,Mei,Tanaka,,\n"
    told = try_out(clinic, written(tmp_path, text))
    assert told.counts == {Fate.BROUGHT_IN: 1, Fate.ALREADY_THERE: 1, Fate.REFUSED: 1}
    assert told.problems == ["row 4: row 2 has the same id and says something else"]


def test_patients_without_a_record_number_get_free_ones(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    text = 'record number,name\nR-00002,Ada Çelik\n,Mei Tanaka\n,"Adeyemi, Femi"\n'
    bring_in(clinic, written(tmp_path, text))
    assert rows(clinic, PATIENT.c.family_name, PATIENT.c.record_number) == [
        ("Çelik", "R-00002"),
        ("Tanaka", "R-00001"),
        ("Adeyemi", "R-00003"),
    ]


def test_a_booking_that_is_over_is_kept_as_it_was(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    bring_in(clinic, written(tmp_path, HEAD + "R-1,Ada,Çelik,,\n"))
    text = AHEAD + (
        "R-1,Laser Peel,Dr. Ines Lind,2025-03-02,03:07,03:11\n"
        "R-1,Lip Filler,Ines Lind,2025-03-02,03:07,04:00\n"
    )
    told = bring_in(clinic, written(tmp_path, text, "bookings.csv"))
    assert told.counts == {Fate.BROUGHT_IN: 2}
    assert (
        rows(clinic, BOOKING.c.is_history, BOOKING.c.status, BOOKING.c.room_id)
        == [(True, BookingStatus.CHECKED_OUT, None)] * 2
    )
    assert (
        rows(clinic, SESSION.c.status, SESSION.c.billing_status)
        == [(SessionStatus.COMPLETED, BillingStatus.PAID)] * 2
    )


def test_a_booking_ahead_obeys_the_rules_or_comes_in_unbooked(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    bring_in(clinic, written(tmp_path, HEAD + "R-1,Ada,Çelik,,\nR-2,Mei,Tanaka,,\n"))
    text = AHEAD + (
        "R-1,Laser Peel,Dr. Ines Lind,2026-03-05,10:00,10:30\n"
        "R-2,Laser Peel,Dr. Ines Lind,2026-03-05,10:15,10:45\n"
        "R-2,Laser Peel,Dr. Ines Lind,2026-03-05,18:00,18:30\n"
    )
    file = written(tmp_path, text, "bookings.csv")
    trial = try_out(clinic, file)
    told = bring_in(clinic, file)
    assert trial.rows == told.rows
    assert told.counts == {Fate.BROUGHT_IN: 1, Fate.UNBOOKED: 2}
    assert "Dr. Ines Lind is with another patient until" in told.problems[0]
    assert "works 09:00–17:00" in told.problems[1] or "hours" in told.problems[1]
    assert rows(clinic, BOOKING.c.starts_at, BOOKING.c.is_history, BOOKING.c.room_id) == [
        (datetime(2026, 3, 5, 15, tzinfo=UTC), False, 1)
    ]
    assert [row[0] for row in rows(clinic, SESSION.c.status)].count(
        SessionStatus.AWAITING_BOOKING
    ) == 2
    assert bring_in(clinic, file).counts == {Fate.ALREADY_THERE: 3}


def test_a_booking_takes_the_session_that_waits_for_it(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    files = [
        written(tmp_path, HEAD + "R-1,Ada,Çelik,,\n"),
        written(tmp_path, "id,patient,treatment\nP,R-1,Laser Peel\n", "plans.csv"),
        written(
            tmp_path, "plan,position,services\nP,1,Laser Peel\nP,2,Laser Peel\n", "sessions.csv"
        ),
    ]
    bring_in(clinic, *files)
    text = AHEAD + "R-1,Laser Peel,Noor Haddad,2026-03-05,10:00,\n"
    bring_in(clinic, written(tmp_path, text, "bookings.csv"))
    assert rows(clinic, SESSION.c.position, SESSION.c.status) == [
        (1, SessionStatus.BOOKED),
        (2, SessionStatus.AWAITING_BOOKING),
    ]
    assert rows(clinic, PLAN.c.state, PLAN.c.total) == [(PlanState.ACTIVE, 2)]


def test_past_bookings_payments_and_items_reach_what_came_in_before(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    bring_in(
        clinic,
        written(tmp_path, HEAD + "R-1,Ada,Çelik,,\n"),
        written(tmp_path, "id,patient,treatment\nP,R-1,Laser Peel\n", "plans.csv"),
        written(tmp_path, "id,plan,services\nS,P,Laser Peel\n", "sessions.csv"),
    )
    bring_in(
        clinic,
        written(
            tmp_path,
            "id,session,provider,date,start\nB,S,Ines Lind,2026-02-02,10:00\n",
            "bookings.csv",
        ),
        written(tmp_path, "booking,amount,method\nB,200.00,Card\n", "payments.csv"),
    )
    assert rows(clinic, SESSION.c.status, SESSION.c.billing_status) == [
        (SessionStatus.COMPLETED, BillingStatus.PAID)
    ]
    bring_in(clinic, written(tmp_path, "session,service\nS,Lip Filler\n", "items.csv"))
    assert rows(clinic, SESSION.c.status) == [(SessionStatus.PARTIALLY_BOOKED,)]
    assert rows(clinic, PAYMENT.c.amount) == [(20_000,)]
    assert len(rows(clinic, HISTORY_ENTRY.c.id)) > 1


def test_a_session_without_an_item_is_refused(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    files = (
        written(tmp_path, HEAD + "R-1,Ada,Çelik,,\n"),
        written(tmp_path, "id,patient,treatment\nP,R-1,Laser Peel\n", "plans.csv"),
        written(tmp_path, "id,plan,position\nS,P,1\n", "sessions.csv"),
    )
    told = bring_in(clinic, *files, skip_errors=True)
    assert told.problems == [
        "row 2: it has no item: name its services, or bring its items in as well"
    ]
    assert (rows(clinic, SESSION.c.id), rows(clinic, ITEM.c.id)) == ([], [])


def test_what_is_unknown_is_named(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    text = AHEAD + "R-9,Laser Peel,Ines Lind,2026-03-05,10:00,\n"
    told = try_out(clinic, written(tmp_path, text, "bookings.csv"))
    assert told.problems == ["row 2, patient: there is no patient “R-9”"]


def test_the_columns_meaning_is_kept_for_the_next_time(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    file = written(tmp_path, "Chart,Who\n7,Ada Çelik\n")
    job = SheetImport(clinic, by=IMPORT)
    (sheet,) = job.open([(file, file.name)], kind=Kind.PATIENTS)
    job.change(0, sheet.mapped(("record_number", "name")))
    job.carry_out(Terms())
    job.close()
    again = SheetImport(clinic, by=IMPORT)
    assert again.open([(file, file.name)])[0].mapping == ("record_number", "name")
    again.close()


def test_a_demo_refuses_unless_told(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    with clinic.database.write() as session:
        from store.models import ClinicProfile

        add_all(session, ClinicProfile(id=1, name="Demo", is_demo=True))
    file = written(tmp_path, HEAD + "R-1,Ada,Çelik,,\n")
    with pytest.raises(ImportRefused, match="demo"):
        bring_in(clinic, file)
    assert bring_in(clinic, file, into_demo=True).counts == {Fate.BROUGHT_IN: 1}


@pytest.mark.parametrize("role", [Role.FRONT_DESK, Role.PROVIDER])
def test_only_a_manager_imports(tmp_path: Path, role: Role) -> None:
    with pytest.raises(NotAllowed):
        SheetImport(
            make_clinic(tmp_path), by=Actor(staff_id=2, name="Femi", roles=frozenset({role}))
        )


@pytest.mark.parametrize("step", ["Checking", "Saving"])
def test_stopping_leaves_nothing_behind(tmp_path: Path, step: str) -> None:
    clinic = make_clinic(tmp_path)
    terms = Terms()

    def progress(at: str, done: int, total: int) -> None:
        if at.startswith(step):
            terms.stop.set()

    terms.progress = progress
    job = SheetImport(clinic, by=IMPORT)
    many = "".join(f"R-{n},Ada,Çelik,,\n" for n in range(1200))
    file = written(tmp_path, HEAD + many)
    before = dump(clinic)
    job.open([(file, file.name)])
    with pytest.raises(ImportRefused, match=STOPPED):
        job.carry_out(terms)
    job.close()
    assert (dump(clinic), list((tmp_path / "importing").iterdir())) == (before, [])


def test_words_and_indexes_are_whole_after_a_large_import(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    indexes = [line for line in dump(clinic) if "sqlite_master" in line]
    many = "".join(f"R-{n:05},Ada{n},Çelik,,\n" for n in range(20_500))
    bring_in(clinic, written(tmp_path, HEAD + many))
    assert indexes == [line for line in dump(clinic) if "sqlite_master" in line]
    with clinic.database.read() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'index'")
        assert "ix_patient_word_patient_id" in {row[0] for row in names}
    assert len(rows(clinic, PATIENT_WORD.c.word)) > 40_000
