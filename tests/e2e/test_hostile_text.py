"""Hostile text is text: whatever stands in a stored field, nothing of it runs in any view."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import ConsoleMessage, Page, expect
from sqlalchemy import Table, update
from sqlmodel import AutoString, SQLModel

from store.clinic import Clinic
from store.words import PaymentMethod
from tests.e2e.roles import let_in
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    PROVIDER,
    add_patient,
    add_plan,
    add_session,
    furnished,
)
from tools.serving import serving

TAGS = [
    "<script>{}</script>",
    "<img src=x onerror={}>",
    "<svg onload={}>",
    "<details open ontoggle={}>",
    "<iframe srcdoc='<script>parent.{}</script>'></iframe>",
    "<input autofocus onfocus={}>",
    "<style onload={}></style>",
    "<a href='javascript:{}'>",
]
BREAKS = ["", '"', "'", "`", '">', "'>", "</script>"]
OTHERS = [
    "{{{{ran()}}}}",
    "{{{{constructor.constructor('ran()')()}}}}",
    '" :title="ran()',
    "${{ran()}}",
    "';ran();//",
    "\\u003cscript\\u003eran()\\u003c/script\\u003e",
]
PAYLOADS = [quote + tag.format("ran()") for quote, tag in product(BREAKS, TAGS)]
PAYLOADS += [other.format() for other in OTHERS]
HOSTILE = " ".join(PAYLOADS)
KEPT = {
    "zone",
    "currency",
    "digest",
    "entity",
    "patient_key",
    "provider_key",
    "sort_key",
    "sign_in_key",
}
"""Columns that no person types."""
WATCH = "window.hasRun = false; window.ran = () => { window.hasRun = true; }"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the clinic lies."""
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def browser_context_args(
    browser_context_args: dict[str, Any], address: str, folder: Path
) -> dict[str, Any]:
    """Signed in there, under a name that is hostile as well."""
    assert address
    state = let_in(folder / "data" / "regimen.db", name=HOSTILE)
    return {**browser_context_args, "storage_state": state}


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """A clinic whose every text holds all payloads."""
    poison(folder / "data")
    with serving(folder, settings={"REGIMEN_DEMO": "0"}) as address:
        yield address


def poison(folder: Path) -> None:
    clinic = furnished(folder)
    with clinic.database.write() as session:
        plan = add_plan(session, add_patient(session, phone="1", alerts=["Latex"]))
        add_session(session, plan, services=(1, 2))
        add_session(session, plan, position=2)
    live_through(clinic)
    with clinic.database.write() as session:
        for table in SQLModel.metadata.sorted_tables:
            if values := hostile_values(table):
                session.connection().execute(update(table).values(values))
    clinic.enable_room(2, by=MANAGER)
    clinic.database.close()


def hostile_values(table: Table) -> dict[str, object]:
    """All payloads for each column that holds a text of people's making."""
    if table.name == "patient_word" or table.name.startswith("audit_"):
        return {}
    values: dict[str, object] = {
        column.name: HOSTILE
        for column in table.columns
        if isinstance(column.type, AutoString)
        and not column.primary_key
        and column.name not in KEPT
    }
    return values | ({"alerts": PAYLOADS} if table.name == "patient" else {})


def live_through(clinic: Clinic) -> None:
    """A note, a payment and a history."""
    clinic.perform(1, location_id=1, by=PROVIDER)
    clinic.document(1, note="Fine", by=PROVIDER)
    clinic.take_payment(1, amount=1, method=PaymentMethod.CARD, key="payment-1", by=FRONT_DESK)
    clinic.disable_room(2, by=MANAGER)


def test_there_are_sixty_of_them() -> None:
    assert len(set(PAYLOADS)) >= 60


@pytest.mark.parametrize(
    "path",
    [
        "/sessions?scope=all",
        "/sessions/1",
        "/patients",
        "/patients/1",
        "/calendar?date=2026-03-04",
        "/sessions?scope=%3Cscript%3Eran()%3C/script%3E&q=%22%3E%3Cimg%20src=x%20onerror=ran()%3E",
        "/%3Cscript%3Eran()%3C%2Fscript%3E",
    ],
)
def test_nothing_that_is_stored_or_asked_for_runs(page: Page, address: str, path: str) -> None:
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    page.on("console", lambda said: broken.extend(told(said)))
    page.add_init_script(WATCH)
    page.goto(address + path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.hasRun") is False
    assert page.locator("#main iframe, #main img, #main script, #main details").count() == 0
    assert broken == []


def test_names_are_shown_as_they_are_and_booked(page: Page, address: str) -> None:
    page.add_init_script(WATCH)
    page.goto(f"{address}/sessions/1")
    expect(page.locator("#main")).to_contain_text(PAYLOADS[0])
    page.locator("#main").get_by_role("button", name="Create Booking").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(PAYLOADS[1])
    dialog.get_by_role("button", name="Save booking").click()
    expect(dialog).to_have_count(0)
    assert page.evaluate("window.hasRun") is False


def told(said: ConsoleMessage) -> list[str]:
    """What the browser complains of, but for an address of which it is told that it is not there."""
    is_wrong = said.type == "error" and "404" not in said.text
    return [said.text] if is_wrong else []
