"""Arithmetic of possible starts: closed intervals of seconds since 1970, in order, apart."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import islice

Interval = tuple[int, int]


def fitting(stretches: Iterable[Interval], length: int) -> list[Interval]:
    """When something so long may start to lie within one of the stretches."""
    return [(start, end - length) for start, end in stretches if end - length >= start]


def without(starts: Sequence[Interval], holes: Iterable[Interval]) -> list[Interval]:
    """The starts less the inside of each hole; a hole's own edges stay."""
    apart = _apart(holes)
    left: list[Interval] = []
    at = 0
    for start, end in starts:
        while at < len(apart) and apart[at][1] <= start:
            at += 1
        low = start
        for hole in islice(apart, at, None):
            if hole[0] >= end:
                break
            if low <= hole[0]:
                left.append((low, hole[0]))
            low = max(low, hole[1])
        if low <= end:
            left.append((low, end))
    return left


def _apart(holes: Iterable[Interval]) -> list[Interval]:
    """The same holes in order, overlapping ones made one; touching ones leave their edge."""
    found: list[Interval] = []
    for low, high in sorted(holes):
        if found and low < found[-1][1]:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return found


def common(one: Sequence[Interval], other: Sequence[Interval]) -> list[Interval]:
    """What lies in both."""
    found: list[Interval] = []
    first = second = 0
    while first < len(one) and second < len(other):
        low = max(one[first][0], other[second][0])
        high = min(one[first][1], other[second][1])
        if low <= high:
            found.append((low, high))
        if one[first][1] < other[second][1]:
            first += 1
        else:
            second += 1
    return found


def either(several: Iterable[Sequence[Interval]]) -> list[Interval]:
    """What lies in at least one of them."""
    found: list[Interval] = []
    for start, end in merge(*several):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def holds(starts: Sequence[Interval], instant: int) -> bool:
    """Whether the instant is one of the starts."""
    at = bisect_right(starts, (instant, 2**62))
    return at > 0 and starts[at - 1][1] >= instant


def offered(starts: Iterable[Interval], *, grid: int, step: int) -> Iterator[int]:
    """The first start on the grid in each interval, then every whole step."""
    for start, end in starts:
        first = -(-start // grid) * grid
        if first <= end:
            yield first
            yield from range((first // step + 1) * step, end + 1, step)
