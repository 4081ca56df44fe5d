"""A clinic whose calendar is worked by hand, a day to each test, and the hands: mouse and finger."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Browser, CDPSession, Locator, Page, ViewportSize, expect
from sqlmodel import Session, select

from store.clinic import utc_now
from store.database import Database
from store.models import Item
from store.settings import Settings
from store.words import Role
from store.zones import local_day, local_to_utc
from tests.e2e.roles import let_in
from tests.factories import (
    ZONE,
    FixedClock,
    add_booking,
    add_patient,
    add_plan,
    add_session,
    furnished,
)
from tools.serving import serving

SIZES: tuple[ViewportSize, ...] = (
    {"width": 1280, "height": 800},
    {"width": 1024, "height": 768},
    {"width": 768, "height": 1024},
)
# Where a minute of a column is on the screen.
POINT = """([column, minute]) => {
    const clocks = [...document.querySelectorAll('.grid-times span:not(.grid-now-time)')];
    const area = document.querySelector('.grid-scroll');
    const body = document.querySelector('.grid-body');
    const hour = body.offsetHeight / clocks.length;
    const at = (minute - 60 * parseInt(clocks[0].textContent)) / 60 * hour;
    const place = document.querySelectorAll('.grid-column')[column].getBoundingClientRect();
    return { x: place.left + Math.min(place.width / 2, 90),
             y: body.getBoundingClientRect().top + at, hour };
}"""


class Site(NamedTuple):
    """A served clinic, its database, and the days that no test has taken yet."""

    address: str
    path: Path
    database: Database
    days: Iterator[date]


def site_in(folder: Path) -> Iterator[Site]:
    """Two providers, two rooms, Monday to Friday nine to five; each day is for one test."""
    path = Settings(data=folder / "data", _env_file=None).database_path
    path.parent.mkdir(parents=True)
    furnished(path.parent, clock=FixedClock(utc_now())).database.close()
    with serving(folder, settings={"REGIMEN_DEMO": "0"}) as address:
        yield Site(address, path, Database(path), _weekdays())


def _weekdays() -> Iterator[date]:
    day = local_day(utc_now(), ZONE) + timedelta(days=3)
    while True:
        if day.weekday() < 5:
            yield day
        day += timedelta(days=1)


def booked(site: Site, day: date, minute: int, *, provider: int = 1, name: str = "Tanaka") -> int:
    """Half an hour from this minute of the day with that provider in the room of their number."""
    starts = local_to_utc(ZONE, day, minute)
    until = starts + timedelta(minutes=30)
    with site.database.write() as session:
        step = waiting_in(session, name)
        items = select(Item).where(Item.session_id == step)
        add_booking(
            session,
            step,
            item_ids=[item.id or 0 for item in session.exec(items)],
            provider_id=provider,
            room_id=provider,
            starts_at=starts,
            ends_at=until,
            blocked_until=until,
        )
    return step


def waiting(site: Site, name: str) -> int:
    """A session of a new patient that waits to be booked."""
    with site.database.write() as session:
        return waiting_in(session, name)


def waiting_in(session: Session, name: str) -> int:
    """The same in a transaction that is open."""
    plan = add_plan(session, add_patient(session, "Mei", name), total=1)
    return add_session(session, plan)


def opened(browser: Browser, site: Site, size: ViewportSize, day: date, role: Role) -> Page:
    """The day's calendar on a screen of this size that can be touched, from a quarter to ten."""
    context = browser.new_context(
        base_url=site.address, storage_state=let_in(site.path, role), viewport=size, has_touch=True
    )
    page = context.new_page()
    page.goto(f"/calendar?date={day}")
    page.wait_for_function("window.did_handshake && !document.getElementById('first-view')")
    expect(page.locator(".grid-title")).to_have_count(2)
    page.locator(".grid").scroll_into_view_if_needed()
    page.locator(".grid-scroll").evaluate(
        "area => area.scrollTop = area.querySelector('.grid-body').offsetHeight / 8 * 0.75"
    )
    return page


def blocks(page: Page, column: int | None = None) -> Locator:
    """The bookings of a column, else all."""
    place = page.locator(".grid-column")
    return (place if column is None else place.nth(column)).locator(".grid-entry")


def point(page: Page, column: int, minute: int) -> tuple[float, float]:
    """Where that is on the screen."""
    found = page.evaluate(POINT, [column, minute])
    return found["x"], found["y"]


def drag(page: Page, start: tuple[float, float], end: tuple[float, float]) -> None:
    """With the mouse, and hold there."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + 4, start[1] + 8)
    page.mouse.move(*end, steps=8)


class Finger:
    """Real touches, as the browser gets them from a screen."""

    def __init__(self, page: Page) -> None:
        """Of the one page."""
        self._cdp: CDPSession = page.context.new_cdp_session(page)
        self._page = page

    def down(self, at: tuple[float, float]) -> None:
        """Lay it on."""
        self._touch("touchStart", at)

    def move(self, start: tuple[float, float], end: tuple[float, float], steps: int = 8) -> None:
        """Draw it from here to there."""
        for n in range(1, steps + 1):
            part = n / steps
            x, y = (a + (b - a) * part for a, b in zip(start, end, strict=True))
            self._touch("touchMove", (x, y))

    def up(self) -> None:
        """Take it off."""
        self._cdp.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def hold(self, at: tuple[float, float]) -> None:
        """A long press, until something is held."""
        self.down(at)
        expect(self._page.locator(".grid-ghost")).to_be_visible()

    def _touch(self, kind: str, at: tuple[float, float]) -> None:
        points = [{"x": at[0], "y": at[1]}]
        self._cdp.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
