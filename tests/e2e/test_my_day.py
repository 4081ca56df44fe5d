"""A provider's day on a tablet in a real browser: a visit by touch, mouse and keyboard, looks, drafts."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Browser, Locator, Page, StorageState, expect
from sqlalchemy import update

from store.clinic import utc_now
from store.settings import Settings
from store.tables import LOCATION, SERVICE
from store.words import BookingStatus, Role
from tests.e2e.checkers import violations as axe_violations
from tests.e2e.roles import let_in
from tests.factories import FixedClock, add_booking, add_patient, add_plan, add_session, furnished
from tools.serving import serving

STARTED = utc_now().astimezone(UTC).replace(second=0, microsecond=0)
NAMES = ("Adler", "Brandt", "Castro", "Duarte", "Engel")
"""One visit for each test; they follow each other from half an hour ago on."""
PHRASES = ["Tolerated well.", "Slight redness, no blisters."]
SIZES = [(1280, 800), (1024, 768), (768, 1024), (390, 844)]


class Site(NamedTuple):
    """A served clinic and who is signed in."""

    address: str
    state: StorageState


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Dr. Lind's day at a place where it is about noon."""
    folder = tmp_path_factory.mktemp("my-day")
    path = Settings(data=folder / "data", _env_file=None).database_path
    path.parent.mkdir(parents=True)
    fill(path.parent)
    with serving(folder, settings={"REGIMEN_DEMO": "0"}) as address:
        yield Site(address, let_in(path, Role.PROVIDER, name="Dr. Ines Lind", provider_id=1))


@pytest.fixture(scope="module")
def browser_context_args(browser_context_args: dict[str, Any], site: Site) -> dict[str, Any]:
    """A tablet in her hand."""
    tablet = {"viewport": {"width": 768, "height": 1024}, "has_touch": True}
    return {**browser_context_args, **tablet, "base_url": site.address, "storage_state": site.state}


def fill(folder: Path) -> None:
    clinic = furnished(folder, clock=FixedClock(STARTED))
    # "Etc/GMT+5" is five hours behind UTC.
    zone = f"Etc/GMT{STARTED.hour - 12:+d}"
    begin = STARTED.replace(minute=0) - timedelta(minutes=30)
    with clinic.database.write() as session:
        session.connection().execute(update(LOCATION).values(zone=zone))
        session.connection().execute(update(SERVICE).values(phrases=PHRASES))
        for number, name in enumerate(NAMES):
            patient = add_patient(session, "Mei", name, alerts=["Latex"] if number == 0 else [])
            step = add_session(session, add_plan(session, patient), services=(1, 2), now=STARTED)
            add_booking(
                session,
                step,
                item_ids=[2 * number + 1, 2 * number + 2],
                now=STARTED,
                starts_at=begin + timedelta(minutes=75 * number),
                ends_at=begin + timedelta(minutes=75 * number + 75),
                status=BookingStatus.CONFIRMED,
            )
    clinic.database.close()


def my_day(page: Page) -> Page:
    page.goto("/my-day")
    page.wait_for_function("window.did_handshake")
    expect(page.get_by_role("heading", name="The whole day")).to_be_visible()
    return page


def in_list(page: Page, name: str) -> Locator:
    days = page.get_by_role("region", name="The whole day")
    return days.get_by_role("button").filter(has_text=f"Mei {name}")


def card(page: Page) -> Locator:
    return page.locator(".my-day-card")


def by_touch(target: Locator) -> None:
    target.tap()


def by_mouse(target: Locator) -> None:
    target.click()


def by_keyboard(target: Locator) -> None:
    target.focus()
    target.press("Enter")


@pytest.mark.parametrize(
    ("name", "press"),
    [("Adler", by_touch), ("Brandt", by_mouse), ("Castro", by_keyboard)],
    ids=["touch", "mouse", "keyboard"],
)
def test_a_visit_from_start_to_check_out(
    page: Page, name: str, press: Callable[[Locator], None]
) -> None:
    my_day(page)
    press(in_list(page, name))
    shown = card(page)
    expect(shown.get_by_role("heading", level=2)).to_have_text(f"Mei {name}")
    press(shown.get_by_role("button", name="Start"))
    expect(shown.locator(".my-day-when")).to_contain_text("In Procedure")
    for service in ("Laser Peel", "Lip Filler"):
        press(shown.get_by_role("button", name=f"Mark performed: {service}"))
        expect(shown.get_by_role("button", name=f"Un-mark: {service}")).to_be_visible()
    expect(shown.get_by_text("Note missing")).to_have_count(2)
    press(shown.get_by_role("button", name="Write note: Laser Peel"))
    dialog = page.get_by_role("dialog", name="Note for Laser Peel")
    press(dialog.get_by_role("button", name="Tolerated well."))
    expect(dialog.get_by_label("Note", exact=True)).to_have_value("Tolerated well. ")
    dialog.get_by_label("Note", exact=True).press_sequentially("Cooled.")
    press(dialog.get_by_role("button", name="Save note"))
    expect(shown.locator(".my-day-note")).to_have_text("Tolerated well. Cooled.")
    expect(shown.get_by_text("Note missing")).to_have_count(1)
    press(shown.get_by_role("button", name="Check out"))
    press(page.get_by_role("dialog").get_by_role("button", name="Check out"))
    expect(in_list(page, name)).to_contain_text("Checked Out")
    expect(in_list(page, name)).to_contain_text("1 note missing")


@pytest.mark.parametrize("press", [by_touch, by_mouse, by_keyboard])
def test_whoever_is_chosen_is_shown_before_anything_can_be_pressed_for_another(
    page: Page, press: Callable[[Locator], None]
) -> None:
    my_day(page)
    press(in_list(page, "Duarte"))
    shown = card(page)
    expect(shown.get_by_role("button", name="Start")).to_be_visible()
    # What the server says comes late from here on.
    page.evaluate(
        """() => {
            const { socket } = window;
            const { onevent } = socket;
            window.late = [];
            socket.onevent = (packet) => window.late.push(packet);
            window.letIn = () => { socket.onevent = onevent; window.late.forEach((p) => onevent.call(socket, p)); };
        }"""
    )
    press(in_list(page, "Engel"))
    expect(shown.get_by_role("heading", level=2)).to_have_text("Mei Engel")
    expect(shown.get_by_role("button")).to_have_count(0)
    expect(in_list(page, "Engel")).to_have_attribute("aria-current", "true")
    expect(in_list(page, "Duarte")).not_to_have_attribute("aria-current", "true")
    page.evaluate("window.letIn()")
    expect(shown.get_by_role("button", name="Start")).to_be_visible()
    expect(shown.get_by_role("heading", level=2)).to_have_text("Mei Engel")


def test_a_choice_taken_back_at_once_shows_whom_it_was_taken_back_to(page: Page) -> None:
    my_day(page)
    in_list(page, "Duarte").click()
    expect(card(page).get_by_role("heading", level=2)).to_have_text("Mei Duarte")
    for name in ("Engel", "Duarte"):
        in_list(page, name).click()
        expect(card(page).get_by_role("heading", level=2)).to_have_text(f"Mei {name}")
    expect(card(page).get_by_role("button", name="Start")).to_be_visible()


def test_who_is_next_stands_beside_who_is_here(page: Page) -> None:
    my_day(page)
    following = page.get_by_role("region", name="Next").get_by_role("button")
    expect(following).to_have_count(1)
    name = following.locator(".my-day-row-who").inner_text()
    following.tap()
    expect(card(page).get_by_role("heading", level=2)).to_have_text(name)
    expect(page).to_have_url(re.compile(r"/my-day\?at=b\d+$"))
    page.reload()
    expect(card(page).get_by_role("heading", level=2)).to_have_text(name)


def test_a_rooms_day_is_chosen_and_stays_in_the_address(page: Page) -> None:
    my_day(page)
    page.get_by_label("Whose day").select_option("Room 2")
    expect(page.get_by_text("Nothing is booked for Room 2 today.")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/my-day\?room=2$"))
    page.go_back()
    expect(page.get_by_role("heading", name="The whole day")).to_be_visible()


@pytest.mark.parametrize("query", ["provider=99", "room=x"])
def test_a_wrong_address_shows_ones_own_day_and_says_so(page: Page, query: str) -> None:
    page.goto(f"/my-day?{query}")
    expect(page.get_by_text("Your own day is shown.")).to_be_visible()
    expect(page.get_by_text(re.compile("^Dr. Ines Lind, "))).to_be_visible()


def test_a_note_half_written_survives_a_reload(page: Page) -> None:
    my_day(page)
    in_list(page, "Engel").tap()
    expect(card(page).get_by_role("heading", level=2)).to_have_text("Mei Engel")
    card(page).get_by_role("button", name="Check in").tap()
    expect(card(page).locator(".my-day-when")).to_contain_text("Checked In")
    card(page).get_by_role("button", name="Mark performed: Lip Filler").tap()
    card(page).get_by_role("button", name="Write note: Lip Filler").tap()
    note = page.get_by_role("dialog").get_by_label("Note", exact=True)
    note.press_sequentially("Lot 42, ")
    page.get_by_role("dialog").get_by_role("button", name=PHRASES[1]).tap()
    expect(note).to_have_value(f"Lot 42, {PHRASES[1]} ")
    page.reload()
    page.wait_for_function("window.did_handshake")
    expect(page.get_by_role("dialog").get_by_label("Note", exact=True)).to_have_value(
        f"Lot 42, {PHRASES[1]} "
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_it_fits_every_screen_and_axe_finds_nothing(
    browser: Browser, site: Site, width: int, height: int, scheme: Any
) -> None:
    with browser.new_context(
        base_url=site.address,
        storage_state=site.state,
        viewport={"width": width, "height": height},
        color_scheme=scheme,
    ) as context:
        page = my_day(context.new_page())
        in_list(page, "Duarte").click()
        expect(card(page).get_by_role("heading", level=2)).to_have_text("Mei Duarte")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        main = card(page).get_by_role("button", name="Start")
        box = main.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height  # in reach of the thumb, without scrolling
        found = [one["id"] for one in axe_violations(page)]
        assert found == []
        if width < 1100:
            small = page.locator("#main :is(button, a, select)").evaluate_all(
                "all => all.map((one) => one.getBoundingClientRect())"
                ".filter((box) => box.width && box.height < 44).length"
            )
            assert small == 0
