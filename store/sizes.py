"""How long lists are, remembered until something changes: many screens show the same ones."""

from collections.abc import Callable, Hashable
from threading import Lock

MOST = 500
"""Sizes kept; the oldest make room."""


class Sizes:
    """Sizes by what they are the sizes of, each good for one state of the clinic."""

    def __init__(self) -> None:
        """Begin knowing none."""
        self._lock = Lock()
        self._known: dict[Hashable, tuple[Hashable, int]] = {}

    def of(self, what: Hashable, state: Hashable, count: Callable[[], int]) -> int:
        """The size, counted when it is not known for this state."""
        with self._lock:
            known = self._known.get(what)
        if known is not None and known[0] == state:
            return known[1]
        size = count()
        with self._lock:
            self._known.pop(what, None)
            self._known[what] = (state, size)
            while len(self._known) > MOST:
                del self._known[next(iter(self._known))]
        return size
