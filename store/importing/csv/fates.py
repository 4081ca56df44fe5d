"""What became of every row, told in words and numbers."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from store.text import harmless
from store.words import Word


class Fate(Word):
    """What becomes of a row."""

    BROUGHT_IN = "brought-in", "Brought in"
    ALREADY_THERE = "already-there", "Already there"
    CHANGED = "changed", "Changed"
    UNBOOKED = "unbooked", "Comes in unbooked"
    REFUSED = "refused", "Refused"


@dataclass(frozen=True, slots=True)
class RowFate:
    """One row's fate; ``column`` is the heading the reason belongs to, where there is one."""

    file: str
    kind: str
    row: int
    who: str
    fate: Fate
    column: str
    reason: str

    @property
    def words(self) -> str:
        """Row, column and reason in one sentence."""
        column = f", {self.column}" if self.column else ""
        return f"{self.file}, row {self.row:,}{column}: {self.reason}"


def write_report(path: Path, fates: Iterator[RowFate]) -> None:
    """Every row's fate as CSV that a spreadsheet opens, formulas made harmless."""
    with path.open("w", encoding="utf-8-sig", errors="replace", newline="") as text:
        writer = csv.writer(text)
        writer.writerow(("file", "kind", "row", "who or what", "fate", "column", "reason"))
        for one in fates:
            cells = (one.file, one.kind, str(one.row), one.who, one.fate.label)
            writer.writerow(map(harmless, (*cells, one.column, one.reason)))
