"""Packs answers for the way, and what never changes only once."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.middleware.gzip import GZipMiddleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pages.leaving import answered

UNCHANGING = ("/_nicegui/", "/assets/")
"""Scripts, style sheets and fonts: each of their addresses changes with the version or the content."""
PACKED_ALREADY = ".woff2"
A_DAY = "public, max-age=86400"
MOST_KEPT, MOST_BYTES = 400, 1_000_000
LEVEL, LEAST_BYTES = 6, 500

Key = tuple[str, str, bool]


class Packing(GZipMiddleware):
    """In front of everything; what it keeps was let through by the guard for the same host."""

    def __init__(self, app: ASGIApp) -> None:
        """To be given to NiceGUI in place of its own."""
        super().__init__(app, minimum_size=LEAST_BYTES, compresslevel=LEVEL)
        self._kept: dict[Key, tuple[Message, ...]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, or let it be answered and keep that."""
        await answered(self._packed, scope, receive, send)

    async def _packed(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = _key(scope)
        if key is None:
            await super().__call__(scope, receive, send)
            return
        if key not in self._kept:
            copy = _Copy(send)
            answer = self.app if scope["path"].endswith(PACKED_ALREADY) else super().__call__
            await answer(scope, receive, copy)
            if copy.is_worth_keeping and len(self._kept) < MOST_KEPT:
                self._kept[key] = tuple(copy.messages)
            return
        for message in self._kept[key]:
            await send({**message})


class _Copy:
    """Passes an answer on and remembers it."""

    def __init__(self, send: Send) -> None:
        self.messages: list[Message] = []
        self._send = send

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).setdefault("Cache-Control", A_DAY)
        self.messages.append({**message})
        await self._send(message)

    @property
    def is_worth_keeping(self) -> bool:
        """A whole answer of moderate size that says nothing of a failure."""
        if not self.messages or self.messages[0].get("status") != 200:
            return False
        size = sum(len(message.get("body", b"")) for message in self.messages)
        last = self.messages[-1]
        is_whole = last["type"] == "http.response.body" and not last.get("more_body", False)
        return is_whole and size <= MOST_BYTES


def _key(scope: Scope) -> Key | None:
    """What an answer is kept under; None for whatever has to be answered anew."""
    if scope["type"] != "http" or scope["method"] != "GET" or scope["query_string"]:
        return None
    headers = Headers(scope=scope)
    if not scope["path"].startswith(UNCHANGING) or not UNPLAIN.isdisjoint(headers.keys()):
        return None
    return headers.get("host", ""), scope["path"], "gzip" in headers.get("accept-encoding", "")


UNPLAIN = {"range", "if-none-match", "if-modified-since", "if-range", "x-forwarded-prefix"}
