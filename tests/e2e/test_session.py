"""One session in a real browser: a whole visit, two tabs, keyboard, touch, small screens, themes."""

import json
import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.checkers import violations as axe_violations
from tests.e2e.days import ahead
from tests.e2e.roles import work_as
from tools.entering import signed_in

SIZES = [(1280, 800), (1024, 768), (768, 1024), (390, 844)]
ROW = "[data-row]"


def address_of(page: Page, scope: str, *, at: int = 0, status: str = "") -> str:
    """The address of a session of the demo, as the list links to it."""
    page.goto(f"/sessions?scope={scope}{status and f'&status={status}'}")
    link = page.locator(f"{ROW} a.row-link").nth(at)
    found = link.get_attribute("href")
    assert found
    return found


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.get_by_role("heading", name="Billing")).to_be_visible()
    return page


def button(page: Page, name: str) -> Locator:
    return page.locator("#main").get_by_role("button", name=name, exact=True)


def enabled(page: Page, name: str) -> Locator:
    return page.locator("#main button:not([aria-disabled])").filter(
        has_text=re.compile(f"^{re.escape(name)}$")
    )


def in_dialog(page: Page, name: str) -> Locator:
    return page.get_by_role("dialog").get_by_role("button", name=name, exact=True)


def book(page: Page) -> None:
    button(page, "Create Booking").click()
    expect(page.get_by_role("dialog", name="Create Booking")).to_be_visible()
    in_dialog(page, "Save booking").click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def status(page: Page) -> Locator:
    return page.locator(".session-head .chip")


def test_a_row_leads_to_its_session_and_back_to_the_list(page: Page) -> None:
    page.goto("/sessions?scope=to-book")
    row = page.locator(ROW).first
    name = row.locator("a").inner_text()
    row.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    expect(page).to_have_title(re.compile(re.escape(name)))
    page.get_by_role("link", name="Back to sessions").click()
    expect(page).to_have_url(re.compile("scope=to-book"))


def test_patient_and_plan_lead_to_the_patient_and_neighbours_to_theirs(page: Page) -> None:
    opened(page, address_of(page, "to-book"))
    links = page.locator("#main a[href^='/patients/']")
    expect(links).to_have_count(2)
    assert re.fullmatch(r"/patients/\d+", links.first.get_attribute("href") or "")
    assert links.first.get_attribute("href") == links.last.get_attribute("href")


def test_a_visit_from_booking_to_payment(page: Page) -> None:
    opened(page, address_of(page, "to-book", status="awaiting-booking"))
    work_as(page, "Manager")
    book(page)
    expect(status(page)).to_have_text("Booked")
    for step, word in (
        ("Confirm", "Confirmed"),
        ("Check in", "Checked In"),
        ("Start", "In Procedure"),
    ):
        button(page, step).click()
        expect(page.locator(".session-steps [aria-current]")).to_have_text(word)
    button(page, "Check out").click()
    in_dialog(page, "Check out").click()
    expect(page.locator(".session-steps [aria-current]")).to_have_text("Checked Out")
    expect(enabled(page, "Mark performed")).to_have_count(0)
    while enabled(page, "Write note").count():
        left = enabled(page, "Write note").count()
        enabled(page, "Write note").first.click()
        page.get_by_role("dialog").get_by_label("Note").fill("Tolerated well.")
        in_dialog(page, "Save note").click()
        expect(enabled(page, "Write note")).to_have_count(left - 1)
    expect(status(page)).to_have_text("Completed")
    owed = page.locator(".session-sum").filter(has_text="Balance owed")
    if "$0.00" not in owed.inner_text():
        button(page, "Take payment").click()
        in_dialog(page, "Take payment").click()
        expect(owed).to_contain_text("$0.00")
        page.get_by_role("status").get_by_role("button", name="Refund").click()
        in_dialog(page, "Close").last.click()
    expect(owed).to_contain_text("$0.00")


def test_cancelling_asks_why_and_undo_brings_the_booking_back(page: Page) -> None:
    opened(page, address_of(page, "to-book", status="awaiting-booking", at=1))
    book(page)
    button(page, "Cancel booking").click()
    in_dialog(page, "Cancel booking").click()
    dialog = page.get_by_role("dialog", name="Cancel booking")
    expect(dialog.get_by_role("alert").filter(has_text="The reason is missing.")).to_be_visible()
    dialog.get_by_label("Reason").fill("Patient is ill")
    in_dialog(page, "Cancel booking").click()
    expect(status(page)).to_have_text("Awaiting Booking")
    expect(button(page, "Cancel booking")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_focused()
    page.locator(".notice").get_by_role("button", name="Undo").last.click()
    expect(status(page)).to_have_text("Booked")


def test_two_tabs_show_the_same_and_keep_what_is_being_typed(page: Page) -> None:
    address = address_of(page, "to-book", status="awaiting-booking", at=2)
    opened(page, address)
    book(page)
    other = opened(page.context.new_page(), address)
    button(other, "Cancel booking").click()
    reason = other.get_by_role("dialog").get_by_label("Reason")
    expect(reason).to_be_focused()
    reason.fill("Half a rea")
    button(page, "Confirm").click()
    expect(other.locator(".session-steps [aria-current]")).to_have_text("Confirmed", timeout=2000)
    expect(reason).to_have_value("Half a rea")
    expect(reason).to_be_focused()


def test_steps_by_keyboard_keep_the_focus(page: Page) -> None:
    opened(page, address_of(page, "to-book", status="awaiting-booking", at=3))
    button(page, "Create Booking").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Create Booking")).to_be_visible()
    page.keyboard.press("Escape")
    expect(button(page, "Create Booking")).to_be_focused()
    book(page)
    button(page, "Check in").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".session-steps [aria-current]")).to_have_text("Checked In")
    expect(button(page, "Check in")).to_be_focused()
    expect(button(page, "Check in")).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_text("Confirm, Check in: It is already Checked In.")).to_be_visible()


def test_the_front_desk_is_told_who_may_mark_performed(page: Page) -> None:
    opened(page, address_of(page, "to-book", status="awaiting-booking", at=4))
    work_as(page, "Front desk")
    mark = page.get_by_role("button", name="Mark performed").first
    expect(mark).to_have_attribute("aria-disabled", "true")
    expect(
        page.get_by_text("Only a manager or a provider may do this; you work as front desk.").first
    ).to_be_visible()
    work_as(page, "Manager")
    expect(mark).not_to_have_attribute("aria-disabled", "true")


@pytest.mark.parametrize("size", SIZES)
def test_every_button_is_large_enough_to_touch(
    browser: Browser, base_url: str, size: tuple[int, int]
) -> None:
    width, height = size
    context = browser.new_context(
        base_url=base_url,
        storage_state=signed_in(base_url),
        viewport={"width": width, "height": height},
        has_touch=width < 1100,
    )
    page = context.new_page()
    opened(page, address_of(page, "upcoming"))
    least = 44 if width < 1100 else 24
    boxes = [one.bounding_box() for one in page.locator("#main .btn:visible").all()]
    assert boxes
    assert [box for box in boxes if box and min(box["width"], box["height"]) < least] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("opening", ["", "Add item", "Cancel booking"])
def test_nothing_stands_in_the_way_of_assistive_technology(
    browser: Browser, base_url: str, theme: str, opening: str
) -> None:
    context = browser.new_context(
        base_url=base_url,
        storage_state=signed_in(base_url),
        color_scheme="dark" if theme == "dark" else "light",
    )
    page = context.new_page()
    opened(page, address_of(page, f"upcoming&from={ahead()}", status="booked"))
    if opening:
        enabled(page, opening).first.click()
        expect(page.get_by_role("dialog")).to_be_visible()
    found = axe_violations(page)
    grave = [one for one in found if one["impact"] in ("serious", "critical")]
    assert grave == [], json.dumps(grave, indent=1)[:3000]
    context.close()
