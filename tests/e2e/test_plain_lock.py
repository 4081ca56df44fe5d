"""Sheets and small pages in tabs of their own: locked, unlocked and left with their sign-in."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from store.clinic import Clinic
from store.database import Database
from tests.e2e.tablet import CONSOLE, LOCKING, PIN, come_in, covered, linking, lock, opened
from tools.entering import PASSWORD
from tools.serving import serving

SHEET = "/print/sessions/1"
WITHIN_MS = 2_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sheets")


@pytest.fixture(scope="module")
def tablet(folder: Path) -> Iterator[str]:
    with serving(folder, settings=LOCKING) as address:
        yield address


@pytest.fixture
def context(browser: Browser, folder: Path, tablet: str) -> Iterator[BrowserContext]:
    """A desk at which somebody with a PIN is signed in; it has no printer."""
    context = browser.new_context(base_url=tablet, viewport={"width": 1024, "height": 768})
    context.add_init_script("window.print = () => (window.printed = (window.printed || 0) + 1);")
    come_in(context.new_page(), linking(folder, tablet)(), PIN)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    page = context.pages[0]
    opened(page, "/sessions")
    return page


@pytest.fixture
def sheet(context: BrowserContext) -> Page:
    sheet = context.new_page()
    sheet.goto(SHEET)
    expect(sheet.locator(".sheet-head")).to_be_visible()
    return sheet


def test_a_sheet_is_covered_and_shown_again_with_the_others(page: Page, sheet: Page) -> None:
    lock(page)
    covered(sheet)
    expect(sheet.locator(".sheet-head")).to_be_hidden()
    sheet.emulate_media(media="print")
    expect(sheet.locator(".sheet-head")).to_be_hidden()
    sheet.emulate_media(media="screen")
    sheet.get_by_label("PIN").press_sequentially(PIN)
    sheet.keyboard.press("Enter")
    expect(sheet.locator("dialog.lock-screen")).to_have_count(0, timeout=WITHIN_MS)
    expect(sheet.locator(".sheet-head")).to_be_visible()
    expect(page.locator("dialog.lock-screen")).to_have_count(0, timeout=WITHIN_MS)
    assert sheet.evaluate("window.printed") == 1


def test_a_sheet_locks_the_others(page: Page, sheet: Page) -> None:
    lock(sheet)
    expect(page.locator("dialog.lock-screen")).to_be_visible(timeout=WITHIN_MS)


def test_a_sheet_is_left_once_its_sign_in_is_over(page: Page, sheet: Page) -> None:
    page.locator("details.person summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(sheet.locator(".sheet-head")).to_be_hidden(timeout=WITHIN_MS)
    expect(sheet).to_have_url(re.compile(r"/sign-in\?to=%2Fprint"))


def test_whoever_is_disabled_sees_nothing_any_more(folder: Path, page: Page, sheet: Page) -> None:
    own = page.locator("details.person summary").inner_text().strip()
    clinic = Clinic(Database(folder / "data" / "regimen.db"))
    found = next(one for one in clinic.staff(CONSOLE).staff if one.name == own)
    clinic.disable_staff(found.id, by=CONSOLE)
    clinic.database.close()
    expect(sheet.locator(".sheet-head")).to_be_hidden(timeout=WITHIN_MS)
    expect(sheet).to_have_url(re.compile(r"/sign-in"))


def test_untouched_it_locks_by_its_own_clock(context: BrowserContext, page: Page) -> None:
    page.close()
    sheet = context.new_page()
    sheet.clock.install()
    sheet.goto(SHEET)
    sheet.clock.run_for("09:50")
    expect(sheet.locator("dialog.lock-screen")).to_have_count(0)
    sheet.clock.run_for("00:11")
    expect(sheet.locator("dialog.lock-screen")).to_be_visible()
    expect(sheet.locator(".sheet-head")).to_be_hidden()


def test_a_key_just_shown_is_covered_and_comes_back(context: BrowserContext, page: Page) -> None:
    own = context.new_page()
    own.goto("/second-factor")
    own.get_by_label("Password").fill(PASSWORD)
    own.get_by_role("button", name="Go on").click()
    key = own.locator(".key code").inner_text()
    lock(page)
    covered(own)
    expect(own.locator(".key")).to_be_hidden()
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    expect(own.locator(".key code")).to_have_text(key, timeout=WITHIN_MS)
    own.get_by_label("Code that the app shows now").fill("000000")
    own.get_by_role("button", name="Turn it on").click()
    expect(own.get_by_role("alert")).to_contain_text("This code is not right")
