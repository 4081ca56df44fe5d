"""One address gets what a busy clinic needs, and no request more than its kind needs."""

from typing import Any

import pytest
from starlette.exceptions import HTTPException
from starlette.types import Message, Scope

from pages import limits, uploads
from pages.guard import Guard
from pages.limits import Limits

CLINIC, OTHER = "192.0.2.1", "192.0.2.2"


def asking(
    path: str = "/sessions", *, host: str = CLINIC, kind: str = "http", **more: Any
) -> Scope:
    headers = [(b"host", b"localhost"), *more.pop("headers", [])]
    scope = {"type": kind, "path": path, "client": (host, 1), "query_string": b"", **more}
    return {"method": "GET", "raw_path": path.encode(), "headers": headers, **scope}


def small() -> Limits:
    return Limits(pages_a_minute=3, sockets=2)


async def answered(guard: Guard, scope: Scope) -> tuple[int, dict[str, str]]:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": f"{scope['type']}.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await guard(scope, receive, send)
    headers = {name.decode(): value.decode() for name, value in sent[0].get("headers", [])}
    return sent[0].get("status", sent[0].get("code", 0)), headers


async def welcoming(scope: Scope, _receive: Any, send: Any) -> None:
    """Stands for the app behind the guard."""
    await send({"type": "http.response.start", "status": 200, "headers": []})


async def test_the_page_after_the_last_is_refused_with_the_time_to_wait() -> None:
    guard = Guard(welcoming, frozenset({"*"}), small())
    assert [(await answered(guard, asking()))[0] for _ in range(4)] == [200, 200, 200, 429]
    status, headers = await answered(guard, asking())
    assert status == 429
    assert 1 <= int(headers["retry-after"]) <= 61
    assert (await answered(guard, asking(host=OTHER)))[0] == 200


@pytest.mark.parametrize(
    "path",
    [
        "/healthz",
        "/assets/0123/regimen.css",
        "/_nicegui/3.18.0/static/nicegui.js",
        "/_nicegui_ws/socket.io/",
    ],
)
def test_what_is_no_page_is_not_counted(path: str) -> None:
    bounds = small()
    assert [bounds.wait(asking(path)) for _ in range(9)] == [0] * 9


@pytest.mark.parametrize("path", ["/favicon.ico", "/_nicegui/no", "/assets/no", "/assets/a/b/c"])
def test_whatever_may_become_a_page_is_counted(path: str) -> None:
    bounds = small()
    assert [bounds.wait(asking(path)) > 0 for _ in range(4)] == [False, False, False, True]


def test_a_network_of_ipv6_is_one_asker() -> None:
    first, second = asking(host="2001:db8:1:2::1"), asking(host="2001:db8:1:2:ffff::9")
    other, mapped = asking(host="2001:db8:1:3::1"), asking(host=f"::ffff:{CLINIC}")
    assert limits.asker(first) == limits.asker(second) != limits.asker(other)
    assert limits.asker(mapped) != limits.asker(first)


def test_a_closed_socket_makes_room_for_the_next() -> None:
    bounds = small()
    with bounds.socket(asking()) as first:
        with bounds.socket(asking()) as second, bounds.socket(asking()) as third:
            assert (first, second, third) == (True, True, False)
        with bounds.socket(asking()) as fourth, bounds.socket(asking(host=OTHER)) as other:
            assert (fourth, other) == (True, True)


async def test_a_socket_too_many_is_closed_at_once() -> None:
    bounds = Limits(pages_a_minute=3, sockets=0)
    guard = Guard(welcoming, frozenset({"*"}), bounds)
    scope = asking(limits.SOCKET, kind="websocket", headers=[(b"origin", b"http://localhost")])
    assert (await answered(guard, scope))[0] == 1013


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        ("/sessions", limits.MOST_OF_BODY, 0),
        ("/sessions", limits.MOST_OF_BODY + 1, 413),
        ("/sessions", 10**30, 413),
        (limits.SOCKET, limits.MOST_OF_MESSAGE, 0),
        (limits.SOCKET, limits.MOST_OF_MESSAGE + 1, 413),
        (f"{uploads.ADDRESS}/token", uploads.LARGEST, 0),
    ],
)
def test_a_body_that_says_it_is_too_large_is_refused(path: str, size: int, status: int) -> None:
    assert limits.excess(asking(path, headers=[(b"content-length", b"%d" % size)])) == status


def test_addresses_and_headers_have_their_bounds() -> None:
    assert limits.excess(asking(query_string=b"q" * (limits.MOST_OF_ADDRESS - 9))) == 0
    assert limits.excess(asking(query_string=b"q" * limits.MOST_OF_ADDRESS)) == 414
    assert limits.excess(asking(headers=[(b"x", b"y" * limits.MOST_OF_HEADERS)])) == 431


async def test_a_body_that_says_nothing_of_its_size_is_cut_off() -> None:
    async def receive() -> Message:
        return {"type": "http.request", "body": b"x" * limits.MOST_OF_BODY, "more_body": True}

    bounded = limits.bounded(receive, "/sessions")
    await bounded()
    with pytest.raises(HTTPException) as refused:
        await bounded()
    assert refused.value.status_code == 413


async def test_a_failure_behind_the_door_is_a_page_with_headers() -> None:
    async def failing(*_: Any) -> None:
        raise KeyError("Quartermaine")

    status, headers = await answered(Guard(failing, frozenset({"*"}), small()), asking())
    assert status == 500
    assert headers["x-content-type-options"] == "nosniff"
