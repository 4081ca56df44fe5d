"""What was measured, and how it is printed."""

import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

P95 = 0.95


@dataclass
class Figure:
    """One thing measured: its times in milliseconds, or other numbers by name."""

    name: str
    times: list[float] = field(default_factory=list)
    numbers: dict[str, float] = field(default_factory=dict)

    @property
    def p50(self) -> float:
        """The median time."""
        return statistics.median(self.times)

    @property
    def p95(self) -> float:
        """What 19 of 20 times stay under."""
        ordered = sorted(self.times)
        return ordered[min(int(len(ordered) * P95), len(ordered) - 1)]


def timed(act: Callable[[], object]) -> float:
    """How long it takes, in milliseconds."""
    begin = time.perf_counter()
    act()
    return (time.perf_counter() - begin) * 1000


def report(title: str, figures: Sequence[Figure], *, smallest: Sequence[Figure] = ()) -> None:
    """Print one line a figure; with those of the smallest size, how many times its median each is."""
    least = {figure.name: figure.p50 for figure in smallest if figure.times}
    print(f"\n{title:<44}{'p50 ms':>9}{'p95 ms':>9}{'times':>8}")
    for figure in figures:
        times = f"{figure.p50:>9.1f}{figure.p95:>9.1f}" if figure.times else " " * 18
        grown = f"{figure.p50 / least[figure.name]:>8.1f}" if figure.name in least else " " * 8
        others = "  ".join(f"{name} {_told(value)}" for name, value in figure.numbers.items())
        print(f"{figure.name:<44}{times}{grown}   {others}")
    sys.stdout.flush()


def _told(value: float) -> str:
    return f"{value:.3f}" if 0 < value < 1 else f"{value:,.0f}"
