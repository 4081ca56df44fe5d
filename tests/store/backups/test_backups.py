"""Backups: made while others work, found sound, put back, and never half of anything."""

import os
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier, Event

import pytest
from sqlalchemy import func, select

from store.backups import Shelf, make, restore
from store.backups.restoring import check
from store.backups.shelf import STALE_SECONDS
from store.clinic import Clinic
from store.database import Database
from store.errors import BackupFailed, NotAllowed
from store.tables import PATIENT
from store.views import PatientForm
from tests.factories import FRONT_DESK, MANAGER, NOW, FixedClock, furnished


@pytest.fixture
def clinic(tmp_path: Path, clock: FixedClock) -> Iterator[Clinic]:
    made = furnished(tmp_path / "data", clock=clock)
    yield made
    made.database.close()


def add(clinic: Clinic, name: str) -> None:
    clinic.add_patient(PatientForm(given_name=name), by=FRONT_DESK)


def names(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(select(PATIENT.c.given_name)).scalars())


def files(shelf: Shelf) -> set[str]:
    return {file.name for file in shelf.folder.glob("*")}


def test_a_backup_is_named_by_its_time_in_utc_with_the_sum_of_its_bytes(clinic: Clinic) -> None:
    made = clinic.back_up(by=MANAGER)
    assert made.name == "regimen-2026-03-04T15-00-00Z.db"
    assert (made.made_at, made.size > 0) == (NOW, True)
    assert files(clinic.shelf) == {made.name, f"{made.name}.sha256"}
    assert clinic.backups().backups == (made,)


def test_two_backups_in_one_second_are_two_files(clinic: Clinic) -> None:
    first, second = clinic.back_up(by=MANAGER), clinic.back_up(by=MANAGER)
    assert first.name != second.name
    assert len(clinic.backups().backups) == 2


def test_only_a_manager_asks_for_a_backup(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed, match="Only a manager"):
        clinic.back_up(by=FRONT_DESK)
    assert not clinic.shelf.folder.exists()


def test_what_others_write_meanwhile_is_kept_and_is_not_in_the_copy(clinic: Clinic) -> None:
    add(clinic, "Before")
    begun, written = Event(), Event()

    def progress(_done: int, _total: int) -> None:
        begun.set()
        assert written.wait(10)

    with ThreadPoolExecutor(1) as pool:
        copying = pool.submit(clinic.back_up, by=MANAGER, progress=progress)
        assert begun.wait(10)
        add(clinic, "Meanwhile")
        written.set()
        made = copying.result()
    assert names(clinic.database) == ["Before", "Meanwhile"]
    with closing(Database(clinic.shelf.folder / made.name)) as copy:
        assert names(copy) == ["Before"]


def test_restoring_brings_back_what_was_and_keeps_what_is(
    clinic: Clinic, clock: FixedClock
) -> None:
    add(clinic, "Kept")
    made = clinic.back_up(by=MANAGER)
    add(clinic, "Later")
    clock.advance(minutes=1)
    kept = restore(clinic.database, clinic.shelf.folder / made.name, clinic.shelf, now=clock.now)
    assert names(clinic.database) == ["Kept"]
    assert Path(kept).name == "before-restore-2026-03-04T15-01-00Z.db"
    restore(clinic.database, Path(kept), clinic.shelf, now=clock.now)
    assert names(clinic.database) == ["Kept", "Later"]


def test_restoring_into_a_running_clinic_shows_one_state_or_the_other(clinic: Clinic) -> None:
    add(clinic, "Kept")
    made = clinic.back_up(by=MANAGER)
    add(clinic, "Later")
    with clinic.database.read() as connection:
        count = select(func.count()).select_from(PATIENT)
        assert connection.execute(count).scalar() == 2
        with closing(Database(clinic.database.path)) as other:
            restore(other, clinic.shelf.folder / made.name, clinic.shelf, now=NOW)
        assert connection.execute(count).scalar() == 2
    assert names(clinic.database) == ["Kept"]


@pytest.mark.parametrize("place", [0.0, 0.3, 0.6, 0.999])
def test_a_single_flipped_bit_is_found(clinic: Clinic, place: float) -> None:
    file = clinic.shelf.folder / clinic.back_up(by=MANAGER).name
    content = bytearray(file.read_bytes())
    content[int(len(content) * place)] ^= 1
    file.write_bytes(content)
    with pytest.raises(BackupFailed, match="not as it was when the backup was made"):
        restore(clinic.database, file, clinic.shelf, now=NOW)
    assert len(files(clinic.shelf)) == 2


def test_a_damaged_file_without_its_sum_is_refused_by_what_is_in_it(clinic: Clinic) -> None:
    file = clinic.shelf.folder / clinic.back_up(by=MANAGER).name
    content = file.read_bytes()
    bare = clinic.shelf.folder / "copy.db"
    bare.write_bytes(content[:8192] + bytes(4096) + content[12288:])
    with pytest.raises(BackupFailed, match=r"copy\.db cannot be restored"):
        check(bare)


def test_what_is_no_backup_is_refused_in_words(clinic: Clinic, tmp_path: Path) -> None:
    text, other, later = (tmp_path / name for name in ("a.txt", "other.db", "later.db"))
    text.write_text("not a database", encoding="utf-8")
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE something (id INTEGER)")
    with closing(sqlite3.connect(later)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
        connection.execute("INSERT INTO alembic_version VALUES ('9999')")
        connection.commit()
    for file, said in (
        (text, "it is damaged, or it is no database"),
        (other, "is not a backup of Regimen"),
        (later, "made by a later version of Regimen"),
        (tmp_path / "nowhere.db", "There is no file"),
    ):
        with pytest.raises(BackupFailed, match=said):
            restore(clinic.database, file, clinic.shelf, now=NOW)


def test_a_damaged_clinic_is_put_aside_and_restored(clinic: Clinic) -> None:
    add(clinic, "Kept")
    backup = clinic.shelf.folder / clinic.back_up(by=MANAGER).name
    clinic.database.close()
    clinic.database.path.write_bytes(b"nothing that could be read" * 200)
    with closing(Database(clinic.database.path)) as again:
        kept = restore(again, backup, clinic.shelf, now=NOW)
        assert names(again) == ["Kept"]
    assert Path(kept).read_bytes().startswith(b"nothing that could be read")


def test_a_folder_that_cannot_be_written_is_told_of(clinic: Clinic, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(BackupFailed, match="No backup was made in"):
        make(clinic.database, Shelf(tmp_path / "file" / "backups"), now=NOW)


def test_what_a_broken_off_copy_left_is_no_backup_and_goes_with_the_next(clinic: Clinic) -> None:
    clinic.shelf.folder.mkdir()
    half = clinic.shelf.folder / "regimen-2026-03-01T00-00-00Z.db.part"
    unsealed = clinic.shelf.folder / "regimen-2026-03-02T00-00-00Z.db"
    under_way = clinic.shelf.folder / "regimen-2026-03-04T14-00-00Z.db.part"
    for file in (half, unsealed, under_way):
        file.write_bytes(b"half")
    for file, age in ((half, STALE_SECONDS + 1), (under_way, STALE_SECONDS)):
        os.utime(file, (NOW.timestamp() - age,) * 2)
    assert clinic.backups().backups == ()
    made = clinic.back_up(by=MANAGER)
    assert clinic.backups().backups == (made,)
    assert (half.exists(), under_way.exists()) == (False, True)


def test_backups_made_at_once_are_files_of_their_own_and_all_good(clinic: Clinic) -> None:
    all_copy = Barrier(3)

    def progress(_done: int, _total: int) -> None:
        all_copy.wait(10)

    with ThreadPoolExecutor(3) as pool:
        copying = [pool.submit(clinic.back_up, by=MANAGER, progress=progress) for _ in range(3)]
        made = {each.result().name for each in copying}
    assert len(made) == 3
    assert {view.name for view in clinic.backups().backups} == made
    assert len(files(clinic.shelf)) == 6


def test_a_disk_that_takes_no_more_leaves_no_half_backup(clinic: Clinic) -> None:
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(BackupFailed, match="No backup was made in"):
            clinic.back_up(by=MANAGER)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert files(clinic.shelf) == set()
    assert clinic.back_up(by=MANAGER).size > 100_000


def test_the_oldest_are_removed_but_not_what_was_kept_before_a_restore(clinic: Clinic) -> None:
    days = [datetime(2026, 3, day, 12, tzinfo=UTC) for day in range(1, 5)]
    for day in days:
        make(clinic.database, clinic.shelf, now=day)
    make(clinic.database, clinic.shelf, now=days[0] - timedelta(days=1), kind="before-restore")
    clinic.shelf.prune(2)
    assert [view.name for view in clinic.shelf.good()] == [
        "regimen-2026-03-04T12-00-00Z.db",
        "regimen-2026-03-03T12-00-00Z.db",
        "before-restore-2026-02-28T12-00-00Z.db",
    ]
