"""Waits for a page to become what a test expects; the limit only ends a test that has failed."""

import asyncio
from collections.abc import Callable

LIMIT_SECONDS = 60


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(LIMIT_SECONDS):
        while not holds():  # noqa: ASYNC110 - what changes is a page, which sets no event
            await asyncio.sleep(0.01)
