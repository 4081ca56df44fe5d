"""Bringing spreadsheets in, on a screen: tried out, corrected, imported, cancelled, refused."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from store.words import Role
from tests.e2e.checkers import violations as axe_violations
from tests.e2e.roles import let_in
from tools.serving import serving

EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"
CUSTOMERS = (
    "Kunden-Nr;Vorname;Nachname;Geburtsdatum;Mobil\n"
    "K-1;Jörg;Müller;17.05.1984;030 555\nK-2;Mei;Tanaka;31.02.1990;030 556\n"
)


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A Regimen without a demo, and the folder of its data."""
    folder = tmp_path_factory.mktemp("import")
    with serving(folder, settings={"REGIMEN_DEMO": "0"}) as address:
        yield address, folder


@pytest.fixture
def manager(clinic: tuple[str, Path], browser: Browser) -> Iterator[Page]:
    """A manager on the page."""
    yield from _opened(clinic, browser, Role.MANAGER)


@pytest.fixture
def at_desk(clinic: tuple[str, Path], browser: Browser) -> Iterator[Page]:
    """The front desk on the page."""
    yield from _opened(clinic, browser, Role.FRONT_DESK)


def _opened(clinic: tuple[str, Path], browser: Browser, role: Role) -> Iterator[Page]:
    address, folder = clinic
    context = browser.new_context(
        base_url=address,
        storage_state=let_in(folder / "data" / "regimen.db", role),
        viewport={"width": 1280, "height": 800},
    )
    page = context.new_page()
    page.goto("/clinic/import")
    page.wait_for_function("window.did_handshake")
    yield page
    context.close()


def send(page: Page, *files: Path) -> None:
    page.locator("input[type=file]").set_input_files(list(files))
    for file in files:
        expect(page.get_by_role("heading", name=file.name)).to_be_visible(timeout=60_000)


def try_out(page: Page) -> None:
    page.get_by_role("button", name="Try it out", exact=True).click()
    expect(page.get_by_role("heading", name="This is what would come in")).to_be_visible(
        timeout=60_000
    )


def test_a_file_is_tried_out_and_brought_in_without_its_errors(
    manager: Page, tmp_path: Path
) -> None:
    file = tmp_path / "kunden.csv"
    file.write_bytes(CUSTOMERS.encode("cp1252"))
    send(manager, file)
    expect(manager.get_by_text("Windows-1252, semicolon-separated").first).to_be_visible()
    expect(manager.get_by_label("Meaning of Mobil")).to_have_value("phone")
    try_out(manager)
    expect(manager.get_by_role("table", name="Rows")).to_contain_text(
        "Geburtsdatum: “31.02.1990” is not a date"
    )
    with manager.expect_download() as report:
        manager.get_by_role("link", name="Download report").click()
    assert "Refused,Geburtsdatum" in report.value.path().read_text(encoding="utf-8")
    manager.get_by_label("Leave the rows in error out").check()
    manager.get_by_role("button", name="Import", exact=True).click()
    expect(manager.get_by_role("heading", name="Imported")).to_be_visible(timeout=60_000)
    manager.goto("/patients?q=mull")
    expect(manager.get_by_text("Jörg Müller")).to_be_visible()


def test_all_examples_are_understood_and_axe_finds_nothing(
    manager: Page, clinic: tuple[str, Path]
) -> None:
    send(manager, *sorted(EXAMPLES.glob("*.csv")))
    try_out(manager)
    expect(manager.get_by_text("1 to 32 of 32")).to_be_visible()
    found = axe_violations(manager)
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    assert grave == [], json.dumps(grave, indent=1)[:3000]
    manager.set_viewport_size({"width": 390, "height": 800})
    assert manager.evaluate("document.documentElement.scrollWidth <= innerWidth")
    manager.goto("/sessions")
    expect(manager.get_by_role("heading").first).to_be_visible()
    left = clinic[1] / "importing"
    manager.wait_for_timeout(1000)
    assert [path for path in left.glob("*/*.csv") if path.name != "report.csv"] == []


def test_what_is_no_table_is_refused_in_words(manager: Page, tmp_path: Path) -> None:
    file = tmp_path / "photo.jpg"
    file.write_bytes(b"\xff\xd8")
    manager.locator("input[type=file]").set_input_files(file)
    expect(manager.get_by_role("alert").filter(has_text="photo.jpg: only .csv")).to_be_visible()


def test_only_a_manager_may(at_desk: Page) -> None:
    expect(at_desk.get_by_text("Only a manager may do this").first).to_be_visible()
    address = at_desk.evaluate(
        "fetch('/clinic/import/files/guess?name=a.csv', {method: 'PUT', body: 'x'}).then(r => r.status)"
    )
    assert address == 404
