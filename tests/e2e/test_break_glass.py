"""A provider limited to their own patients opens another's record in a browser: why, how long, on record."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from store.settings import Settings
from store.words import Role
from tests.e2e.checkers import violations as axe_violations
from tests.e2e.roles import let_in
from tests.store.sight.limited import CANARY, HERE, clinic_of
from tools.serving import serving

THEIRS = "/patients/2"
WHY = "Covering for Ola today"


@pytest.fixture(scope="module")
def open_pages(
    tmp_path_factory: pytest.TempPathFactory, browser: Browser
) -> Iterator[tuple[Page, Page]]:
    """The provider's, who treats the first of two patients, and a manager's."""
    folder = tmp_path_factory.mktemp("opening")
    path = Settings(data=folder / "data", _env_file=None).database_path
    path.parent.mkdir(parents=True)
    clinic_of(path.parent, hidden_at=HERE).database.close()
    states = (
        let_in(path, Role.PROVIDER, name="Dr. Wren Halloran", provider_id=1, own_patients=True),
        let_in(path, Role.MANAGER),
    )
    with serving(folder, settings={"REGIMEN_DEMO": "0"}) as address:
        made = [browser.new_context(base_url=address, storage_state=one) for one in states]
        yield made[0].new_page(), made[1].new_page()
        for context in made:
            context.close()


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.wait_for_function("window.did_handshake && !document.getElementById('first-view')")
    return page


def form(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Reason")


def serious(page: Page) -> list[object]:
    return [one for one in axe_violations(page) if one["impact"] in ("serious", "critical")]


def test_a_record_opens_for_a_reason_and_closes_on_every_page(
    open_pages: tuple[Page, Page],
) -> None:
    mine, manager = open_pages
    opened(mine, "/patients")
    expect(mine.get_by_role("link", name=re.compile("Mei Tanaka"))).to_be_visible()
    assert CANARY not in mine.content()

    opened(mine, THEIRS)
    expect(mine.get_by_role("heading", name="This patient is not one of yours")).to_be_visible()
    assert CANARY not in mine.content()
    assert serious(mine) == []
    mine.get_by_role("button", name="Open for 60 minutes").click()
    expect(form(mine)).to_have_attribute("aria-invalid", "true")
    assert CANARY not in mine.content()

    form(mine).fill(WHY)
    mine.get_by_role("button", name="Open for 60 minutes").click()
    note = mine.get_by_role("note").filter(has_text="Opened by you until")
    expect(note).to_contain_text(WHY)
    expect(mine.get_by_role("heading", level=1)).to_contain_text(CANARY)
    assert serious(mine) == []

    second = opened(mine.context.new_page(), THEIRS)
    expect(second.get_by_role("note").filter(has_text=WHY)).to_be_visible()
    opened(manager, "/clinic/record")
    expect(manager.get_by_text(WHY).first).to_be_visible()

    note.get_by_role("button", name="Close now").click()
    for page in (mine, second):
        expect(form(page)).to_be_visible()
        expect(page.get_by_text(CANARY)).to_have_count(0)
    second.close()


def test_a_record_is_found_by_its_number_or_by_full_name_and_birth_date_alone(
    open_pages: tuple[Page, Page],
) -> None:
    mine, manager = open_pages
    opened(mine, "/patients")
    mine.get_by_role("button", name="Open another patient’s record").click()
    dialog = mine.get_by_role("dialog")
    name, born = dialog.get_by_label("Full name"), dialog.get_by_label("Birth date")
    assert serious(mine) == []
    name.fill(f"{CANARY} {CANARY}")
    born.fill("1990-05-01")
    dialog.get_by_role("button", name="Find").click()
    expect(dialog.get_by_text("Nobody has exactly this record number")).to_be_visible()
    assert "/patients/" not in mine.url
    name.fill(f"{CANARY} {CANARY} Tanaka")
    dialog.get_by_role("button", name="Find").click()
    expect(mine).to_have_url(re.compile(f"{THEIRS}$"))
    expect(form(mine)).to_be_visible()
    opened(manager, "/clinic/record")
    expect(manager.get_by_text("name and birth date: nobody was found").first).to_be_visible()
    expect(manager.get_by_text("name and birth date: one was found").first).to_be_visible()
