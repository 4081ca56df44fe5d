"""The door: only this clinic's own names, no foreign page's sockets, careful headers."""

from collections.abc import Iterable
from urllib.parse import urlsplit

import ifaddr
from nicegui import app
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.failures import plain_page

SOCKET = "/_nicegui_ws"
SAME_SITE = "same-origin"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval';"
        " style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:;"
        " connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'self';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
"""What every answer carries unless it says otherwise, as scripts and style sheets do of caching."""
WRONG_NAME = (
    "Regimen does not go by this name here. Use an address that the clinic has set up; whoever looks"
    " after the server adds names with REGIMEN_ALLOWED_HOSTS."
)


def register(allowed_hosts: Iterable[str]) -> None:
    """Put the guard in front of everything."""
    app.add_middleware(Guard, allowed_hosts=frozenset(allowed_hosts))


def own_addresses() -> frozenset[str]:
    """Every address of this machine's network cards."""
    cards = ifaddr.get_adapters()
    found = (ip.ip if isinstance(ip.ip, str) else ip.ip[0] for card in cards for ip in card.ips)
    return frozenset(address.lower() for address in found)


class Guard:
    """Refuses requests to names that are not ours, and sockets that another origin opens."""

    def __init__(self, inner: ASGIApp, allowed_hosts: frozenset[str]) -> None:
        """``allowed_hosts`` are names and addresses without port; "*" allows every one."""
        self.inner = inner
        self.allowed = allowed_hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer it here."""
        if scope["type"] not in {"http", "websocket"}:
            await self.inner(scope, receive, send)
            return
        if not self.is_welcome(scope):
            await _refuse(scope, receive, _with_headers(send))
            return
        await self.inner(scope, receive, _with_headers(send))

    def is_welcome(self, scope: Scope) -> bool:
        """Whether host and, for a socket, origin are ours."""
        headers = Headers(scope=scope)
        host = headers.get("host", "").lower()
        if "*" not in self.allowed and host_name(host) not in self.allowed:
            return False
        return not scope["path"].startswith(SOCKET) or _is_asked_by(host, scope, headers)


def host_name(host: str) -> str:
    """The name in a Host header, without port and brackets; empty when it is none."""
    try:
        return (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return ""


def origin_host(origin: str) -> str:
    """The host with its port that an Origin header names, as a Host header has it; "" when none."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


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


def _with_headers(send: Send) -> Send:
    async def answer(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return answer


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 1008})
        return
    await plain_page(400, "Unknown address", WRONG_NAME)(scope, receive, send)
