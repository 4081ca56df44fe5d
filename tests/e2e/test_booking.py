"""The booking dialog in a real browser: by mouse, touch and keyboard, refused and accepted."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Locator,
    Page,
    StorageState,
    ViewportSize,
    expect,
)
from sqlalchemy import select

from store.clinic import utc_now
from store.database import Database
from store.settings import Settings
from store.tables import BOOKING, PATIENT
from store.zones import local_day, local_to_utc
from tests.e2e.checkers import violations as axe_violations
from tests.e2e.roles import let_in
from tests.factories import ZONE, FixedClock, add_booking, add_patient, add_plan, add_session
from tests.factories import furnished as furnish
from tools.serving import serving

PEOPLE = (
    *("Adler", "Brandt", "Castro", "Duarte", "Engel", "Fontaine", "Garcia", "Hansen", "Ibrahim"),
    *("Jansen", "Keller", "Lopes", "Moreau", "Nowak"),
)
"""One patient for each test, with two unbooked items of one session."""
COURSES = ("Neighbour", "Oliveira")
"""Patients whose first session of two is booked eight Wednesdays from now."""
STARTED = utc_now()
"""Read once: whatever is asked for stays the same when midnight comes during the run."""
TABLET: ViewportSize = {"width": 768, "height": 1024}
PHONE: ViewportSize = {"width": 390, "height": 844}


class Site(NamedTuple):
    """A served clinic and the database behind it."""

    address: str
    database: Database
    state: StorageState


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two providers, two rooms, Monday to Friday nine to five, and nothing booked yet."""
    folder = tmp_path_factory.mktemp("booking")
    path = Settings(data=folder / "data", _env_file=None).database_path
    path.parent.mkdir(parents=True)
    fill(path.parent)
    with serving(folder, settings={"REGIMEN_DEMO": "0"}) as address:
        yield Site(address, Database(path), let_in(path))


@pytest.fixture(scope="module")
def browser_context_args(browser_context_args: dict[str, Any], site: Site) -> dict[str, Any]:
    """Signed in there."""
    return {**browser_context_args, "storage_state": site.state}


def fill(folder: Path) -> None:
    now = STARTED
    clinic = furnish(folder, clock=FixedClock(now))
    today = local_day(now, ZONE)
    with clinic.database.write() as session:
        for name in PEOPLE:
            plan = add_plan(session, add_patient(session, "Mei", name))
            add_session(session, plan, services=(1, 2), now=now, target_date=today)
        for number, name in enumerate(COURSES):
            plan = add_plan(session, add_patient(session, "Mei", name))
            first = add_session(session, plan, now=now, target_date=today)
            starts_at = local_to_utc(ZONE, wednesday(8), (9 + number) * 60)
            items = [len(PEOPLE) * 2 + number * 2 + 1]
            add_booking(session, first, item_ids=items, now=now, starts_at=starts_at)
            add_session(session, plan, now=now, position=2, target_date=wednesday(12))


def wednesday(weeks: int) -> date:
    """A Wednesday that is yet to come at the location; 1 is the next one."""
    today = local_day(STARTED, ZONE)
    return today + timedelta(days=(2 - today.weekday() - 1) % 7 + 1 + 7 * (weeks - 1))


def booked(site: Site, family_name: str) -> list[datetime]:
    """When that patient's bookings start, on the location's clocks."""
    query = select(BOOKING.c.starts_at).join(PATIENT, PATIENT.c.id == BOOKING.c.patient_id)
    with site.database.read() as connection:
        named = query.where(PATIENT.c.family_name == family_name).order_by(BOOKING.c.starts_at)
        starts = connection.execute(named).scalars()
        return [start.astimezone(ZoneInfo(ZONE)).replace(tzinfo=None) for start in starts]


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001 - wall clock


def listed(page: Page, site: Site, name: str) -> Locator:
    """The menu button of that patient's first session."""
    page.goto(f"{site.address}/sessions?scope=to-book&q={name}")
    dots = page.get_by_role("button", name=re.compile(f"^Actions for Mei {name}")).first
    expect(dots).to_be_visible()
    return dots


def opened(page: Page, site: Site, name: str) -> Locator:
    """The dialog for that patient, once it has judged what it opened with."""
    listed(page, site, name).click()
    page.get_by_role("menuitem", name="Create Booking").click()
    dialog = page.get_by_role("dialog", name="Create Booking")
    expect(dialog.get_by_role("button", pressed=True)).to_have_count(1)
    return dialog


def choose(dialog: Locator, day: date, time: str) -> None:
    dialog.get_by_label("Date").fill(day.isoformat())
    dialog.get_by_label("Start time").fill(time)


def save(dialog: Locator) -> None:
    dialog.get_by_role("button", name="Save booking").click()


def said(page: Page, text: str | re.Pattern[str]) -> Locator:
    return page.get_by_role("status").filter(has_text=text)


def test_save_alone_books_the_first_free_slot(page: Page, site: Site) -> None:
    dialog = opened(page, site, "Adler")
    for service in ("Laser Peel", "Lip Filler"):
        expect(dialog.get_by_role("checkbox", name=service)).to_be_checked()
    expect(dialog.get_by_text("$650.00")).to_be_visible()
    save(dialog)
    expect(said(page, "Booked Mei Adler for")).to_be_visible()
    expect(dialog).to_be_hidden()
    assert len(booked(site, "Adler")) == 1
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("button", name=re.compile("^Actions for Mei Adler"))).to_be_visible()


def test_two_items_are_booked_for_next_wednesday_at_ten_with_a_given_provider(
    page: Page, site: Site
) -> None:
    dialog = opened(page, site, "Brandt")
    dialog.get_by_label("Provider").select_option("Noor Haddad")
    choose(dialog, wednesday(1), "10:00")
    expect(dialog.get_by_role("button", name="10:00", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    expect(dialog.get_by_text("10:00–11:15")).to_be_visible()
    save(dialog)
    expect(said(page, re.compile("10:00 with Noor Haddad"))).to_be_visible()
    assert booked(site, "Brandt") == [at(wednesday(1), 10)]


def test_a_time_outside_hours_is_refused_at_its_field_and_nothing_is_lost(
    page: Page, site: Site
) -> None:
    dialog = opened(page, site, "Castro")
    dialog.get_by_label("Provider").select_option("Dr. Ines Lind")
    dialog.get_by_role("checkbox", name="Lip Filler").uncheck()
    choose(dialog, wednesday(2), "03:00")
    save(dialog)
    alert = dialog.get_by_role("alert").filter(has_text="Dr. Ines Lind works 09:00–17:00")
    expect(alert).to_be_visible()
    expect(dialog.get_by_label("Start time")).to_have_attribute("aria-invalid", "true")
    expect(dialog.get_by_label("Start time")).to_be_focused()
    expect(dialog.get_by_label("Start time")).to_have_value("03:00")
    expect(dialog.get_by_label("Date")).to_have_value(wednesday(2).isoformat())
    expect(dialog.get_by_label("Provider")).to_have_value("1")
    expect(dialog.get_by_role("checkbox", name="Lip Filler")).not_to_be_checked()
    assert booked(site, "Castro") == []
    instead = dialog.get_by_role("group", name="Free instead").get_by_role("button")
    instead.filter(has_text="09:00").first.click()
    expect(alert).to_be_hidden()
    expect(dialog.get_by_label("Start time")).to_have_value("09:00")
    save(dialog)
    expect(said(page, "Booked Mei Castro")).to_be_visible()
    assert booked(site, "Castro") == [at(wednesday(2), 9)]


def test_pressing_save_twice_books_once(page: Page, site: Site) -> None:
    dialog = opened(page, site, "Duarte")
    choose(dialog, wednesday(3), "14:00")
    dialog.get_by_role("button", name="Save booking").dblclick()
    expect(said(page, "Booked Mei Duarte")).to_be_visible()
    expect(dialog).to_be_hidden()
    assert booked(site, "Duarte") == [at(wednesday(3), 14)]


def test_separate_bookings_follow_each_other(page: Page, site: Site) -> None:
    dialog = opened(page, site, "Engel")
    choose(dialog, wednesday(4), "09:00")
    dialog.get_by_text("Separate bookings").click()
    save(dialog)
    expect(said(page, "Booked Mei Engel")).to_be_visible()
    first, second = booked(site, "Engel")
    assert first == at(wednesday(4), 9)
    assert second > first


def test_one_ticked_item_leaves_no_choice_of_visits(page: Page, site: Site) -> None:
    dialog = opened(page, site, "Fontaine")
    expect(dialog.get_by_role("radio", name="One visit")).to_be_checked()
    dialog.get_by_role("checkbox", name="Laser Peel").uncheck()
    expect(dialog.get_by_role("radio")).to_have_count(0)
    dialog.get_by_role("checkbox", name="Lip Filler").uncheck()
    expect(dialog.get_by_role("alert").filter(has_text="Tick at least one item")).to_be_visible()
    expect(dialog.get_by_text("Tick an item to see what is free.")).to_be_visible()
    dialog.get_by_role("checkbox", name="Lip Filler").check()
    expect(dialog.get_by_text("$450.00").last).to_be_visible()


def test_a_day_without_anything_free_says_so_and_leads_to_the_next(page: Page, site: Site) -> None:
    dialog = opened(page, site, "Garcia")
    saturday = wednesday(2) + timedelta(days=3)
    dialog.get_by_label("Date").fill(saturday.isoformat())
    expect(dialog.get_by_text("Nothing is free on this day.")).to_be_visible()
    expect(dialog.get_by_label("Start time")).to_have_value("")
    dialog.get_by_role("button", name="Next free day").click()
    expect(dialog.get_by_label("Date")).to_have_value((saturday + timedelta(days=2)).isoformat())
    expect(dialog.get_by_role("button", pressed=True)).to_have_count(1)
    dialog.get_by_role("button", name="Previous day").click()
    expect(dialog.get_by_label("Date")).to_have_value((saturday + timedelta(days=1)).isoformat())


def test_too_close_asks_for_a_tick_that_is_there_only_then(page: Page, site: Site) -> None:
    dialog = opened(page, site, "Neighbour")
    tick = dialog.get_by_role("checkbox", name="Book although it is closer")
    expect(tick).to_have_count(0)
    choose(dialog, wednesday(9), "15:00")
    expect(tick).to_be_visible()
    save(dialog)
    expect(tick).to_have_attribute("aria-invalid", "true")
    tick.check()
    save(dialog)
    expect(said(page, "Booked Mei Neighbour")).to_be_visible()
    assert booked(site, "Neighbour")[1:] == [at(wednesday(9), 15)]


def test_a_slot_that_a_colleague_takes_is_offered_no_longer(
    page: Page, context: BrowserContext, site: Site
) -> None:
    dialog = opened(page, site, "Hansen")
    dialog.get_by_label("Provider").select_option("Dr. Ines Lind")
    choose(dialog, wednesday(5), "11:00")
    slot = dialog.get_by_role("button", name="11:00", exact=True)
    expect(slot).to_have_attribute("aria-pressed", "true")
    colleague = context.new_page()
    other = opened(colleague, site, "Ibrahim")
    other.get_by_label("Provider").select_option("Dr. Ines Lind")
    choose(other, wednesday(5), "11:00")
    save(other)
    expect(said(colleague, "Booked Mei Ibrahim")).to_be_visible()
    expect(slot).to_have_count(0)
    expect(dialog.get_by_role("alert").filter(has_text="Dr. Ines Lind")).to_be_visible()
    expect(dialog.get_by_label("Start time")).to_have_value("11:00")


def test_the_keyboard_alone_books_and_comes_back_to_where_it_was(page: Page, site: Site) -> None:
    dots = listed(page, site, "Jansen")
    dots.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Create Booking")
    expect(dialog.get_by_label("Provider")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(dots).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(dialog.get_by_role("button", pressed=True)).to_have_count(1)
    tab_to(page, "slot")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    tab_to(page, "btn-primary")
    page.keyboard.press("Enter")
    expect(said(page, "Booked Mei Jansen")).to_be_visible()
    assert len(booked(site, "Jansen")) == 1


def test_it_opens_from_the_session_s_own_page_and_goes_when_that_is_left(
    page: Page, site: Site
) -> None:
    listed(page, site, "Nowak")
    page.get_by_role("link", name="Mei Nowak").click()
    page.get_by_role("button", name="Create Booking").click()
    dialog = page.get_by_role("dialog", name="Create Booking")
    expect(dialog.get_by_role("button", pressed=True)).to_have_count(1)
    page.go_back()
    expect(page.get_by_role("table", name="Treatment sessions")).to_be_visible()
    expect(dialog).to_be_hidden()


def test_a_booking_is_rescheduled_with_where_it_stands_in_sight(page: Page, site: Site) -> None:
    page.goto(f"{site.address}/sessions?scope=upcoming&q=Oliveira")
    page.get_by_role("button", name=re.compile("^Actions for Mei Oliveira.* 1 of 2$")).click()
    page.get_by_role("menuitem", name="Reschedule").click()
    dialog = page.get_by_role("dialog", name="Reschedule")
    expect(dialog.get_by_text("10:00–10:30 ")).to_have_text(re.compile("^Now Wed .*Dr. Ines Lind"))
    expect(dialog.get_by_label("Date")).to_be_focused()
    expect(dialog.get_by_role("checkbox", name="Laser Peel")).to_be_disabled()
    choose(dialog, wednesday(7), "12:00")
    expect(dialog.get_by_text("12:00–12:30")).to_be_visible()
    save(dialog)
    expect(said(page, "Moved Mei Oliveira")).to_be_visible()
    assert booked(site, "Oliveira") == [at(wednesday(7), 12)]


def tab_to(page: Page, kind: str) -> None:
    """Press Tab until what has the focus is of that kind."""
    for _ in range(30):
        if page.evaluate("kind => document.activeElement.classList.contains(kind)", kind):
            return
        page.keyboard.press("Tab")
    raise AssertionError(kind)


def test_touch_books_on_a_tablet(browser: Browser, site: Site) -> None:
    context = browser.new_context(storage_state=site.state, viewport=TABLET, has_touch=True)
    page = context.new_page()
    listed(page, site, "Keller").tap()
    page.get_by_role("menuitem", name="Create Booking").tap()
    dialog = page.get_by_role("dialog", name="Create Booking")
    dialog.get_by_role("button", name="Next free day").tap()
    slot = dialog.locator(".slot").nth(3)
    slot.tap()
    expect(slot).to_have_attribute("aria-pressed", "true")
    dialog.get_by_role("button", name="Save booking").tap()
    expect(said(page, "Booked Mei Keller")).to_be_visible()
    context.close()


@pytest.mark.parametrize("screen", [TABLET, PHONE])
def test_every_target_is_large_enough_and_save_in_sight(
    browser: Browser, site: Site, screen: ViewportSize
) -> None:
    context = browser.new_context(storage_state=site.state, viewport=screen, has_touch=True)
    page = context.new_page()
    dialog = opened(page, site, "Lopes")
    for target in dialog.locator("button:visible, select:visible, input:visible").all():
        box = target.bounding_box()
        assert box is not None
        is_ticked = target.get_attribute("type") in ("checkbox", "radio")
        assert is_ticked or min(box["width"], box["height"]) >= 44, target.inner_text()
    expect(dialog.get_by_role("button", name="Save booking")).to_be_in_viewport(ratio=1)
    wide = page.evaluate("document.querySelector('dialog').scrollWidth")
    assert wide <= screen["width"]
    context.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_in_it_stands_in_the_way_of_assistive_technology(
    browser: Browser, site: Site, theme: str
) -> None:
    context = browser.new_context(
        storage_state=site.state, color_scheme="dark" if theme == "dark" else "light"
    )
    page = context.new_page()
    dialog = opened(page, site, "Moreau")
    assert grave(page) == []
    choose(dialog, wednesday(6), "03:00")
    expect(dialog.get_by_role("group", name="Free instead")).to_be_visible()
    assert grave(page) == []
    context.close()


def grave(page: Page) -> list[str]:
    """What axe-core calls serious or critical."""
    found = axe_violations(page)
    return [
        f"{each['id']}: {each['nodes'][0]['html']}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]
