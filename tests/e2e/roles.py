"""Who works in a browser: signed in as a person would, or let in by the store where it is no demo."""

from pathlib import Path
from urllib.parse import quote, urlsplit

from playwright.sync_api import Page, StorageState

from store.accounts.roles import write_roles
from store.accounts.sign_ins import make_sign_in
from store.clinic import Clinic
from store.database import Database
from store.models import Staff
from store.views import Actor
from store.words import Role
from tests.factories import add_all
from tools.entering import state_of


def work_as(page: Page, role: str) -> None:
    """Sign in with this role's button at a demo's door and come back, unless they work already.

    What this browser held before is left alone: other browsers of the test may hold it too.
    """
    page.wait_for_function("window.did_handshake")
    who = page.locator("details.person summary").get_attribute("aria-label") or ""
    if f", {role}:" in who:
        return
    here = urlsplit(page.url)
    path = f"{here.path}?{here.query}" if here.query else here.path
    page.goto(f"{here.scheme}://{here.netloc}/sign-in?to={quote(path)}")
    page.get_by_role("button", name=role, exact=True).click()
    page.wait_for_function("window.did_handshake")


def let_in(
    database: Path,
    role: Role = Role.FRONT_DESK,
    *,
    name: str = "",
    provider_id: int | None = None,
    own_patients: bool = False,
) -> StorageState:
    """What a browser holds in which somebody new in this role is signed in."""
    clinic = Clinic(Database(database))
    with clinic.command(
        "", Actor(staff_id=None, name="Test", roles=frozenset({Role.MANAGER}))
    ) as unit:
        member = Staff(
            name=name or f"Test {role.label}", provider_id=provider_id, own_patients=own_patients
        )
        add_all(unit.session, member)
        write_roles(unit.session, member.id or 0, [role])
        made = make_sign_in(unit, member, "127.0.0.1", clinic.limits)
    clinic.database.close()
    return state_of(made.token)
