"""Roles and limits on the screen: ticked, listed, felt at once; and what a reader is offered."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from store.words import Role
from tests.e2e.checkers import violations as axe_violations
from tests.e2e.roles import let_in
from tools.entering import signed_in
from tools.serving import serving

WHY = "Your account is read-only: ask a colleague to do this."


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function("window.did_handshake")


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A demo of its own, and its database."""
    folder = tmp_path_factory.mktemp("staff")
    with serving(folder) as address:
        yield address, folder / "data" / "regimen.db"


@pytest.fixture
def manager(clinic: tuple[str, Path], browser: Browser) -> Iterator[Page]:
    context = browser.new_context(base_url=clinic[0], storage_state=signed_in(clinic[0], "Manager"))
    yield context.new_page()
    context.close()


def working(clinic: tuple[str, Path], browser: Browser, role: Role, name: str) -> Page:
    """Somebody new in this role, on the page of sessions."""
    address, database = clinic
    state = let_in(database, role, name=name)
    page = browser.new_context(base_url=address, storage_state=state).new_page()
    opened(page, "/sessions?scope=to-book")
    return page


@pytest.fixture
def reader(clinic: tuple[str, Path], browser: Browser) -> Iterator[Page]:
    page = working(clinic, browser, Role.READ_ONLY, f"Reader {uuid4().hex[:8]}")
    yield page
    page.context.close()


def serious(page: Page) -> list[Any]:
    found = axe_violations(page)
    return [one for one in found if one["impact"] in ("serious", "critical")]


def box(page: Page, name: str) -> Any:
    return page.get_by_role("checkbox", name=name, exact=True)


def test_roles_and_limits_are_ticked_listed_and_felt_at_once(
    clinic: tuple[str, Path], browser: Browser, manager: Page
) -> None:
    name = f"Ivo {uuid4().hex[:8]}"
    theirs = working(clinic, browser, Role.FRONT_DESK, name)
    opened(manager, "/clinic/staff")
    manager.get_by_role("link", name=re.compile(name)).click()
    expect(box(manager, "Front desk")).to_be_checked()
    expect(box(manager, "Read-only")).to_have_accessible_description(re.compile("changes and exp"))
    manager.get_by_label("Sign-in name").fill(name)
    box(manager, "Provider").check()
    manager.get_by_role("button", name="Save", exact=True).click()
    expect(manager.get_by_text("Choose which provider they are.")).to_be_visible()
    manager.get_by_label("Provider", exact=True).and_(manager.locator("select")).select_option(
        index=1
    )
    box(manager, "Hudson Street, New York").check()
    box(manager, "Own patients only").check()
    box(manager, "No money").check()
    assert serious(manager) == []
    manager.get_by_role("button", name="Save", exact=True).click()
    expect(manager).to_have_url(re.compile(r"/clinic/staff$"))
    expect(
        manager.get_by_text(f"Saved {name}. They were signed out of one device.")
    ).to_be_visible()
    row = manager.get_by_role("link", name=re.compile(name))
    expect(row).to_contain_text("Front desk and provider")
    expect(row).to_contain_text("limited to Hudson Street, New York and own patients")
    expect(row).to_contain_text("sees no money")
    expect(theirs).to_have_url(re.compile("/sign-in"), timeout=10_000)
    theirs.context.close()


def test_whoever_only_reads_is_offered_no_change_and_told_why(reader: Page) -> None:
    dots = reader.get_by_role("button", name=re.compile("^Actions for ")).first
    expect(dots).to_be_visible()
    dots.click()
    create = reader.get_by_role("menuitem", name=re.compile("Create Booking"))
    expect(create).to_have_attribute("aria-disabled", "true")
    expect(create).to_contain_text(WHY)
    reader.get_by_role("menuitem", name="View").click()
    expect(reader).to_have_url(re.compile(r"/sessions/\d+$"))
    expect(reader.get_by_role("button", name="Create Booking")).to_be_visible()
    for label in ("Create Booking", "Add item", "Take payment", "Mark performed"):
        for button in reader.get_by_role("button", name=label).all():
            expect(button).to_have_attribute("aria-disabled", "true")
    expect(reader.get_by_role("button", name=re.compile("^Undo"))).to_have_count(0)
    assert serious(reader) == []


@pytest.mark.parametrize(
    ("address", "labels"),
    [
        ("/sessions", ("Export",)),
        ("/patients", ("New patient",)),
        ("/patients/1", ("New plan", "Edit patient", "Merge with…", "Who saw this", "Export")),
        ("/clinic/rooms", ("New room",)),
    ],
)
def test_on_every_page_a_reader_finds_the_way_to_change_shut(
    reader: Page, address: str, labels: tuple[str, ...]
) -> None:
    opened(reader, address)
    for label in labels:
        button = reader.get_by_role("button", name=label, exact=True)
        expect(button).to_have_attribute("aria-disabled", "true")
