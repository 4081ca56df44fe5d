"""What surrounds every view in a real browser: who works, theme, connection, ways back."""

import re

from playwright.sync_api import Page, expect

SESSIONS = re.compile(r"/sessions$")


def opened(page: Page, address: str = "/sessions") -> None:
    page.goto(address)
    page.wait_for_function("window.did_handshake")


def test_every_page_has_a_language_a_title_and_one_heading(page: Page) -> None:
    titles = set()
    for address in ("/sessions", "/calendar", "/patients"):
        opened(page, address)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.locator("html")).to_have_attribute("lang", "en-US")
        expect(page.get_by_text("Demo", exact=True)).to_be_visible()
        titles.add(page.title())
    assert len(titles) == 3


def test_the_part_that_is_open_is_marked_in_the_navigation(page: Page) -> None:
    opened(page)
    navigation = page.get_by_role("navigation", name="Main")
    expect(navigation.locator("[aria-current=page]")).to_have_text("Sessions")
    navigation.get_by_role("link", name="Patients").click()
    expect(navigation.locator("[aria-current=page]")).to_have_text("Patients")
    expect(page.get_by_role("heading", level=1)).to_be_focused()


def test_who_is_signed_in_stands_in_the_header_with_the_ways_out(page: Page) -> None:
    opened(page)
    who = page.locator("summary", has_text="Femi Adeyemi")
    expect(who).to_have_attribute("aria-label", "Femi Adeyemi, Front desk: your account")
    who.click()
    expect(page.get_by_role("button", name="Change password")).to_be_visible()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(who).to_be_focused()


def test_the_theme_follows_the_device_until_somebody_chooses(page: Page) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    page.emulate_media(color_scheme="dark")
    opened(page)
    dark = page.evaluate(background)
    page.get_by_role("button", name="Theme: as the device").click()
    expect(page.get_by_role("button", name="Theme: light")).to_be_visible()
    light = page.evaluate(background)
    assert light != dark
    page.reload()
    assert page.evaluate(background) == light


def test_a_lost_connection_is_said_and_its_return_too(page: Page) -> None:
    opened(page)
    page.get_by_role("searchbox", name="Search sessions").fill("typed before")
    page.evaluate("window.socket.disconnect()")
    banner = page.get_by_role("alert").filter(has_text="The server cannot be reached")
    expect(banner).to_be_visible()
    page.evaluate("window.socket.connect()")
    expect(banner).to_be_hidden()
    expect(page.get_by_role("searchbox", name="Search sessions")).to_have_value("typed before")


def test_an_unknown_address_has_a_way_back(page: Page) -> None:
    answer = page.goto("/nothing/here")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", name="Not found")).to_be_visible()
    page.get_by_role("button", name="Go to all sessions").click()
    expect(page).to_have_url(SESSIONS)
    expect(page.get_by_role("heading", level=1, name="Sessions")).to_be_visible()


def test_half_a_character_in_an_address_is_answered(page: Page) -> None:
    for address in ("/sessions?q=%ED%A0%80", "/patients?q=%ED%A0%80"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200


def test_half_a_character_typed_into_a_field_does_no_harm(page: Page) -> None:
    opened(page)
    box = page.get_by_role("searchbox", name="Search sessions")
    box.evaluate("e => { e.value = 'zzz\\ud800'; e.dispatchEvent(new Event('input')); }")
    expect(page.get_by_role("heading", name="No matches")).to_be_visible()


def test_a_foreign_page_gets_no_socket(page: Page, server: str) -> None:
    answer = page.request.get(
        "/_nicegui_ws/socket.io/?EIO=4&transport=polling", headers={"Origin": "http://evil.example"}
    )
    assert answer.status == 400
    own = page.request.get(
        "/_nicegui_ws/socket.io/?EIO=4&transport=polling", headers={"Origin": server}
    )
    assert own.status == 200


def test_the_way_home_and_the_views_of_the_calendar_are_wide_enough_for_a_finger(
    page: Page,
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    opened(page, "/calendar")
    targets = (
        page.get_by_role("link", name="Regimen, all sessions"),
        page.get_by_role("button", name="Day", exact=True),
        page.get_by_role("button", name="Week", exact=True),
    )
    for target in targets:
        box = target.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
