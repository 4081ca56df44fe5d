"""A browser that leaves before it is answered is no failure; whatever else fails still is."""

from typing import Any

import pytest
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.leaving import LEFT
from pages.packing import Packing


async def around(request: Request, call_next: RequestResponseEndpoint) -> Response:
    """As the framework's own layers are: they miss an answer when there is none."""
    return await call_next(request)


class Wrapped:
    """An application that is packed, with the framework's layers around it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = BaseHTTPMiddleware(BaseHTTPMiddleware(Packing(app), around), around)

    async def sent(self, *heard: str) -> list[Message]:
        """What it says to a browser of which this is heard, and then that it left."""
        scope: Scope = {
            "type": "http",
            "method": "PUT",
            "path": "/",
            "query_string": b"",
            "headers": [(b"accept-encoding", b"gzip")],
            "extensions": {},
            "asgi": {"spec_version": "2.3"},
        }
        left = [{"type": "http.request", "body": b"x", "more_body": True} for _ in heard]
        sent: list[Message] = []

        async def receive() -> Message:
            return left.pop(0) if left else {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            sent.append(message)

        await self.app(scope, receive, send)
        return sent


def app_of(endpoint: Any) -> Router:
    return Router([Route("/", endpoint, methods=["PUT"])])


async def test_a_browser_that_leaves_while_it_sends_is_no_failure() -> None:
    async def endpoint(request: Request) -> Response:
        async for _ in request.stream():
            pass
        return PlainTextResponse("")

    sent = await Wrapped(app_of(endpoint)).sent("half a file")
    assert sent[0]["status"] == LEFT


async def test_an_application_that_says_nothing_to_a_browser_that_left_is_no_failure() -> None:
    async def silent(_scope: Scope, receive: Receive, _send: Send) -> None:
        await receive()

    assert (await Wrapped(silent).sent())[0]["status"] == LEFT


async def test_an_application_that_says_nothing_to_a_browser_that_waits_fails() -> None:
    async def silent(_scope: Scope, receive: Receive, _send: Send) -> None:
        await receive()

    with pytest.raises(RuntimeError, match="No response"):
        await Wrapped(silent).sent("still here")


async def test_a_bug_is_a_failure_even_where_the_browser_left() -> None:
    async def broken(_scope: Scope, receive: Receive, _send: Send) -> None:
        await receive()
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        await Wrapped(broken).sent()


async def test_what_was_begun_is_not_begun_again() -> None:
    async def half(scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await receive()
        await send({"type": "http.response.body", "body": b"half", "more_body": True})
        raise ClientDisconnect

    sent = await Wrapped(half).sent()
    assert [message["status"] for message in sent if "status" in message] == [200]


async def test_a_head_that_was_held_back_until_the_body_comes_is_no_answer_yet() -> None:
    async def headed(_scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await receive()

    assert (await Wrapped(headed).sent())[0]["status"] == LEFT
