"""The door: nothing of the product without a sign-in, on any address, by any method."""

from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute
from nicegui import app
from nicegui.testing import User
from sqlalchemy import event

from pages import cookies
from pages.door import asked_for, is_open, sign_in_address
from pages.forms import local
from pages.open_pages import OpenPages
from store.clinic import Clinic
from tests.factories import FRONT_DESK, FixedClock, add_patient, add_plan, add_session, furnished
from tests.pages.entering import hold, served, signed_in

OPEN = {
    "/sign-in",
    "/sign-out",
    "/healthz",
    "/standing",
    "/set-up/{token}",
    "/assets/{version}/{name}",
}
FRAMEWORK = "/_nicegui/"
KEPT_SHUT = ("/dynamic_resources/", "/_nicegui/client/")


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    made = furnished(tmp_path)
    with made.database.write() as session:
        add_patient(session, "Mei", "Tanaka")
    return made


class Left:
    """A page that keeps what it was told."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def send_away(self) -> None:
        self.heard.append("send_away")

    def cover(self) -> None:
        self.heard.append("cover")

    def uncover(self) -> None:
        self.heard.append("uncover")

    def hand_over(self) -> None:
        self.heard.append("hand_over")


def product_routes() -> list[tuple[str, str]]:
    """Method and address of everything that is not plainly the way in."""
    found = []
    for route in app.routes:
        if not isinstance(route, APIRoute) or route.path in OPEN:
            continue
        if route.path.startswith(FRAMEWORK) and not any(one in route.path for one in KEPT_SHUT):
            continue
        found += [(method, route.path) for method in route.methods or ()]
    return found


async def test_no_route_answers_without_a_sign_in(user: User, clinic: Clinic) -> None:
    served(user, clinic, by=None)
    routes = product_routes()
    assert len(routes) > 8
    for method, path in routes:
        address = path.replace("{address:path}", "patients/1").replace("{", "").replace("}", "")
        answer = await user.http_client.request(method, address, follow_redirects=False)
        assert answer.status_code in {303, 401}, (method, path)
        assert "Tanaka" not in answer.text
        if answer.status_code == 303:
            assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "address",
    [
        "/print/sessions",
        "/print/patients/1",
        "/downloads/token/file.csv",
        "/clinic/import/files/token",
        "/_nicegui/client/1/upload/2",
        "/_nicegui_ws/socket.io/?EIO=4&transport=polling",
    ],
)
async def test_what_is_no_page_is_refused_in_words(
    user: User, clinic: Clinic, address: str
) -> None:
    served(user, clinic, by=None)
    answer = await user.http_client.get(address)
    assert (answer.status_code, answer.text) == (
        401,
        "You are not signed in. Sign in, then try again.",
    )


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
async def test_a_page_is_only_read(user: User, clinic: Clinic, method: str) -> None:
    served(user, clinic, by=None)
    answer = await user.http_client.request(method, "/sessions")
    assert answer.status_code == 401


@pytest.mark.parametrize(
    ("address", "to"),
    [
        ("/", "/sign-in"),
        ("/sessions", "/sign-in"),
        (
            "/sessions?scope=past&q=n%C3%BA",
            "/sign-in?to=/sessions%3Fscope%3Dpast%26q%3Dn%25C3%25BA",
        ),
        ("/patients/1", "/sign-in?to=/patients/1"),
        ("/nothing/here", "/sign-in?to=/nothing/here"),
    ],
)
async def test_a_page_leads_to_the_sign_in_and_from_there_back(
    user: User, clinic: Clinic, address: str, to: str
) -> None:
    served(user, clinic, by=None)
    answer = await user.http_client.get(address)
    assert (answer.status_code, answer.headers["location"]) == (303, to)


async def test_health_and_assets_are_for_everybody(user: User, clinic: Clinic) -> None:
    served(user, clinic, by=None)
    assert (await user.http_client.get("/healthz")).status_code == 200
    assert (await user.http_client.get("/assets/x/entry.css")).status_code == 200


async def test_a_sign_in_that_is_over_opens_nothing(user: User, tmp_path: Path) -> None:
    clock = FixedClock()
    clinic = served(user, furnished(tmp_path, clock=clock))
    assert (await user.http_client.get("/sessions")).status_code == 200
    clock.advance(hours=8)
    assert (await user.http_client.get("/sessions")).status_code == 303
    made = signed_in(clinic, FRONT_DESK)
    hold(user, made)
    assert (await user.http_client.get("/sessions")).status_code == 200
    clinic.sign_out(made.token)
    assert (await user.http_client.get("/print/sessions")).status_code == 401


async def test_an_open_page_whose_sign_in_runs_out_is_sent_away_and_told_why(
    user: User, tmp_path: Path
) -> None:
    clock = FixedClock()
    clinic = served(user, furnished(tmp_path, clock=clock))
    held = clinic.signed_in(user.http_client.cookies[cookies.SIGN_IN])
    assert held is not None
    page, pages = Left(), OpenPages(clinic)
    pages.open(await user.open("/sessions"), held.id, page)
    await pages.look()
    assert page.heard == []
    clock.advance(hours=8)
    await pages.look()
    assert page.heard == ["send_away"]
    assert (
        "after 8 hours in which nothing was done" in (await user.http_client.get("/sign-in")).text
    )


async def test_a_clinic_that_is_new_says_where_its_first_link_is(
    user: User, tmp_path: Path
) -> None:
    clinic = Clinic(furnished(tmp_path).database, clock=FixedClock())
    served(user, clinic, by=None)
    said = (await user.http_client.get("/sign-in")).text
    assert "Nobody can sign in yet." in said
    assert "python -m store link" in said
    link = clinic.make_first_link()
    assert link is not None
    assert link.token not in (await user.http_client.get("/sign-in")).text


@pytest.mark.parametrize("path", ["/sessions", "/calendar", "/patients/1", "/sessions/1"])
async def test_being_signed_in_costs_a_page_two_queries(
    user: User, tmp_path: Path, path: str
) -> None:
    clinic = furnished(tmp_path)
    with clinic.database.write() as session:
        add_session(session, add_plan(session, add_patient(session, "Mei", "Tanaka")))
    served(user, clinic)
    await user.open(path)
    asked: list[str] = []

    def note(*arguments: Any) -> None:
        asked.append(arguments[2])

    event.listen(clinic.database.engine, "before_cursor_execute", note)
    await user.open(path)
    event.remove(clinic.database.engine, "before_cursor_execute", note)
    of_sign_ins = [one for one in asked if "sign_in" in one]
    assert 1 <= len(of_sign_ins) <= 2, of_sign_ins
    assert len(asked) > len(of_sign_ins)


async def test_a_page_that_is_opened_keeps_the_sign_in_alive(user: User, tmp_path: Path) -> None:
    clock = FixedClock()
    served(user, furnished(tmp_path, clock=clock))
    for _ in range(2):
        clock.advance(hours=5)
        assert (await user.http_client.get("/print/sessions?scope=all")).status_code == 200
        assert (await user.http_client.get("/sessions")).status_code == 200


@pytest.mark.parametrize("address", ["/favicon.ico", "/set-up/a/b", "/assets/x", "/set-up/"])
async def test_where_there_is_nothing_the_sign_in_is(
    user: User, clinic: Clinic, address: str
) -> None:
    served(user, clinic, by=None)
    answer = await user.http_client.get(address)
    assert answer.status_code in {303, 404}
    assert "Tanaka" not in answer.text


@pytest.mark.parametrize(
    ("path", "is_free"),
    [
        ("/sign-in", True),
        ("/sign-in/x", False),
        ("/sign-inside", False),
        ("/healthz/x", False),
        ("/set-up", False),
        ("/assets", False),
        ("/_nicegui", False),
        ("/_nicegui/0.0.0/static/x.js", False),
        ("/change-password", False),
    ],
)
def test_only_what_is_named_stands_open(path: str, is_free: bool) -> None:
    assert is_open(path) is is_free


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "//evil.example/sessions",
        "https://evil.example",
        "javascript:alert(1)",
        "/\\evil.example",
        "\\\\evil.example",
        "/sessions\r\nSet-Cookie: a=b",
        "/\tevil.example",
        "evil.example",
        "/ñ",
        "",
        "/",
        "/sign-in",
        "/sign-in?to=/sign-in",
        "/sign-out",
    ],
)
def test_only_addresses_of_ours_are_gone_to(address: str) -> None:
    assert local(address) == "/sessions"


@pytest.mark.parametrize(
    "address", ["/sessions?scope=past", "/patients/1", "/calendar?date=2026-03-04"]
)
def test_an_address_of_ours_is_gone_to(address: str) -> None:
    assert local(address) == address


def test_an_address_is_told_as_it_was_asked() -> None:
    scope = {"path": "/ñ/a b", "query_string": b"q=%C3%B1"}
    assert asked_for(scope) == "/%C3%B1/a%20b?q=%C3%B1"
    assert sign_in_address("/a?b=c") == "/sign-in?to=/a%3Fb%3Dc"
