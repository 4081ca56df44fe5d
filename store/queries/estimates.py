"""How large things are, roughly: it decides by which way something is read, never what is found.

What was once found out is used for a while, however much changes, so that a click does not pay for
the same estimate again and again.
"""

from collections.abc import Callable, Hashable, Sequence
from threading import Lock
from time import monotonic
from typing import TypeVar
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine

GOOD_SECONDS = 600
MOST = 2_000
"""Estimates kept of one database; the oldest make room."""

What = TypeVar("What", bound=Hashable)
_Known = dict[Hashable, tuple[float, int]]
_lock = Lock()
_known: "WeakKeyDictionary[Engine, _Known]" = WeakKeyDictionary()


def estimates(
    connection: Connection,
    what: Sequence[What],
    count: Callable[[Sequence[What]], Sequence[int]],
    *,
    upto: int,
) -> list[int]:
    """The size of each, at most ``GOOD_SECONDS`` old.

    ``count`` answers for those that are not known, all at once, and counts no further than ``upto``.
    """
    now = monotonic()
    with _lock:
        known = _known.setdefault(connection.engine, {})
        fresh = {one: known[one, upto][1] for one in what if known.get((one, upto), (0,))[0] > now}
    unknown = [one for one in dict.fromkeys(what) if one not in fresh]
    if unknown:
        fresh |= dict(zip(unknown, count(unknown), strict=True))
        with _lock:
            for one in unknown:
                known.pop((one, upto), None)
                known[one, upto] = now + GOOD_SECONDS, fresh[one]
            while len(known) > MOST:
                del known[next(iter(known))]
    return [fresh[one] for one in what]
