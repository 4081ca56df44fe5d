"""Two records of one person in a real browser: found, compared, merged, parted again."""

import json
import re
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.checkers import violations as axe_violations
from tools.entering import signed_in


def add(page: Page, family: str, given: str, phone: str = "", *, save: str = "Save patient") -> str:
    """A patient; the address of their page comes back."""
    page.goto("/patients")
    page.get_by_role("button", name="New patient").click()
    dialog = page.get_by_role("dialog", name="New patient")
    dialog.get_by_label("Given name").fill(given)
    dialog.get_by_label("Family name").fill(family)
    dialog.get_by_label("Phone").fill(phone)
    dialog.get_by_role("button", name=save).click()
    expect(page).to_have_url(re.compile(r"/patients/\d+$"))
    return page.url


def compare(page: Page, family: str) -> None:
    page.get_by_role("button", name="Merge with").click()
    dialog = page.get_by_role("dialog", name="Merge with another record")
    dialog.get_by_label("Search patients").fill(family)
    first = dialog.get_by_role("list", name="Patients found").get_by_role("button").first
    expect(first).to_contain_text(family)
    first.click()
    expect(dialog.get_by_role("table", name="Both records")).to_be_visible()


def test_two_records_become_one_and_the_old_address_leads_there(
    page: Page, browser: Browser, base_url: str
) -> None:
    family, number = f"Twin{uuid4().hex[:8]}", str(uuid4().int)[:9]
    old = add(page, family, "Ottilie", number)
    kept = add(page, family, "Otti")
    context = browser.new_context(base_url=base_url, storage_state=signed_in(base_url))
    other = context.new_page()
    other.goto(old)
    expect(other.get_by_role("heading", level=1)).to_have_text(f"Ottilie {family}")
    compare(page, family)
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name=f"Phone: {number}")).to_be_checked()
    dialog.get_by_role("radio", name="Given name: Ottilie").check()
    dialog.get_by_role("button", name="Merge records").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Ottilie {family}")
    expect(page.get_by_text(re.compile(r"^Former record .*: Otti"))).to_be_visible()
    expect(other).to_have_url(kept)
    context.close()
    page.goto(old)
    expect(page).to_have_url(kept)
    page.goto(f"/patients?q=otti+{family}")
    expect(page.get_by_role("list", name="Patients").get_by_role("listitem")).to_have_count(1)
    page.goto(kept)
    page.get_by_role("button", name=re.compile("^Part .* again$")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Otti {family}")
    page.goto(old)
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Ottilie {family}")


def test_what_was_chosen_survives_an_absence_and_a_reload(page: Page) -> None:
    family, number = f"Twin{uuid4().hex[:8]}", str(uuid4().int)[:9]
    add(page, family, "Ottilie", number)
    add(page, family, "Otti")
    compare(page, family)
    dialog = page.get_by_role("dialog")
    page.context.set_offline(True)
    page.evaluate("window.socket.io.engine.close()")
    dialog.get_by_role("radio", name="Given name: Ottilie").check()
    page.context.set_offline(False)
    page.reload()
    expect(dialog.get_by_role("radio", name="Given name: Ottilie")).to_be_checked()
    expect(dialog.get_by_text("What you typed before is here again.")).to_be_visible()
    dialog.get_by_role("button", name="Merge records").click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Ottilie {family}")


def test_whoever_is_alike_is_offered_at_once(page: Page) -> None:
    family, number = f"Like{uuid4().hex[:8]}", str(uuid4().int)[:9]
    add(page, family, "Ada", number)
    add(page, f"{family}son", "Bea", number, save="Save anyway")
    page.get_by_role("button", name="Merge with").click()
    found = page.get_by_role("dialog").get_by_role("list", name="Patients found")
    expect(found.get_by_role("button").first).to_contain_text("same phone")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_serious_for_assistive_technology(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto("/patients/3")
    compare(page, "Annika")
    violations = axe_violations(page)
    serious = [one for one in violations if one["impact"] in {"serious", "critical"}]
    assert not serious, json.dumps(serious, indent=1)[:2000]
