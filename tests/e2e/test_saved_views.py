"""Views of the list by name: kept, found at the side with their counts, renamed and deleted."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.checkers import violations as axe_violations
from tests.e2e.undoing import undo

TO_BOOK = "/sessions?scope=to-book&category=laser"


def keep(page: Page, name: str, address: str = TO_BOOK) -> None:
    page.goto(address)
    page.get_by_role("button", name="Save view").click()
    dialog = page.get_by_role("dialog", name="Save view")
    dialog.get_by_label("Name of the view").fill(name)
    dialog.get_by_role("button", name="Save view").click()
    expect(dialog).to_have_count(0)


def view(page: Page, name: str) -> Locator:
    return page.get_by_role("navigation", name="Saved views").get_by_role("link", name=name)


def drop(page: Page, name: str) -> None:
    page.get_by_role("button", name="Edit views").click()
    page.get_by_role("button", name=f"Delete {name}").click()
    expect(page.get_by_role("button", name=f"Delete {name}")).to_have_count(0)
    page.get_by_role("button", name="Done").click()


def test_a_view_brings_back_filters_and_columns_and_shows_their_count(page: Page) -> None:
    keep(page, "Laser, short", f"{TO_BOOK}&hide=billing,number")
    count = page.get_by_role("tab", name="To book").inner_text()
    expect(view(page, "Laser, short")).to_have_attribute("aria-current", "page")
    expect(view(page, "Laser, short")).to_contain_text(re.findall(r"[\d,]+", count)[-1])
    page.goto("/sessions")
    expect(page.get_by_role("columnheader", name="Billing")).to_be_visible()
    view(page, "Laser, short").click()
    expect(page).to_have_url(re.compile("category=laser"))
    expect(page.get_by_role("columnheader", name="Billing")).to_have_count(0)
    expect(page.get_by_label("Category")).to_have_value("laser")
    drop(page, "Laser, short")
    expect(page.get_by_role("navigation", name="Saved views")).to_be_hidden()


def test_renaming_and_deleting_a_view_are_taken_back(page: Page) -> None:
    keep(page, "Before")
    page.get_by_role("button", name="Edit views").click()
    dialog = page.get_by_role("dialog", name="Saved views")
    dialog.get_by_role("textbox", name="Name").fill("After")
    dialog.get_by_role("button", name="Rename Before").click()
    dialog.get_by_role("button", name="Done").click()
    expect(view(page, "After")).to_be_visible()
    undo(page, "is named")
    expect(view(page, "Before")).to_be_visible()
    drop(page, "Before")
    undo(page, "was deleted")
    expect(view(page, "Before")).to_be_visible()
    drop(page, "Before")


def test_columns_come_and_go_at_once_and_stay_in_the_address(page: Page) -> None:
    page.goto("/sessions?scope=all")
    expect(page.get_by_role("columnheader")).to_have_count(9)
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("dialog", name="Columns").get_by_label("Provider").uncheck()
    expect(page.get_by_role("columnheader")).to_have_count(8)
    expect(page.locator("[data-row]").first.get_by_role("cell")).to_have_count(8)
    expect(page).to_have_url(re.compile("hide=provider"))
    page.get_by_role("button", name="Show all").click()
    expect(page.get_by_role("columnheader")).to_have_count(9)


def test_a_view_follows_into_other_open_pages(page: Page) -> None:
    page.goto("/sessions")
    other = page.context.new_page()
    other.goto("/sessions")
    keep(page, "Seen by both")
    expect(view(other, "Seen by both")).to_be_visible()
    drop(other, "Seen by both")
    expect(view(page, "Seen by both")).to_have_count(0)
    other.close()


def test_a_name_that_is_taken_is_refused_at_its_field(page: Page) -> None:
    keep(page, "Only once")
    page.get_by_role("button", name="Save view").click()
    dialog = page.get_by_role("dialog", name="Save view")
    dialog.get_by_label("Name of the view").fill("only ONCE")
    dialog.get_by_role("button", name="Save view").click()
    expect(dialog.get_by_role("alert").filter(has_text="There is a view named")).to_be_visible()
    expect(dialog.get_by_label("Name of the view")).to_have_value("only ONCE")
    found = axe_violations(page)
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []
    page.keyboard.press("Escape")
    drop(page, "Only once")
