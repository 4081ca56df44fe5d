"""Answers are packed, and those that never change are packed once for each host."""

import gzip
from contextlib import suppress
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from pages.packing import Packing

SCRIPT = "/_nicegui/1/components/key/field.js"
FONT = "/_nicegui/1/static/fonts/a.woff2"
TEXT = "text of a script " * 100


class Shop:
    """Answers every address with the text, and counts how often."""

    def __init__(self, *, status: int = 200, keep: str = "") -> None:
        self.count = 0
        self.status = status
        self.headers = {"cache-control": keep} if keep else {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.count += 1
        answer = PlainTextResponse(TEXT, status_code=self.status, headers=self.headers)
        await answer(scope, receive, send)


async def asked(packing: Packing, path: str = SCRIPT, **headers: str) -> Response:
    """The answer to one request, as it goes out."""
    given = {"host": "clinic", "accept_encoding": "gzip", **headers}
    scope: Scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(name.replace("_", "-").encode(), v.encode()) for name, v in given.items()],
    }
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    await packing(scope, Request(scope).receive, send)
    body = b"".join(message.get("body", b"") for message in sent[1:])
    told = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    return Response(body, status_code=sent[0]["status"], headers=told)


async def test_what_never_changes_is_asked_for_once() -> None:
    shop = Shop()
    packing = Packing(shop)
    first, second = await asked(packing), await asked(packing)
    assert shop.count == 1
    assert (first.body, dict(first.headers)) == (second.body, dict(second.headers))
    assert gzip.decompress(bytes(first.body)).decode() == TEXT
    assert first.headers["cache-control"] == "public, max-age=86400"


async def test_each_host_and_each_encoding_is_answered_by_the_app_itself() -> None:
    shop = Shop()
    packing = Packing(shop)
    await asked(packing)
    await asked(packing, host="elsewhere")
    plain = await asked(packing, accept_encoding="identity")
    assert shop.count == 3
    assert bytes(plain.body).decode() == TEXT


async def test_what_the_app_says_of_keeping_stays() -> None:
    packing = Packing(Shop(keep="no-store"))
    assert (await asked(packing)).headers["cache-control"] == "no-store"


async def test_a_font_is_not_packed_again() -> None:
    answer = await asked(Packing(Shop()), FONT)
    assert "content-encoding" not in answer.headers


@pytest.mark.parametrize(
    ("path", "status", "headers"),
    [
        ("/sessions", 200, {}),
        (SCRIPT, 404, {}),
        (SCRIPT, 200, {"if_none_match": '"a"'}),
        (SCRIPT, 200, {"range": "bytes=0-1"}),
    ],
    ids=["a page", "a failure", "a question whether it changed", "a part"],
)
async def test_all_else_is_asked_for_each_time(
    path: str, status: int, headers: dict[str, str]
) -> None:
    shop = Shop(status=status)
    packing = Packing(shop)
    await asked(packing, path, **headers)
    await asked(packing, path, **headers)
    assert shop.count == 2


@pytest.mark.parametrize("told", [1, 2], ids=["after its head", "in the middle"])
@pytest.mark.parametrize("path", [SCRIPT, FONT])
async def test_an_answer_that_broke_off_is_not_kept(path: str, told: int) -> None:
    whole = (
        {"type": "http.response.start", "status": 200, "headers": []},
        {"type": "http.response.body", "body": b"half and ", "more_body": True},
        {"type": "http.response.body", "body": b"half"},
    )
    left = [whole[:told], whole]

    async def shop(_scope: Scope, _receive: Receive, send: Send) -> None:
        for message in left.pop(0):
            await send({**message})

    packing = Packing(shop)
    with suppress(IndexError):  # nothing was sent at all
        await asked(packing, path, accept_encoding="identity")
    assert bytes((await asked(packing, path, accept_encoding="identity")).body) == b"half and half"
