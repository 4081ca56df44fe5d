"""Nothing typed is lost: not while the server is away, not by a reload, not by a restart; saved once."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.roles import work_as
from tools.entering import set_up
from tools.serving import free_port, serving

BACK = "What you typed before is here again."


def away(page: Page) -> None:
    """The tablet leaves the Wi-Fi."""
    page.context.set_offline(True)
    page.evaluate("window.socket.io.engine.close()")
    expect(page.get_by_text("The server cannot be reached.")).to_be_visible()


def here_again(page: Page) -> None:
    page.context.set_offline(False)
    expect(page.get_by_text("The server cannot be reached.")).to_be_hidden(timeout=20_000)


def reloaded(page: Page) -> None:
    page.reload()
    page.wait_for_function("window.did_handshake")


def new_patient(page: Page) -> Locator:
    page.goto("/patients")
    page.wait_for_function("window.did_handshake")
    page.get_by_role("button", name="New patient").click()
    dialog = page.get_by_role("dialog", name="New patient")
    expect(dialog.get_by_label("Given name")).to_be_visible()
    return dialog


def note_of_a_performed_item(page: Page) -> Locator:
    """The form of a note on a session that was booked and checked in for it."""
    page.goto("/sessions?scope=to-book&status=awaiting-booking")
    work_as(page, "Manager")
    href = page.locator("[data-row] a.row-link").nth(5).get_attribute("href")
    assert href
    page.goto(href)
    page.wait_for_function("window.did_handshake")
    main = page.locator("#main")
    main.get_by_role("button", name="Create Booking").click()
    page.get_by_role("dialog").get_by_role("button", name="Save booking").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    main.get_by_role("button", name="Check in", exact=True).click()
    expect(page.locator(".session-steps [aria-current]")).to_have_text("Checked In")
    main.get_by_role("button", name="Mark performed", exact=True).first.click()
    write_note(page)
    return page.get_by_role("dialog").get_by_label("Note")


def write_note(page: Page) -> None:
    enabled = page.locator("#main button:not([aria-disabled])")
    enabled.filter(has_text=re.compile("^Write note$")).first.click()
    expect(page.get_by_role("dialog").get_by_label("Note")).to_be_visible()


def test_a_note_survives_an_absence_and_a_reload(page: Page) -> None:
    note = note_of_a_performed_item(page)
    note.press_sequentially("Mild redness")
    away(page)
    note.press_sequentially(", cooled for ten minutes")
    here_again(page)
    expect(note).to_have_value("Mild redness, cooled for ten minutes")
    away(page)
    note.press_sequentially(". No pain")
    page.context.set_offline(False)
    reloaded(page)
    again = page.get_by_role("dialog").get_by_label("Note")
    expect(again).to_have_value("Mild redness, cooled for ten minutes. No pain")
    expect(page.get_by_text(BACK)).to_be_visible()
    page.get_by_role("dialog").get_by_role("button", name="Save note").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_text("Mild redness, cooled for ten minutes. No pain")).to_be_visible()
    reloaded(page)
    expect(page.get_by_role("heading", name="Billing")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_new_patient_survives_a_reload_while_away(page: Page) -> None:
    family = f"Orlov{uuid4().hex[:6]}"
    dialog = new_patient(page)
    dialog.get_by_label("Given name").fill("Ada")
    away(page)
    dialog.get_by_label("Family name").press_sequentially(family)
    dialog.get_by_label("Alerts").press_sequentially("Latex")
    page.context.set_offline(False)
    reloaded(page)
    dialog = page.get_by_role("dialog", name="New patient")
    for label, value in (("Given name", "Ada"), ("Family name", family), ("Alerts", "Latex")):
        expect(dialog.get_by_label(label)).to_have_value(value)
    dialog.get_by_role("button", name="Save patient").click()
    expect(page).to_have_url(re.compile(r"/patients/\d+$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Ada {family}")


def test_what_was_given_up_does_not_come_back(page: Page) -> None:
    dialog = new_patient(page)
    dialog.get_by_label("Given name").press_sequentially("Nobody")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    reloaded(page)
    page.get_by_role("button", name="New patient").click()
    expect(dialog.get_by_label("Given name")).to_be_visible()
    expect(dialog.get_by_label("Given name")).to_have_value("")
    expect(page.get_by_text(BACK)).to_be_hidden()


def test_a_record_of_the_clinic_survives_a_reload_until_it_is_begun_anew(page: Page) -> None:
    page.goto("/clinic/rooms/new")
    work_as(page, "Manager")
    page.get_by_label("Name", exact=True).press_sequentially("Room by the sea")
    box = page.get_by_role("group", name="Services it suits").get_by_role("checkbox").first
    box.uncheck()
    reloaded(page)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Room by the sea")
    expect(box).not_to_be_checked()
    page.get_by_role("button", name="Start over").click()
    expect(page.get_by_label("Name", exact=True)).to_have_value("")
    expect(page.get_by_text(BACK)).to_be_hidden()
    reloaded(page)
    expect(page.get_by_role("button", name="Save", exact=True)).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("")


def test_another_person_at_the_same_tablet_sees_nothing_of_it(page: Page) -> None:
    dialog = new_patient(page)
    dialog.get_by_label("Given name").press_sequentially("Secret")
    dialog.get_by_label("Family name").focus()
    work_as(page, "Manager")
    page.get_by_role("button", name="New patient").click()
    expect(dialog.get_by_label("Given name")).to_be_visible()
    expect(dialog.get_by_label("Given name")).to_have_value("")


def test_whoever_signs_out_leaves_nothing_typed_behind(browser: Browser, base_url: str) -> None:
    context = browser.new_context(base_url=base_url)
    page = context.new_page()
    page.goto("/sign-in?to=/clinic/rooms/new")
    page.get_by_role("button", name="Manager").click()
    page.wait_for_function("window.did_handshake")
    page.get_by_label("Name", exact=True).press_sequentially("Room by the sea")
    kept = "Object.keys(sessionStorage).filter((key) => key.startsWith('regimen-draft:')).length"
    page.wait_for_function(f"{kept} === 1")
    page.locator("details.person summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    assert page.evaluate(kept) == 0
    context.close()


@pytest.mark.parametrize("was_saved", [False, True], ids=["not yet", "without an answer"])
def test_saved_once_though_the_server_restarts(
    browser: Browser, tmp_path: Path, *, was_saved: bool
) -> None:
    """Also when it was saved, the answer was lost, and Save is pressed again after the restart."""
    port, family = free_port(), f"Vega{uuid4().hex[:6]}"
    real = {"REGIMEN_DEMO": "0"}
    with serving(tmp_path, port=port, settings=real) as address:
        held = set_up(address, tmp_path)
        page = browser.new_context(base_url=address, storage_state=held).new_page()
        dialog = new_patient(page)
        dialog.get_by_label("Given name").fill("Ida")
        dialog.get_by_label("Family name").fill(family)
        dialog.get_by_label("Alerts").focus()
        if was_saved:
            key = page.evaluate("Object.keys(sessionStorage).find((one) => one.includes('draft'))")
            kept = page.evaluate("(key) => sessionStorage.getItem(key)", key)
            dialog.get_by_role("button", name="Save patient").click()
            expect(page.get_by_role("heading", level=1)).to_have_text(f"Ida {family}")
            page.goto("/patients")
            page.evaluate("([key, kept]) => sessionStorage.setItem(key, kept)", [key, kept])
        page.goto("about:blank")  # a page that is open would begin anew by itself, at its own time
    with serving(tmp_path, port=port, settings=real):
        page.goto("/patients")
        dialog = page.get_by_role("dialog", name="New patient")
        expect(dialog.get_by_label("Family name")).to_have_value(family, timeout=20_000)
        dialog.get_by_role("button", name="Save anyway" if was_saved else "Save patient").click()
        expect(page).to_have_url(re.compile(r"/patients/\d+$"))
        page.goto(f"/patients?q={family}")
        expect(page.get_by_role("list", name="Patients").get_by_role("listitem")).to_have_count(1)


def booking_dialog(page: Page) -> Locator:
    """Of a session that awaits its booking, as the list offers it."""
    page.goto("/sessions?scope=to-book&status=awaiting-booking")
    page.wait_for_function("window.did_handshake")
    dots = page.get_by_role("button", name=re.compile("^Actions for")).nth(3)
    expect(dots).to_be_visible()
    dots.click()
    page.get_by_role("menuitem", name="Create Booking").click()
    return chosen_slot(page)


def chosen_slot(page: Page) -> Locator:
    dialog = page.get_by_role("dialog", name="Create Booking")
    expect(dialog.get_by_role("button", name="Save booking")).to_be_enabled()
    expect(dialog.locator(".slot[aria-pressed=true]")).to_have_count(1)
    return dialog


def test_what_was_chosen_for_a_booking_survives_an_absence_and_a_reload(page: Page) -> None:
    dialog = booking_dialog(page)
    # So far ahead nothing is booked, and whichever room is chosen below is free.
    day = (datetime.now(UTC) + timedelta(days=500)).date().isoformat()
    dialog.get_by_label("Date").fill(day)
    dialog.get_by_role("button", name="Next free day").click()
    page.wait_for_function(
        "(was) => document.querySelector('.booking-date input').value !== was", arg=day
    )
    expect(dialog.locator(".slots[aria-busy]")).to_have_count(0)
    slot = dialog.locator(".slot").last
    slot.click()
    expect(slot).to_have_attribute("aria-pressed", "true")
    key = slot.get_attribute("data-key")
    expect(dialog.locator(".booking-end")).to_contain_text(slot.locator("span").first.inner_text())
    typed = [dialog.get_by_label(name).input_value() for name in ("Provider", "Date", "Start time")]
    away(page)
    room = dialog.get_by_label("Room").locator("option").nth(1).get_attribute("value")
    dialog.get_by_label("Room").select_option(room)
    page.context.set_offline(False)
    reloaded(page)
    dialog = chosen_slot(page)
    expect(dialog.get_by_text(BACK)).to_be_visible()
    for name, value in zip(("Provider", "Date", "Start time"), typed, strict=True):
        expect(dialog.get_by_label(name)).to_have_value(value)
    expect(dialog.get_by_label("Room")).to_have_value(str(room))
    expect(dialog.locator(".slot[aria-pressed=true]")).to_have_attribute("data-key", str(key))
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_have_count(0)
    reloaded(page)
    expect(page.locator("[data-row]").first).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
