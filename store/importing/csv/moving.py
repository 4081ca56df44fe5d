"""Which ids rows that were laid out have got in the clinic's database."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from store.importing.csv.staging import NEW

Run = tuple[int, int, int]
"""Ids that follow each other: the first as laid out, the first here, how many."""
Runs = Mapping[str, Iterable[Run]]
"""Those of each table."""


@dataclass
class Moved:
    """Finds the id here of every row that was carried over."""

    _firsts: dict[str, list[int]] = field(default_factory=dict)
    _runs: dict[str, list[Run]] = field(default_factory=dict)

    def learn(self, moved: Runs) -> None:
        """Take in what one more portion says."""
        for table, runs in moved.items():
            more: list[Run] = [(first, here, count) for first, here, count in runs]
            known = sorted([*self._runs.get(table, []), *more])
            self._runs[table] = known
            self._firsts[table] = [first for first, _, _ in known]

    def find(self, table: str, row_id: int) -> int | None:
        """Its id here; that of a row that was here before is its own. None when it never came in."""
        if row_id < NEW:
            return row_id
        at = bisect_right(self._firsts.get(table, []), row_id) - 1
        if at < 0:
            return None
        first, here, count = self._runs[table][at]
        return here + row_id - first if row_id < first + count else None


def runs_of(pairs: Mapping[int, int]) -> list[Run]:
    """Pairs of an id as laid out and one here, as runs."""
    runs: list[Run] = []
    for old, new in sorted(pairs.items()):
        first, here, count = runs[-1] if runs else (0, 0, 0)
        if runs and (old, new) == (first + count, here + count):
            runs[-1] = (first, here, count + 1)
        else:
            runs.append((old, new, 1))
    return runs
