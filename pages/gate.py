"""What a page may ask while its sign-in is locked: nothing; it waits, and goes on where it was."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from nicegui import Client

from components.lock_screen import LockScreen
from pages import sockets
from pages.off_loop import off_loop
from store.errors import Locked

R = TypeVar("R")


class Gate:
    """Stands between one page and the clinic; hears what becomes of the page's sign-in."""

    def __init__(self, client: Client, screen: LockScreen, *, on_end: Callable[[], None]) -> None:
        """Open at first. ``screen`` covers the page; ``on_end`` is called when its sign-in is over."""
        self._client, self._screen = client, screen
        self._on_end = on_end
        self._open = asyncio.Event()
        self._open.set()
        self._lifted = 0
        self._has_ended = False
        client.on_delete(self.end)

    def cover(self) -> None:
        """The sign-in is locked: show nothing, do nothing, hear nothing until it is unlocked."""
        if not self._has_ended:
            self._open.clear()
            sockets.silence(self._client.id)
            self._screen.cover()

    def uncover(self) -> None:
        """It is locked no longer: the page is as it was, and asks what it missed."""
        self._lift()
        self._screen.uncover()

    def hand_over(self) -> None:
        """Somebody else works on this device now: the page begins anew as theirs."""
        self._screen.hand_over()

    def send_away(self) -> None:
        """The sign-in is over."""
        self._on_end()

    def end(self) -> None:
        """The page is gone, or is nobody's any more: nothing waits here."""
        self._has_ended = True
        self._lift()

    async def passed(self) -> None:
        """Wait until it is open."""
        await self._open.wait()

    async def asked(self, question: Callable[[], R]) -> R:
        """The answer, once it is open; raises what the question raises, but Locked at the end alone.

        A lock that nobody told of, such as one by the clock, is met here.
        """
        while True:
            await self.passed()
            lifted = self._lifted
            try:
                return await off_loop(question)
            except Locked:
                if self._has_ended:
                    raise
                if lifted == self._lifted:
                    self.cover()

    def _lift(self) -> None:
        self._lifted += 1
        self._open.set()
        sockets.hear(self._client.id)
