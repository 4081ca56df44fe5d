"""The door: only this clinic's own names, no foreign page's sockets, no more than is good for all."""

from collections.abc import Iterable

import ifaddr
from nicegui import app
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages import limits, policy, shell
from pages.failures import broken, plain_page, reference_for
from pages.hosts import host_name, origin_host
from pages.limits import SOCKET, Limits

SAME_SITE = "same-origin"
UNKNOWN = "Unknown address"
WRONG_NAME = (
    "Regimen does not go by this name here. Use an address that the clinic has set up; whoever looks"
    " after the server adds names with REGIMEN_ALLOWED_HOSTS."
)
NOT_WELCOME, TRY_LATER = 1008, 1013
"""What a socket is closed with."""


def register(allowed_hosts: Iterable[str], bounds: Limits) -> None:
    """Put the guard in front of everything."""
    shell.use()
    app.add_middleware(Guard, allowed_hosts=frozenset(allowed_hosts), bounds=bounds)


def own_addresses() -> frozenset[str]:
    """Every address of this machine's network cards."""
    cards = ifaddr.get_adapters()
    found = (ip.ip if isinstance(ip.ip, str) else ip.ip[0] for card in cards for ip in card.ips)
    return frozenset(address.lower() for address in found)


class Guard:
    """Refuses names that are not ours, sockets that another origin opens, and too much of anything.

    Every answer leaves by it with its headers, those to requests that failed included.
    """

    def __init__(self, inner: ASGIApp, allowed_hosts: frozenset[str], bounds: Limits) -> None:
        """``allowed_hosts`` are names and addresses without port; "*" allows every one."""
        self.inner = inner
        self.allowed = allowed_hosts
        self.bounds = bounds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it here."""
        if scope["type"] not in {"http", "websocket"}:
            await self.inner(scope, receive, send)
            return
        policy.mark(scope)
        answer = _Answer(scope, send)
        try:
            if scope["type"] == "websocket":
                await self._socket(scope, receive, answer)
            else:
                await self._request(scope, receive, answer)
        except Exception as failure:
            reference_for(failure)
            if answer.has_begun or scope["type"] == "websocket":
                raise
            await broken(failure)(scope, receive, answer)

    async def _socket(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        if not self.is_welcome(scope):
            await _close(receive, answer, NOT_WELCOME)
            return
        with self.bounds.socket(scope) as may_open:
            if may_open:
                await self.inner(scope, receive, answer)
            else:
                await _close(receive, answer, TRY_LATER)

    async def _request(self, scope: Scope, receive: Receive, answer: "_Answer") -> None:
        path = scope["path"]
        if not self.is_welcome(scope):
            refusal = plain_page(400, title=UNKNOWN, text=WRONG_NAME, path=path)
        elif too_much := limits.excess(scope):
            refusal = plain_page(too_much, path=path)
            refusal.headers["Connection"] = "close"  # whatever else is sent is not read
        elif seconds := self.bounds.wait(scope):
            refusal = plain_page(429, path=path)
            refusal.headers["Retry-After"] = str(seconds)
        else:
            await self.inner(scope, limits.bounded(receive, path), answer)
            return
        await refusal(scope, receive, answer)

    def is_welcome(self, scope: Scope) -> bool:
        """Whether host and, for a socket, origin are ours."""
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if "*" not in self.allowed and host_name(host) not in self.allowed:
            return False
        return not scope["path"].startswith(SOCKET) or _is_asked_by(host, scope, headers)


def _is_asked_by(host: str, scope: Scope, headers: Headers) -> bool:
    """Whether a page of this host asks.

    A browser names the origin with every WebSocket and every POST. With a plain GET of its own site
    it names none, and whether it is of its own site only where the connection is a safe one.
    """
    origin = headers.get("origin")
    if origin is not None:
        return origin_host(origin) == host
    is_read = scope["type"] == "http" and scope["method"] == "GET"
    return is_read and headers.get("sec-fetch-site", SAME_SITE) == SAME_SITE


class _Answer:
    """Sends an answer on with the headers that every one has."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.has_begun = False
        self._scope = scope
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.has_begun = True
            policy.put_headers(message, self._scope)
        await self._send(message)


async def _close(receive: Receive, send: Send, code: int) -> None:
    await receive()
    await send({"type": "websocket.close", "code": code})
