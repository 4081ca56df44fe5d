"""An import is saved in portions: others work in between, and what cuts it off takes nothing away."""

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select

from store.clinic import Clinic
from store.database import Database
from store.derive import verify
from store.errors import ImportRefused, Unavailable
from store.importing.csv import Fate, Pace, SheetImport, Terms, clear, resume
from store.importing.csv.carrying import MEANWHILE
from store.importing.csv.importer import CUT_OFF
from store.importing.csv.journal import ANOTHER
from store.importing.csv.resuming import LOST
from store.importing.importer import IMPORT
from store.tables import BOOKING, IMPORT_STEP, PATIENT, SESSION, SOURCE_LINK
from store.views import PatientForm
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    FixedClock,
    add_patient,
    add_plan,
    add_session,
    furnished,
)
from tests.store.audit.rows import changes, entries, verdict
from tests.store.bookings.wishes import request
from tests.store.importing.csv.tables import Told, bring_in, dump, rows, written
from tools.environment import ROOT

PATIENTS = "id,record number,given name,family name\n"
BOOKINGS = "id,patient,services,location,provider,date,start,minutes,price\n"
MANY = 20
Meanwhile = Callable[[], object]

KILLED = """
import os, signal, sys
from pathlib import Path
from store.clinic import Clinic
from store.database import Database
from store.importing.csv import Pace, SheetImport, Terms
from store.importing.importer import IMPORT
from tests.factories import FixedClock

folder, at = Path(sys.argv[1]), int(sys.argv[2])
seen = 0

def progress(step, done, total):
    global seen
    seen += step == "Saving" and total > 0
    if seen == at:
        os.kill(os.getpid(), signal.SIGKILL)

job = SheetImport(Clinic(Database(folder / "regimen.db"), clock=FixedClock()), by=IMPORT)
job.open([(path, path.name) for path in sorted(folder.glob("*.csv"))])
job.carry_out(Terms(pace=Pace(rows=3, most=3, rests=False), progress=progress))
"""


def small(**changed: Any) -> dict[str, Any]:
    """Terms by which it is saved three rows at a time."""
    return {"pace": Pace(rows=3, most=3, aim=60.0, rests=False), **changed}


def sheets(folder: Path, ahead: str = "") -> list[Path]:
    """Twenty patients who were here once each; ``ahead`` are more rows of bookings."""
    people = "".join(f"p{n},M-{n},Ada{n},Çelik\n" for n in range(MANY))
    visits = "".join(
        f"b{n},p{n},Laser Peel,Harbour,Dr. Ines Lind,2025-03-{n + 1:02},10:00,30,50\n"
        for n in range(MANY)
    )
    return [
        written(folder, BOOKINGS + visits + ahead, "bookings.csv"),
        written(folder, PATIENTS + people),
    ]


def at_saving(number: int, act: Meanwhile) -> dict[str, Any]:
    """Terms by which something happens before the ``number``-th portion is saved, counted from 1."""
    seen = 0

    def progress(step: str, _: int, total: int) -> None:
        nonlocal seen
        if step == "Saving" and total:
            seen += 1
            if seen == number:
                act()

    return small(progress=progress)


def other(clinic: Clinic) -> Clinic:
    """The same clinic as another process has it."""
    return Clinic(Database(clinic.database.path), clock=clinic.now)


def again(folder: Path) -> Clinic:
    """The clinic as the next start finds it."""
    return Clinic(Database(folder / "regimen.db"), clock=FixedClock())


def told_by(clinic: Clinic) -> list[str]:
    """Everything that is in the database, as it was saved by one process or by two."""
    return sorted(line for line in dump(clinic) if not line.startswith("sqlite_"))


def _killed(folder: Path, number: int) -> None:
    """An import by another process that is killed before its ``number``-th portion."""
    command = [sys.executable, "-c", KILLED, str(folder), str(number)]
    assert subprocess.run(command, cwd=ROOT, check=False).returncode == -signal.SIGKILL


def _carried(clinic: Clinic, files: list[Path], terms: Terms | dict[str, Any]) -> Told:
    """An import of which nothing else is asked."""
    job = SheetImport(clinic, by=IMPORT)
    try:
        job.open([(path, path.name) for path in files])
        done = job.carry_out(terms if isinstance(terms, Terms) else Terms(**terms))
        return Told(job.sheets, done)
    finally:
        job.close()


def register(clinic: Clinic, number: str = "") -> int:
    """Somebody new at the front desk, entered by another process."""
    form = PatientForm(given_name="Bo", family_name="Meanwhile", record_number=number)
    return other(clinic).add_patient(form, by=MANAGER)


def test_no_transaction_of_an_import_saves_more_than_a_portion(tmp_path: Path) -> None:
    clinic, commits = furnished(tmp_path), []
    event.listen(clinic.database.engine, "commit", lambda _: commits.append(_sessions(clinic)))
    bring_in(clinic, *sheets(tmp_path), **small())
    grown = [after - before for before, after in zip([0, *commits], commits, strict=False)]
    assert (sum(grown), max(grown)) == (MANY, 3)


def _sessions(clinic: Clinic) -> int:
    with clinic.database.engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(SESSION)).scalar_one()


@pytest.mark.parametrize("number", [1, 9, 20])
def test_others_save_between_any_two_portions(tmp_path: Path, number: int) -> None:
    clinic, made = furnished(tmp_path), []
    told = bring_in(
        clinic, *sheets(tmp_path), **at_saving(number, lambda: made.append(register(clinic)))
    )
    assert told.counts == {Fate.BROUGHT_IN: 2 * MANY}
    names = rows(clinic, PATIENT.c.id, PATIENT.c.given_name)
    assert (len(names), (made[0], "Bo") in names) == (MANY + 1, True)
    assert rows(clinic, IMPORT_STEP.c.number) == []


def test_everything_that_is_derived_holds_after_every_portion(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    seen: list[list[str]] = []

    def progress(step: str, _: int, total: int) -> None:
        if step == "Saving" and total:
            with clinic.database.read() as connection:
                seen.append([*verify(connection, clinic.now())])
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                seen.append([str(row) for row in broken])

    bring_in(clinic, *sheets(tmp_path), **small(progress=progress))
    assert len(seen) > 3 * MANY // 3
    assert all(found == [] for found in seen)


def test_a_booking_made_meanwhile_stands_and_the_imported_one_comes_in_unbooked(
    tmp_path: Path,
) -> None:
    clinic = furnished(tmp_path)
    ahead = "b99,p0,Laser Peel,Harbour,Dr. Ines Lind,2026-03-05,10:00,30,50\n"
    files = sheets(tmp_path, ahead)

    with clinic.database.write() as session:
        mei = add_patient(session, given_name="Mei", family_name="Tanaka")
        add_session(session, add_plan(session, mei), services=(1,))

    def book() -> None:
        other(clinic).book(request(item_ids=(1,)), by=FRONT_DESK)

    told = _carried(clinic, files, at_saving(20, book))
    assert told.counts == {Fate.BROUGHT_IN: 2 * MANY, Fate.UNBOOKED: 1}
    assert "Dr. Ines Lind" in told.problems[0]


def test_a_record_number_that_somebody_got_meanwhile_is_theirs(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    told = bring_in(
        clinic, *sheets(tmp_path), **at_saving(3, lambda: register(clinic, number="M-19"))
    )
    (reason,) = [row.reason for row in told.rows if row.reason]
    assert reason.startswith("somebody new got its record number meanwhile; it has R-")
    number = reason.rpartition(" ")[2]
    found = clinic.find_patients(number, by=MANAGER)
    assert [one.name for one in found] == ["Ada19 Çelik"]
    assert "Bo Meanwhile" in [one.name for one in clinic.find_patients("M-19", by=MANAGER)]


def test_what_was_entered_before_the_first_portion_brings_nothing_in(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    job = SheetImport(clinic, by=IMPORT)
    job.open([(path, path.name) for path in sheets(tmp_path)])
    job.lay_out(Terms())
    register(clinic, number="M-7")
    before = dump(clinic)
    with pytest.raises(ImportRefused, match=MEANWHILE):
        job.carry_out(Terms(**small()))
    job.close()
    assert (dump(clinic), list((tmp_path / "importing").iterdir())) == (before, [])


def test_what_belongs_to_something_taken_away_meanwhile_is_left_out_and_told_of(
    tmp_path: Path,
) -> None:
    clinic = furnished(tmp_path)
    bring_in(clinic, *sheets(tmp_path))
    session_id = _linked(clinic, "b3")
    paid = "id,booking,amount\nm1,b3,20\nm2,b4,30\n"

    def take_away() -> None:
        raw = other(clinic).database.engine.raw_connection()
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DELETE FROM treatment_session WHERE id = ?", (session_id,))
        raw.commit()

    told = _carried(clinic, [written(tmp_path, paid, "payments.csv")], at_saving(1, take_away))
    assert told.counts == {Fate.BROUGHT_IN: 1, Fate.REFUSED: 1}
    assert told.problems == ["row 2: what it belongs to was taken away meanwhile; import it again"]


def _linked(clinic: Clinic, source: str) -> int:
    """The session of a booking that came in."""
    query = select(BOOKING.c.session_id).join(SOURCE_LINK, SOURCE_LINK.c.entity_id == BOOKING.c.id)
    with clinic.database.read() as connection:
        return int(connection.execute(query.where(SOURCE_LINK.c.source_id == source)).scalar_one())


@pytest.mark.parametrize("number", [2, 9, 17, 23])
def test_what_was_killed_between_two_portions_is_whole_after_the_next_start(
    tmp_path: Path, number: int
) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    ahead = "b99,p0,Laser Peel,Harbour,Dr. Ines Lind,2026-03-05,10:00,30,50\n"
    for folder in (whole, cut):
        folder.mkdir()
        furnished(folder).database.close()
        sheets(folder, ahead)
    bring_in(furnished(whole), *sorted(whole.glob("*.csv")), **small())
    _killed(cut, number)
    clinic = again(cut)
    assert resume(clinic) is True
    assert resume(clinic) is False
    assert told_by(clinic) == told_by(again(whole))
    assert list((cut / "importing").iterdir()) == []
    assert verdict(clinic).fault == ""


def test_what_was_killed_before_its_first_portion_is_forgotten(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    sheets(tmp_path)
    before = dump(clinic)
    _killed(tmp_path, 1)
    resume(clinic)
    assert (dump(clinic), list((tmp_path / "importing").iterdir())) == (before, [])


def test_only_one_import_is_saved_at_a_time_and_nobody_goes_on_with_one_that_is_alive(
    tmp_path: Path,
) -> None:
    clinic, told = furnished(tmp_path), []
    more = written(tmp_path, PATIENTS + "x,X-1,Noor,Haddad\n", "more.csv")

    def meanwhile() -> None:
        told.append(resume(other(clinic)))
        clear(other(clinic))
        with pytest.raises(ImportRefused, match=ANOTHER):
            bring_in(other(clinic), more)

    bring_in(clinic, *sheets(tmp_path), **at_saving(9, meanwhile))
    assert told == [False]
    bring_in(clinic, more)


def test_what_cannot_be_saved_any_further_is_gone_on_with_later(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)

    def fail() -> None:
        raise Unavailable("The disk is full.")

    with pytest.raises(Unavailable, match=CUT_OFF):
        _carried(clinic, sheets(tmp_path), at_saving(9, fail))
    assert 0 < len(rows(clinic, PATIENT.c.id)) <= MANY
    clear(clinic)
    assert resume(clinic) is True
    assert len(rows(clinic, SESSION.c.id)) == MANY
    told = bring_in(clinic, *sheets(tmp_path))
    assert told.counts == {Fate.ALREADY_THERE: 2 * MANY}


def test_an_import_whose_file_is_lost_is_told_of_and_whole_when_imported_again(
    tmp_path: Path,
) -> None:
    clinic = furnished(tmp_path)
    files = sheets(tmp_path)
    _killed(tmp_path, 12)
    for left in (tmp_path / "importing").glob("*/*.db"):
        left.unlink()
    assert resume(clinic) is True
    assert changes(entries(clinic)[-1])[0][2] == LOST
    told = bring_in(clinic, *files)
    assert set(told.counts) == {Fate.ALREADY_THERE, Fate.BROUGHT_IN}
    assert (len(rows(clinic, PATIENT.c.id)), len(rows(clinic, SESSION.c.id))) == (MANY, MANY)


def test_it_cannot_be_stopped_once_its_first_portion_is_in(tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    terms = Terms()
    terms.progress = at_saving(9, terms.stop.set)["progress"]
    terms.pace = small()["pace"]
    _carried(clinic, sheets(tmp_path), terms)
    assert (terms.is_saving, len(rows(clinic, SESSION.c.id))) == (True, MANY)
