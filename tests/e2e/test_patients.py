"""Patients in a real browser: found, added, edited, and their plans as cards over the list."""

import json
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.checkers import violations as axe_violations
from tools.entering import signed_in

MARKUP = '"><img src=x onerror="document.title=1">'
PHONE = {"width": 390, "height": 844}


def found(page: Page) -> Locator:
    return page.get_by_role("list", name="Patients").get_by_role("listitem")


def with_plans(page: Page) -> Page:
    """A patient of the demo with at least two plans."""
    for number in range(1, 60):
        page.goto(f"/patients/{number}")
        if page.locator(".plan").count() > 1:
            expect(page.get_by_role("tab", selected=True)).to_have_text(re.compile(r"\d"))
            return page
    raise AssertionError("the demo has no patient with two plans")


def new_patient(page: Page, family: str, given: str = "Ottilie") -> None:
    page.goto("/patients")
    page.get_by_role("button", name="New patient").click()
    dialog = page.get_by_role("dialog", name="New patient")
    dialog.get_by_label("Given name").fill(given)
    dialog.get_by_label("Family name").fill(family)


def save(page: Page) -> None:
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Save")).click()


def test_patients_are_found_as_one_types_and_back_gives_the_search_again(page: Page) -> None:
    page.goto("/patients")
    name = found(page).first.locator(".found-name").inner_text()
    search = page.get_by_label("Search patients")
    search.fill(name[:4].lower())
    expect(page).to_have_url(re.compile("q="))
    expect(found(page).first).to_contain_text(name[:4].split()[0])
    found(page).first.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/patients/\d+$"))
    page.go_back()
    expect(page.get_by_label("Search patients")).to_have_value(name[:4].lower())


def test_nobody_found_is_said_in_words(page: Page) -> None:
    page.goto("/patients?q=qqqqqqq")
    expect(page.get_by_role("heading", name="Nobody found")).to_be_visible()


def test_a_new_patient_with_a_hostile_name_is_shown_as_text(page: Page) -> None:
    family = f"{MARKUP}{uuid4().hex[:8]}"
    new_patient(page, family)
    save(page)
    expect(page).to_have_url(re.compile(r"/patients/\d+$"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Ottilie {family}")
    expect(page.get_by_text("no alerts")).to_be_visible()
    assert page.locator("main img").count() == 0


def test_a_likely_duplicate_is_shown_before_saving(page: Page) -> None:
    family = f"Quillon{uuid4().hex[:8]}"
    new_patient(page, family)
    save(page)
    expect(page).to_have_url(re.compile(r"/patients/\d+$"))
    new_patient(page, family)
    expect(page.get_by_text("Is it one of these?")).to_be_visible()
    expect(page.get_by_role("link", name=f"Ottilie {family}")).to_be_visible()
    page.get_by_role("button", name="Save anyway").click()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.goto(f"/patients?q={family}")
    expect(found(page)).to_have_count(2)


def test_a_refusal_stands_at_its_field_and_nothing_typed_is_lost(page: Page) -> None:
    new_patient(page, f"Vance{uuid4().hex[:8]}")
    page.get_by_label("E-mail").fill("not an address")
    page.get_by_label("Birth date").fill("2999-01-01")
    page.get_by_label("Alerts").fill("Latex")
    save(page)
    expect(page.get_by_label("Birth date")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("E-mail")).to_have_value("not an address")
    expect(page.get_by_label("Alerts")).to_have_value("Latex")
    expect(page.get_by_label("Given name")).to_have_value("Ottilie")


def test_an_enormous_name_is_refused_in_a_sentence(page: Page) -> None:
    new_patient(page, "x" * 5000)
    save(page)
    expect(page.get_by_text("The family name has 5,000 letters; 200 is the most.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_an_edit_is_seen_on_other_open_pages(page: Page, browser: Browser, base_url: str) -> None:
    new_patient(page, f"Ravn{uuid4().hex[:8]}")
    save(page)
    expect(page).to_have_url(re.compile(r"/patients/\d+$"))
    context = browser.new_context(base_url=base_url, storage_state=signed_in(base_url))
    other = context.new_page()
    other.goto(page.url)
    expect(other.get_by_text("no alerts")).to_be_visible()
    page.get_by_role("button", name="Edit patient").click()
    page.get_by_role("textbox", name="Alerts").fill("Latex allergy")
    save(page)
    expect(other.get_by_role("list", name="Alerts")).to_have_text("Latex allergy")
    context.close()


def test_a_card_narrows_the_list_to_its_plan_and_back_widens_it(page: Page) -> None:
    with_plans(page)
    every = page.get_by_role("tab", selected=True).inner_text()
    card = page.locator(".plan button").first
    card.click()
    expect(card).to_have_attribute("aria-pressed", "true")
    expect(page).to_have_url(re.compile(r"plan=\d+"))
    expect(page.get_by_role("tab", selected=True)).not_to_have_text(every, use_inner_text=True)
    page.reload()
    expect(page.locator(".plan button").first).to_have_attribute("aria-pressed", "true")
    page.go_back()
    expect(page.locator(".plan button[aria-pressed=true]")).to_have_count(0)
    expect(page.get_by_role("tab", selected=True)).to_have_text(every, use_inner_text=True)


def test_a_card_is_pressed_by_keyboard_and_pressed_again_shows_all(page: Page) -> None:
    with_plans(page)
    card = page.locator(".plan button").last
    card.focus()
    page.keyboard.press("Space")
    expect(card).to_have_attribute("aria-pressed", "true")
    page.keyboard.press("Space")
    expect(card).to_have_attribute("aria-pressed", "false")
    expect(page).not_to_have_url(re.compile("plan="))


def test_the_whole_card_is_its_button_on_a_phone(browser: Browser, base_url: str) -> None:
    context = browser.new_context(
        base_url=base_url,
        storage_state=signed_in(base_url),
        viewport=PHONE,  # type: ignore[arg-type]
        has_touch=True,
    )
    page = with_plans(context.new_page())
    page.locator(".plan-next").first.tap(force=True)
    expect(page.locator(".plan button").first).to_have_attribute("aria-pressed", "true")
    context.close()


def test_the_list_is_in_plan_order_with_the_plan_in_the_patients_place(page: Page) -> None:
    with_plans(page)
    heads = page.get_by_role("table", name="Treatment sessions").get_by_role("columnheader")
    expect(heads.first).to_have_text("Plan")
    expect(page.get_by_role("tab", name=re.compile("^All"), selected=True)).to_be_visible()


def test_a_long_goal_of_a_plan_makes_its_row_as_high_as_it_needs(page: Page) -> None:
    with_plans(page)
    page.set_viewport_size({"width": 1024, "height": 768})
    cell = page.locator("td.col-first").first
    link = cell.get_by_role("link")
    link.evaluate("e => e.textContent = 'A goal of quite a few words. '.repeat(4)")
    wanted = link.evaluate(
        "e => { const r = document.createRange(); r.selectNodeContents(e);"
        "return r.getBoundingClientRect().height }"
    )
    assert cell.evaluate("e => e.offsetHeight") > wanted


@pytest.mark.parametrize("patient", ["999999999", "nobody", "9" * 30])
def test_an_unknown_patient_is_told_in_words_with_a_way_back(page: Page, patient: str) -> None:
    answer = page.goto(f"/patients/{patient}")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("Not found")
    page.get_by_role("button", name="Go to all sessions").click()
    expect(page).to_have_url(re.compile("/sessions"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("screen", ["list", "dialog", "patient"])
def test_nothing_serious_for_assistive_technology(page: Page, scheme: str, screen: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    if screen == "patient":
        with_plans(page)
        page.locator(".plan button").first.click()
    else:
        page.goto("/patients")
        expect(found(page).first).to_be_visible()
    if screen == "dialog":
        page.get_by_role("button", name="New patient").click()
        expect(page.get_by_role("dialog")).to_be_visible()
    violations = axe_violations(page)
    serious = [one for one in violations if one["impact"] in {"serious", "critical"}]
    assert not serious, json.dumps(serious, indent=1)[:2000]
