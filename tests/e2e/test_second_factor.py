"""A second factor and an identity provider in a real browser: on, out, in again, and round trips."""

import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from playwright.sync_api import Browser, Page, expect

from pages.identity_provider import NOT_INSTALLED
from store.accounts.totp import code_at, step_at
from store.clinic import Clinic
from store.database import Database
from store.views import Actor, StaffForm
from store.words import Role
from tests.e2e.checkers import violations as axe_violations
from tests.identity_provider import LABEL, providing
from tools.entering import PASSWORD, signed_in
from tools.environment import ROOT
from tools.serving import serving

SERVER = Actor(staff_id=None, name="Command line", roles=frozenset({Role.MANAGER}))
START = "import sys; sys.modules['authlib'] = None; import app; sys.exit(app.main())"
"""The app where the extra is not there."""


def shown_code(secret: str, *, steps: int = 0) -> str:
    return code_at(secret, step_at(datetime.now(UTC)) + steps)


def menu(page: Page, button: str) -> None:
    page.wait_for_function("window.did_handshake")
    page.locator("summary.person-name").click()
    page.get_by_role("button", name=button).click()


def is_clean(page: Page) -> None:
    found = axe_violations(page)
    assert [one["id"] for one in found if one["impact"] in {"serious", "critical"}] == []


def newcomer(browser: Browser, server: str) -> tuple[str, Page]:
    """Somebody who just chose a password by a link that a manager made."""
    name = f"Zora {uuid4().hex[:8]}"
    context = browser.new_context(base_url=server, storage_state=signed_in(server, "Manager"))
    page = context.new_page()
    page.goto("/clinic/staff/new")
    page.wait_for_function("window.did_handshake")
    page.get_by_role("textbox", name="Name", exact=True).fill(name)
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_url(re.compile(r"/clinic/staff/\d+$"))
    page.get_by_role("button", name="Make a one-time link").click()
    expect(page.get_by_label("One-time link")).to_have_value(re.compile("/set-up/"))
    link = page.get_by_label("One-time link").input_value()
    context.close()
    own = browser.new_context(base_url=server).new_page()
    own.goto(link)
    own.get_by_label("Password", exact=True).fill(PASSWORD)
    own.get_by_label("Password again").fill(PASSWORD)
    own.get_by_role("button", name="Save and sign in").click()
    return name, own


def test_it_is_turned_on_and_asked_for_at_the_next_sign_in(browser: Browser, server: str) -> None:
    name, page = newcomer(browser, server)
    menu(page, "Second factor")
    expect(page.get_by_role("heading", level=1)).to_have_text("Second factor")
    is_clean(page)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("img", name="QR code of the key below")).to_be_visible()
    is_clean(page)
    secret = page.locator(".key code").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows now").fill(shown_code(secret))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("status")).to_contain_text("Your second factor is on.")
    expect(page.get_by_role("list", name="Recovery codes").get_by_role("listitem")).to_have_count(8)
    is_clean(page)
    page.get_by_role("link", name="I have kept them").click()
    menu(page, "Sign out")
    page.goto("/patients?q=an")
    page.get_by_label("Sign-in name").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(re.compile(r"/sign-in/code\?to=%2Fpatients%3Fq%3Dan$"))
    is_clean(page)
    page.get_by_label("Code").fill("000000")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("This code is not right")
    page.get_by_label("Code").fill(shown_code(secret, steps=1))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/patients\?q=an$"))
    page.context.close()


def test_a_manager_sees_it_and_takes_it_off(browser: Browser, server: str) -> None:
    name, page = newcomer(browser, server)
    menu(page, "Second factor")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    secret = page.locator(".key code").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows now").fill(shown_code(secret))
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("status")).to_contain_text("Your second factor is on.")
    page.get_by_role("link", name="I have kept them").click()
    page.wait_for_function("window.did_handshake")
    context = browser.new_context(base_url=server, storage_state=signed_in(server, "Manager"))
    manager = context.new_page()
    manager.goto("/clinic/staff")
    manager.wait_for_function("window.did_handshake")
    manager.get_by_role("link", name=name).click()
    expect(manager.get_by_text("Can sign in with a second factor")).to_be_visible()
    off = manager.get_by_role("button", name="Take the second factor off")
    off.click()
    expect(manager.get_by_text(f"{name} needs no second factor any more.")).to_be_visible()
    expect(off).to_be_hidden()
    expect(page).to_have_url(re.compile(r"/sign-in(\?|$)"))
    context.close()
    page.context.close()


def test_an_identity_provider_signs_in_whom_a_manager_named(
    browser: Browser, tmp_path: Path
) -> None:
    """Over to another origin and back, with the policy of our own pages in force."""
    with providing() as provider:
        provider.knows("rl", "rosa@cove.example")
        with serving(tmp_path / "clinic", settings=provider.settings()) as address:
            clinic = Clinic(Database(tmp_path / "clinic" / "data" / "regimen.db"))
            wish = StaffForm(
                name="Rosa Lindqvist",
                sign_in_name="rosa@cove.example",
                roles=frozenset({Role.FRONT_DESK}),
            )
            clinic.add_staff(wish, by=SERVER)
            page = browser.new_context(base_url=address).new_page()
            page.goto("/patients?q=an")
            is_clean(page)
            page.get_by_role("link", name=f"Sign in with {LABEL}").click()
            expect(page.get_by_role("heading", level=1)).to_have_text(LABEL)
            page.get_by_label("User").fill("rl")
            page.get_by_role("button", name="Log in").click()
            expect(page).to_have_url(f"{address}/patients?q=an")
            expect(page.locator("summary.person-name")).to_contain_text("Rosa Lindqvist")
            page.context.close()
    log = (tmp_path / "clinic" / "server.log").read_text(encoding="utf-8")
    assert provider.terms.secret.get_secret_value() not in log


def test_where_the_extra_is_missing_it_does_not_start_and_says_what_to_do(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", START],
        cwd=tmp_path,
        env={
            "PYTHONPATH": str(ROOT),
            "REGIMEN_DATA": str(tmp_path / "data"),
            "REGIMEN_OIDC_ISSUER": "https://id.example",
            "REGIMEN_OIDC_CLIENT_ID": "regimen",
            "REGIMEN_OIDC_CLIENT_SECRET": "not-to-be-told",
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr.splitlines()) == (
        2,
        [
            "Regimen cannot start.",
            NOT_INSTALLED,
        ],
    )
    assert not (tmp_path / "data").exists()
