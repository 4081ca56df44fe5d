"""The door opens to the clinic's own names and its own pages' sockets only."""

import pytest
from nicegui.testing import User
from starlette.datastructures import Headers

from pages import guard
from pages.guard import Guard, host_name


async def nobody(*_: object) -> None:
    """Stands for the app behind the guard."""


DOOR = Guard(nobody, frozenset({"localhost", "::1", "clinic.example"}))


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
    assert DOOR.is_welcome("/sessions", Headers({"host": host})) is is_welcome


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
    headers = Headers({"host": "localhost:8080", "origin": origin})
    assert DOOR.is_welcome("/_nicegui_ws/socket.io/", headers) is is_welcome


def test_a_star_lets_every_host_in() -> None:
    assert Guard(nobody, frozenset({"*"})).is_welcome("/", Headers({"host": "any.example"}))


async def test_a_strange_name_is_refused_in_words(user: User) -> None:
    guard.register({"clinic.example"})
    answer = await user.http_client.get("/sessions")
    assert answer.status_code == 400
    assert "REGIMEN_ALLOWED_HOSTS" in answer.text


def test_a_machine_knows_its_own_addresses() -> None:
    assert "127.0.0.1" in guard.own_addresses()
