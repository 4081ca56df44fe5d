"""The lock in a real browser: it covers the page where it stands, and gives it back as it was."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.checkers import violations as axe_violations
from tests.e2e.tablet import (
    LOCKING,
    OTHER_PIN,
    PIN,
    come_in,
    covered,
    linking,
    lock,
    opened,
    shown_again,
)
from tools.entering import PASSWORD
from tools.serving import serving


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tablet")


@pytest.fixture(scope="module")
def tablet(folder: Path) -> Iterator[str]:
    """The address of a demo that locks, as every clinic does."""
    with serving(folder, settings=LOCKING) as address:
        yield address


@pytest.fixture
def link(folder: Path, tablet: str) -> Callable[[], str]:
    """Makes the way in of somebody new."""
    return linking(folder, tablet)


@pytest.fixture
def context(browser: Browser, tablet: str, link: Callable[[], str]) -> Iterator[BrowserContext]:
    """A touch screen on which somebody with a PIN is signed in."""
    context = browser.new_context(
        base_url=tablet, viewport={"width": 1024, "height": 768}, has_touch=True
    )
    come_in(context.new_page(), link(), PIN)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.pages[0]


def tap(page: Page, digits: str) -> None:
    for digit in digits:
        page.get_by_role("button", name=digit, exact=True).tap()


def test_a_form_a_dialog_and_the_scroll_are_as_they_were(page: Page) -> None:
    opened(page, "/patients")
    page.set_viewport_size({"width": 1024, "height": 400})
    page.mouse.wheel(0, 160)
    page.wait_for_function("scrollY > 0")
    down = page.evaluate("scrollY")
    page.get_by_role("button", name="New patient").evaluate("button => button.click()")
    dialog = page.get_by_role("dialog", name="New patient")
    dialog.get_by_label("Given name").press_sequentially("Half a na")
    page.set_viewport_size({"width": 1024, "height": 768})
    down = page.evaluate("scrollY")
    screen = lock(page)
    expect(dialog).to_be_hidden()
    expect(page.locator("#main")).to_be_hidden()
    assert page.get_by_role("textbox", name="Given name").count() == 0
    for _ in range(14):
        page.keyboard.press("Tab")
        assert page.evaluate(
            "document.activeElement === document.body || !!document.activeElement.closest('.lock-screen')"
        )
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(screen).to_be_visible()
    tap(page, PIN)
    page.get_by_role("button", name="Unlock").tap()
    shown_again(page)
    expect(dialog.get_by_label("Given name")).to_have_value("Half a na")
    expect(dialog.get_by_label("Given name")).to_be_focused()
    assert page.evaluate("scrollY") == down
    page.keyboard.type("me")
    dialog.get_by_label("Family name").fill("Okoro")
    expect(dialog.get_by_label("Given name")).to_have_value("Half a name")


def test_the_keyboard_alone_locks_and_unlocks(page: Page) -> None:
    opened(page, "/sessions")
    screen = lock(page)
    page.keyboard.type("580295")
    page.keyboard.press("Enter")
    expect(screen.get_by_role("alert")).to_have_text("This is not the PIN. 4 tries are left.")
    expect(screen.get_by_label("PIN")).to_be_focused()
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    shown_again(page)
    page.get_by_role("tab", name=re.compile("^All")).click()
    expect(page).to_have_url(re.compile("scope=all"))


def test_the_password_unlocks_as_well(page: Page) -> None:
    opened(page, "/sessions")
    screen = lock(page)
    screen.get_by_role("link", name="Use the password").tap()
    screen.get_by_label("Password").fill(PASSWORD)
    screen.get_by_role("button", name="Unlock").tap()
    shown_again(page)


def test_every_tab_locks_and_unlocks_together(context: BrowserContext, page: Page) -> None:
    opened(page, "/sessions")
    other = context.new_page()
    opened(other, "/calendar")
    lock(page)
    expect(other.locator("dialog.lock-screen")).to_be_visible(timeout=2_000)
    covered(other)
    page.bring_to_front()
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    shown_again(page)
    expect(other.locator("dialog.lock-screen")).to_have_count(0, timeout=2_000)


def test_what_is_loaded_while_locked_holds_no_data(page: Page) -> None:
    opened(page, "/sessions?scope=all")
    name = page.locator("[data-row] a.row-link").first.inner_text().split(",")[0].strip()
    assert name in page.content()
    lock(page)
    page.reload()
    expect(page.get_by_role("heading", level=1, name="Locked")).to_be_visible()
    assert name not in page.content()
    assert page.request.get("/print/sessions?scope=all").status == 401
    page.goto("/patients")
    expect(page.get_by_role("heading", level=1, name="Locked")).to_be_visible()
    page.get_by_label("PIN").fill(PIN)
    page.get_by_role("button", name="Unlock").click()
    expect(page).to_have_url(re.compile("/patients$"))
    page.wait_for_function("window.did_handshake")
    expect(page.locator("dialog.lock-screen")).to_have_count(0)


def test_a_socket_that_presses_buttons_does_nothing_while_locked(page: Page) -> None:
    opened(page, "/sessions")
    page.evaluate(
        """() => {
          const say = window.socket.emit.bind(window.socket);
          window.said = [];
          window.socket.emit = (...told) => (told[0] === "event" && window.said.push(told), say(...told));
          window.again = () => window.said.forEach((told) => say(...told));
        }"""
    )
    page.get_by_role("tab", name=re.compile("^All")).click()
    expect(page).to_have_url(re.compile("scope=all"))
    page.get_by_role("tab", name=re.compile("^Upcoming")).click()
    expect(page).to_have_url(re.compile("/sessions$"))
    page.evaluate("window.said.pop()")
    lock(page)
    page.evaluate("window.again()")
    page.keyboard.type(PIN)
    page.keyboard.press("Enter")
    shown_again(page)
    expect(page).to_have_url(re.compile("/sessions$"))
    page.evaluate("window.again()")
    expect(page).to_have_url(re.compile("scope=all"))


def test_untouched_for_ten_minutes_it_locks_by_itself(
    browser: Browser, tablet: str, link: Callable[[], str]
) -> None:
    context = browser.new_context(base_url=tablet)
    page = context.new_page()
    come_in(page, link(), PIN)
    page.clock.install()
    opened(page, "/sessions")
    page.clock.run_for("09:30")
    expect(page.locator("dialog.lock-screen")).to_have_count(0)
    page.clock.run_for("00:31")
    covered(page)
    context.close()


def test_another_person_of_the_device_goes_on_at_the_same_address(
    context: BrowserContext, page: Page, link: Callable[[], str]
) -> None:
    opened(page, "/patients?new=1")
    page.get_by_role("textbox", name="Given name").press_sequentially("Hers")
    page.get_by_role("textbox", name="Family name").focus()
    first = page.locator("details.person summary").inner_text().strip()
    second = context.new_page()
    opened(second, "/sessions")
    lock(page).get_by_role("link", name="Somebody else").tap()
    expect(page).to_have_url(re.compile("/sign-in"))
    come_in(page, link(), OTHER_PIN)
    opened(page, "/patients?new=1")
    expect(page.get_by_role("textbox", name="Given name")).to_have_value("")
    own = page.locator("details.person summary").inner_text().strip()
    assert own != first
    expect(second.locator("details.person summary")).to_have_text(own)
    page.keyboard.press("Escape")
    lock(page).get_by_role("link", name=first).tap()
    expect(page.get_by_role("heading", level=1, name="Switch user")).to_be_visible()
    tap(page, PIN)
    page.get_by_role("button", name="Unlock").tap()
    expect(page.locator("details.person summary")).to_have_text(first)
    expect(page).to_have_url(re.compile("/patients"))
    expect(page.get_by_role("textbox", name="Given name")).to_have_value("Hers")
    expect(second.locator("details.person summary")).to_have_text(first)
    page.get_by_role("button", name="Cancel").tap()
    page.locator("details.person summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_url(re.compile("/sign-in"))
    page.get_by_role("link", name="Somebody who is signed in on this device").click()
    page.get_by_role("link", name=own).click()
    page.get_by_role("button", name="Sign everybody out of this device").click()
    expect(page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    page.goto("/locked")
    expect(page).to_have_url(re.compile("/sign-in"))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_lock_screen_is_accessible_and_fits_gloves(page: Page, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    opened(page, "/sessions")
    lock(page)
    for width, height in ((1280, 800), (1024, 768), (768, 1024), (390, 844)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.querySelector('.lock-screen').scrollWidth <= innerWidth")
    found = axe_violations(page)
    serious = [one for one in found if one["impact"] in {"serious", "critical"}]
    assert not serious, json.dumps(serious, indent=1)[:2000]
    boxes = [key.bounding_box() for key in page.locator(".lock-pad button").all()]
    assert len(boxes) == 12
    assert all(box and box["height"] >= 56 and box["width"] >= 56 for box in boxes)
    page.emulate_media(media="print")
    expect(page.locator("#main")).to_be_hidden()
