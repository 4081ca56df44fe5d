"""What a page sends for its first view: text stays text, and nothing that only Vue can draw."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from nicegui.testing import User

from components import assets
from components.first_view import PARTS
from tests.factories import add_booking, add_patient, add_plan, add_session, furnished
from tests.pages.entering import served

HOSTILE = "</script><img src=x onerror=alert(1)>"
ELEMENTS = re.compile(
    r'<script type="application/json" id="first-elements">(.*?)</script>', re.DOTALL
)


def elements(page: str) -> dict[str, Any]:
    found = ELEMENTS.search(page)
    assert found is not None
    told: dict[str, Any] = json.loads(found[1])
    return told


def flat(element: dict[str, Any]) -> list[dict[str, Any]]:
    return [element, *(one for child in element.get("children", []) for one in flat(child))]


async def test_a_hostile_name_is_sent_as_text(user: User, tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    with clinic.database.write() as session:
        patient = add_patient(session, HOSTILE, "Tanaka")
        add_booking(session, add_session(session, add_plan(session, patient)), item_ids=[1])
    served(user, clinic)
    page = (await user.http_client.get("/sessions")).text
    assert HOSTILE not in page
    (table,) = [one for one in flat(elements(page)) if one["tag"] == "nicegui-session_table"]
    assert table["props"]["rows"][0][1] == f"{HOSTILE} Tanaka"


async def test_it_holds_nothing_but_what_can_be_drawn(user: User, tmp_path: Path) -> None:
    served(user, furnished(tmp_path))
    page = (await user.http_client.get("/sessions")).text
    own = {one["tag"] for one in flat(elements(page)) if "-" in one["tag"]}
    assert own <= {f"nicegui-{part}" for part in PARTS}


async def test_a_view_that_only_vue_can_draw_sends_none(user: User, tmp_path: Path) -> None:
    clinic = furnished(tmp_path)
    with clinic.database.write() as session:
        add_session(session, add_plan(session, add_patient(session)))
    served(user, clinic)
    assert "first-elements" not in (await user.http_client.get("/sessions/1")).text


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_page_begins_in_the_chosen_theme(user: User, tmp_path: Path, theme: str) -> None:
    served(user, furnished(tmp_path))
    user.http_client.cookies.set("regimen-theme", theme)
    page = (await user.http_client.get("/sessions")).text
    assert f"document.documentElement.dataset.theme='{theme}'" in page


async def test_a_theme_that_is_none_is_not_repeated(user: User, tmp_path: Path) -> None:
    served(user, furnished(tmp_path))
    user.http_client.cookies.set("regimen-theme", "'><b>")
    page = (await user.http_client.get("/sessions")).text
    assert "dataset.theme" not in page
    assert "'><b>" not in page


async def test_the_font_is_fetched_early_where_it_will_be_used(user: User, tmp_path: Path) -> None:
    served(user, furnished(tmp_path))
    for system, is_fetched in (("X11; Linux x86_64", True), ("Windows NT 10.0", False)):
        answer = await user.http_client.get("/sessions", headers={"user-agent": system})
        assert ('as="font"' in answer.text) is is_fetched


def test_every_part_is_the_component_s_own_script() -> None:
    script = assets.content("regimen.js")
    for part in PARTS:
        assert f'regimenFirst.parts["nicegui-{part}"]' in script
    assert "export default" not in script
