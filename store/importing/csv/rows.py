"""Rows of a sheet with their values, or with what is wrong with them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from typing import Any

from store.errors import Invalid
from store.importing.csv import values
from store.importing.csv.conventions import Conventions, conventions_of
from store.importing.csv.kinds import FIELDS, Form, Kind, field_of
from store.importing.csv.kinds import Field as Wanted
from store.importing.csv.reading import records
from store.importing.csv.sheets import Sheet

Read = Callable[[str], Any]
SURPLUS = "it has more cells than the head; is a separator inside a cell without quotes?"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row; ``column`` is the heading, empty for the row as such."""

    column: str
    reason: str


@dataclass(slots=True)
class Row:
    """A row of a sheet; ``values`` has what its cells say, empty ones left out."""

    number: int
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def text(self, name: str) -> str:
        """A line of it; empty when it says nothing."""
        return str(self.values.get(name, ""))

    def list(self, name: str) -> list[str]:
        """A list of it."""
        found: list[str] = self.values.get(name, [])
        return found

    def whole(self, name: str) -> int | None:
        """A number of it; None when it says nothing."""
        found: int | None = self.values.get(name)
        return found

    @property
    def digest(self) -> str:
        """A short fingerprint of what it says."""
        text = repr(sorted(self.values.items()))
        return blake2b(text.encode(), digest_size=8).hexdigest()


def survey(sheet: Sheet, checked: Callable[[], None]) -> tuple[Conventions, int]:
    """How the sheet's dates and amounts are written, and how many rows it has.

    ``checked`` is called now and then, and may raise.
    """
    count = 0

    def cells() -> Iterator[list[str]]:
        nonlocal count
        for number, row, _problem in records(sheet.path, sheet.dialect):
            if number > sheet.head:
                count += 1
                if count % 10_000 == 0:
                    checked()
                yield row

    assert sheet.kind is not None
    forms = {column: one.form for column, one in _mapped(sheet)}
    rows = cells()
    found = conventions_of(rows, forms, order=sheet.order, separator=sheet.dialect.separator)
    for _ in rows:
        pass
    return found, count


def rows_of(sheet: Sheet, conventions: Conventions) -> Iterator[Row]:
    """Every row below the head that says anything, in order."""
    readers = [
        (column, one.name, sheet.columns[column].heading, _reader(one, column, conventions))
        for column, one in _mapped(sheet)
    ]
    width = len(sheet.columns)
    for number, cells, broken in records(sheet.path, sheet.dialect):
        if number <= sheet.head:
            continue
        row = Row(number)
        if broken:
            row.problems.append(Problem("", broken))
            yield row
            continue
        if len(cells) > width and any(map(str.strip, cells[width:])):
            row.problems.append(Problem("", SURPLUS))
        _read(row, cells, readers)
        if row.values or row.problems:
            yield row


def _read(row: Row, cells: list[str], readers: list[tuple[int, str, str, Read]]) -> None:
    have = len(cells)
    for column, name, heading, read in readers:
        if column >= have or not (text := cells[column].strip()):
            continue
        try:
            value = read(text)
        except Invalid as refusal:
            row.problems.append(Problem(heading, refusal.message.rstrip(".")))
            continue
        if value not in ("", []) or name in FIELDS_THAT_CLOSE:
            row.values[name] = value


FIELDS_THAT_CLOSE = frozenset(
    field.name for field in FIELDS[Kind.LOCATIONS] if field.form is Form.HOURS
)
"""An empty list of hours says that it is closed."""


def _mapped(sheet: Sheet) -> list[tuple[int, Wanted]]:
    assert sheet.kind is not None
    found = ((number, field_of(sheet.kind, name)) for number, name in enumerate(sheet.mapping))
    return [(number, one) for number, one in found if one is not None]


PLAIN: Mapping[Form, Read] = {
    Form.HOURS: values.hours,
    Form.MINUTES: values.minutes,
    Form.NUMBER: values.number,
    Form.YES: values.yes,
}
WORDED: Mapping[Form, Callable[[str, str], Any]] = {
    Form.LINE: values.line,
    Form.NOTE: values.note,
    Form.LIST: values.items_of,
}


def _reader(wanted: Wanted, column: int, conventions: Conventions) -> Read:
    order, mark = conventions.order(column), conventions.mark(column)
    if wanted.form in PLAIN:
        return PLAIN[wanted.form]
    if wanted.form in WORDED:
        return partial(_second, WORDED[wanted.form], f"The {wanted.label}")
    return {
        Form.DAY: partial(_second, _day, order),
        Form.MOMENT: partial(_second, values.moment, order),
        Form.CLOCK: partial(_second, _clock_or_moment, order),
        Form.MONEY: partial(_second, values.money, mark),
        Form.WORD: partial(_second, values.word, wanted),
    }[wanted.form]


def _second(read: Callable[[str, Any], Any], second: Any, text: str) -> Any:
    return read(text, second)


def _day(text: str, order: str) -> Any:
    try:
        return values.day(text, order)
    except Invalid:
        found, at, _ = values.moment(text, order)
        if at is None:
            raise
        return found


def _clock_or_moment(text: str, order: str) -> Any:
    """A time of day, or a date with its time in one cell."""
    try:
        return values.clock(text)
    except Invalid as problem:
        try:
            return values.moment(text, order)
        except Invalid:
            raise problem from None
