"""A file as it was found: how it is written, its columns, what it holds and what they mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from store.errors import ImportRefused
from store.importing.csv.dialect import Dialect, dialect_of
from store.importing.csv.kinds import FIELDS, Kind, field_of, missing
from store.importing.csv.reading import records
from store.importing.csv.synonyms import fields_called, kinds_called, plain

LOOKED_AT = 200
SAMPLES = 3
SAMPLE_LETTERS = 60
MOST_COLUMNS = 500

Kept = Mapping[tuple[str, str], str]
"""Kind and plain heading to the field it was given the last time; empty for none."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: ``heading`` tells it from all others, ``samples`` are what its cells say."""

    heading: str
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file; ``mapping`` has a field's name, or nothing, for every column."""

    path: Path
    name: str
    dialect: Dialect
    columns: tuple[Column, ...]
    head: int
    """The row of the headings."""
    kind: Kind | None
    mapping: tuple[str, ...]
    order: str = ""
    """dmy or mdy, said by a person for dates that leave it open."""

    @property
    def lacks(self) -> tuple[str, ...]:
        """What columns are still needed, in words."""
        names = frozenset(filter(None, self.mapping))
        return missing(self.kind, names) if self.kind else ("a kind",)

    def of_kind(self, kind: Kind, kept: Kept) -> "Sheet":
        """The same file taken for another kind, its columns guessed anew."""
        return replace(self, kind=kind, mapping=guess(self.columns, kind, kept))

    def mapped(self, mapping: Sequence[str]) -> "Sheet":
        """With these fields; raises ImportRefused for a field named twice or unknown."""
        assert self.kind is not None
        for number, name in enumerate(mapping):
            if name and field_of(self.kind, name) is None:
                known = ", ".join(field.name for field in FIELDS[self.kind])
                raise ImportRefused(
                    f"{self.name}: {self.kind.value} have no field “{name}”; they have {known}."
                )
            if name and name in mapping[:number]:
                raise ImportRefused(f"{self.name}: two columns are mapped to “{name}”.")
        return replace(self, mapping=tuple(mapping))


def look(path: Path, name: str, *, kind: Kind | None = None, kept: Kept | None = None) -> Sheet:
    """What a file is by its first rows; raises ImportRefused for one that is no table.

    ``kind`` is what somebody said it is; without it the headings and the file's name tell.
    """
    dialect = dialect_of(path, name)
    rows = list(islice(records(path, dialect), LOOKED_AT))
    first = next((row for row in rows if any(cell.strip() for cell in row[1])), None)
    if first is None:
        raise ImportRefused(f"{name}: there are no rows in it.")
    if first[2]:
        raise ImportRefused(f"{name}: row {first[0]}: {first[2]}.")
    if len(first[1]) > MOST_COLUMNS:
        raise ImportRefused(f"{name}: it has {len(first[1]):,} columns.")
    below = [row[1] for row in rows if row[0] > first[0]]
    columns = tuple(
        Column(heading, _samples(below, number))
        for number, heading in enumerate(_headings(first[1]))
    )
    found = kind or guess_kind(columns, name, kept or {})
    mapping = guess(columns, found, kept or {}) if found else ("",) * len(columns)
    return Sheet(path, name, dialect, columns, first[0], found, mapping)


def guess_kind(columns: Sequence[Column], name: str, kept: Kept) -> Kind | None:
    """The kind whose columns these are; None when two are as likely."""
    named = kinds_called(name)
    scores = {}
    for kind in Kind:
        fields = frozenset(filter(None, guess(columns, kind, kept)))
        lacking = len(missing(kind, fields))
        scores[kind] = len(fields) + 4 * (kind in named) - 5 * lacking
    best = max(scores.values())
    leading = [kind for kind, score in scores.items() if score == best]
    return leading[0] if len(leading) == 1 and best > 0 else None


def guess(columns: Sequence[Column], kind: Kind, kept: Kept) -> tuple[str, ...]:
    """A field for every column: what it was the last time, else what its heading usually means."""
    found = [""] * len(columns)
    taken: set[str] = set()
    for number, column in enumerate(columns):
        name = kept.get((kind.value, plain(column.heading)), "")
        if name and name not in taken and field_of(kind, name):
            found[number] = name
            taken.add(name)
    for rank in range(3):
        for number, column in enumerate(columns):
            if found[number] or (kind.value, plain(column.heading)) in kept:
                continue
            names = fields_called(kind, column.heading)
            if rank < len(names) and names[rank] not in taken:
                found[number] = names[rank]
                taken.add(names[rank])
    return tuple(found)


def _headings(cells: Sequence[str]) -> list[str]:
    found: list[str] = []
    for number, cell in enumerate(cells, 1):
        spaced = " ".join(cell.encode("utf-8", "replace").decode().split())
        bare = "".join(sign for sign in spaced if sign.isprintable())[:100]
        heading, again = bare or f"Column {number}", 2
        while heading in found:
            heading, again = f"{bare or f'Column {number}'} ({again})", again + 1
        found.append(heading)
    return found


def _samples(rows: Sequence[Sequence[str]], column: int) -> tuple[str, ...]:
    cells = (row[column].strip() for row in rows if column < len(row))
    shown = dict.fromkeys(cell[:SAMPLE_LETTERS] for cell in cells if cell)
    return tuple(
        "".join(sign if sign.isprintable() else " " for sign in one)
        for one in islice(shown, SAMPLES)
    )
