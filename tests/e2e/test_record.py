"""Who did what in a real browser: found from a patient, opened, filtered, taken out."""

import csv
import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.checkers import violations as axe_violations
from tests.e2e.roles import work_as


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function("window.did_handshake")


def test_a_manager_sees_who_saw_a_patient_in_one_click(page: Page) -> None:
    opened(page, "/patients/4")
    work_as(page, "Manager")
    button = page.get_by_role("button", name="Who saw this")
    expect(button).not_to_have_attribute("aria-disabled", "true")
    button.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Who saw "))
    expect(page).to_have_url(re.compile(r"/clinic/record\?what=seen&patient=4$"))
    expect(page.locator(".trail summary").first).to_contain_text("View patient")
    page.go_back()
    expect(button).to_be_visible()


def test_an_entry_opens_by_keyboard_and_shows_before_and_after(page: Page) -> None:
    opened(page, "/clinic")
    work_as(page, "Manager")
    name = page.get_by_label("Clinic name")
    before = name.input_value()
    name.fill(f"{before} on record")
    page.get_by_role("button", name="Save clinic").click()
    expect(page.get_by_role("status").filter(has_text="on record")).to_be_visible()
    opened(page, "/clinic/record?what=change")
    entry = page.locator(".trail details").filter(has_text="on record").first
    entry.locator("summary").focus()
    page.keyboard.press("Enter")
    row = entry.get_by_role("row", name=re.compile("^Name"))
    expect(row).to_contain_text(before)
    expect(row).to_contain_text(f"{before} on record")


def test_filters_stand_in_the_address_and_can_be_cleared(page: Page) -> None:
    opened(page, "/clinic/record")
    work_as(page, "Manager")
    opened(page, "/clinic/record")
    expect(page.locator(".trail summary").first).to_be_visible()
    page.get_by_label("Who", exact=True).select_option("0")
    expect(page).to_have_url(re.compile(r"\?who=0$"))
    expect(page.locator(".trail summary").last).to_contain_text("Make the demo")
    page.get_by_label("Patient").fill("nobody of that name")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Nobody is called so.")).to_be_visible()
    page.get_by_role("button", name="Clear").click()
    expect(page).to_have_url(re.compile(r"/clinic/record$"))


def test_it_is_taken_out_as_csv(page: Page, tmp_path: Path) -> None:
    opened(page, "/clinic/record")
    work_as(page, "Manager")
    opened(page, "/clinic/record?who=0")
    expect(page.locator(".trail summary").first).to_be_visible()
    page.get_by_role("button", name="Export").click()
    dialog = page.get_by_role("dialog", name="Export the record")
    expect(dialog.get_by_text("under the filters in force")).to_be_visible()
    with page.expect_download() as taken:
        dialog.get_by_role("button", name="Export").click()
    expect(dialog).to_have_count(0)
    file = tmp_path / "record.csv"
    taken.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows[-1]["What"] in {"demo", "begin"}


def test_it_fits_a_phone_and_axe_finds_nothing_serious(page: Page) -> None:
    opened(page, "/clinic/record")
    work_as(page, "Manager")
    for width in (390, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        opened(page, "/clinic/record")
        first = page.locator(".trail summary").first
        expect(first).to_be_visible()
        first.click()
        assert page.evaluate("document.documentElement.scrollWidth") == width
        if width == 390:
            assert (first.bounding_box() or {"height": 0})["height"] >= 44
        found = [one for one in axe_violations(page) if one["impact"] in {"serious", "critical"}]
        assert found == [], json.dumps(found, indent=1)
