"""The first run in a real browser: from nothing to a clinic that can be booked, without a command."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.checkers import violations as axe_violations
from tools.entering import PASSWORD, first_link
from tools.serving import serving

MOST_PRESSES = 18


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[str]:
    """The address of a Regimen in which nobody has done anything yet."""
    with serving(tmp_path, settings={"REGIMEN_DEMO": "0"}) as address:
        yield address


@pytest.fixture
def newcomer(empty: str, browser: Browser, tmp_path: Path) -> Iterator[Page]:
    """Somebody in Lisbon who opens the link that the first start printed."""
    context = browser.new_context(
        base_url=empty, viewport={"width": 1280, "height": 800}, timezone_id="Europe/Lisbon"
    )
    page = context.new_page()
    page.goto(first_link(tmp_path))
    page.get_by_label("Your name").fill("Mara Quist")
    page.get_by_label("Sign-in name").fill("mara")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Create your account").click()
    page.wait_for_function("window.did_handshake")
    yield page
    context.close()


class Presses:
    """Counts every press of a button, a link or a box."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, target: Locator) -> None:
        target.click()
        self.count += 1


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function("window.did_handshake")


def begun(page: Page, press: Presses) -> None:
    opened(page, "/")
    press(page.get_by_role("button", name="Set up your clinic"))
    expect(page.get_by_label("Clinic name")).to_be_focused()


def gone_on(page: Page, press: Presses, *, to: str) -> None:
    press(page.get_by_role("button", name="Save and go on"))
    expect(page).to_have_url(re.compile(f"step={to}$"))


def located(page: Page, press: Presses) -> None:
    """Name and first location, by typing alone."""
    begun(page, press)
    page.keyboard.type("Harbour Skin")
    gone_on(page, press, to="location")
    expect(page.get_by_role("combobox", name="Time zone")).to_have_value("Europe/Lisbon")
    expect(page.get_by_label("Monday, from")).to_have_value("09:00")
    expect(page.get_by_role("textbox", name="Name", exact=True)).to_be_focused()
    page.keyboard.type("Rua Augusta")
    gone_on(page, press, to="rooms")


def set_up(page: Page, press: Presses) -> None:
    """The whole first run, to the form of the first patient."""
    located(page, press)
    expect(page.get_by_label("Names of rooms")).to_be_focused()
    page.keyboard.type("Room 1\nLaser room")
    gone_on(page, press, to="providers")
    expect(page.get_by_label("Names of providers")).to_be_focused()
    page.keyboard.type("Dr. Ada Marsh\nNoor Haddad")
    gone_on(page, press, to="services")
    for category in ("Laser", "Injectable", "Facial"):
        press(page.get_by_role("checkbox", name=f"All: {category}", exact=True))
    gone_on(page, press, to="done")
    expect(page.get_by_role("heading", name="Your clinic is set up")).to_be_visible()
    press(page.get_by_role("link", name="Add your first patient"))
    expect(page.get_by_role("dialog", name="New patient")).to_be_visible()


def add_patient(page: Page, press: Presses) -> None:
    dialog = page.get_by_role("dialog", name="New patient")
    expect(dialog.get_by_label("Given name")).to_be_focused()
    page.keyboard.type("Mei")
    page.keyboard.press("Tab")
    page.keyboard.type("Tanaka")
    press(dialog.get_by_role("button", name="Save patient"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Mei Tanaka")


def add_plan(page: Page, press: Presses) -> None:
    press(page.get_by_role("button", name="New plan"))
    dialog = page.get_by_role("dialog", name="New plan")
    expect(dialog.get_by_label("Treatment")).to_be_focused()
    page.keyboard.type("Skin booster")
    page.keyboard.press("Tab")
    page.keyboard.type("A calm skin")
    press(dialog.get_by_label("Service of item 1"))
    dialog.get_by_label("Service of item 1").select_option(index=1)
    press(dialog.get_by_role("button", name="Save plan"))
    expect(dialog).to_be_hidden()


def book_first_session(page: Page, press: Presses) -> None:
    press(page.get_by_role("button", name=re.compile("^Actions for Mei Tanaka, Skin booster 1 of")))
    press(page.get_by_role("menuitem", name="Create Booking"))
    save = page.get_by_role("button", name="Save booking")
    expect(save).not_to_have_attribute("aria-disabled", "true")
    press(save)
    expect(page.get_by_role("dialog", name="Create Booking")).to_be_hidden()
    table = page.get_by_role("table", name="Treatment sessions")
    expect(table.get_by_text("Booked", exact=True)).to_be_visible()


def test_a_clinic_is_set_up_from_nothing_in_few_presses(newcomer: Page) -> None:
    page, press = newcomer, Presses()
    set_up(page, press)
    assert press.count <= MOST_PRESSES

    opened(page, "/clinic")
    expect(page.get_by_text("Nothing is missing")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("Rooms *2"))).to_be_visible()
    opened(page, "/sessions")
    expect(page.get_by_role("heading", name="Nothing ahead")).to_be_visible()
    opened(page, "/patients")
    expect(page.get_by_role("heading", name="No patients yet")).to_be_visible()
    expect(page.get_by_label("Search patients")).to_be_hidden()


def test_from_nothing_to_the_first_booked_session_in_under_forty_presses(newcomer: Page) -> None:
    page, press = newcomer, Presses()
    set_up(page, press)
    add_patient(page, press)
    add_plan(page, press)
    book_first_session(page, press)
    assert press.count < 40, press.count


def test_it_goes_on_where_it_was_left(newcomer: Page) -> None:
    page, press = newcomer, Presses()
    located(page, press)
    opened(page, "/welcome")
    expect(page.get_by_label("Names of rooms")).to_be_visible()
    steps = page.get_by_role("list", name="Steps")
    expect(steps.locator("[aria-current=step]")).to_contain_text("Rooms")
    steps.get_by_role("link", name=re.compile("Location")).click()
    expect(page.get_by_role("textbox", name="Name", exact=True)).to_have_value("Rua Augusta")
    steps.get_by_role("link", name=re.compile("Providers")).click()
    expect(page.get_by_label("Names of providers")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("textbox", name="Name", exact=True)).to_be_visible()


def test_every_route_of_an_empty_regimen_leads_to_the_set_up(newcomer: Page) -> None:
    for address in ("/sessions", "/calendar", "/patients"):
        opened(newcomer, address)
        expect(newcomer.get_by_role("button", name="Set up your clinic")).to_be_visible()
    newcomer.get_by_role("button", name="Set up your clinic").click()
    expect(newcomer.get_by_label("Clinic name")).to_be_visible()


def test_what_is_refused_stays_to_be_mended(newcomer: Page) -> None:
    page, press = newcomer, Presses()
    located(page, press)
    expect(page.get_by_label("Names of rooms")).to_be_focused()
    page.keyboard.type("Room 1\nroom 1\nRoom 2")
    press(page.get_by_role("button", name="Save and go on"))
    names = page.get_by_label("Names of rooms")
    expect(names).to_have_attribute("aria-invalid", "true")
    expect(names).to_have_value("room 1\nRoom 2")
    names.fill("Room 3\nRoom 2")
    gone_on(page, press, to="providers")
    expect(page.get_by_role("list", name="Steps")).to_contain_text("3 rooms")


def test_prices_of_the_catalogue_are_changed_in_place(newcomer: Page) -> None:
    page, press = newcomer, Presses()
    located(page, press)
    opened(page, "/welcome?step=services")
    page.get_by_role("button", name="Show Facial").click()
    row = page.locator(".catalogue-row").first
    name = row.locator(".tick span").inner_text()
    row.get_by_label(re.compile("price")).fill("77.50")
    row.get_by_label(re.compile("minutes")).fill("35")
    row.get_by_label(re.compile("minutes")).blur()
    expect(row.get_by_role("checkbox")).to_be_checked()
    gone_on(page, press, to="done")
    opened(page, "/clinic/services")
    found = page.get_by_role("link", name=name)
    expect(found).to_contain_text("$77.50")
    expect(found).to_contain_text("35 min")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_for_assistive_technology(newcomer: Page, scheme: str) -> None:
    newcomer.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    opened(newcomer, "/sessions")
    assert_accessible(newcomer)
    press = Presses()
    located(newcomer, press)
    for step in ("clinic", "location", "rooms", "providers", "services", "done"):
        opened(newcomer, f"/welcome?step={step}")
        expect(newcomer.get_by_role("list", name="Steps")).to_be_visible()
        assert_accessible(newcomer)


def assert_accessible(page: Page) -> None:
    violations = axe_violations(page)
    serious = [one for one in violations if one["impact"] in {"serious", "critical"}]
    assert not serious, json.dumps(serious, indent=1)[:2000]
