"""Files that a list is written to, row by row, so that a million rows need no memory."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Protocol

from store.exporting.columns import Cell, Column
from store.text import harmless
from store.words import ExportKind

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

MOST_ROWS = 1_048_576
"""Of one sheet, heads included; what goes beyond continues on the next."""


class Sheet(Protocol):
    """Takes one row after another."""

    def write(self, row: Iterable[Cell]) -> None:
        """Write the next row."""


@contextmanager
def open_sheet(kind: ExportKind, target: Path, columns: tuple[Column, ...]) -> Iterator[Sheet]:
    """A new file with its heads in place; complete once the context is left without an error."""
    opened = _csv if kind is ExportKind.CSV else _workbook
    with opened(target, columns) as sheet:
        yield sheet


@contextmanager
def _csv(target: Path, columns: tuple[Column, ...]) -> Iterator[Sheet]:
    # The mark at the beginning tells spreadsheets that names are UTF-8.
    with target.open("w", encoding="utf-8-sig", newline="") as stream:
        sheet = _Csv(csv.writer(stream))
        sheet.write(column.title for column in columns)
        yield sheet


@contextmanager
def _workbook(target: Path, columns: tuple[Column, ...]) -> Iterator[Sheet]:
    from xlsxwriter import Workbook  # only an export pays for loading it
    from xlsxwriter.exceptions import FileCreateError

    safe = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    try:
        with (
            TemporaryDirectory(dir=target.parent) as folder,
            target.open("wb") as stream,
            Workbook(stream, safe | {"tmpdir": folder}) as book,
        ):
            yield _Book(book, columns)
    except FileCreateError as problem:
        raise OSError(*problem.args[0].args) from problem


class _Csv:
    def __init__(self, writer: Any) -> None:
        self._writer = writer

    def write(self, row: Iterable[Cell]) -> None:
        self._writer.writerow([_plain(cell) for cell in row])


class _Book:
    def __init__(self, book: "Workbook", columns: tuple[Column, ...]) -> None:
        self._book = book
        self._columns = columns
        self._head = book.add_format({"bold": True, "bottom": 1})
        self._day = book.add_format({"num_format": "yyyy-mm-dd"})
        self._time = book.add_format({"num_format": "hh:mm"})
        self._begin()

    def write(self, row: Iterable[Cell]) -> None:
        if self._at == MOST_ROWS:
            self._begin()
        for at, cell in enumerate(row):
            self._put(at, cell)
        self._at += 1

    def _begin(self) -> None:
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        for at, column in enumerate(self._columns):
            self._sheet.set_column(at, at, column.width)
        for at, column in enumerate(self._columns):
            self._sheet.write_string(0, at, column.title, self._head)
        self._at = 1

    def _put(self, at: int, cell: Cell) -> None:
        if isinstance(cell, str):
            self._sheet.write_string(self._at, at, cell)
        elif isinstance(cell, date):
            day = datetime.combine(cell, time())
            self._sheet.write_datetime(self._at, at, day, self._day)
        elif isinstance(cell, time):
            self._sheet.write_datetime(self._at, at, cell, self._time)
        elif cell is not None:
            self._sheet.write_number(self._at, at, cell)


def _plain(cell: Cell) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    if isinstance(cell, date):
        return cell.isoformat()
    return harmless(cell) if isinstance(cell, str) else cell
