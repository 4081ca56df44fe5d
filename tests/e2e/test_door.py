"""The door in a real browser and by bare sockets: in, out, sent away, and never beside it."""

import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.checkers import violations as axe_violations
from tools.entering import COOKIE, PASSWORD, signed_in

SIGN_IN = re.compile(r"/sign-in(\?|$)")
SOCKET = "/_nicegui_ws/socket.io/?EIO=4&transport=polling"


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function("window.did_handshake")


@pytest.fixture
def manager(browser: Browser, server: str) -> Iterator[Page]:
    context = browser.new_context(base_url=server, storage_state=signed_in(server, "Manager"))
    yield context.new_page()
    context.close()


@pytest.fixture
def stranger(browser: Browser, server: str) -> Iterator[Page]:
    """A browser that holds nothing."""
    context = browser.new_context(base_url=server)
    yield context.new_page()
    context.close()


def added(manager: Page) -> tuple[str, str]:
    """Somebody new at the front desk: their name, and the link that lets them in."""
    name = f"Zora {uuid4().hex[:8]}"
    opened(manager, "/clinic/staff/new")
    manager.get_by_role("textbox", name="Name", exact=True).fill(name)
    manager.get_by_label("Sign-in name").fill(name)
    manager.get_by_role("button", name="Save", exact=True).click()
    expect(manager).to_have_url(re.compile(r"/clinic/staff/\d+$"))
    manager.get_by_role("button", name="Make a one-time link").click()
    link = manager.get_by_label("One-time link")
    expect(link).to_have_value(re.compile("/set-up/"))
    return name, link.input_value()


def come_in(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Save and sign in").click()
    page.wait_for_function("window.did_handshake")


def test_one_press_lets_into_a_demo_and_on_to_the_address_asked_for(stranger: Page) -> None:
    stranger.goto("/patients?q=an")
    expect(stranger.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    stranger.get_by_role("button", name="Provider", exact=True).click()
    expect(stranger).to_have_url(re.compile(r"/patients\?q=an$"))
    expect(stranger.locator("details.person summary")).to_have_attribute(
        "aria-label", re.compile(", Provider: your account$")
    )


def test_signing_out_reaches_every_tab(stranger: Page) -> None:
    stranger.goto("/sign-in")
    stranger.get_by_role("button", name="Front desk").click()
    stranger.wait_for_function("window.did_handshake")
    other = stranger.context.new_page()
    opened(other, "/calendar?view=week")
    stranger.locator("details.person summary").click()
    stranger.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    expect(other).to_have_url(re.compile(r"/sign-in\?to=/calendar"))
    expect(stranger).to_have_url(SIGN_IN)
    stranger.go_back()
    expect(stranger.get_by_role("heading", level=1, name="Sign in")).to_be_visible()


def test_a_new_member_of_staff_comes_in_and_is_sent_away_when_disabled(
    manager: Page, stranger: Page
) -> None:
    name, link = added(manager)
    come_in(stranger, link)
    expect(stranger.locator("summary", has_text=name)).to_be_visible()
    opened(stranger, "/patients?new=1")
    stranger.get_by_role("textbox", name="Given name").fill("Half a na")
    manager.get_by_role("button", name="Disable").click()
    expect(stranger.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    stranger.goto("/sessions")
    expect(stranger).to_have_url(SIGN_IN)
    stranger.get_by_label("Sign-in name").fill(name)
    stranger.get_by_label("Password").fill(PASSWORD)
    stranger.get_by_role("button", name="Sign in").click()
    expect(stranger.get_by_role("alert")).to_have_text(
        "This name and this password do not go together. Type both again."
    )
    expect(stranger.get_by_label("Sign-in name")).to_have_value(name)


def test_a_lost_password_comes_back_by_a_link(manager: Page, stranger: Page) -> None:
    name, link = added(manager)
    come_in(stranger, link)
    manager.get_by_role("button", name="Sign out everywhere").click()
    expect(stranger.get_by_role("heading", level=1, name="Sign in")).to_be_visible()
    stranger.get_by_label("Sign-in name").fill(name.upper())
    stranger.get_by_label("Password").fill(PASSWORD)
    stranger.get_by_role("button", name="Sign in").click()
    stranger.wait_for_function("window.did_handshake")
    expect(stranger.locator("summary", has_text=name)).to_be_visible()


def test_the_staff_is_for_managers(page: Page) -> None:
    opened(page, "/clinic/staff")
    expect(page.get_by_role("heading", name="For managers")).to_be_visible()
    opened(page, "/clinic/staff/1")
    expect(page.get_by_role("heading", name="For managers")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_at_the_door_are_accessible_and_fit_a_phone(stranger: Page, theme: str) -> None:
    stranger.set_viewport_size({"width": 390, "height": 844})
    stranger.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    stranger.goto("/sign-in")
    found = axe_violations(stranger)
    serious = [one for one in found if one["impact"] in {"serious", "critical"}]
    assert not serious, json.dumps(serious, indent=1)[:2000]
    assert stranger.evaluate("document.documentElement.scrollWidth <= innerWidth")
    targets = stranger.locator("button, input:not([type=hidden])").all()
    boxes = [target.bounding_box() for target in targets]
    assert len(boxes) == 6
    assert all(box and box["height"] >= 44 and box["width"] >= 44 for box in boxes)


def test_the_door_works_without_any_script(browser: Browser, server: str) -> None:
    context = browser.new_context(base_url=server, java_script_enabled=False)
    page = context.new_page()
    page.goto("/sign-in?to=/healthz")
    page.get_by_role("button", name="Manager").click()
    expect(page).to_have_url(re.compile("/healthz$"))
    assert any(cookie["name"] == COOKIE for cookie in context.cookies())
    context.close()


def exchange(address: str, *, cookie: str, body: str | None = None) -> tuple[int, str]:
    """One request of a bare socket by polling."""
    request = urllib.request.Request(address, body.encode() if body else None)
    request.add_header("Origin", re.findall(r"http://[^/]+", address)[0])
    if cookie:
        request.add_header("Cookie", f"{COOKIE}={cookie}")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refusal:
        return refusal.code, refusal.read().decode()


def token(server: str, role: str) -> str:
    return signed_in(server, role)["cookies"][0]["value"]


def told(server: str, *, cookie: str, query: str = "", say: str = "") -> str:
    """What a bare socket is answered to its connection, or to what it says then."""
    status, hello = exchange(f"{server}{SOCKET}{query}", cookie=cookie)
    assert status == 200, hello
    address = f"{server}{SOCKET}&sid={json.loads(hello[1:])['sid']}"
    exchange(address, cookie=cookie, body="40")
    answer = exchange(address, cookie=cookie)[1]
    if say:
        exchange(address, cookie=cookie, body=say)
        answer = exchange(address, cookie=cookie)[1]
    return answer


def test_a_socket_without_a_sign_in_is_refused(page: Page, server: str) -> None:
    opened(page, "/sessions")
    client = page.evaluate("window.clientId")
    for cookie in ("", "guess"):
        assert exchange(f"{server}{SOCKET}&client_id={client}", cookie=cookie)[0] == 401


def test_a_socket_of_another_sign_in_gets_no_foreign_page(page: Page, server: str) -> None:
    opened(page, "/sessions")
    client = page.evaluate("window.clientId")
    cookie = token(server, "Manager")
    query = f"&client_id={client}&implicit_handshake=true&tab_id=x&document_id=y&next_message_id=0"
    assert told(server, cookie=cookie, query=query).startswith("44")
    shake = json.dumps(["handshake", {"client_id": client, "tab_id": "x", "document_id": "y"}])
    assert told(server, cookie=cookie, say=f"420{shake}") == "430[false]"
