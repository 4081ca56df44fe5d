"""What a page may ask while its sign-in is locked: nothing; it waits, and goes on where it was."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from nicegui import Client

from pages import sockets
from pages.off_loop import off_loop
from store.errors import Locked

R = TypeVar("R")


class Gate:
    """Stands between one page and the clinic."""

    def __init__(self, client: Client, *, on_locked: Callable[[], None]) -> None:
        """Open at first; ``on_locked`` is called when a question meets a lock that nobody told of."""
        self._client = client
        self._on_locked = on_locked
        self._lifted = 0
        self._open = asyncio.Event()
        self._open.set()
        self._has_ended = False

    def shut(self) -> None:
        """Let nothing through, and hear nothing of what is pressed."""
        if not self._has_ended:
            self._open.clear()
            sockets.silence(self._client.id)

    def lift(self) -> None:
        """Let everything through that waits."""
        self._lifted += 1
        self._open.set()
        sockets.hear(self._client.id)

    def end(self) -> None:
        """The page is gone, or is nobody's any more: nothing waits here."""
        self._has_ended = True
        self.lift()

    async def passed(self) -> None:
        """Wait until it is open."""
        await self._open.wait()

    async def asked(self, question: Callable[[], R]) -> R:
        """The answer, once it is open; raises what the question raises, but Locked at the end alone."""
        while True:
            await self.passed()
            lifted = self._lifted
            try:
                return await off_loop(question)
            except Locked:
                if self._has_ended:
                    raise
                if lifted == self._lifted:
                    self._on_locked()
