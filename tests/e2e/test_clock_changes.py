"""Hands in the calendar on days whose clocks change: what is shown, what is booked, by the place's clocks."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from store.clinic import utc_now
from store.derive import refresh
from store.models import Booking, Location, ProviderHours, Room, ServiceRoom
from store.words import Role
from store.zones import clock_change, local_day, local_to_utc
from tests.e2e.hands import (
    SIZES,
    Finger,
    Site,
    blocks,
    booked,
    drag,
    opened,
    point,
    site_in,
    waiting,
)
from tests.factories import ZONE, add_all

LIND, HADDAD = 0, 1
BEIRUT = "Asia/Beirut"
SUNDAY = 6


def changes(zone: str, *, by: int) -> Iterator[date]:
    """The days ahead on which the clocks of the zone change by so many minutes; each for one test."""
    day = local_day(utc_now(), zone) + timedelta(days=2)
    while True:
        day += timedelta(days=1)
        if day.weekday() == SUNDAY and (clock_change(zone, day) or (0, 0))[1] == by:
            yield day


FORWARD, BACK = changes(ZONE, by=60), changes(ZONE, by=-60)
MIDNIGHTS = changes(BEIRUT, by=60)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Both providers work round the clock on Sundays."""
    for made in site_in(tmp_path_factory.mktemp("clocks")):
        with made.database.write() as session:
            add_all(session, Location(id=2, name="Corniche", zone=BEIRUT))
            add_all(session, Room(id=3, location_id=2, name="Room 3"))
            add_all(session, *(ServiceRoom(service_id=service, room_id=3) for service in (1, 2)))
            for who, where in product((1, 2), (1, 2)):
                hours = {"provider_id": who, "location_id": where, "weekday": SUNDAY}
                add_all(session, ProviderHours(**hours, starts=0, ends=1440))
        yield made


@pytest.fixture
def calendar(browser: Browser, site: Site) -> Iterator[list[Page]]:
    pages: list[Page] = []
    yield pages
    for page in pages:
        page.context.close()


def shown(pages: list[Page], browser: Browser, site: Site, day: date) -> Page:
    page = opened(browser, site, SIZES[0], day, Role.MANAGER)
    pages.append(page)
    page.locator(".grid-scroll").evaluate("area => area.scrollTop = 0")
    return page


def instants(site: Site, step: int) -> tuple[datetime, datetime]:
    """From when to when the session is booked."""
    with site.database.write() as session:
        found = session.exec(select(Booking).where(Booking.session_id == step)).one()
        return found.starts_at.astimezone(UTC), found.ends_at.astimezone(UTC)


def expect_at(page: Page, column: int, time: str) -> None:
    expect(blocks(page, column)).to_have_attribute(
        "aria-label", re.compile(f", {re.escape(time)}, ")
    )


@pytest.mark.parametrize("way", ["mouse", "touch", "keyboard"])
def test_over_the_hour_that_is_skipped_it_stays_as_long_as_it_takes(
    calendar: list[Page], browser: Browser, site: Site, way: str
) -> None:
    day = next(FORWARD)
    step = booked(site, day, 30, name=f"Skip{way}", provider=1)
    page = shown(calendar, browser, site, day)
    if way == "keyboard":
        blocks(page, LIND).focus()
        page.keyboard.press("m")
        page.keyboard.press("ArrowRight")
        for _ in range(15):
            page.keyboard.press("ArrowDown")
    else:
        start, end = point(page, LIND, 40), point(page, HADDAD, 115)
        finger = Finger(page)
        if way == "mouse":
            drag(page, start, end)
        else:
            finger.hold(start)
            finger.move(start, end)
    said = page.locator(".grid-said")
    expect(said).to_have_text(f"Moving Mei Skip{way}: Noor Haddad, 01:45–03:15")
    if way == "keyboard":
        page.keyboard.press("Enter")
    elif way == "mouse":
        page.mouse.up()
    else:
        finger.up()
    expect_at(page, HADDAD, "01:45 EST–03:15 EDT")
    begins = local_to_utc(ZONE, day, 105)
    assert instants(site, step) == (begins, begins + timedelta(minutes=30))


def test_a_time_that_is_skipped_is_shaded_and_refused(
    calendar: list[Page], browser: Browser, site: Site
) -> None:
    day = next(FORWARD)
    booked(site, day, 60, name="Gap")
    page = shown(calendar, browser, site, day)
    blocks(page, LIND).focus()
    page.keyboard.press("m")
    for _ in range(18):
        page.keyboard.press("ArrowDown")
    said = "Moving Mei Gap: Dr. Ines Lind, 02:30–03:00, The clocks go forward"
    expect(page.locator(".grid-said")).to_have_text(said)
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="02:30 does not exist")).to_be_visible()
    expect_at(page, LIND, "01:00–01:30")


def test_over_the_hour_that_comes_twice_it_stays_as_long_as_it_takes(
    calendar: list[Page], browser: Browser, site: Site
) -> None:
    day = next(BACK)
    step = booked(site, day, 30, name="Twice")
    page = shown(calendar, browser, site, day)
    drag(page, point(page, LIND, 40), point(page, LIND, 115))
    said = "Moving Mei Twice: Dr. Ines Lind, 01:45–01:15"
    expect(page.locator(".grid-said")).to_have_text(said)
    page.mouse.up()
    expect_at(page, LIND, "01:45 EDT–01:15 EST")
    begins = local_to_utc(ZONE, day, 105)
    assert instants(site, step) == (begins, begins + timedelta(minutes=30))


def test_a_new_end_leaves_the_second_of_two_beginnings_where_it_is(
    calendar: list[Page], browser: Browser, site: Site
) -> None:
    day = next(BACK)
    step = booked(site, day, 180, name="Second")
    begins = local_to_utc(ZONE, day, 60) + timedelta(hours=1)
    _put(site, step, begins)
    page = shown(calendar, browser, site, day)
    blocks(page, LIND).focus()
    for key in ("r", "ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    expect_at(page, LIND, "01:00–01:40")
    assert instants(site, step) == (begins, begins + timedelta(minutes=40))


@pytest.mark.parametrize("way", ["mouse", "keyboard"])
def test_where_midnight_is_missing_the_day_begins_at_one(
    calendar: list[Page], browser: Browser, site: Site, way: str
) -> None:
    day, name = next(MIDNIGHTS), f"Midnight{way}"
    step = waiting(site, name)
    page = shown(calendar, browser, site, day)
    page.goto(f"/calendar?location=2&date={day}")
    page.wait_for_function("window.did_handshake && !document.getElementById('first-view')")
    page.locator(".grid").scroll_into_view_if_needed()
    page.locator(".grid-scroll").evaluate("area => area.scrollTop = 0")
    column = LIND if way == "mouse" else HADDAD
    if way == "mouse":
        page.mouse.click(*point(page, column, 66))
    else:
        page.get_by_role("button", name="Book here: Noor Haddad").focus()
        page.keyboard.press("n")
        page.keyboard.press("ArrowDown")
        expect(page.locator(".grid-said")).to_have_text("Book: Noor Haddad, 01:05")
        page.keyboard.press("Enter")
    choice = page.get_by_role("dialog", name="Book a session")
    choice.get_by_label("Search patients").fill(name)
    choice.get_by_role("button").filter(has_text=name).click()
    dialog = page.get_by_role("dialog", name="Create Booking")
    expect(dialog.get_by_label("Start time")).to_have_value("01:05")
    dialog.get_by_role("button", name="Save booking").click()
    expect_at(page, column, "01:05–01:35")
    begins = local_to_utc(BEIRUT, day, 65)
    assert instants(site, step) == (begins, begins + timedelta(minutes=30))


def _put(site: Site, step: int, begins: datetime) -> None:
    with site.database.write() as session:
        found = session.exec(select(Booking).where(Booking.session_id == step)).one()
        found.starts_at, found.ends_at = begins, begins + timedelta(minutes=30)
        found.blocked_until = found.ends_at
        session.flush()
        refresh(session, [step], utc_now())
