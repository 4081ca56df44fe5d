"""Moving and resizing by hand in the calendar: mouse, finger and keyboard, refused and undone."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from store.models import TimeOff
from store.words import Role
from store.zones import local_to_utc
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
)
from tests.e2e.undoing import undo
from tests.factories import ZONE, add_all

LIND, HADDAD = 0, 1
Open = Callable[..., Page]
at_each_size = pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    yield from site_in(tmp_path_factory.mktemp("moving"))


@pytest.fixture
def day(site: Site) -> date:
    """Mei Tanaka is booked at ten with Dr. Lind."""
    day = next(site.days)
    booked(site, day, 600)
    return day


@pytest.fixture
def calendar(browser: Browser, site: Site) -> Iterator[Open]:
    pages: list[Page] = []

    def show(
        day: date, size: ViewportSize = SIZES[0], role: Role = Role.FRONT_DESK, count: int = 1
    ) -> Page:
        page = opened(browser, site, size, day, role)
        pages.append(page)
        expect(blocks(page)).to_have_count(count)
        return page

    yield show
    for page in pages:
        page.context.close()


def expect_at(page: Page, column: int, time: str) -> None:
    expect(blocks(page, column)).to_have_attribute("aria-label", re.compile(f", {time}, "))


@at_each_size
def test_a_mouse_drags_a_booking_to_another_provider_and_time_and_undo_takes_it_back(
    calendar: Open, day: date, size: ViewportSize
) -> None:
    page = calendar(day, size)
    drag(page, point(page, LIND, 610), point(page, HADDAD, 670))
    expect(page.locator(".grid-said")).to_have_text("Moving Mei Tanaka: Noor Haddad, 11:00–11:30")
    page.mouse.up()
    expect_at(page, HADDAD, "11:00–11:30")
    undo(page, "Moved Mei Tanaka")
    expect_at(page, LIND, "10:00–10:30")


@at_each_size
def test_a_long_press_lifts_and_a_finger_moves_it(
    calendar: Open, day: date, size: ViewportSize
) -> None:
    page = calendar(day, size)
    finger, start = Finger(page), point(page, LIND, 610)
    finger.hold(start)
    finger.move(start, point(page, LIND, 655))
    finger.up()
    expect_at(page, LIND, "10:45–11:15")
    expect(page.locator("dialog[open]")).to_have_count(0)


@at_each_size
def test_a_swipe_scrolls_and_a_tap_opens_the_card_and_neither_moves_anything(
    calendar: Open, day: date, size: ViewportSize
) -> None:
    page = calendar(day, size)
    area = page.locator(".grid-scroll")
    area.evaluate("area => area.scrollTop = 0")
    finger, (x, y) = Finger(page), point(page, LIND, 610)
    finger.down((x, y))
    finger.move((x, y), (x, y - 120))
    finger.up()
    page.wait_for_function("document.querySelector('.grid-scroll').scrollTop > 0")
    expect_at(page, LIND, "10:00–10:30")
    blocks(page).tap()
    expect(page.get_by_role("dialog", name="Mei Tanaka")).to_be_visible()
    expect_at(page, LIND, "10:00–10:30")


@at_each_size
def test_the_keyboard_moves_a_booking_and_says_where_it_would_go(
    calendar: Open, day: date, size: ViewportSize
) -> None:
    page = calendar(day, size)
    said = page.locator(".grid-said")
    blocks(page).focus()
    page.keyboard.press("m")
    expect(said).to_have_text("Moving Mei Tanaka: Dr. Ines Lind, 10:00–10:30")
    for key in ("ArrowDown", "Shift+ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    expect(said).to_have_text("Moving Mei Tanaka: Noor Haddad, 10:35–11:05")
    page.keyboard.press("Enter")
    expect_at(page, HADDAD, "10:35–11:05")
    expect(blocks(page, HADDAD)).to_be_focused()


def test_escape_puts_it_back_for_keyboard_and_mouse(calendar: Open, day: date) -> None:
    page = calendar(day)
    blocks(page).focus()
    for key in ("m", "ArrowDown", "Escape"):
        page.keyboard.press(key)
    expect(page.locator(".grid-said")).to_have_text("Put back.")
    drag(page, point(page, LIND, 610), point(page, LIND, 700))
    expect(page.locator(".grid-ghost")).to_be_visible()
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".grid-ghost")).to_be_hidden()
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect_at(page, LIND, "10:00–10:30")


def test_the_lower_edge_resizes_by_mouse_and_r_by_keyboard(calendar: Open, day: date) -> None:
    page = calendar(day)
    x, y = point(page, LIND, 630)
    drag(page, (x, y - 3), (x, point(page, LIND, 645)[1]))
    page.mouse.up()
    expect_at(page, LIND, "10:00–10:45")
    blocks(page).focus()
    for key in ("r", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect_at(page, LIND, "10:00–10:50")


def test_only_a_manager_makes_it_shorter_than_it_takes(calendar: Open, day: date) -> None:
    page = calendar(day)
    blocks(page).focus()
    for key in ("r", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    dialog = page.get_by_role("dialog", name="It stays where it was")
    expect(dialog).to_contain_text("It takes 30 minutes; only a manager books less.")
    boss = calendar(day, role=Role.MANAGER)
    blocks(boss).focus()
    for key in ("r", "ArrowUp", "Enter"):
        boss.keyboard.press(key)
    expect_at(boss, LIND, "10:00–10:25")


@pytest.mark.parametrize("way", ["mouse", "touch", "keyboard"])
def test_a_refusal_snaps_back_says_who_is_in_the_way_and_offers_what_is_free(
    calendar: Open, site: Site, day: date, way: str
) -> None:
    booked(site, day, 660, provider=2, name="Okafor")
    page = calendar(day, count=2)
    start, end = point(page, LIND, 605), point(page, HADDAD, 665)
    if way == "mouse":
        drag(page, start, end)
        expect(page.locator(".grid-ghost.is-barred")).to_contain_text("Taken until 11:30")
        page.mouse.up()
    elif way == "touch":
        finger = Finger(page)
        finger.hold(start)
        finger.move(start, end)
        finger.up()
    else:
        blocks(page, LIND).focus()
        for key in ("m", "ArrowRight", *["Shift+ArrowDown"] * 2, "Enter"):
            page.keyboard.press(key)
    dialog = page.get_by_role("dialog", name="It stays where it was")
    expect(dialog).to_contain_text("Noor Haddad is with another patient until 11:30.")
    expect_at(page, LIND, "10:00–10:30")
    free = dialog.get_by_role("group", name="Free instead").get_by_role("button").first
    time = re.search(r"\d\d:\d\d", free.inner_text())
    free.click()
    expect(dialog).to_have_count(0)
    assert time is not None
    expect(blocks(page).filter(has_text="Tanaka")).to_have_attribute(
        "aria-label", re.compile(f", {time[0]}–")
    )


def test_what_others_change_waits_until_the_drag_has_ended(calendar: Open, day: date) -> None:
    page, other = calendar(day), calendar(day)
    drag(page, point(page, LIND, 610), point(page, LIND, 730))
    blocks(other).click()
    other.get_by_role("dialog").get_by_role("button", name="Confirm", exact=True).click()
    expect(blocks(other)).to_contain_text("Confirmed")
    expect(blocks(page)).to_contain_text("New")
    expect(page.locator(".grid-ghost")).to_be_visible()
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(blocks(page)).to_contain_text("Confirmed")


def test_somebody_elses_change_sends_one_booking_and_not_the_grid(
    calendar: Open, site: Site, day: date
) -> None:
    for minute in range(660, 1000, 30):
        booked(site, day, minute, name=f"Many{minute}")
    page, other = calendar(day, count=13), calendar(day, count=13)
    sizes: list[tuple[bool, int]] = []
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")

    def note(told: dict[str, dict[str, str]]) -> None:
        data = told["response"]["payloadData"]
        if "Many" in data and "patch" not in data and "given" in data:
            sizes.append((False, len(data)))
        elif "patch" in data:
            sizes.append((True, len(data)))

    cdp.on("Network.webSocketFrameReceived", note)
    blocks(other).filter(has_text="Mei Tanaka").click()
    other.get_by_role("dialog").get_by_role("button", name="Confirm", exact=True).click()
    expect(blocks(page).filter(has_text="Mei Tanaka")).to_contain_text("Confirmed")
    assert [is_patch for is_patch, _ in sizes] == [True]
    assert sizes[0][1] < 1_000


def test_somebody_elses_change_in_between_is_not_overwritten(calendar: Open, day: date) -> None:
    page, other = calendar(day), calendar(day)
    drag(page, point(page, LIND, 610), point(page, LIND, 670))
    blocks(other).focus()
    for key in ("m", "ArrowDown", "Enter"):
        other.keyboard.press(key)
    expect_at(other, LIND, "10:05–10:35")
    page.mouse.up()
    expect(page.get_by_role("alert").filter(has_text="Look at the booking again.")).to_be_visible()
    expect_at(page, LIND, "10:05–10:35")


def test_where_it_cannot_go_is_shaded_with_the_reason(
    calendar: Open, site: Site, day: date
) -> None:
    with site.database.write() as session:
        off = (local_to_utc(ZONE, day, minute) for minute in (840, 900))
        add_all(session, TimeOff(provider_id=2, starts_at=next(off), ends_at=next(off)))
    booked(site, day, 720, name="Okafor")
    page = calendar(day, count=2)
    drag(page, point(page, LIND, 610), point(page, LIND, 655))
    columns = page.locator(".grid-column")
    expect(columns.nth(LIND).locator(".grid-barred")).to_have_text(["Taken until 12:30"])
    expect(columns.nth(HADDAD).locator(".grid-barred")).to_have_text(["Time off"])
    expect(page.locator(".grid-ghost.is-barred")).to_have_count(0)
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(page.locator(".grid-barred")).to_have_count(0)


def test_near_an_edge_the_grid_scrolls_under_what_is_held(calendar: Open, day: date) -> None:
    page = calendar(day)
    area = page.locator(".grid-scroll")
    area.evaluate("area => area.scrollTop = 0")
    box = area.bounding_box()
    assert box
    x, y = point(page, LIND, 610)
    drag(page, (x, y), (x, box["y"] + box["height"] - 12))
    page.wait_for_function("document.querySelector('.grid-scroll').scrollTop > 80")
    page.keyboard.press("Escape")
    page.mouse.up()


def test_who_may_not_move_is_not_offered_it_and_told_why(calendar: Open, day: date) -> None:
    page = calendar(day, role=Role.READ_ONLY)
    expect(page.locator(".grid-entry.is-movable")).to_have_count(0)
    expect(page.locator(".grid-here")).to_have_count(0)
    blocks(page).focus()
    page.keyboard.press("m")
    expect(page.locator(".grid-said")).to_contain_text("Your account is read-only")
    drag(page, point(page, LIND, 610), point(page, LIND, 730))
    expect(page.locator(".grid-ghost")).to_be_hidden()
    page.mouse.up()
    expect_at(page, LIND, "10:00–10:30")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_for_assistive_technology_while_it_is_held(
    calendar: Open, day: date, scheme: str
) -> None:
    page = calendar(day)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    blocks(page).focus()
    page.keyboard.press("m")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".grid-ghost")).to_be_visible()
    found = axe_violations(page)
    serious = [one for one in found if one["impact"] in {"serious", "critical"}]
    assert not serious, json.dumps(serious, indent=1)[:2000]
