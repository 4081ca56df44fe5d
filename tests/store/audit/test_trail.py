"""What stands in the trail of a command, a refusal, an import, a merge, a restore, and a kill."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from store import demo
from store.audit import Head, append, verify
from store.audit.trail import MOST_TOLD, Entry
from store.backups import restore
from store.backups.shelf import sum_of
from store.clinic import Clinic
from store.database import Database
from store.errors import NotAllowed, Refused
from store.importing.importer import import_files
from store.migrate import configuration
from store.tables import BOOKING
from store.unit import Told
from store.views import MergeRequest, PatientForm
from store.words import Deed, Result
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    NOW,
    add_patient,
    add_plan,
    add_session,
    make_clinic,
)
from tests.store.audit.rows import about, changes, count, entries, last, locked, verdict
from tests.store.bookings.wishes import request
from tests.store.importing.bundles import patient, written
from tests.store.queries.test_costs import statements
from tests.store.setup import forms
from tools.environment import ROOT

BOOKER = """
import sys
from pathlib import Path
from store.clinic import Clinic
from store.database import Database
from tests.factories import MANAGER, FixedClock
clinic = Clinic(Database(Path(sys.argv[1])), clock=FixedClock())
for number in range(10_000):
    clinic.name_clinic(f"Quay {number}", "USD", by=MANAGER)
    print(number, flush=True)
"""


@pytest.fixture
def clinic(bare: Clinic) -> Clinic:
    """Mei with a session of two items, and Ada with one of one."""
    with bare.database.write() as session:
        for name, services in (("Mei", (1, 2)), ("Ada", (1,))):
            plan = add_plan(session, add_patient(session, name))
            add_session(session, plan, services=services)
    return bare


def test_a_booking_says_who_did_what_from_where_and_what_it_touched(clinic: Clinic) -> None:
    by = FRONT_DESK.model_copy(update={"origin": "10.0.0.7"})
    clinic.book(request(), by=by)
    row = last(clinic)
    assert (row.at, row.command, row.kind, row.result) == (NOW, "book", Deed.CHANGE, Result.DONE)
    assert (row.by_id, row.by_name, row.by_role) == (2, "Femi Adeyemi", "front-desk")
    assert (row.origin, about(row)) == (
        "10.0.0.7",
        {"booking": [1], "patient": [1], "plan": [1], "session": [1]},
    )
    assert row.said.startswith("The plan became Active with its first booking. Booked Laser Peel")
    booked = next(after for _, _, said, _, after in changes(row) if said.startswith("Booked"))
    assert (booked["starts_at"], booked["room_id"], booked["item_ids"]) == (
        "2026-03-05T15:00:00Z",
        1,
        [1, 2],
    )


def test_an_edit_keeps_what_was_before_and_after_and_nothing_else(clinic: Clinic) -> None:
    clinic.edit_patient(1, PatientForm(given_name="May", family_name="Tanaka"), by=FRONT_DESK)
    assert changes(last(clinic)) == [
        ["patient", 1, "The record was edited.", {"given_name": "Mei"}, {"given_name": "May"}]
    ]


def test_a_command_pays_for_two_statements_more_and_no_more(clinic: Clinic) -> None:
    with statements(clinic) as seen:
        clinic.book(request(), by=FRONT_DESK)
    assert [text.split()[0] for text in seen if "audit" in text] == ["SELECT", "INSERT"]


def test_a_refusal_stands_there_with_its_reason_and_whom_it_was_about(clinic: Clinic) -> None:
    clinic.book(request(), by=FRONT_DESK)
    with pytest.raises(Refused) as refusal:
        clinic.book(request(key="another-wish", session_id=2, item_ids=(3,)), by=FRONT_DESK)
    row = last(clinic)
    assert (row.command, row.result, row.said) == ("book", Result.REFUSED, refusal.value.message)
    assert (about(row), changes(row)) == ({"session": [2], "patient": [2]}, [])
    assert count(clinic) == 2


@pytest.mark.parametrize("forged", [0, -1, 2**70, "1; DROP TABLE patient", None, True])
def test_an_id_that_cannot_be_is_refused_and_stands_there_without_it(
    clinic: Clinic, forged: int
) -> None:
    by = FRONT_DESK.model_copy(update={"staff_id": 99})
    with pytest.raises(NotAllowed):
        clinic.cancel(forged, version=1, reason="Ill", by=by)
    assert (last(clinic).command, last(clinic).result) == ("cancel", Result.REFUSED)
    assert verdict(clinic).fault == ""


def test_a_refusal_is_told_although_the_trail_cannot_be_written(clinic: Clinic) -> None:
    with locked(clinic), pytest.raises(NotAllowed, match="Only a manager"):
        clinic.disable_room(1, by=FRONT_DESK)
    assert (count(clinic), len(clinic.waiting)) == (0, 1)
    assert clinic.append_noted()
    assert (last(clinic).command, last(clinic).result) == ("disable_room", Result.REFUSED)


def test_a_command_that_fails_leaves_neither_its_change_nor_its_row(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        session.connection().exec_driver_sql(
            "CREATE TRIGGER full BEFORE INSERT ON audit_entry WHEN NEW.command = 'book'"
            " BEGIN SELECT RAISE(FAIL, 'no'); END"
        )
    with pytest.raises(Exception, match="no"):
        clinic.book(request(), by=FRONT_DESK)
    with clinic.database.read() as connection:
        assert connection.execute(select(func.count()).select_from(BOOKING)).scalar() == 0


def test_pressing_twice_stands_there_twice_and_says_so(clinic: Clinic) -> None:
    for _ in range(2):
        clinic.book(request(), by=FRONT_DESK)
    assert [row.result for row in entries(clinic)] == [Result.DONE, Result.REPEATED]


def test_a_rehearsal_leaves_none_refused_or_not(clinic: Clinic) -> None:
    clinic.rehearsal().add_room(forms.room(), by=MANAGER)
    with pytest.raises(NotAllowed):
        clinic.rehearsal().add_room(forms.room(), by=FRONT_DESK)
    assert count(clinic) == 0


def test_an_undo_says_what_it_took_back(clinic: Clinic) -> None:
    booked = clinic.book(request(), by=FRONT_DESK)
    assert booked.change_id is not None
    clinic.undo(booked.change_id, by=FRONT_DESK)
    told = next(one for one in changes(last(clinic)) if one[0] == "change")
    _, key, said, before, after = told
    assert (key, said[:25]) == (booked.change_id, "Undone: Booked Laser Peel")
    assert (before["starts_at"], after) == ("2026-03-05T15:00:00Z", {})


def test_a_merge_is_about_both_records_and_keeps_them(clinic: Clinic) -> None:
    wish = MergeRequest(keep_id=1, other_id=2, keep_version=1, other_version=1)
    clinic.merge_patients(wish, by=FRONT_DESK)
    row = last(clinic)
    assert about(row)["patient"] == [1, 2]
    before = next(state for kind, _, said, state, _ in changes(row) if kind == "patient" and said)
    assert (before["kept"]["given_name"], before["merged"]["given_name"]) == ("Mei", "Ada")


def test_an_import_leaves_one_row_with_counts_and_sums(tmp_path: Path) -> None:
    clinic = make_clinic(tmp_path)
    file = written(tmp_path, patient(), patient("bo"))
    import_files(clinic, [file])
    (row,) = entries(clinic)
    ((_, _, said, _, after),) = changes(row)
    assert (row.command, row.by_name, said) == ("import", "Import", "Imported export.json.")
    assert after["counts"]["patients brought in"] == 2
    assert [len(one["sha256"]) for one in after["files"]] == [64]


def test_the_demo_leaves_one_row_however_large_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demo, "MANY", 10)
    clinic = make_clinic(tmp_path)
    demo.fill(clinic.database, now=clinic.now(), sessions=300)
    assert [(row.command, row.by_name) for row in entries(clinic)] == [("demo", "Regimen")]
    assert verdict(clinic).fault == ""


def test_a_row_never_grows_without_bound(clinic: Clinic) -> None:
    told = [Told("session", 1, f"Change {number}.", {}, {}) for number in range(MOST_TOLD + 7)]
    with clinic.database.write() as session:
        append(session.connection(), [Entry(NOW, MANAGER, "cancel_plan", told=told)])
    kept = changes(last(clinic))
    assert (len(kept), kept[-1][2]) == (MOST_TOLD + 1, "And 7 more changes.")


def test_a_backup_has_the_head_of_its_trail_beside_it(clinic: Clinic) -> None:
    clinic.name_clinic("Quay", "USD", by=MANAGER)
    made = clinic.back_up(by=MANAGER)
    first, remark = sum_of(clinic.shelf.folder / made.name).read_text().splitlines()
    assert first.endswith(f"  {made.name}")
    noted = Head.read(remark.removeprefix("# audit "))
    assert noted == Head(1, entries(clinic)[0].hash)
    assert last(clinic).said == f"Made the backup {made.name}."
    with clinic.database.read() as connection:
        assert verify(connection, [noted]).fault == ""


def test_a_restored_backup_goes_on_with_its_own_trail(clinic: Clinic) -> None:
    clinic.name_clinic("Quay", "USD", by=MANAGER)
    made = clinic.back_up(by=MANAGER)
    clinic.name_clinic("Wharf", "USD", by=MANAGER)
    left = verdict(clinic).head
    file = clinic.shelf.folder / made.name
    restore(clinic.database, file, clinic.shelf, now=clinic.now())
    assert [row.command for row in entries(clinic)] == ["name_clinic", "restore"]
    ((_, _, said, before, _),) = changes(last(clinic))
    assert (said, before) == (f"Restored {made.name}.", {"audit": str(left)})
    assert verdict(clinic).fault == ""
    clinic.name_clinic("Pier", "USD", by=MANAGER)
    assert verdict(clinic).head.count == 3


def test_a_clinic_of_an_earlier_version_gets_an_empty_trail(tmp_path: Path) -> None:
    from alembic import command  # beside its one use

    database = Database(tmp_path / "regimen.db")
    with database.engine.connect() as connection, connection.begin():
        command.upgrade(configuration(connection), "0009")
    database.migrate()
    with database.read() as connection:
        assert verify(connection).head == Head()
    clinic = Clinic(database)
    clinic.add_patient(
        PatientForm(given_name="Mei"), by=MANAGER.model_copy(update={"staff_id": None})
    )
    assert count(clinic) == 1


def test_a_kill_in_the_middle_leaves_every_acknowledged_command_with_its_row(
    clinic: Clinic,
) -> None:
    path = clinic.database.path
    clinic.database.close()
    begun = [sys.executable, "-c", BOOKER, str(path)]
    with subprocess.Popen(begun, cwd=ROOT, stdout=subprocess.PIPE, text=True) as booker:
        assert booker.stdout is not None
        heard = [booker.stdout.readline() for _ in range(25)]
        booker.send_signal(signal.SIGKILL)
        heard += booker.stdout.readlines()
    told = {int(line) for line in heard if line.endswith("\n")}
    rows = entries(clinic)
    named = {row.said.removeprefix("The clinic is Quay ").rstrip(".") for row in rows}
    assert {str(number) for number in told} <= named
    assert clinic.set_up(by=MANAGER).clinic_name == f"Quay {len(rows) - 1}"
    assert verdict(clinic).fault == ""
    assert clinic.name_clinic("Again", "USD", by=MANAGER).id == 1
