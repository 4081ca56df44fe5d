"""Booking by hand in the calendar, and the card of a booking: mouse, finger and keyboard."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from store.words import Role
from tests.e2e.checkers import violations as axe_violations
from tests.e2e.hands import (
    SIZES,
    Finger,
    Site,
    blocks,
    booked,
    drag,
    opened,
    point,
    site_in,
    waiting,
)

LIND, HADDAD = 0, 1
Open = Callable[..., Page]
Place = tuple[float, float]
at_each_size = pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from site_in(tmp_path_factory.mktemp("by-hand"))


@pytest.fixture
def day(site: Site) -> date:
    """Mei Tanaka is booked at ten with Dr. Lind."""
    day = next(site.days)
    booked(site, day, 600)
    return day


@pytest.fixture
def calendar(browser: Browser, site: Site) -> Iterator[Open]:
    pages: list[Page] = []

    def show(day: date, size: ViewportSize = SIZES[0], role: Role = Role.FRONT_DESK) -> Page:
        page = opened(browser, site, size, day, role)
        pages.append(page)
        expect(blocks(page)).to_have_count(1)
        return page

    yield show
    for page in pages:
        page.context.close()


def choose(page: Page, name: str) -> None:
    """Find whom it is for by typing the name."""
    dialog = page.get_by_role("dialog", name="Book a session")
    dialog.get_by_label("Search patients").fill(name)
    rows = dialog.get_by_role("button").filter(has_text=name)
    expect(rows).to_have_count(1)
    rows.click()


def expect_dialog(page: Page, provider: str, time: str, day: date) -> None:
    dialog = page.get_by_role("dialog", name="Create Booking")
    expect(dialog.get_by_label("Provider").locator("option:checked")).to_have_text(provider)
    expect(dialog.get_by_label("Date", exact=True)).to_have_value(day.isoformat())
    expect(dialog.get_by_label("Start time")).to_have_value(time)


@at_each_size
@pytest.mark.parametrize("way", ["mouse", "touch", "keyboard"])
def test_free_time_is_booked_for_whom_it_is_chosen(
    calendar: Open, site: Site, day: date, size: ViewportSize, way: str
) -> None:
    name = f"Wada{way}{size['width']}"
    waiting(site, name)
    page = calendar(day, size)
    if way == "keyboard":
        blocks(page).focus()
        for key in ("n", "ArrowRight", "Shift+ArrowDown", "ArrowDown"):
            page.keyboard.press(key)
        expect(page.locator(".grid-said")).to_have_text("Book: Noor Haddad, 11:05")
        page.keyboard.press("Enter")
    elif way == "mouse":
        page.mouse.click(*point(page, HADDAD, 666))
    else:
        page.touchscreen.tap(*point(page, HADDAD, 666))
    choose(page, name)
    expect_dialog(page, "Noor Haddad", "11:05", day)
    page.get_by_role("button", name="Save booking").click()
    expect(blocks(page, HADDAD)).to_have_attribute(
        "aria-label", re.compile(f"{name}, .*, 11:05–11:35, ")
    )


@pytest.mark.parametrize("way", ["mouse", "touch"])
def test_a_stretch_drawn_over_free_time_is_booked_from_its_beginning(
    calendar: Open, site: Site, day: date, way: str
) -> None:
    name = f"Xu{way}"
    waiting(site, name)
    page = calendar(day)
    start, end = point(page, HADDAD, 631), point(page, HADDAD, 676)
    if way == "mouse":
        drag(page, start, end)
        expect(page.locator(".grid-said")).to_have_text("Book: Noor Haddad, 10:30–11:15")
        page.mouse.up()
    else:
        finger = Finger(page)
        finger.hold(start)
        finger.move(start, end)
        finger.up()
    choose(page, name)
    expect_dialog(page, "Noor Haddad", "10:30", day)


def test_book_here_needs_no_pointing(calendar: Open, site: Site, day: date) -> None:
    waiting(site, "Yilmaz")
    page = calendar(day)
    blocks(page).focus()
    page.keyboard.press("Home")
    for _ in range(2):
        page.keyboard.press("ArrowUp")
    expect(page.get_by_role("button", name="Book here: Dr. Ines Lind")).to_be_focused()
    page.keyboard.press("Enter")
    choose(page, "Yilmaz")
    expect_dialog(page, "Dr. Ines Lind", "09:00", day)


def card_and_way(page: Page, session: int) -> tuple[Locator, Place, Place]:
    """A card to book, where it is taken hold of, and 10:31 with Noor Haddad."""
    page.get_by_role("button", name="To book", exact=True).click()
    card = page.locator(f".to-book-card[data-session='{session}']")
    card.scroll_into_view_if_needed()
    box = card.bounding_box()
    assert box
    return card, (box["x"] + 40, box["y"] + 8), point(page, HADDAD, 631)


@pytest.mark.parametrize("way", ["mouse", "touch"])
def test_a_card_beside_the_grid_is_dragged_onto_a_place(
    calendar: Open, site: Site, day: date, way: str
) -> None:
    session = waiting(site, "Sørensen")
    page = calendar(day)
    _, start, end = card_and_way(page, session)
    if way == "mouse":
        drag(page, start, end)
        page.mouse.up()
    else:
        finger = Finger(page)
        finger.hold(start)
        finger.move(start, end)
        finger.up()
    expect_dialog(page, "Noor Haddad", "10:30", day)


def test_a_card_that_goes_while_a_finger_holds_it_is_dropped_all_the_same(
    calendar: Open, site: Site, day: date
) -> None:
    session = waiting(site, "Sørensen")
    page = calendar(day)
    card, start, end = card_and_way(page, session)
    finger = Finger(page)
    finger.hold(start)
    card.evaluate("card => card.remove()")
    finger.move(start, end)
    finger.up()
    expect_dialog(page, "Noor Haddad", "10:30", day)


def test_who_may_not_book_is_told_why(calendar: Open, day: date) -> None:
    page = calendar(day, role=Role.READ_ONLY)
    page.mouse.click(*point(page, HADDAD, 666))
    expect(page.locator(".grid-said")).to_contain_text("Your account is read-only")
    expect(page.get_by_role("dialog")).to_have_count(0)


@at_each_size
@pytest.mark.parametrize("way", ["click", "tap", "Enter"])
def test_a_card_opens_with_the_focus_inside_and_escape_gives_it_back(
    calendar: Open, day: date, size: ViewportSize, way: str
) -> None:
    page = calendar(day, size)
    if way == "Enter":
        blocks(page).press("Enter")
    else:
        blocks(page).click() if way == "click" else blocks(page).tap()
    card = page.get_by_role("dialog", name="Mei Tanaka")
    expect(card).to_contain_text("Laser Peel, session 1 of 1")
    expect(card.get_by_role("list", name="Items")).to_contain_text("Laser Peel")
    assert card.evaluate("card => card.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(blocks(page)).to_be_focused()


def test_a_cards_steps_are_carried_out_and_a_cancellation_asks_why(
    calendar: Open, day: date
) -> None:
    page = calendar(day)
    blocks(page).focus()
    for key in ("m", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(blocks(page, HADDAD)).to_have_count(1)
    blocks(page).click()
    card = page.get_by_role("dialog", name="Mei Tanaka")
    expect(card).to_contain_text("No show: It has not begun yet.")
    card.get_by_role("button", name="Check in", exact=True).click()
    expect(blocks(page)).to_contain_text("Checked In")
    blocks(page).click()
    card.get_by_role("button", name="Cancel booking").click()
    form = page.get_by_role("dialog", name="Cancel booking")
    form.get_by_label("Reason").fill("moved away")
    form.get_by_role("button", name="Cancel booking").click()
    expect(page.get_by_role("status").filter(has_text="Cancelled")).to_be_visible()
    # Nobody is thrown to the other end of the grid.
    expect(page.locator("[data-key^='head ']").nth(HADDAD)).to_be_focused()


def test_a_booking_is_made_longer_without_a_drag(calendar: Open, day: date) -> None:
    page = calendar(day)
    blocks(page).click()
    page.get_by_role("dialog").get_by_role("button", name="Change length").click()
    form = page.get_by_role("dialog", name="Change length")
    form.get_by_label("Minutes").fill("12345")
    form.get_by_role("button", name="Change length").click()
    expect(form.get_by_role("alert").first).to_contain_text("Type how many minutes it lasts")
    form.get_by_label("Minutes").fill("55")
    form.get_by_role("button", name="Change length").click()
    expect(blocks(page)).to_have_attribute("aria-label", re.compile(", 10:00–10:55, "))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("what", ["card", "choice"])
def test_nothing_serious_for_assistive_technology(
    calendar: Open, day: date, scheme: str, what: str
) -> None:
    page = calendar(day)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    if what == "card":
        blocks(page).click()
    else:
        page.mouse.click(*point(page, HADDAD, 666))
    expect(page.get_by_role("dialog")).to_be_visible()
    found = axe_violations(page)
    serious = [one for one in found if one["impact"] in {"serious", "critical"}]
    assert not serious, json.dumps(serious, indent=1)[:2000]
