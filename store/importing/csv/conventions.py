"""What a whole column tells about how its dates and amounts are written."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from store.importing.csv.kinds import Form
from store.importing.csv.values import DAY

AMBIGUOUS = re.compile(r"\d{1,2}\s*([/-])\s*\d{1,2}\s*\1\s*\d{2,4}")
MARKED = re.compile(r"\d([.,])(\d+)\D*$")
ORDERS = {"dmy": "day first", "mdy": "month first"}
DATED = (Form.DAY, Form.MOMENT, Form.CLOCK)


@dataclass
class Votes:
    """What the cells of one column speak for."""

    dmy: int = 0
    mdy: int = 0
    either: str = ""
    """A date that can be read both ways."""
    point: int = 0
    comma: int = 0
    is_grouped: bool = False
    """Whether there are amounts such as 1.500, whose sign may be either."""

    def hear_day(self, text: str) -> None:
        """Count a cell with a date."""
        found = DAY.match(text)
        if not found or len(found[1]) > 2 or found[2] == ".":
            return
        first, second = int(found[1]), int(found[3])
        if first > 12 >= second:
            self.dmy += 1
        elif second > 12 >= first:
            self.mdy += 1
        elif first != second and not self.either:
            self.either = found[0]

    def hear_money(self, text: str) -> None:
        """Count a cell with an amount."""
        found = MARKED.search(text)
        if not found:
            return
        sign, rest = found.groups()
        other = "," if sign == "." else "."
        if text.count(sign) > 1:
            sign, other = other, sign
        elif len(rest) == 3 and other not in text:
            self.is_grouped = True
            return
        if sign == ".":
            self.point += 1
        else:
            self.comma += 1


@dataclass(frozen=True, slots=True)
class Conventions:
    """How dates and amounts of each column are written; ``doubts`` are columns that do not tell."""

    orders: Mapping[int, str] = field(default_factory=dict)
    marks: Mapping[int, str] = field(default_factory=dict)
    doubts: Mapping[int, str] = field(default_factory=dict)
    """Column to a date that can be read both ways."""

    def order(self, column: int) -> str:
        """Of a column's dates."""
        return self.orders.get(column, "dmy")

    def mark(self, column: int) -> str:
        """Of a column's amounts."""
        return self.marks.get(column, ".")


def conventions_of(
    rows: Iterable[list[str]], forms: Mapping[int, Form], *, order: str = "", separator: str = ","
) -> Conventions:
    """Decided over whole columns; one that leaves it open follows those that do not.

    ``order`` is what a person said, dmy or mdy, and counts where the column does not tell.
    """
    votes = {column: Votes() for column, form in forms.items() if form in (*DATED, Form.MONEY)}
    hearers = [
        (column, one.hear_money if forms[column] is Form.MONEY else one.hear_day)
        for column, one in votes.items()
    ]
    for cells in rows if hearers else ():
        width = len(cells)
        for column, hear in hearers:
            if column < width and cells[column]:
                hear(cells[column].strip())
    return _decided(votes, order, separator)


def _decided(votes: Mapping[int, Votes], order: str, separator: str) -> Conventions:
    orders = {
        column: "dmy" if one.dmy > one.mdy else "mdy"
        for column, one in votes.items()
        if one.dmy != one.mdy
    }
    shared = set(orders.values())
    common = order or (shared.pop() if len(shared) == 1 else "")
    open_ones = {c: one.either for c, one in votes.items() if c not in orders and one.either}
    orders.update((column, common) for column in open_ones if common)
    commas = sum(one.comma - one.point for one in votes.values())
    usual = "," if commas > 0 or (commas == 0 and separator == ";") else "."
    marks = {
        column: usual if one.comma == one.point else "," if one.comma > one.point else "."
        for column, one in votes.items()
    }
    for column, one in votes.items():
        if one.comma == one.point == 0 and one.is_grouped:
            marks[column] = usual
    doubts = {} if common else open_ones
    return Conventions(orders, marks, doubts)
