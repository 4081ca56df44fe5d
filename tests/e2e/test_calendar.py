"""The calendar in a real browser: address, mouse, touch, keyboard, screens, both themes."""

import json
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.checkers import violations as axe_violations
from tools.entering import signed_in

PHONE = {"width": 390, "height": 844}
TABLET = {"width": 768, "height": 1024}
DESKTOP = {"width": 1280, "height": 800}
WIDE = {"width": 1680, "height": 1000}

# Pairs of blocks in one column that lie on each other, and lines of text that do within a block.
COLLISIONS = """() => {
    const meet = (a, b) => a.width && b.width && a.left < b.right - 1 && b.left < a.right - 1
        && a.top < b.bottom - 1 && b.top < a.bottom - 1;
    const box = element => element.getBoundingClientRect();
    let found = 0;
    for (const column of document.querySelectorAll('.grid-column')) {
        const blocks = [...column.querySelectorAll('.grid-entry')];
        blocks.forEach((one, at) => blocks.slice(at + 1).forEach(
            other => found += meet(box(one), box(other))));
        for (const block of blocks)
            found += meet(box(block.querySelector('.entry-time')),
                          box(block.querySelector('.entry-status')));
    }
    return found;
}"""


def opened(page: Page, address: str = "/calendar") -> Page:
    page.goto(address)
    expect(page.get_by_role("tab", selected=True)).to_have_text(re.compile(r"\d"))
    return page


def days(page: Page) -> Locator:
    return page.locator(".calendar-range")


def blocks(page: Page) -> Locator:
    return page.locator(".grid-entry")


def focused(page: Page) -> str:
    found = page.evaluate("document.activeElement.dataset.key || ''")
    assert isinstance(found, str)
    return found


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_the_calendar_opens_on_today_in_the_visible_range(page: Page) -> None:
    opened(page)
    expect(page.get_by_role("button", name="Day", pressed=True)).to_be_visible()
    expect(page.get_by_role("button", name="Today")).to_have_attribute("aria-current", "date")
    expect(page.get_by_role("tab", name=re.compile("^All"), selected=True)).to_be_visible()
    expect(page).to_have_url(re.compile(r"/calendar$"))
    assert blocks(page).count() > 0


def test_steps_are_in_the_address_and_go_back_one_by_one(page: Page) -> None:
    opened(page, "/calendar?date=2026-03-04")
    expect(days(page)).to_have_text("Wednesday 4 March 2026")
    press(page, "Next day")
    expect(days(page)).to_have_text("Thursday 5 March 2026")
    press(page, "Week")
    expect(days(page)).to_have_text("2 – 8 March 2026")
    press(page, "Previous week")
    expect(days(page)).to_have_text("23 February – 1 March 2026")
    expect(page).to_have_url(re.compile("date=2026-02-23&view=week"))
    page.reload()
    expect(days(page)).to_have_text("23 February – 1 March 2026")
    page.go_back()
    expect(days(page)).to_have_text("2 – 8 March 2026")
    page.go_back()
    expect(days(page)).to_have_text("Thursday 5 March 2026")
    press(page, "Today")
    expect(page).to_have_url(re.compile(r"/calendar$"))


def test_the_elements_of_one_day_show_the_next_and_the_focus_stays_in_sight(page: Page) -> None:
    opened(page)
    page.locator(".grid-entry[tabindex='0']").focus()
    page.evaluate("document.querySelectorAll('.grid-entry').forEach(one => one.kept = true)")
    shown = focused(page)
    # Not pressed, since a press would take the focus along.
    page.evaluate("document.querySelector(`button[aria-label='Next day']`).click()")
    page.wait_for_function("was => !document.querySelector(`[data-key='${was}']`)", arg=shown)
    assert page.evaluate("[...document.querySelectorAll('.grid-entry')].some(one => one.kept)")
    stop = page.locator(".grid [tabindex='0']")
    expect(stop).to_be_focused()
    assert stop.get_attribute("data-key") == focused(page)


def test_a_scope_stays_while_the_days_change(page: Page) -> None:
    opened(page)
    page.get_by_role("tab", name=re.compile("^To close")).click()
    expect(page).to_have_url(re.compile("scope=to-close"))
    press(page, "Previous day")
    expect(page).to_have_url(re.compile("date=.*scope=to-close"))
    expect(page.get_by_role("tab", name=re.compile("^To close"), selected=True)).to_be_visible()


def test_a_provider_a_location_and_a_date_are_chosen_in_their_fields(page: Page) -> None:
    opened(page)
    provider = page.get_by_label("Provider", exact=True)
    name = provider.locator("option").nth(1).inner_text()
    provider.select_option(label=name)
    expect(page.locator(".grid-label")).to_have_text([name])
    page.get_by_label("Date", exact=True).fill("2026-03-08")
    expect(days(page)).to_have_text("Sunday 8 March 2026")
    expect(page).to_have_url(re.compile(r"date=2026-03-08&provider=\d+"))


def test_a_column_head_leads_to_the_week_and_a_day_of_it_back(page: Page) -> None:
    opened(page)
    name = page.locator(".grid-label").first.inner_text()
    page.locator(".grid-title button").first.click()
    expect(page.locator(".grid-title")).to_have_count(7)
    expect(page.get_by_label("Provider", exact=True).locator("option:checked")).to_have_text(name)
    page.locator(".grid-title button[aria-current=date]").click()
    expect(page.locator(".grid-label")).to_have_text([name])


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("date=2026-02-30", "“2026-02-30” is not a date."),
        ("date=9999-12-31&view=week", "The calendar shows the years 1900 to 2199."),
        ("view=year", "“year” is not a view of the calendar."),
        ("beside=x", "“x” cannot be shown beside the calendar."),
        ("category=x", "“x” is not a category."),
        ("view=rooms&room=999999", "There is no such room here."),
        ("provider=999999", "There is no such provider."),
        ("location=%ED%A0%80", "is not a location."),
    ],
)
def test_a_wrong_value_falls_back_and_says_so(page: Page, address: str, sentence: str) -> None:
    opened(page, f"/calendar?{address}")
    expect(page.get_by_role("alert").filter(has_text=sentence)).to_be_visible()
    assert page.locator(".grid-title").count() > 0


@pytest.mark.parametrize("way", ["click", "Enter"])
def test_a_booking_opens_its_card_which_leads_to_its_session_and_back_returns(
    page: Page, way: str
) -> None:
    opened(page)
    shown = days(page).inner_text()
    first = page.locator(".grid-entry[tabindex='0']")
    if way == "click":
        first.click()
    else:
        first.focus()
        page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("link", name="Open session").click()
    expect(page).to_have_url(re.compile(r"/sessions/\d+$"))
    page.go_back()
    expect(days(page)).to_have_text(shown)


def test_arrows_move_between_bookings_and_the_grid_is_one_tab_stop(page: Page) -> None:
    opened(page)
    assert page.locator(".grid [tabindex='0']").count() == 1
    page.locator(".grid [tabindex='0']").focus()
    first = focused(page)
    page.keyboard.press("ArrowUp")
    assert focused(page).startswith("head ")
    page.keyboard.press("ArrowDown")
    assert focused(page) == first
    page.keyboard.press("End")
    last = focused(page)
    page.keyboard.press("ArrowDown")
    assert focused(page) == last
    page.keyboard.press("Home")
    assert focused(page) == first
    page.keyboard.press("ArrowRight")
    beside = focused(page)
    assert beside != first
    page.keyboard.press("ArrowLeft")
    assert page.locator(".grid [tabindex='0']").get_attribute("data-key") == focused(page)


def test_a_row_below_the_grid_opens_its_session(page: Page) -> None:
    opened(page)
    page.get_by_role("table", name="Treatment sessions").locator("tbody tr").first.click()
    expect(page).to_have_url(re.compile(r"/sessions/\d+$"))


def test_a_tap_opens_the_card_of_a_booking_on_a_phone(browser: Browser, base_url: str) -> None:
    context = browser.new_context(
        base_url=base_url,
        storage_state=signed_in(base_url),
        viewport=PHONE,  # type: ignore[arg-type]
        has_touch=True,
    )
    page = opened(context.new_page())
    page.locator(".grid-entry[tabindex='0']").tap()
    page.get_by_role("dialog").get_by_role("link", name="Open session").tap()
    expect(page).to_have_url(re.compile(r"/sessions/\d+$"))
    context.close()


@pytest.mark.parametrize(
    "size", [PHONE, TABLET, DESKTOP, WIDE], ids=lambda size: str(size["width"])
)
@pytest.mark.parametrize("view", ["day", "rooms", "week"])
def test_nothing_lies_on_anything_else(page: Page, size: dict[str, int], view: str) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    opened(page, f"/calendar?view={view}")
    assert blocks(page).count() > 0
    page.wait_for_function(f"document.fonts.status === 'loaded' && !({COLLISIONS})()")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_every_block_is_large_enough_to_touch_on_a_tablet(page: Page) -> None:
    page.set_viewport_size({"width": 768, "height": 1024})
    opened(page)
    sizes = [block.bounding_box() for block in blocks(page).all()]
    assert sizes
    assert all(box and min(box["width"], box["height"]) >= 44 for box in sizes)


def test_the_list_stands_beside_the_grid_on_a_wide_screen_only(page: Page) -> None:
    opened(page)
    beside = "() => document.querySelector('.session-list').getBoundingClientRect().top < 300"
    assert page.evaluate(beside) is False
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]
    assert page.evaluate(beside) is True


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", ["day", "week"])
def test_nothing_serious_for_assistive_technology(page: Page, scheme: str, view: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    opened(page, f"/calendar?view={view}")
    found = axe_violations(page)
    serious = [one for one in found if one["impact"] in {"serious", "critical"}]
    assert not serious, json.dumps(serious, indent=1)[:2000]


def test_a_change_elsewhere_is_drawn_and_marked_and_the_scroll_stays(
    page: Page, browser: Browser, base_url: str
) -> None:
    opened(page)
    page.locator(".grid-scroll").evaluate("area => area.scrollTop = 40")
    context = browser.new_context(base_url=base_url, storage_state=signed_in(base_url))
    other = opened(context.new_page())
    other.locator(".grid-entry[tabindex='0']").click()
    other.get_by_role("dialog").get_by_role("link", name="Open session").click()
    expect(other).to_have_url(re.compile(r"/sessions/\d+$"))
    other.locator("main a[href^='/patients/']").first.click()
    other.get_by_role("button", name="Edit patient").click()
    name = f"Zoltan{uuid4().hex[:8]}"
    other.get_by_role("textbox", name="Given name").fill(name)
    other.get_by_role("dialog").get_by_role("button", name=re.compile("^Save")).click()
    changed = blocks(page).filter(has_text=name)
    expect(changed.first).to_be_attached()
    expect(changed.first).to_have_class(re.compile("is-changed"))
    assert page.locator(".grid-scroll").evaluate("area => area.scrollTop") == 40
    context.close()
