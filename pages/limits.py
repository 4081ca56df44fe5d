"""How much one address, and one request, may ask of the server."""

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import IPv6Address, ip_address
from math import ceil
from time import time

import nicegui
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import Message, Receive, Scope

from pages import uploads

SOCKET = "/_nicegui_ws"
CHEAP = tuple(
    f"/_nicegui/{nicegui.__version__}/{kind}/" for kind in ("static", "components", "libraries")
)
"""Files that browsers keep; any other address may become a page, which costs memory."""
ASKED_OFTEN, ASSETS = ("/healthz", "/standing"), re.compile(r"/assets/[^/]+/[^/]+")
MOST_OF_ADDRESS = 8_192
"""Bytes of path and query; the longest of ours, with every filter set, is a tenth of it."""
MOST_OF_HEADERS = 32_768
"""Bytes of all headers of a request; a browser with our cookies sends about one thousand."""
MOST_OF_BODY = 65_536
"""Bytes of what is sent to a page; only files to import are larger, and have their own bound."""
MOST_OF_MESSAGE = 1_000_000
"""Bytes of one message of a page's socket; a long note typed in a form is a hundredth of it."""
WHOLE_NETWORK = 64
"""Bits of an IPv6 address that one household or clinic is given; it chooses the others itself."""


class Limits:
    """Counts what each address asks for, in this process and for as long as it runs."""

    def __init__(self, *, pages_a_minute: int, sockets: int) -> None:
        """Both for one address, which may be a whole clinic behind one router."""
        self._pages = RateLimitItemPerMinute(pages_a_minute)
        self._counts = FixedWindowRateLimiter(MemoryStorage())
        self._most_sockets = sockets
        self._sockets: Counter[str] = Counter()

    def wait(self, scope: Scope) -> int:
        """Seconds to wait before the next page; 0 when this one may be had now."""
        if _is_cheap(scope["path"]):
            return 0
        who = asker(scope)
        if self._counts.hit(self._pages, who):
            return 0
        begins = self._counts.get_window_stats(self._pages, who).reset_time
        return max(1, ceil(begins - time()))

    @contextmanager
    def socket(self, scope: Scope) -> Iterator[bool]:
        """Whether one more socket may be open meanwhile."""
        who = asker(scope)
        if self._sockets[who] >= self._most_sockets:
            yield False
            return
        self._sockets[who] += 1
        try:
            yield True
        finally:
            self._sockets[who] -= 1
            if not self._sockets[who]:
                del self._sockets[who]


def _is_cheap(path: str) -> bool:
    is_ours = path.startswith((*CHEAP, f"{SOCKET}/")) or path in ASKED_OFTEN
    return is_ours or ASSETS.fullmatch(path) is not None


def asker(scope: Scope) -> str:
    """The address a request comes from; of IPv6 the network, which one asker has whole."""
    host = (scope.get("client") or ("",))[0]
    try:
        address = ip_address(host)
    except ValueError:
        return str(host)
    if isinstance(address, IPv6Address) and address.ipv4_mapped is None:
        return str(int(address) >> (address.max_prefixlen - WHOLE_NETWORK))
    return str(address)


def excess(scope: Scope) -> int:
    """The status a request is refused with for its size alone, before its body is read; else 0."""
    if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > MOST_OF_ADDRESS:
        return 414
    if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_OF_HEADERS:
        return 431
    most = most_of_body(scope["path"])
    told = Headers(scope=scope).get("content-length", "0")
    if most is not None and told.isdecimal() and int(told[:20]) > most:
        return 413
    return 0


def most_of_body(path: str) -> int | None:
    """Bytes of the body taken at an address; None where it is bounded as it is written."""
    if path.startswith(uploads.ADDRESS):
        return None
    return MOST_OF_MESSAGE if path.startswith(SOCKET) else MOST_OF_BODY


def bounded(receive: Receive, path: str) -> Receive:
    """What a request sends, cut off with 413 when it is more than it said or said nothing."""
    most = most_of_body(path)
    if most is None:
        return receive
    size = 0

    async def counted() -> Message:
        nonlocal size
        message = await receive()
        size += len(message.get("body", b""))
        if size > most:
            raise HTTPException(413)
        return message

    return counted
