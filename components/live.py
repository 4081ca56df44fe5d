"""Follows what changes in the clinic for as long as a view is open."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Protocol

from nicegui import background_tasks, ui

GATHER_SECONDS = 0.05
"""A burst of changes within this time is asked about once."""


class News(Protocol):
    """What changed in one transaction, by ids."""

    @property
    def session_ids(self) -> frozenset[int]:
        """The sessions it touched."""

    @property
    def patient_ids(self) -> frozenset[int]:
        """The patients it touched."""

    @property
    def plan_ids(self) -> frozenset[int]:
        """The plans it touched."""

    @property
    def is_set_up(self) -> bool:
        """Whether names, hours or services changed, which any screen may show."""

    @property
    def views_changed(self) -> bool:
        """Whether somebody's saved views changed."""


Changed = Callable[[], Awaitable[None]]
Subscribe = Callable[[Callable[[News], None]], Callable[[], None]]


def follow(
    subscribe: Subscribe,
    on_change: Changed,
    *,
    concerns: Callable[[News], bool] = lambda _news: True,
    ready: Callable[[], Awaitable[None]] | None = None,
) -> Callable[[], None]:
    """Call ``on_change`` on the event loop, in this place of the page, after what ``concerns`` it.

    News may come from any thread. Bursts are gathered, and a change that comes while the last one
    is still being asked about is asked about once more. What happens before the page is ``ready``
    is asked about then. Ends with the function handed back.
    """
    follower = _Follower(on_change, ready)
    loop = asyncio.get_running_loop()

    def heard(news: News) -> None:
        if concerns(news):
            loop.call_soon_threadsafe(follower.wake)

    unsubscribe = subscribe(heard)

    def end() -> None:
        unsubscribe()
        follower.end()

    return end


class _Follower:
    """One view's standing question: asked again when something changed, never twice at a time."""

    def __init__(self, on_change: Changed, ready: Callable[[], Awaitable[None]] | None) -> None:
        self._on_change = on_change
        self._ready = ready
        self._place = ui.context.slot.parent
        self._stale = False
        self._running = False
        self._ended = False

    def wake(self) -> None:
        """Ask again soon; on the loop."""
        self._stale = True
        if not self._running and not self._ended:
            self._running = True
            background_tasks.create(self._ask(), name="follow the clinic", context=self._place)

    def end(self) -> None:
        """Ask no more."""
        self._ended = True

    async def _ask(self) -> None:
        try:
            while self._stale and not self._ended:
                await asyncio.sleep(GATHER_SECONDS)
                if self._ready:
                    await self._ready()
                self._stale = False
                if not self._ended:
                    await self._on_change()
        finally:
            self._running = False
