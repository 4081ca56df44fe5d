"""Taking the list out in a browser: a file, a sheet to print, and what stops both."""

import csv
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e.checkers import violations as axe_violations
from tests.e2e.days import ahead


def open_export(page: Page, address: str = "/sessions?scope=to-book&q=laser") -> None:
    page.goto(address)
    expect(
        page.get_by_role("table", name="Treatment sessions").get_by_role("row")
    ).not_to_have_count(1)
    page.get_by_role("button", name="Export", exact=True).click()
    expect(page.get_by_role("dialog", name="Export sessions")).to_be_visible()


def test_the_list_comes_as_a_csv_of_what_is_shown(page: Page, tmp_path: Path) -> None:
    open_export(page)
    dialog = page.get_by_role("dialog", name="Export sessions")
    expect(dialog.get_by_text("To book")).to_be_visible()
    with page.expect_download() as waiting:
        dialog.get_by_role("button", name="Export", exact=True).click()
    file = tmp_path / "list.csv"
    waiting.value.save_as(file)
    expect(dialog).to_be_hidden()
    with file.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    first = page.get_by_role("table").get_by_role("row").nth(1)
    expect(first.get_by_role("cell").first).to_have_text(rows[0]["Patient"])
    count = page.get_by_role("tab", name="To book").inner_text()
    assert re.findall(r"[\d,]+", count)[-1].replace(",", "") == str(len(rows))
    expect(page.get_by_text(f"{len(rows):,} sessions exported")).to_be_visible()


def test_a_workbook_is_fetched_once(page: Page) -> None:
    open_export(page)
    dialog = page.get_by_role("dialog", name="Export sessions")
    dialog.get_by_text("Excel workbook").click()
    with page.expect_download() as waiting:
        dialog.get_by_role("button", name="Export", exact=True).click()
    assert waiting.value.suggested_filename.endswith(".xlsx")
    assert waiting.value.path().read_bytes().startswith(b"PK")
    assert page.request.get(waiting.value.url).status == 404


def test_the_dialog_is_clean_for_assistive_technology(page: Page) -> None:
    open_export(page)
    found = axe_violations(page)
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Export", exact=True)).to_be_focused()


def test_each_sheet_prints_without_chrome(page: Page) -> None:
    page.goto("/sessions?scope=to-book")
    session = page.locator("[data-row]").first.get_attribute("data-row")
    for address in (
        "/print/sessions?scope=to-book",
        f"/print/sessions/{session}",
        "/print/patients/1",
        "/print/calendar",
        "/print/calendar?view=team",
        "/print/calendar?view=month",
    ):
        page.goto(address)
        page.emulate_media(media="print")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect(page.get_by_role("button", name="Print")).to_be_hidden()
        page.emulate_media(media="screen")
        found = axe_violations(page)
        assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []


def test_the_calendars_bar_leads_to_paper_with_a_page_for_each_provider(page: Page) -> None:
    page.goto(f"/calendar?date={ahead()}")
    page.wait_for_function("window.did_handshake && !document.getElementById('first-view')")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Print", exact=True).click()
    sheet = opened.value
    expect(sheet.get_by_role("heading", level=1)).to_be_visible()
    sheet.emulate_media(media="print")
    pages = sheet.locator(".own-page")
    expect(pages.nth(1)).to_be_visible()
    breaks = pages.evaluate_all("all => all.map(one => getComputedStyle(one).breakBefore)")
    assert breaks == ["auto", *["page"] * (len(breaks) - 1)]
    heads = sheet.locator("h2")
    assert len(set(heads.all_inner_texts())) == len(breaks)


def test_a_sheet_of_nothing_says_so(page: Page) -> None:
    answer = page.goto("/print/sessions/99999999")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_text("There is no such session, or it is gone.")).to_be_visible()
