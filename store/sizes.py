"""How long lists are, remembered until something changes: many screens show the same ones."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock

from store.views import ScopeCounts

MOST = 500
"""Sizes kept; the oldest make room."""
LONG_AGO = datetime.min.replace(tzinfo=UTC)


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


@dataclass(slots=True)
class _Count:
    """What one question was answered, in which state of the database, and from when until when."""

    turn: Lock = field(default_factory=Lock)
    """Who asks the same meanwhile waits for the one answer."""
    state: int | None = None
    since: datetime = LONG_AGO
    until: datetime = LONG_AGO
    counts: ScopeCounts | None = None

    def holds(self, state: int, now: datetime) -> bool:
        """Whether counting again would give the same."""
        return state == self.state and self.since <= now < self.until


class Counts:
    """Counts by what was asked, each for one state of the database and as long as time lets it."""

    def __init__(self) -> None:
        """Begin knowing none."""
        self._lock = Lock()
        self._known: dict[Hashable, _Count] = {}

    def of(
        self,
        what: Hashable,
        state: int,
        now: datetime,
        count: Callable[[], tuple[ScopeCounts, datetime]],
    ) -> ScopeCounts:
        """The counts, asked for when they are not known; ``count`` tells until when they hold too."""
        with self._lock:
            one = self._known.setdefault(what, _Count())
            while len(self._known) > MOST:
                del self._known[next(iter(self._known))]
        with one.turn:
            if one.counts is None or not one.holds(state, now):
                one.counts, one.until = count()
                one.state, one.since = state, now
            return one.counts
