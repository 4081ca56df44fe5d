"""Streams the rows of a text table, each with its number as a spreadsheet shows it."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from store.errors import ImportRefused
from store.importing.csv.dialect import Dialect, errors_of

LONGEST_LINE = 16 << 20
"""Letters; a table has no such line."""
QUOTES = "its quotes do not match"

Record = tuple[int, list[str], str]
"""The row's number, its cells, and what is wrong with the row as such."""


def records(path: Path, dialect: Dialect) -> Iterator[Record]:
    """Every row, the head included; the first row is 1, rows with nothing in any cell are left out.

    A row that cannot be parted into cells comes with its reason, and reading goes on behind it.
    """
    with path.open(
        encoding=dialect.encoding, errors=errors_of(dialect.encoding), newline=""
    ) as text:
        if dialect.skips:
            text.readline()
        reader = csv.reader(_lines(text, path), delimiter=dialect.separator, strict=True)
        row = 0
        while True:
            before = reader.line_num
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as problem:
                swallowed = reader.line_num - before
                yield row + 1, [], _reason(problem, row + 1, swallowed)
                row += swallowed
                continue
            row += 1
            if any(map(str.strip, cells)):
                yield row, cells, ""


def _lines(text: TextIO, path: Path) -> Iterator[str]:
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if len(line) == LONGEST_LINE:
            raise ImportRefused(f"{path.name}: line {number:,} is too long for a table.")
        yield line


def _reason(problem: csv.Error, row: int, swallowed: int) -> str:
    if "field limit" in str(problem):
        what = f"a cell has more than {csv.field_size_limit():,} letters"
    elif "unexpected end" in str(problem):
        what = "a quote is never closed"
    else:
        what = QUOTES
    if swallowed > 1:
        return f"{what}; rows {row:,} to {row + swallowed - 1:,} cannot be read"
    return what
