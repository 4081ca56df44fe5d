"""The tools that guard the rest do refuse what they should."""

import re
import sqlite3
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from packaging.version import Version
from playwright.sync_api import Playwright

from tools import browsers, demo, lint_addresses, lint_markup, lint_sizes
from tools.commands import COMMANDS
from tools.environment import REQUIREMENTS, ROOT

FLOORS = {
    "nicegui": "3.18.0",
    "starlette": "1.3.1",
    "python-engineio": "4.13.3",
    "python-socketio": "5.16.4",
    "python-multipart": "0.0.26",
    "h11": "0.16.0",
}
COMPILED = ("base.txt", "dev.txt", "uv.txt")


@pytest.mark.parametrize(
    "source",
    [
        "ui.label().props(f'label=\"{name}\"')",
        "ui.label().props('label=\"%s\"' % name)",
        "ui.label().props('label=' + name)",
        "ui.label().classes('status-{}'.format(status))",
        "ui.label().style(add=f'color: {colour}')",
        "ui.html(f'<b>{name}</b>', sanitize=False)",
        "ui.add_head_html(f'<title>{name}</title>')",
        "ui.run_javascript('go(' + str(n) + ')')",
        "def draw(name):\n    text = f'label={name}'\n    ui.label().props(text)",
        "def draw(name):\n    a = '%s' % name\n    b = a\n    ui.label().props(b)",
        "ui.label().props(f'label={name}' if name else '')",
        "TEXT = f'label={NAME}'\ndef draw():\n    ui.label().props(TEXT)",
        "def draw(name):\n    t = f'x={name}'\n    def go():\n        ui.label().props(t)",
        "table.add_slot('body', '<td>' + name + '</td>')",
        "ui.label().props(name)",
        "ui.label().props(self.text)",
        "ui.label().props(texts['a'])",
        "ui.label().props(label_of(name))",
        "ui.label().props(('label=' + name).strip())",
        "ui.label().props('label=%s'[0:] * n)",
        "ui.label().props(*texts)",
        "ui.label().props(**{'add': name})",
        "ui.button.default_props(name)",
        "ui.markdown(name)",
        "words(name, classes=f'is-{name}')",
        "ui.label().on('click', js_handler=f'() => {name}')",
        "run = ui.run_javascript\nrun(name)",
        "def draw(classes):\n    ui.label().props(classes)",
    ],
)
def test_formatting_values_into_markup_is_refused(source: str) -> None:
    assert len(lint_markup.complaints(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        "ui.label(f'{given} {family}')",
        "ui.button().props('flat dense')",
        "ui.button().props('flat' if quiet else 'outline')",
        "ui.button().props('flat ' 'dense')",
        "CHIP = 'chip'\nWIDE = 'wide'\nui.button().classes(CHIP + WIDE)",
        "def draw(classes):\n    ui.label().classes(classes)",
        "ui.add_head_html(_head(), shared=True)",
        "ui.html(safe)  # markup: made of numbers alone",
        "chip.classes.extend([kind, tone])",
        "ui.button().props['label'] = f'{name}'",
    ],
)
def test_values_handed_over_as_values_pass(source: str) -> None:
    assert lint_markup.complaints(source) == []


@pytest.mark.parametrize("line", ["a.innerHTML = name", "<p v-html='name'></p>", "eval(name)"])
def test_scripts_let_no_text_run(line: str) -> None:
    assert len(lint_markup.script_complaints(f"ok\n{line}")) == 1
    assert lint_markup.script_complaints(f"{line} // markup: made of numbers alone") == []


def function_of(lines: int, *, docstring: str = "") -> str:
    body = [f'    """{docstring}"""'] if docstring else []
    return "\n".join(["def f() -> None:", *body, *["    pass"] * (lines - 1)]) + "\n"


def test_a_function_of_40_lines_passes_and_one_of_41_does_not() -> None:
    assert lint_sizes.complaints(function_of(40)) == []
    assert lint_sizes.complaints(function_of(41)) == ["1: f has 41 lines, 40 at most"]


def test_a_docstring_does_not_count_as_length() -> None:
    assert lint_sizes.complaints(function_of(40, docstring="What it promises.")) == []


def test_a_file_of_300_lines_passes_and_one_of_301_does_not() -> None:
    assert lint_sizes.complaints("x = 1\n" * 300) == []
    assert lint_sizes.complaints("x = 1\n" * 301) == ["1: 301 lines, 300 at most"]
    assert lint_sizes.complaints("let x\n" * 301, python=False) == ["1: 301 lines, 300 at most"]


def test_an_address_of_a_package_host_is_found() -> None:
    host = "py" + "pi.org"
    text = f"nothing\nhttps://{host}/project/x\nhttps://some.host/sim" + "ple/\n"
    assert lint_addresses.addresses(text) == [2, 3]
    assert lint_addresses.addresses("https://nicegui.io and https://www.w3.org/TR/WCAG22/") == []


def test_no_file_names_a_package_host() -> None:
    texts = {
        path: path.read_text(encoding="utf-8", errors="ignore")
        for path in lint_addresses.tracked_files()
    }
    assert texts
    assert [path for path, text in texts.items() if lint_addresses.addresses(text)] == []


def test_without_git_what_is_made_is_left_out(tmp_path: Path) -> None:
    for name in ("app.py", "data/regimen.db", ".venv/bin/python", "store/__pycache__/a.pyc"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert lint_addresses.tracked_files(tmp_path) == [tmp_path / "app.py"]


def test_every_command_has_its_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.findall(r"^([a-z ]+):$", makefile, flags=re.MULTILINE)
    assert " ".join(targets).split() == list(COMMANDS)


@pytest.mark.parametrize("name", COMPILED)
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    text = (REQUIREMENTS / name).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z])", text, flags=re.MULTILINE)[1:]
    assert entries
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert "://" not in text


@pytest.mark.parametrize(("package", "floor"), FLOORS.items())
def test_known_weaknesses_are_kept_out(package: str, floor: str) -> None:
    assert Version(version(package)) >= Version(floor)


def test_a_first_run_gets_the_demo(tmp_path: Path) -> None:
    assert demo.is_wanted({}, tmp_path)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "notes.txt").write_text("not a database")
    assert demo.is_wanted({}, tmp_path)


def test_a_clinic_that_has_begun_gets_no_demo(tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    with sqlite3.connect(folder / "regimen.db") as database:
        database.execute("create table patient (id integer)")
    database.close()
    assert not demo.is_wanted({"REGIMEN_DATA": str(folder)}, tmp_path)
    (tmp_path / ".env").write_text("# where the data is\nREGIMEN_DATA=elsewhere\n")
    assert not demo.is_wanted({}, tmp_path)


def test_who_has_decided_gets_what_was_decided(tmp_path: Path) -> None:
    assert not demo.is_wanted({"REGIMEN_DEMO": "0"}, tmp_path)
    assert not demo.is_wanted({"REGIMEN_DATABASE_URL": "postgresql://localhost/clinic"}, tmp_path)
    (tmp_path / ".env").write_text("export REGIMEN_DEMO='0'\n")
    assert not demo.is_wanted({}, tmp_path)


def playwright_with(executable: str) -> Playwright:
    return cast(Playwright, SimpleNamespace(chromium=SimpleNamespace(executable_path=executable)))


def test_a_named_browser_that_cannot_be_run_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(browsers.SETTING, str(tmp_path / "none"))
    with pytest.raises(browsers.NoBrowserError, match="REGIMEN_TEST_BROWSER names"):
        browsers.find(playwright_with(sys.executable))


def test_a_named_browser_comes_before_playwrights_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(browsers.SETTING, sys.executable)
    assert browsers.find(playwright_with("")) == Path(sys.executable)
    monkeypatch.delenv(browsers.SETTING)
    assert browsers.find(playwright_with(sys.executable)) is None


def test_without_any_browser_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(browsers.SETTING, raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(browsers, "ELSEWHERE", ())
    with pytest.raises(browsers.NoBrowserError, match="Install Chromium or Chrome"):
        browsers.find(playwright_with(""))


@pytest.mark.parametrize(("body", "code"), [("pass", 0), ("pytest.skip('not today')", 1)])
def test_a_skipped_test_fails_the_run(tmp_path: Path, body: str, code: int) -> None:
    sample = tmp_path / "test_sample.py"
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    sample.write_text(f"import pytest\n\ndef test_one():\n    {body}\n")
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.conftest", "--no-skips"]
    ran = subprocess.run(
        [*command, "-p", "no:cacheprovider", "-c", tmp_path / "pytest.ini", sample],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == code, ran.stdout
