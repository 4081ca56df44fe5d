"""The command line answers in words and exit codes."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from store.__main__ import app
from store.opening import open_clinic
from store.tables import SESSION
from tests.store.importing.bundles import visit_of_ada, written


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGIMEN_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("REGIMEN_DATABASE_URL", raising=False)


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def session_count(folder: Path) -> int:
    with open_clinic(folder / "data").database.read() as connection:
        return len(connection.execute(SESSION.select()).all())


def test_help_names_every_command() -> None:
    shown = run("--help")
    assert shown.exit_code == 0
    assert all(command in shown.output for command in ("demo", "import", "check"))


def test_a_demo_of_a_size_is_made_and_checks_out(tmp_path: Path) -> None:
    made, checked = run("demo", "--sessions", "200"), run("check")
    assert (made.exit_code, checked.exit_code) == (0, 0), made.output + checked.output
    assert session_count(tmp_path) == 200
    assert "Everything that is derived agrees" in checked.output


def test_a_demo_is_not_poured_over_a_clinic() -> None:
    run("demo", "--sessions", "50")
    again = run("demo")
    assert again.exit_code == 1
    assert "Traceback" not in again.output


def test_an_import_is_reported_line_by_line(tmp_path: Path) -> None:
    shown = run("import", str(written(tmp_path, *visit_of_ada())), "--zone", "Europe/Berlin")
    assert shown.exit_code == 0, shown.output
    assert "1  sessions brought in" in shown.output
    assert "New locations keep the time zone Europe/Berlin." in shown.output


def test_a_demo_refuses_an_import_unless_told_otherwise(tmp_path: Path) -> None:
    run("demo", "--sessions", "50")
    path = str(written(tmp_path, *visit_of_ada()))
    refused, allowed = run("import", path), run("import", path, "--into-demo")
    assert (refused.exit_code, allowed.exit_code) == (1, 0)
    assert "--into-demo" in refused.output
    assert session_count(tmp_path) == 51


def test_a_broken_file_ends_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text("{", encoding="utf-8")
    shown = run("import", str(path))
    assert shown.exit_code == 1
    assert "broken.json: line 1, column 2: this is not JSON" in shown.output


def test_a_file_that_is_no_database_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "regimen.db").write_text("not a database, by a long way" * 100)
    shown = run("check")
    assert shown.exit_code == 1
    assert "not one of Regimen's" in shown.output


def test_a_setting_that_cannot_be_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGIMEN_DATABASE_URL", "mysql://nowhere")
    shown = run("check")
    assert shown.exit_code == 1
    assert "REGIMEN_DATABASE_URL" in shown.output
