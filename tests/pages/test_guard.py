"""The door opens to the clinic's own names and its own pages' sockets only."""

import pytest
from nicegui.testing import User
from starlette.types import Scope

from components import assets
from pages import guard, policy
from pages.guard import Guard
from pages.hosts import host_name
from pages.limits import Limits

BOUNDS = Limits(pages_a_minute=600, sockets=1_000)


async def nobody(*_: object) -> None:
    """Stands for the app behind the guard."""


DOOR = Guard(nobody, frozenset({"localhost", "::1", "clinic.example"}), BOUNDS)
SOCKET = "/_nicegui_ws/socket.io/"


def asking(path: str, *, kind: str = "http", method: str = "GET", **headers: str) -> Scope:
    named = {"host": "localhost:8080", **headers}.items()
    scope = {"type": kind, "path": path, "headers": [(k.encode(), v.encode()) for k, v in named]}
    return scope | ({"method": method} if kind == "http" else {})


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("localhost:8080", "localhost"),
        ("CLINIC.example", "clinic.example"),
        ("[::1]:8080", "::1"),
        ("", ""),
        ("[", ""),
        ("user@localhost", "localhost"),
    ],
)
def test_a_host_header_names_one_host(host: str, name: str) -> None:
    assert host_name(host) == name


@pytest.mark.parametrize(
    ("host", "is_welcome"),
    [("localhost:8080", True), ("[::1]", True), ("evil.example", False), ("", False)],
)
def test_only_known_hosts_are_answered(host: str, is_welcome: bool) -> None:
    assert DOOR.is_welcome(asking("/sessions", host=host)) is is_welcome


@pytest.mark.parametrize(
    ("origin", "is_welcome"),
    [
        ("http://localhost:8080", True),
        ("http://localhost:9000", False),
        ("http://evil.example", False),
        ("null", False),
        ("http://[", False),
    ],
)
def test_only_own_pages_open_sockets(origin: str, is_welcome: bool) -> None:
    sockets = [
        asking(SOCKET, kind="websocket", origin=origin),
        asking(SOCKET, origin=origin),
        asking(SOCKET, method="POST", origin=origin),
    ]
    assert [DOOR.is_welcome(scope) for scope in sockets] == [is_welcome] * 3


@pytest.mark.parametrize(
    ("values", "is_welcome"),
    [
        ({"kind": "websocket"}, False),
        ({"method": "POST"}, False),
        ({"method": "OPTIONS"}, False),
        ({}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site"}, False),
        ({"sec-fetch-site": "none"}, False),
    ],
)
def test_without_an_origin_a_socket_is_read_from_but_neither_opened_nor_written_to(
    values: dict[str, str], is_welcome: bool
) -> None:
    assert DOOR.is_welcome(asking(SOCKET, **values)) is is_welcome


def test_a_star_lets_every_host_in() -> None:
    assert Guard(nobody, frozenset({"*"}), BOUNDS).is_welcome(asking("/", host="any.example"))


async def test_a_strange_name_is_refused_in_words(user: User) -> None:
    guard.register({"clinic.example"}, BOUNDS)
    answer = await user.http_client.get("/sessions")
    assert answer.status_code == 400
    assert "REGIMEN_ALLOWED_HOSTS" in answer.text
    assert {name: answer.headers[name] for name in policy.ALWAYS} == policy.ALWAYS


async def test_an_asset_is_kept_for_ever_under_its_own_version_only(user: User) -> None:
    assets.register()
    own = await user.http_client.get(assets.address("regimen.css"))
    other = await user.http_client.get("/assets/000000000000/regimen.css")
    assert (own.status_code, own.headers["cache-control"]) == (200, assets.FOR_EVER)
    assert (other.text, other.headers["cache-control"]) == (own.text, "no-cache")


def test_a_machine_knows_its_own_addresses() -> None:
    assert "127.0.0.1" in guard.own_addresses()
