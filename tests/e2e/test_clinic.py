"""The clinic's screens in a real browser: found, changed, disabled, followed, read-only for others."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.checkers import violations as axe_violations
from tests.e2e.roles import work_as
from tests.e2e.undoing import undo
from tools.entering import signed_in
from tools.serving import serving

PHONE = {"width": 390, "height": 844}
KINDS = ("locations", "rooms", "providers", "services")


@pytest.fixture(scope="module")
def own_clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demo of our own: what is disabled here is missed by no other test."""
    with serving(Path(tmp_path_factory.mktemp("set-up"))) as address:
        yield address


@pytest.fixture
def manager(own_clinic: str, browser: Browser) -> Iterator[Page]:
    """A browser in which a manager works."""
    context = browser.new_context(
        base_url=own_clinic,
        storage_state=signed_in(own_clinic, "Manager"),
        viewport={"width": 1280, "height": 800},
    )
    page = context.new_page()
    opened(page, "/clinic")
    yield page
    context.close()


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function("window.did_handshake")


def rows(page: Page) -> Locator:
    return page.locator(".records li")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def new_room(page: Page) -> str:
    name = f"Room {uuid4().hex[:6]}"
    opened(page, "/clinic/rooms")
    page.get_by_role("button", name="New room").click()
    page.get_by_role("textbox", name="Name").fill(name)
    save(page)
    expect(page).to_have_url(re.compile("/clinic/rooms$"))
    expect(page.get_by_role("link", name=name)).to_be_visible()
    return name


def with_bookings_ahead(page: Page) -> str:
    """A provider who has some, whom tests may displace."""
    opened(page, "/clinic/providers")
    return rows(page).first.locator(".record-name").inner_text()


def test_each_list_is_searched_as_one_types(manager: Page) -> None:
    for kind in KINDS:
        opened(manager, f"/clinic/{kind}")
        name = rows(manager).last.locator(".record-name").inner_text()
        manager.get_by_role("searchbox").type(name.split()[0].lower())
        expect(rows(manager).filter(has_text=name).first).to_be_visible()
        manager.get_by_role("searchbox").fill("zzzzzz")
        expect(manager.get_by_text("Nothing here matches")).to_be_visible()


def test_a_row_opens_its_record_and_back_leads_to_the_list(manager: Page) -> None:
    opened(manager, "/clinic/services")
    name = rows(manager).first.locator(".record-name").inner_text()
    rows(manager).first.locator("a").click()
    expect(manager.get_by_role("heading", level=1)).to_have_text(name)
    manager.get_by_role("link", name="Services").last.click()
    expect(manager.get_by_role("heading", level=1)).to_have_text("Services")


def test_a_room_is_added_disabled_and_enabled_again(manager: Page) -> None:
    name = new_room(manager)
    manager.get_by_role("link", name=name).click()
    manager.get_by_role("button", name="Disable").click()
    expect(manager.get_by_text("Disabled", exact=True)).to_be_visible()
    opened(manager, "/clinic/rooms")
    expect(rows(manager).filter(has_text=name)).to_contain_text("Disabled")
    manager.get_by_role("link", name=name).click()
    manager.get_by_role("button", name="Enable again").click()
    expect(manager.get_by_role("button", name="Disable", exact=True)).to_be_visible()


def test_a_refusal_stands_at_its_field_and_nothing_typed_is_lost(manager: Page) -> None:
    opened(manager, "/clinic/services/new")
    manager.get_by_role("textbox", name="Name").fill("Glow")
    manager.get_by_label("Price in USD").fill("a lot")
    manager.get_by_label("Clean-up buffer").fill("15")
    save(manager)
    expect(manager.get_by_label("Price in USD")).to_have_attribute("aria-invalid", "true")
    expect(manager.get_by_label("Price in USD")).to_be_focused()
    expect(manager.get_by_role("textbox", name="Name")).to_have_value("Glow")
    expect(manager.get_by_label("Clean-up buffer")).to_have_value("15")


def test_a_change_is_taken_back_from_its_notice(manager: Page) -> None:
    name = new_room(manager)
    manager.get_by_role("link", name=name).click()
    manager.get_by_role("textbox", name="Name").fill(f"{name} anew")
    save(manager)
    expect(manager.get_by_role("link", name=f"{name} anew")).to_be_visible()
    undo(manager, f"Saved {name} anew.")
    expect(manager.get_by_role("link", name=name, exact=False)).to_be_visible()
    expect(manager.get_by_role("link", name=f"{name} anew")).to_have_count(0)
    manager.get_by_role("link", name=name).click()
    manager.get_by_role("button", name="Disable").click()
    expect(manager.get_by_role("button", name="Enable again")).to_be_visible()
    undo(manager, "is no longer used")
    expect(manager.get_by_role("button", name="Disable")).to_be_visible()


def test_an_addition_is_taken_back_from_its_notice(manager: Page) -> None:
    name = new_room(manager)
    expect(manager.get_by_role("link", name=name)).to_be_visible()
    undo(manager, f"Added {name}.")
    expect(manager.get_by_text(f"Undone: {name} was added.")).to_be_visible()
    expect(manager.get_by_role("link", name=name)).to_have_count(0)


def test_hours_are_added_copied_and_removed_by_keyboard(manager: Page) -> None:
    opened(manager, "/clinic/locations/new")
    manager.get_by_role("button", name="Add hours, Saturday").press("Enter")
    expect(manager.get_by_label("Saturday, from")).to_be_focused()
    manager.get_by_label("Saturday, from").fill("10:05")
    manager.get_by_label("Saturday, until").fill("14:00")
    manager.get_by_label("Saturday, until").blur()
    manager.get_by_role("button", name="Copy Saturday to other days").press("Enter")
    manager.get_by_role("button", name="Sunday", exact=True).press("Enter")
    expect(manager.get_by_label("Sunday, from")).to_have_value("10:05")
    manager.get_by_role("button", name=re.compile("Remove Sunday")).press("Enter")
    expect(manager.get_by_role("group", name="Sunday").first).to_contain_text("Closed")
    name = f"Harbour {uuid4().hex[:6]}"
    manager.get_by_role("textbox", name="Name").fill(name)
    save(manager)
    expect(manager.get_by_role("link", name=name)).to_contain_text("Sat 10:05–14:00")


def test_what_would_be_displaced_is_told_before_anything_is_saved(manager: Page) -> None:
    name = with_bookings_ahead(manager)
    manager.get_by_role("link", name=name).click()
    manager.get_by_role("button", name="Disable").click()
    dialog = manager.get_by_role("dialog", name=re.compile(r"\d+ bookings? would need moving"))
    expect(dialog.get_by_role("listitem").first).to_be_visible()
    dialog.get_by_role("button", name="Back").click()
    expect(dialog).to_be_hidden()
    expect(manager.get_by_role("button", name="Disable", exact=True)).to_be_visible()
    manager.get_by_role("button", name="Disable").click()
    dialog.get_by_role("button", name="Save and mark them").click()
    expect(manager.get_by_text("Disabled", exact=True)).to_be_visible()
    opened(manager, "/sessions?scope=to-book&status=booked")
    expect(manager.get_by_text("needs moving").first).to_be_visible()


def test_a_closed_day_is_added_and_taken_back(manager: Page) -> None:
    opened(manager, "/clinic/locations")
    rows(manager).first.locator("a").click()
    manager.get_by_role("button", name="Add a day").click()
    dialog = manager.get_by_role("dialog", name=re.compile("A day at"))
    dialog.get_by_label("Day", exact=True).fill("2030-12-25")
    dialog.get_by_label("Reason").fill("Christmas")
    dialog.get_by_role("button", name="Save day").click()
    expect(manager.get_by_text("Closed · Christmas")).to_be_visible()
    manager.get_by_role("button", name="Remove Wed 25 Dec 2030").click()
    expect(manager.get_by_text("Closed · Christmas")).to_be_hidden()


def test_time_off_is_taken_in_whole_days(manager: Page) -> None:
    opened(manager, "/clinic/providers")
    rows(manager).last.locator("a").click()
    manager.get_by_role("button", name="Add time off").click()
    dialog = manager.get_by_role("dialog", name=re.compile("Time off"))
    dialog.get_by_label("First day").fill("2030-07-01")
    dialog.get_by_label("First day").blur()
    expect(dialog.get_by_label("Last day")).to_have_value("2030-07-01")
    dialog.get_by_label("Last day").fill("2030-07-12")
    dialog.get_by_role("button", name="Save time off").click()
    expect(manager.get_by_text("Mon 1 Jul 2030 – Fri 12 Jul 2030")).to_be_visible()


def test_other_open_screens_follow_and_what_is_typed_there_stays(
    manager: Page, browser: Browser, own_clinic: str
) -> None:
    name = new_room(manager)
    context = browser.new_context(
        base_url=own_clinic,
        storage_state=signed_in(own_clinic, "Manager"),
        viewport=PHONE,  # type: ignore[arg-type]
    )
    other = context.new_page()
    opened(other, "/clinic/rooms")
    other.get_by_role("link", name=name).click()
    other.get_by_role("textbox", name="Name").fill(f"{name} at the back")
    manager.get_by_role("link", name=name).click()
    manager.get_by_role("textbox", name="Name").fill(f"{name} upstairs")
    save(manager)
    expect(manager.get_by_role("link", name=f"{name} upstairs")).to_be_visible()
    expect(other.get_by_role("heading", level=1)).to_have_text(f"{name} upstairs")
    expect(other.get_by_role("textbox", name="Name")).to_have_value(f"{name} at the back")
    save(other)
    expect(other.get_by_text(re.compile("Somebody changed this meanwhile"))).to_be_visible()
    expect(other.get_by_role("textbox", name="Name")).to_have_value(f"{name} at the back")
    save(other)
    expect(manager.get_by_role("link", name=f"{name} at the back")).to_be_visible()
    context.close()


def test_others_read_everything_and_are_told_why_they_change_nothing(manager: Page) -> None:
    opened(manager, "/clinic/rooms")
    work_as(manager, "Front desk")
    new = manager.get_by_role("button", name="New room")
    expect(new).to_have_attribute("aria-disabled", "true")
    expect(manager.get_by_text("Only a manager may do this").first).to_be_visible()
    rows(manager).first.locator("a").click()
    expect(manager.get_by_role("textbox", name="Name")).to_be_disabled()
    locked = manager.get_by_role("button", name=re.compile("^Save"))
    expect(locked).to_have_attribute("aria-disabled", "true")


@pytest.mark.parametrize("address", ["/clinic/rooms/99999", "/clinic/services/none"])
def test_an_unknown_record_is_told_in_words(manager: Page, address: str) -> None:
    answer = manager.goto(address)
    assert answer is not None
    assert answer.status == 404
    expect(manager.get_by_role("heading", level=1)).to_have_text("Not found")


@pytest.mark.parametrize("width", [390, 768, 1024])
def test_targets_are_wide_enough_for_a_finger(manager: Page, width: int) -> None:
    manager.set_viewport_size({"width": width, "height": 1024})
    for address in ("/clinic", "/clinic/rooms", "/clinic/providers/2", "/clinic/services/2"):
        opened(manager, address)
        small = manager.evaluate(TOO_SMALL)
        assert small == [], address
        assert manager.evaluate("document.documentElement.scrollWidth") <= width


TOO_SMALL = """() => [...document.querySelectorAll('main a, main button, main input, main label.tick')]
    .filter(one => one.offsetParent && !one.closest('.visually-hidden'))
    .map(one => [one, (one.type === 'checkbox' ? one.closest('label, .field') : one).getBoundingClientRect()])
    .filter(([one, box]) => box.height < 43.9 || box.width < 43.9)
    .map(([one, box]) => one.outerHTML.slice(0, 120) + box.width + 'x' + box.height)"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "address",
    [
        "/clinic",
        *(f"/clinic/{kind}" for kind in KINDS),
        *(f"/clinic/{kind}/2" for kind in KINDS),
    ],
)
def test_nothing_serious_for_assistive_technology(manager: Page, scheme: str, address: str) -> None:
    manager.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    opened(manager, address)
    violations = axe_violations(manager)
    serious = [one for one in violations if one["impact"] in {"serious", "critical"}]
    assert not serious, json.dumps(serious, indent=1)[:2000]


def test_what_needs_moving_is_one_tap_away(manager: Page) -> None:
    opened(manager, "/clinic")
    moving = manager.get_by_role("region", name="Bookings that need moving")
    expect(moving.get_by_role("heading")).to_contain_text("moving")
    moving.get_by_role("listitem").first.get_by_role("link").click()
    expect(manager).to_have_url(re.compile(r"/sessions/\d+$"))
    expect(manager.get_by_text("needs moving").first).to_be_visible()
