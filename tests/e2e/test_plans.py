"""Plans in a real browser: from a new patient to the first booking, edited, arranged, cancelled."""

import json
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.checkers import violations as axe_violations
from tests.e2e.roles import work_as
from tests.e2e.undoing import undo
from tools.entering import signed_in

PHONE = {"width": 390, "height": 844}
TEMPLATE = "Microneedling, 4 sessions"


class Presses:
    """Counts what a person presses on the way."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, target: Locator) -> None:
        self.count += 1
        target.click()


def add_patient(page: Page, press: Presses) -> str:
    family = f"Plan{uuid4().hex[:8]}"
    page.goto("/patients")
    press(page.get_by_role("button", name="New patient"))
    dialog = page.get_by_role("dialog", name="New patient")
    expect(dialog.get_by_label("Given name")).to_be_focused()
    page.keyboard.type("Ottilie")
    page.keyboard.press("Tab")
    page.keyboard.type(family)
    press(dialog.get_by_role("button", name="Save patient"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Ottilie {family}")
    return family


def add_plan(page: Page, press: Presses, template: str = TEMPLATE) -> None:
    press(page.get_by_role("button", name="New plan"))
    dialog = page.get_by_role("dialog", name="New plan")
    press(dialog.get_by_role("button", name=template))
    expect(dialog.get_by_text("Together")).to_be_visible()
    press(dialog.get_by_role("button", name="Save plan"))
    expect(dialog).to_be_hidden()
    expect(page.locator(".plan")).to_have_count(1)
    expect(page).to_have_url(re.compile("plan="))


def planned(page: Page) -> Presses:
    press = Presses()
    add_patient(page, press)
    add_plan(page, press)
    return press


def rows(page: Page) -> Locator:
    table = page.get_by_role("table", name="Treatment sessions")
    return table.locator("tbody").get_by_role("row")


def steps(page: Page) -> Locator:
    return page.get_by_role("dialog").get_by_role("list", name="Sessions").get_by_role("listitem")


def test_from_a_new_patient_to_the_first_booking_in_fourteen_presses(page: Page) -> None:
    press = planned(page)
    expect(rows(page)).to_have_count(4)
    press(page.get_by_role("button", name=re.compile("^Actions for .* 1 of 4$")))
    press(page.get_by_role("menuitem", name="Create Booking"))
    save = page.get_by_role("button", name="Save booking")
    expect(save).not_to_have_attribute("aria-disabled", "true")
    press(save)
    expect(page.get_by_role("dialog", name="Create Booking")).to_be_hidden()
    expect(rows(page).filter(has_text="1 of 4")).to_contain_text("Booked")
    assert press.count <= 14, press.count


def test_what_saving_would_make_is_shown_before(page: Page) -> None:
    press = Presses()
    add_patient(page, press)
    page.get_by_role("button", name="New plan").click()
    dialog = page.get_by_role("dialog", name="New plan")
    dialog.get_by_role("button", name=TEMPLATE).click()
    preview = dialog.get_by_role("region", name="Sessions to be made")
    expect(preview.get_by_role("listitem")).to_have_count(4)
    dialog.get_by_label("First session due").fill("2031-03-04")
    expect(preview.get_by_role("listitem").nth(1)).to_contain_text("due Tue 8 Apr 2031")
    dialog.get_by_label("Sessions", exact=True).fill("2")
    expect(preview.get_by_role("listitem")).to_have_count(2)
    dialog.get_by_label("Price of the course").fill("999.99")
    expect(preview.get_by_text("$999.99")).to_be_visible()
    dialog.get_by_label("Treatment").fill("")
    expect(preview.get_by_text("The treatment is missing.")).to_be_visible()
    dialog.get_by_role("button", name="Save plan").click()
    expect(dialog.get_by_label("Treatment")).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_label("Price of the course")).to_have_value("999.99")


def test_a_plan_from_scratch_by_keyboard(page: Page) -> None:
    add_patient(page, Presses())
    page.get_by_role("button", name="New plan").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="New plan")
    dialog.get_by_role("button", name=re.compile("^From scratch")).focus()
    page.keyboard.press("Enter")
    expect(dialog.get_by_label("Treatment")).to_be_focused()
    page.keyboard.type("Peels")
    dialog.get_by_label("Sessions", exact=True).fill("3")
    dialog.get_by_label("Service of item 1").select_option(label="Chemical peel, light")
    dialog.get_by_role("button", name="Save plan").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".plan")).to_contain_text("Peels")
    expect(rows(page)).to_have_count(3)


def test_sessions_are_moved_dropped_taken_back_and_added(page: Page) -> None:
    planned(page)
    page.get_by_role("button", name="Sessions", exact=True).click()
    first = steps(page).first
    expect(first).to_contain_text("Skin imaging and analysis")
    first.get_by_role("button", name="Move down").click()
    expect(steps(page).nth(1)).to_contain_text("Skin imaging and analysis")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="Drop session 4 of 4").click()
    expect(steps(page)).to_have_count(3)
    expect(dialog.get_by_text("Session 4 of 4 dropped.")).to_be_visible()
    dialog.get_by_role("button", name="Undo").click()
    expect(steps(page)).to_have_count(4)
    dialog.get_by_role("button", name="Add a session").click()
    expect(steps(page)).to_have_count(5)
    dialog.get_by_role("button", name="Undo").click()
    expect(steps(page)).to_have_count(4)
    dialog.get_by_role("button", name="Add a session").click()
    expect(steps(page)).to_have_count(5)
    dialog.get_by_role("button", name="Done").click()
    expect(rows(page)).to_have_count(5)
    expect(page.locator(".plan-count")).to_have_text("0 of 5")


def test_a_plan_is_edited_finished_and_reopened(page: Page) -> None:
    planned(page)
    page.get_by_role("button", name="Edit plan").click()
    dialog = page.get_by_role("dialog", name="Edit plan")
    dialog.get_by_label("Goal").fill("Glow")
    dialog.get_by_role("button", name="Save plan").click()
    expect(page.locator(".plan-goal")).to_have_text("Glow")
    undo(page, "goal changed")
    expect(page.locator(".plan-goal")).not_to_have_text("Glow")
    page.get_by_role("button", name="Finish plan").click()
    expect(page.locator(".plan-state")).to_have_text("Finished")
    expect(page.get_by_role("button", name="Edit plan")).to_have_attribute("aria-disabled", "true")
    page.get_by_role("button", name="Reopen plan").click()
    expect(page.locator(".plan-state")).to_have_text("Active")


def test_a_plan_is_taken_back_from_its_notice(page: Page) -> None:
    planned(page)
    undo(page, "Plan Prescribed")
    expect(page.get_by_text("Undone: a plan was added.")).to_be_visible()
    expect(page.locator(".plan")).to_have_count(0)
    expect(page.get_by_text("No treatment plan yet")).to_be_visible()


def test_cancelling_a_plan_lists_its_bookings_and_asks_why(page: Page) -> None:
    planned(page)
    page.get_by_role("button", name=re.compile("^Actions for .* 1 of 4$")).click()
    page.get_by_role("menuitem", name="Create Booking").click()
    page.get_by_role("button", name="Save booking").click()
    expect(rows(page).filter(has_text="1 of 4")).to_contain_text("Booked")
    page.get_by_role("button", name="Cancel plan").click()
    dialog = page.get_by_role("dialog", name="Cancel plan")
    expect(dialog.get_by_text(re.compile("^Session 1 of 4: "))).to_be_visible()
    dialog.get_by_label("Reason").fill("Moved away")
    dialog.get_by_role("button", name="Cancel plan").click()
    expect(page.locator(".plan-state")).to_have_text("Cancelled")


def test_a_plan_is_made_by_touch_on_a_phone(browser: Browser, base_url: str) -> None:
    context = browser.new_context(
        base_url=base_url,
        storage_state=signed_in(base_url),
        viewport=PHONE,  # type: ignore[arg-type]
        has_touch=True,
    )
    page = context.new_page()
    planned(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()


def test_a_manager_makes_a_template_that_plans_begin_with(page: Page) -> None:
    page.goto("/sessions")
    work_as(page, "Manager")
    name = f"Facials {uuid4().hex[:8]}"
    page.goto("/clinic/plans")
    page.get_by_role("button", name="New plan template").click()
    page.get_by_label("Name", exact=True).fill(name)
    page.get_by_label("Treatment").fill("Hydrating facial")
    page.get_by_label("Goal").fill("Fresh skin")
    page.get_by_label("Service of item 1").select_option(label="Hydrating facial")
    page.get_by_role("button", name="Save", exact=True).click()
    row = page.get_by_role("link", name=re.compile(name))
    expect(row).to_contain_text("6 sessions, every 28 days (21 to 42)")
    add_patient(page, Presses())
    add_plan(page, Presses(), name)
    expect(rows(page)).to_have_count(6)


def test_only_a_manager_changes_templates(page: Page) -> None:
    page.goto("/clinic/plans/1")
    expect(page.get_by_text("Only a manager may do this").first).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_be_disabled()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", ["templates", "template", "pick", "form", "edit", "steps"])
def test_nothing_serious_for_assistive_technology(page: Page, scheme: str, screen: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    if screen in ("templates", "template"):
        page.goto("/clinic/plans" if screen == "templates" else "/clinic/plans/1")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    else:
        planned(page)
        names = {"edit": "Edit plan", "steps": "Sessions"}
        page.get_by_role("button", name=names.get(screen, "New plan"), exact=True).click()
        expect(page.get_by_role("dialog")).to_be_visible()
    if screen == "form":
        page.get_by_role("dialog").get_by_role("button", name=TEMPLATE).click()
        expect(page.get_by_text("Together")).to_be_visible()
    violations = axe_violations(page)
    serious = [one for one in violations if one["impact"] in {"serious", "critical"}]
    assert not serious, json.dumps(serious, indent=1)[:2000]
