"""Runs the store's blocking methods in a thread, so that nobody else's page waits."""

import asyncio
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from nicegui import run

P = ParamSpec("P")
R = TypeVar("R")


async def off_loop(question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """The answer of a blocking function; raises what it raises.

    While the server is stopping there is no answer: the waiting task is cancelled instead.
    """
    answer = await run.io_bound(lambda: (question(*args, **kwargs),))
    if answer is None:
        raise asyncio.CancelledError
    return answer[0]
