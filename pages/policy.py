"""What a browser may do with an answer: the headers that every one of them carries."""

import re
import secrets
from collections.abc import Mapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Scope

NONCE = "regimen.nonce"
"""Where a request's scope keeps what lets the scripts of its own answer run, and no other."""
PAGE_MARK = "x-nicegui-content"
"""The framework's own header on pages that become an application."""
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",  # with "no-referrer" a form would name no origin to check
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(
        f"{what}=()"
        for what in (
            "accelerometer",
            "autoplay",
            "camera",
            "display-capture",
            "encrypted-media",
            "geolocation",
            "gyroscope",
            "hid",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "screen-wake-lock",
            "serial",
            "usb",
            "xr-spatial-tracking",
        )
    ),
    "Cache-Control": "no-store",
}
"""Unless the answer says otherwise, as scripts and style sheets do of caching."""
ONLY_BY_TLS = "max-age=31536000"
CLOSED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""For whatever is no page: opened by itself it does nothing."""
SHEET = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""For plain pages and sheets to print, which need no script inside them."""
PAGE = (
    "default-src 'none'; script-src 'self' 'nonce-{nonce}' 'unsafe-eval';"
    " style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'{sockets}; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Vue makes functions of templates, which is eval; components set styles on their elements."""
PLAIN_HOST = re.compile(r"[A-Za-z0-9.:\[\]_-]+")


def mark(scope: Scope) -> None:
    """Give the request the nonce of its answer."""
    scope[NONCE] = secrets.token_urlsafe(16)


def nonce_of(scope: Mapping[str, Any]) -> str:
    """The nonce of the answer to this request; empty where no guard stands in front."""
    nonce: str = scope.get(NONCE, "")
    return nonce


def put_headers(message: Message, scope: Scope) -> None:
    """Add to the start of an answer what it does not say itself."""
    headers = MutableHeaders(scope=message)
    headers.setdefault("Content-Security-Policy", _policy(headers, scope))
    if scope.get("scheme") in {"https", "wss"}:
        headers.setdefault("Strict-Transport-Security", ONLY_BY_TLS)
    for name, value in ALWAYS.items():
        headers.setdefault(name, value)


def _policy(headers: MutableHeaders, scope: Scope) -> str:
    if not headers.get("content-type", "").startswith("text/html"):
        return CLOSED
    if PAGE_MARK not in headers:
        return SHEET
    return PAGE.format(nonce=nonce_of(scope), sockets=_sockets(Headers(scope=scope)))


def _sockets(asked: Headers) -> str:
    """Our own sockets by name: not every browser counts them among 'self'."""
    host = asked.get("host", "")
    return f" ws://{host} wss://{host}" if PLAIN_HOST.fullmatch(host) else ""
