"""The list in a real browser: mouse, keyboard, touch, address, narrow screens, both themes."""

import json
import re

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from tests.e2e.checkers import violations as axe_violations
from tests.e2e.days import ahead
from tools.entering import signed_in

PHONE = ViewportSize(width=390, height=844)
STATUSES = re.compile(r"Awaiting Booking|Partially Booked|Booked|Completed")


def table(page: Page) -> Locator:
    return page.get_by_role("table", name="Treatment sessions")


def rows(page: Page) -> Locator:
    return table(page).locator("tbody tr[data-row]")


def cards(page: Page) -> Locator:
    return page.get_by_role("list", name="Treatment sessions").get_by_role("listitem")


def opened(page: Page, address: str = "/sessions") -> Page:
    page.goto(address)
    expect(page.get_by_role("tab", selected=True)).to_have_text(re.compile(r"\d"))
    return page


def focused_row(page: Page) -> str:
    found = page.evaluate("document.activeElement.dataset.row || ''")
    assert isinstance(found, str)
    return found


def dots_of(row: Locator) -> Locator:
    return row.get_by_role("button", name=re.compile("^Actions for "))


def test_a_row_says_its_status_once_in_the_product_s_words(page: Page) -> None:
    opened(page, "/sessions?scope=all")
    expect(rows(page)).to_have_count(25)
    for text in rows(page).all_inner_texts():
        assert len(STATUSES.findall(text)) == 1


def test_the_address_of_a_scope_is_a_step_back_and_a_reload_safe(page: Page) -> None:
    opened(page)
    before = rows(page).first.inner_text()
    page.get_by_role("tab", name=re.compile("^To book")).click()
    expect(page).to_have_url(re.compile("scope=to-book"))
    expect(rows(page).first).not_to_have_text(before, use_inner_text=True)
    first = rows(page).first.inner_text()
    page.reload()
    expect(rows(page).first).to_have_text(first, use_inner_text=True)
    page.go_back()
    expect(page.get_by_role("tab", name=re.compile("^Upcoming"), selected=True)).to_be_visible()
    page.go_forward()
    expect(page.get_by_role("tab", name=re.compile("^To book"), selected=True)).to_be_visible()


def test_arrow_keys_move_between_scopes(page: Page) -> None:
    opened(page)
    page.get_by_role("tab", name=re.compile("^Upcoming")).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name=re.compile("^Past"), selected=True)).to_be_focused()
    expect(page).to_have_url(re.compile("scope=past"))


@pytest.mark.parametrize("press", ["click on a cell", "Enter on the row"])
def test_a_row_opens_its_session_and_back_returns_to_it(page: Page, press: str) -> None:
    opened(page, "/sessions?scope=past")
    row = rows(page).nth(3)
    key = row.get_attribute("data-row")
    if press == "Enter on the row":
        row.focus()
        page.keyboard.press("Enter")
    else:
        row.locator("td").nth(1).click()
    expect(page).to_have_url(re.compile(f"/sessions/{key}$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"scope=past"))
    expect(page.locator(f'[data-row="{key}"]')).to_be_focused()


def test_ctrl_click_on_a_row_s_link_opens_a_tab_of_its_own(page: Page) -> None:
    opened(page)
    link = rows(page).first.get_by_role("link")
    expect(link).to_have_count(1)
    with page.context.expect_page() as other:
        link.click(modifiers=["Control"])
    assert re.search(r"/sessions/\d+$", other.value.url)
    assert page.url.endswith("/sessions")


def test_the_table_is_one_tab_stop_with_arrows_between_rows(page: Page) -> None:
    opened(page)
    stops = table(page).locator("[tabindex='0'], a:not([tabindex]), button:not([tabindex])")
    expect(stops).to_have_count(1)
    keys = [row.get_attribute("data-row") for row in rows(page).all()]
    rows(page).first.focus()
    page.keyboard.press("ArrowDown")
    assert focused_row(page) == keys[1]
    page.keyboard.press("End")
    assert focused_row(page) == keys[-1]
    page.keyboard.press("Home")
    page.keyboard.press("ArrowUp")
    expect(table(page).get_by_role("button", name="Patient")).to_be_focused()
    page.keyboard.press("ArrowDown")
    assert focused_row(page) == keys[0]


def test_the_skip_link_leads_to_the_content(page: Page) -> None:
    opened(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_a_second_skip_link_leads_to_the_table_where_there_is_one(page: Page) -> None:
    opened(page)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the sessions")).to_be_focused()
    page.keyboard.press("Enter")
    expect(rows(page).first).to_be_focused()
    page.goto("/patients")
    expect(page.get_by_role("list", name="Patients")).to_be_visible()
    expect(page.get_by_role("link", name="Skip to the sessions")).to_have_count(0)


def test_the_three_dots_open_a_menu_and_not_the_row(page: Page) -> None:
    opened(page)
    button = dots_of(rows(page).first)
    button.click()
    menu = page.get_by_role("menu")
    expect(menu.get_by_role("menuitem", name="View")).to_be_focused()
    expect(menu.get_by_role("menuitem", name="Create Booking")).to_have_text(re.compile(r"^\+ "))
    assert page.url.endswith("/sessions")
    page.keyboard.press("Escape")
    expect(menu).to_have_count(0)
    expect(button).to_be_focused()


def test_the_name_of_the_dots_holds_one_comma_before_the_treatment(page: Page) -> None:
    opened(page)
    name = dots_of(rows(page).first).get_attribute("aria-label") or ""
    assert re.fullmatch(r"Actions for [^,]+, .+ \d+ of \d+", name)


def test_a_booked_row_offers_to_reschedule_and_says_why_not_to_book(page: Page) -> None:
    opened(page, f"/sessions?status=booked&from={ahead()}")
    dots_of(rows(page).first).click()
    create = page.get_by_role("menuitem", name="Create Booking")
    expect(create).to_have_attribute("aria-disabled", "true")
    expect(create).to_have_accessible_description(re.compile(r"\w+ .*\."))
    expect(page.get_by_role("menuitem", name="Reschedule")).to_be_visible()


def test_a_row_that_waits_offers_to_book(page: Page) -> None:
    opened(page, "/sessions?scope=to-book&status=awaiting-booking")
    dots_of(rows(page).first).click()
    create = page.get_by_role("menuitem", name="Create Booking")
    expect(create).not_to_have_attribute("aria-disabled", "true")
    expect(page.get_by_role("menuitem", name="Reschedule")).to_have_count(0)


def test_search_lists_as_one_types_without_a_step_back_for_each_letter(page: Page) -> None:
    opened(page)
    opened(page, "/sessions?scope=all")
    box = page.get_by_role("searchbox", name="Search sessions")
    name = rows(page).first.get_by_role("link").inner_text().split()[0]
    box.press_sequentially(name[:3], delay=20)
    expect(page).to_have_url(re.compile("q="))
    expect(rows(page).first.get_by_role("link")).to_contain_text(re.compile(name[:2]))
    expect(box).to_be_focused()
    page.go_back()
    expect(page).to_have_url(re.compile(r"/sessions$"))


def test_sorting_is_told_in_the_head_and_in_the_address(page: Page) -> None:
    opened(page, "/sessions?scope=all")
    head = table(page).get_by_role("columnheader", name="Patient")
    expect(head).to_have_attribute("aria-sort", "none")
    for order, address in (("ascending", "sort=patient"), ("descending", "sort=-patient")):
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", order)
        expect(page).to_have_url(re.compile(address))


def test_pages_go_on_and_back(page: Page) -> None:
    opened(page, "/sessions?scope=all")
    first = rows(page).first.inner_text()
    page.get_by_role("button", name="Next page").click()
    expect(page).to_have_url(re.compile("page="))
    expect(rows(page).first).not_to_have_text(first, use_inner_text=True)
    page.get_by_role("button", name="Previous page").click()
    expect(rows(page).first).to_have_text(first, use_inner_text=True)


def test_filters_narrow_rows_and_counts(page: Page) -> None:
    opened(page, "/sessions?scope=all")
    page.get_by_label("Status").select_option("Completed")
    expect(page).to_have_url(re.compile("status=completed"))
    expect(rows(page).first).to_contain_text("Completed")
    tab = page.get_by_role("tab", name=re.compile("^To book"))
    expect(tab).to_have_text(re.compile(r"To book\s+0"), use_inner_text=True)


def test_nothing_found_is_said_with_a_way_out(page: Page) -> None:
    opened(page, "/sessions?q=zzzzzzzz")
    expect(page.get_by_role("heading", name="No matches")).to_be_visible()
    page.get_by_role("button", name="Clear search and filters").click()
    expect(rows(page)).to_have_count(25)


def test_what_is_wrong_in_an_address_is_named(page: Page) -> None:
    opened(page, "/sessions?scope=tomorrow&from=soon")
    expect(page.get_by_role("alert").filter(has_text="tomorrow")).to_contain_text("soon")
    expect(page.get_by_role("tab", name=re.compile("^Upcoming"), selected=True)).to_be_visible()


def test_a_narrow_window_has_cards_with_the_same_actions(page: Page) -> None:
    page.set_viewport_size(PHONE)
    opened(page)
    expect(table(page)).to_have_count(0)
    expect(cards(page)).to_have_count(25)
    dots_of(cards(page).first).click()
    expect(page.get_by_role("menuitem", name="Create Booking")).to_be_visible()
    page.keyboard.press("Escape")
    cards(page).first.click(position={"x": 150, "y": 70})
    expect(page).to_have_url(re.compile(r"/sessions/\d+$"))


def test_small_screens_have_targets_of_44_pixels(page: Page) -> None:
    page.set_viewport_size(PHONE)
    opened(page)
    small = page.evaluate(
        "[...document.querySelectorAll('button, select, .field input, nav a')]"
        ".filter(e => e.offsetParent && (e.offsetHeight < 44 || e.offsetWidth < 44))"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert small == []


@pytest.mark.parametrize("width", [900, 960, 1024, 1180])
def test_no_word_of_a_treatment_is_torn_apart_on_a_tablet(page: Page, width: int) -> None:
    page.set_viewport_size(ViewportSize(width=width, height=768))
    opened(page, "/sessions?scope=all&q=photorejuvenation")
    treatment = rows(page).first.locator("td").nth(1).locator(".any-text")
    expect(treatment).to_have_text("Photorejuvenation")
    assert treatment.evaluate("e => e.getClientRects().length && e.offsetHeight") < 30


@pytest.mark.parametrize("width", [390, 768, 900, 1024, 1280])
def test_no_screen_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size(ViewportSize(width=width, height=900))
    opened(page, "/sessions?scope=all")
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_outside_checkers_find_nothing(
    browser: Browser, server: str, theme: str, width: int
) -> None:
    page = browser.new_page(
        base_url=server,
        storage_state=signed_in(server),
        color_scheme="dark" if theme == "dark" else "light",
        viewport={"width": width, "height": 844},
        reduced_motion="reduce",
    )
    for address in ("/sessions?scope=all", "/sessions?q=zzzzzzzz"):
        opened(page, address)
        assert violations(page) == []
    opened(page)
    page.get_by_role("button", name=re.compile("^Actions for ")).nth(1).click()
    expect(page.get_by_role("menu")).to_be_visible()
    assert violations(page) == []
    page.close()


def violations(page: Page) -> list[str]:
    found = axe_violations(page)
    return [f"{one['id']}: {json.dumps(one['nodes'][0]['html'])}" for one in found]
