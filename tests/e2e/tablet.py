"""A tablet that locks, as every clinic's does, and the people who come into it."""

from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Locator, Page, expect

from store.clinic import Clinic
from store.database import Database
from store.views import Actor, StaffForm
from store.words import Role
from tools.entering import PASSWORD

PIN, OTHER_PIN = "580294", "27160395"
LOCKING = {"REGIMEN_LOCK_MINUTES": "10"}
CONSOLE = Actor(staff_id=None, name="Test", roles=frozenset({Role.MANAGER}))


def opened(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function("window.did_handshake")


def come_in(page: Page, link: str, pin: str) -> None:
    """Choose a password by a one-time link, then a PIN."""
    page.goto(link)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Save and sign in").click()
    page.wait_for_function("window.did_handshake")
    page.goto("/change-pin")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("New PIN", exact=True).fill(pin)
    page.get_by_label("New PIN again").fill(pin)
    page.get_by_role("button", name="Save PIN").click()
    expect(page.get_by_role("status")).to_have_text("Your PIN unlocks your devices from now on.")


def linking(folder: Path, address: str) -> Callable[[], str]:
    """Makes the way in of somebody new, who works at the front desk."""

    def made() -> str:
        name = f"Zora {uuid4().hex[:8]}"
        clinic = Clinic(Database(folder / "data" / "regimen.db"))
        wish = StaffForm(name=name, sign_in_name=name, roles=frozenset({Role.FRONT_DESK}))
        token = clinic.make_link(clinic.add_staff(wish, by=CONSOLE).id, by=CONSOLE).token
        clinic.database.close()
        return f"{address}/set-up/{token}"

    return made


def lock(page: Page) -> Locator:
    page.keyboard.press("Alt+Shift+L")
    return covered(page)


def covered(page: Page) -> Locator:
    screen = page.locator("dialog.lock-screen")
    expect(screen.get_by_label("PIN")).to_be_focused()
    return screen


def shown_again(page: Page) -> None:
    expect(page.locator("dialog.lock-screen")).to_have_count(0)
    assert not page.evaluate("document.querySelector('[inert]')")
