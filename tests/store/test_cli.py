"""The command line: what it does, what it refuses and how it says so."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import func, select
from typer.testing import CliRunner, Result

from store.__main__ import app
from store.clinic import Clinic
from store.database import Database
from store.models import Staff, StaffRole
from store.opening import FILE
from store.tables import PATIENT, SESSION
from store.words import Role
from tests.factories import MANAGER
from tests.store.accounts import people

Run = Callable[..., Result]

PATIENT_BUNDLE = {
    "resourceType": "Bundle",
    "type": "transaction",
    "entry": [
        {
            "fullUrl": "urn:uuid:7c1e",
            "resource": {
                "resourceType": "Patient",
                "id": "7c1e",
                "name": [{"given": ["Ōta"], "family": "Dvořák"}],
            },
        }
    ],
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def run(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)

    def invoke(*words: object, **settings: str) -> Result:
        env = {"REGIMEN_DATA": str(data), "REGIMEN_DATABASE_URL": "", **settings}
        return CliRunner().invoke(app, [str(word) for word in words], env=env)

    return invoke


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    file = tmp_path / "bundle.json"
    file.write_text(json.dumps(PATIENT_BUNDLE), encoding="utf-8")
    return file


def sessions_in(data: Path) -> int:
    return _count(data, SESSION.c.id)


def patients_in(data: Path) -> int:
    return _count(data, PATIENT.c.id)


def _count(data: Path, column: object) -> int:
    database = Database(data / FILE)
    with database.read() as connection:
        found: int = connection.execute(select(func.count(column))).scalar_one()  # type: ignore[arg-type]
    database.close()
    return found


def test_demo_makes_the_database_and_fills_it(run: Run, data: Path) -> None:
    result = run("demo", "--sessions", 60)
    assert (result.exit_code, sessions_in(data)) == (0, 60)
    assert "The demo clinic is ready: 60 sessions." in result.stdout


def test_demo_refuses_a_database_that_holds_a_clinic(run: Run, data: Path) -> None:
    run("demo", "--sessions", 60)
    result = run("demo", "--sessions", 30)
    assert (result.exit_code, sessions_in(data)) == (1, 60)
    assert "There is a clinic in this database already" in result.stderr


@pytest.mark.parametrize("sessions", [0, -5, "many"])
def test_demo_asks_for_a_number_of_sessions_that_can_be(run: Run, sessions: object) -> None:
    result = run("demo", "--sessions", sessions)
    assert result.exit_code == 2
    assert "Invalid value for '--sessions'" in result.stderr


def test_check_finds_nothing_in_a_fresh_demo(run: Run) -> None:
    run("demo", "--sessions", 60)
    result = run("check")
    assert (result.exit_code, result.stdout) == (
        0,
        "Everything that is derived agrees in 60 sessions.\n",
    )


def test_check_makes_a_missing_database(run: Run, data: Path) -> None:
    result = run("check")
    assert (result.exit_code, result.stdout) == (
        0,
        "Everything that is derived agrees in 0 sessions.\n",
    )
    assert (data / FILE).exists()


def test_check_names_what_differs_and_fails(run: Run, data: Path) -> None:
    run("demo", "--sessions", 60)
    database = Database(data / FILE)
    with database.write() as session:
        wrong = SESSION.update().where(
            SESSION.c.id == select(func.min(SESSION.c.id)).scalar_subquery()
        )
        session.connection().execute(wrong.values(patient_key="somebody else"))
    database.close()
    result = run("check")
    assert result.exit_code == 1
    assert "patient_key is somebody else" in result.stdout
    assert "1 difference in 60 sessions." in result.stdout


def test_import_makes_the_database_and_brings_a_file_in(run: Run, data: Path, bundle: Path) -> None:
    result = run("import", bundle)
    assert (result.exit_code, patients_in(data)) == (0, 1)
    assert "1  patients brought in" in result.stdout


def test_importing_twice_changes_nothing(run: Run, data: Path, bundle: Path) -> None:
    run("import", bundle)
    result = run("import", bundle)
    assert (result.exit_code, patients_in(data)) == (0, 1)
    assert "already there" in result.stdout


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "kunden.csv"
    file.write_text("Nummer;Name\n1;Ada Çelik\n2;\n3;Mei Tanaka\n", encoding="utf-8")
    return file


def test_import_takes_tables_and_says_what_is_wrong_with_a_row(
    run: Run, data: Path, table: Path
) -> None:
    result = run("import", table, "--mapping", "Nummer=id")
    assert (result.exit_code, patients_in(data)) == (1, 0)
    assert "Refused: kunden.csv, row 3, family name: it has no name." in result.stdout
    assert "2  patients would be brought in" in result.stdout
    assert "1 row is in error, so nothing was brought in; --skip-errors" in result.stdout


def test_a_dry_run_writes_a_report_and_nothing_else(
    run: Run, data: Path, table: Path, tmp_path: Path
) -> None:
    report = tmp_path / "report.csv"
    run("import", table, "--mapping", "Nummer=id", "--dry-run", "--report", report)
    assert patients_in(data) == 0
    lines = report.read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[4] for line in lines[1:]] == ["Brought in", "Refused", "Brought in"]


def test_rows_in_error_are_skipped_when_told(run: Run, data: Path, table: Path) -> None:
    result = run("import", table, "--mapping", "Nummer=id", "--skip-errors")
    assert (result.exit_code, patients_in(data)) == (0, 2)
    assert "2  patients brought in" in result.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--kind", "cats"], "“cats” is none of locations"),
        (["--mapping", "Nummer=colour"], "patients have no field “colour”"),
        (["--mapping", "Haar=id"], "no file has a column “Haar”"),
        (["--mapping", "Nummer"], "write column=field"),
        (["--dates", "ymd"], "say dmy"),
        (["--zone", "Atlantis/Centre"], "Atlantis/Centre"),
    ],
)
def test_options_that_cannot_be_are_named(
    run: Run, table: Path, words: list[str], said: str
) -> None:
    result = run("import", table, *words)
    assert result.exit_code == 1
    assert said in result.stderr


def test_a_demo_refuses_an_import(run: Run, data: Path, bundle: Path) -> None:
    run("demo", "--sessions", 60)
    before = patients_in(data)
    result = run("import", bundle)
    assert (result.exit_code, patients_in(data)) == (1, before)
    assert "--into-demo" in result.stderr


def test_a_demo_takes_an_import_when_told_so(run: Run, data: Path, bundle: Path) -> None:
    run("demo", "--sessions", 60)
    before = patients_in(data)
    result = run("import", bundle, "--into-demo")
    assert (result.exit_code, patients_in(data)) == (0, before + 1)


@pytest.mark.parametrize("content", ["", "{", '{"resourceType": "Bundle"', "\ud800"])
def test_a_broken_file_is_refused_in_words(
    run: Run, data: Path, tmp_path: Path, content: str
) -> None:
    file = tmp_path / "broken.json"
    file.write_bytes(content.encode("utf-8", "surrogatepass"))
    result = run("import", file)
    assert (result.exit_code, patients_in(data)) == (1, 0)
    assert "broken.json" in result.stderr
    assert "Traceback" not in result.output


def test_a_missing_file_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    result = run("import", tmp_path / "nowhere.json")
    assert result.exit_code == 1
    assert "nowhere.json" in result.stderr


def test_import_without_a_file_says_how_it_is_used(run: Run) -> None:
    assert run("import").exit_code == 2


def test_a_time_zone_that_there_is_not_is_refused(run: Run, bundle: Path) -> None:
    result = run("import", bundle, "--zone", "Atlantis/Centre")
    assert result.exit_code == 1
    assert "Atlantis/Centre" in result.stderr


def test_a_file_that_is_no_database_is_told_from_one(run: Run, data: Path) -> None:
    data.mkdir()
    (data / FILE).write_bytes(b"This is a letter, not a database. " * 40)
    result = run("check")
    assert result.exit_code == 1
    assert "not one of Regimen's" in result.stderr


def test_a_folder_that_cannot_be_made_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    result = run("check", REGIMEN_DATA=str(tmp_path / "file"))
    assert result.exit_code == 1
    assert str(tmp_path / "file") in result.stderr


def test_a_setting_that_cannot_be_is_named(run: Run) -> None:
    result = run("check", REGIMEN_DATABASE_URL="mysql://nowhere")
    assert result.exit_code == 1
    assert "REGIMEN_DATABASE_URL" in result.stderr


def test_an_imported_clinic_has_no_account_but_a_link_to_the_first(run: Run, bundle: Path) -> None:
    run("import", bundle)
    made = run("link")
    assert "Made a link for the first manager. It works once, within 30 minutes:" in made.stdout
    assert re.search(r"^http://localhost:8080/set-up/[\w-]{43}$", made.stdout, re.MULTILINE)


def test_a_link_is_for_somebody_who_can_sign_in(run: Run, bundle: Path) -> None:
    run("import", bundle)
    unknown = run("link", "nobody")
    assert (unknown.exit_code, unknown.stderr) == (
        1,
        "Nobody goes by that name; say the sign-in name.\n",
    )


def test_a_second_factor_is_taken_off_by_name(run: Run, data: Path) -> None:
    run("check")
    clinic = Clinic(Database(data / "regimen.db"), hashing=people.cheap())
    with clinic.database.write() as session:
        session.add(Staff(id=MANAGER.staff_id, name=MANAGER.name))
        session.flush()
        session.add(StaffRole(staff_id=MANAGER.staff_id or 1, role=Role.MANAGER))
    rosa = people.with_account(clinic)
    people.with_second_factor(clinic, rosa)
    done = run("factor", "off", "rosa")
    assert (done.exit_code, done.stdout) == (0, "Rosa Lindqvist needs no second factor any more.\n")
    again = run("factor", "off", "rosa")
    assert (again.exit_code, again.stderr) == (1, "Rosa Lindqvist has no second factor.\n")
    assert people.enter(clinic).actor.name == "Rosa Lindqvist"


def test_a_backup_is_restored_and_what_was_there_is_kept(
    run: Run, data: Path, bundle: Path
) -> None:
    run("check")
    made = run("backup")
    assert made.exit_code == 0
    (file,) = (data / "backups").glob("regimen-*.db")
    assert made.stdout.startswith(f"{file}: ")
    run("import", bundle)
    restored = run("restore", file)
    assert (restored.exit_code, patients_in(data)) == (0, 0)
    (kept,) = (data / "backups").glob("before-restore-*.db")
    assert str(kept) in restored.stdout
    assert (run("restore", kept).exit_code, patients_in(data)) == (0, 1)


def test_a_damaged_backup_is_refused_and_nothing_changes(
    run: Run, data: Path, bundle: Path
) -> None:
    run("backup")
    (file,) = (data / "backups").glob("regimen-*.db")
    file.write_bytes(file.read_bytes()[:-1] + b"!")
    run("import", bundle)
    result = run("restore", file)
    assert (result.exit_code, patients_in(data)) == (1, 1)
    assert "it is damaged" in result.stderr


def test_backups_go_to_the_folder_that_is_set(run: Run, tmp_path: Path) -> None:
    run("backup", REGIMEN_BACKUPS=str(tmp_path / "safe"))
    assert len(list((tmp_path / "safe").glob("regimen-*.db"))) == 1


@pytest.mark.parametrize(
    "words", [["--help"], *([name, "--help"] for name in ("demo", "import", "backup", "restore"))]
)
def test_every_command_has_help(run: Run, words: list[str]) -> None:
    result = run(*words)
    assert result.exit_code == 0
    assert "Usage" in result.stdout
