"""Where many bookings of one column lie at the same time: some are drawn, the rest are counted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from store.views import CalendarEntry

MOST_LANES = 3
"""Side by side, so that each is still as wide as a finger."""
LONGEST = 60
"""Minutes after which a crowd that goes on is counted anew."""
SHORTEST = 16
"""Minutes that a block takes up at least, as in ``resource_grid.js``."""


@dataclass
class Crowd:
    """Bookings of a column that are not drawn one by one, in a stretch without a gap."""

    column: str
    start: int
    end: int
    count: int

    @property
    def key(self) -> str:
        """What it is known by."""
        return f"more-{self.column}-{self.start}"


@dataclass
class _Cluster:
    """Bookings that overlap, each in a lane of its own as long as it lasts."""

    until: int = -1
    lanes: list[int] = field(default_factory=list)
    """When each lane is free again."""
    placed: list[tuple[CalendarEntry, int]] = field(default_factory=list)

    def place(self, entry: CalendarEntry) -> None:
        free = (at for at, until in enumerate(self.lanes) if until <= entry.start)
        lane = next(free, len(self.lanes))
        if lane == len(self.lanes):
            self.lanes.append(0)
        self.lanes[lane] = _lasts(entry)
        self.until = max(self.until, _lasts(entry))
        self.placed.append((entry, lane))


def crowded(entries: Sequence[CalendarEntry]) -> tuple[list[CalendarEntry], list[Crowd]]:
    """What is drawn, and what is counted only; ``entries`` are sorted by column, then start."""
    drawn: list[CalendarEntry] = []
    crowds: list[Crowd] = []
    for cluster in _clusters(entries):
        if len(cluster.lanes) <= MOST_LANES:
            drawn += [entry for entry, _ in cluster.placed]
            continue
        drawn += [entry for entry, lane in cluster.placed if lane < MOST_LANES - 1]
        crowds += _counted([entry for entry, lane in cluster.placed if lane >= MOST_LANES - 1])
    return drawn, crowds


def _clusters(entries: Sequence[CalendarEntry]) -> Iterator[_Cluster]:
    cluster, column = _Cluster(), ""
    for entry in entries:
        if entry.column != column or entry.start >= cluster.until:
            yield cluster
            cluster, column = _Cluster(), entry.column
        cluster.place(entry)
    yield cluster


def _counted(hidden: Sequence[CalendarEntry]) -> list[Crowd]:
    crowds: list[Crowd] = []
    for entry in hidden:
        last = crowds[-1] if crowds else None
        if last and entry.start < min(last.end, last.start + LONGEST):
            last.end, last.count = max(last.end, _lasts(entry)), last.count + 1
        else:
            if last:
                last.end = min(last.end, entry.start)
            crowds.append(Crowd(entry.column, entry.start, _lasts(entry), 1))
    return crowds


def _lasts(entry: CalendarEntry) -> int:
    return max(entry.end, entry.start + SHORTEST)
