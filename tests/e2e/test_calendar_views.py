"""The calendar's other views and the lists beside it: month, team, agenda, rooms, what is to be booked."""

import json
import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.checkers import violations as axe_violations
from tests.e2e.test_calendar import DESKTOP, PHONE, TABLET, WIDE, blocks, days, opened, press
from tools.entering import signed_in

LANDSCAPE = {"width": 1024, "height": 768}
SIZES = [PHONE, TABLET, LANDSCAPE, DESKTOP, WIDE]
VIEWS = ["rooms", "team", "month", "agenda"]
SMALL = """() => [...document.querySelectorAll(
    '.page-calendar :is(.calendar-bar, .calendar-main) :is(a, button, select, input)')]
    .filter(one => one.offsetParent && !one.closest('.month-table, .agenda-entry'))
    .map(one => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
    .filter(([, box]) => box.height < 43.5 || box.width < 43.5)
    .map(([html, box]) => `${html} ${box.width} ${box.height}`)"""


def marked(page: Page) -> Locator:
    return page.locator("[data-marked]")


def session_in_both(page: Page) -> str:
    """A session that has a block in the grid and a row in the list."""
    found = page.evaluate("""() => {
        const rows = [...document.querySelectorAll('[data-row]')].map(row => row.dataset.row);
        const blocks = document.querySelectorAll('.grid-entry[data-session]');
        return [...blocks].map(block => block.dataset.session).find(one => rows.includes(one));
    }""")
    assert isinstance(found, str)
    return found


def test_a_month_names_every_day_with_what_is_booked_and_leads_to_it(page: Page) -> None:
    opened(page, "/calendar?view=month")
    table = page.get_by_role("table", name=re.compile("^Bookings of "))
    today = table.locator("a[aria-current=date]")
    expect(today).to_have_count(1)
    expect(today).to_have_accessible_name(
        re.compile(r"^\w+day \d+ \w+, today, \d+ bookings: \d+ [A-Z]")
    )
    today.click()
    expect(page).to_have_url(re.compile(r"/calendar\?date=\d{4}-\d\d-\d\d$"))
    expect(page.get_by_role("button", name="Today")).to_have_attribute("aria-current", "date")
    expect(blocks(page).first).to_be_attached()
    page.go_back()
    expect(table).to_be_visible()


def test_a_month_steps_by_month(page: Page) -> None:
    opened(page, "/calendar?view=month&date=2026-01-31")
    expect(days(page)).to_have_text("January 2026")
    press(page, "Next month")
    expect(days(page)).to_have_text("February 2026")
    press(page, "Previous month")
    press(page, "Previous month")
    expect(days(page)).to_have_text("December 2025")
    press(page, "Today")
    expect(page.locator(".month-day[aria-current=date]")).to_be_visible()


def test_a_day_of_a_month_is_opened_by_key(page: Page) -> None:
    opened(page, "/calendar?view=month")
    page.locator(".month-day").nth(4).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Day", exact=True, pressed=True)).to_be_visible()


def test_a_week_of_everybody_leads_to_a_providers_day_and_week(page: Page) -> None:
    opened(page, "/calendar?view=team")
    row = page.locator(".team-table tbody tr").first
    name = row.locator("th a").inner_text()
    expect(row.locator("td")).to_have_count(7)
    expect(row.locator("td a").first).to_have_accessible_name(re.compile(f"^{re.escape(name)}, "))
    row.locator("th a").click()
    expect(page.get_by_role("button", name="Week", exact=True, pressed=True)).to_be_visible()
    expect(page.get_by_label("Provider", exact=True).locator("option:checked")).to_have_text(name)
    page.go_back()
    row.locator("td a:has(.team-total)").first.click()
    expect(page.locator(".grid-label")).to_have_text([name])


def test_an_agenda_lists_by_day_and_opens_a_session(page: Page) -> None:
    opened(page, "/calendar?view=agenda")
    day = page.locator(".agenda-day").first
    expect(day.get_by_role("heading")).to_contain_text(re.compile("day "))
    starts = [text[:5] for text in day.locator(".agenda-time").all_inner_texts()]
    assert starts == sorted(starts)
    day.get_by_role("listitem").first.click()
    expect(page).to_have_url(re.compile(r"/sessions/\d+$"))
    page.go_back()
    expect(page.locator(".agenda-day").first).to_be_visible()


def test_an_agenda_is_of_a_day_or_a_week(page: Page) -> None:
    opened(page, "/calendar?view=agenda")
    assert page.locator(".agenda-day").count() > 1
    page.get_by_role("group", name="Length of the agenda").get_by_text("Day").click()
    expect(page.locator(".agenda-day")).to_have_count(1)
    expect(page).to_have_url(re.compile("days=1"))
    press(page, "Next day")
    expect(page).to_have_url(re.compile("days=1"))


def test_rooms_have_columns_and_a_head_leads_to_the_rooms_week(page: Page) -> None:
    opened(page, "/calendar?view=rooms")
    name = page.locator(".grid-label").first.inner_text()
    page.locator(".grid-title button").first.click()
    expect(page.locator(".grid-title")).to_have_count(7)
    expect(page.get_by_label("Room", exact=True).locator("option:checked")).to_have_text(name)
    expect(page).to_have_url(re.compile(r"view=week.*room=\d+"))
    press(page, "Day")
    expect(page.get_by_label("Room", exact=True)).to_be_hidden()


def test_a_category_filters_grid_and_list_alike(page: Page) -> None:
    opened(page)
    before = blocks(page).count()
    category = page.get_by_label("Category", exact=True)
    expect(category).to_have_count(1)
    category.select_option(index=1)
    expect(page).to_have_url(re.compile(r"category=[a-z-]+$"))
    expect(page.locator(".span-booked").first).to_be_attached()
    assert blocks(page).count() < before
    shown = len(set(blocks(page).evaluate_all("all => all.map(one => one.dataset.session)")))
    expect(page.get_by_role("tab", name=re.compile("^All"))).to_have_text(
        re.compile(rf"\b{shown}\b")
    )
    page.reload()
    expect(category).not_to_have_value("")
    press(page, "Month")
    expect(page).to_have_url(re.compile(r"view=month&category="))


@pytest.mark.parametrize("way", ["click", "Enter"])
def test_hours_without_anything_are_unfolded_by_one_press(page: Page, way: str) -> None:
    opened(page)
    fold = page.get_by_role("button", name=re.compile("^Show hours before"))
    expect(fold).to_have_attribute("aria-expanded", "false")
    fold.focus()
    if way == "click":
        fold.click()
    else:
        page.keyboard.press("Enter")
    unfolded = page.get_by_role("button", name=re.compile("^Fold hours before"))
    expect(unfolded).to_be_focused()
    expect(page.locator(".grid-times span").first).to_have_text("00:00")
    page.keyboard.press("Enter")
    expect(fold).to_be_focused()


def test_the_row_of_a_booking_is_marked_and_the_booking_of_a_row(page: Page) -> None:
    opened(page)
    session = session_in_both(page)
    block, row = (
        page.locator(f"[{name}='{session}']").first for name in ("data-session", "data-row")
    )
    block.hover()
    expect(row).to_have_attribute("data-marked", "")
    page.mouse.move(5, 5)
    expect(marked(page)).to_have_count(0)
    row.hover()
    expect(block).to_have_attribute("data-marked", "")
    page.mouse.move(5, 5)
    block.focus()
    expect(row).to_have_attribute("data-marked", "")
    page.get_by_role("button", name="Today").focus()
    expect(row).to_have_attribute("data-marked", "")


def test_what_is_to_be_booked_stands_beside_the_calendar_and_in_the_address(page: Page) -> None:
    opened(page)
    button = page.get_by_role("button", name="To book", exact=True)
    expect(button).to_have_attribute("aria-expanded", "false")
    button.click()
    cards = page.locator(".to-book-card")
    expect(cards.first).to_be_visible()
    expect(page).to_have_url(re.compile("beside=to-book"))
    assert all(
        re.fullmatch(r"\d+", card.get_attribute("data-session") or "") for card in cards.all()
    )
    page.reload()
    expect(cards.first).to_be_visible()
    more = page.get_by_role("link", name=re.compile("to book$"))
    expect(more).to_have_attribute("href", "/sessions?scope=to-book")
    press(page, "Close To book")
    expect(cards.first).to_be_hidden()
    expect(page).not_to_have_url(re.compile("beside"))


def test_a_card_to_book_opens_the_booking_dialog_by_a_press(page: Page) -> None:
    opened(page, "/calendar?beside=to-book")
    page.get_by_role("button", name=re.compile("^Create Booking for ")).first.click()
    expect(page.get_by_role("dialog", name="Create Booking")).to_be_visible()


def test_a_card_to_book_is_tapped_on_a_tablet(browser: Browser, base_url: str) -> None:
    context = browser.new_context(
        base_url=base_url,
        storage_state=signed_in(base_url),
        viewport=TABLET,  # type: ignore[arg-type]
        has_touch=True,
    )
    page = opened(context.new_page(), "/calendar?beside=to-book")
    page.get_by_role("button", name=re.compile("^Create Booking for ")).first.tap()
    expect(page.get_by_role("dialog", name="Create Booking")).to_be_visible()
    context.close()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
@pytest.mark.parametrize("view", [*VIEWS, "day&beside=to-book"])
def test_every_view_fits_its_screen(page: Page, size: dict[str, int], view: str) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]
    opened(page, f"/calendar?view={view}")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    if size["width"] < 1100:
        assert page.evaluate(SMALL) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("view", [*VIEWS, "day&beside=to-book"])
def test_nothing_serious_for_assistive_technology(page: Page, scheme: str, view: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    opened(page, f"/calendar?view={view}")
    found = axe_violations(page)
    serious = [one for one in found if one["impact"] in {"serious", "critical"}]
    assert not serious, json.dumps(serious, indent=1)[:2000]
