"""What an import's page says: choices of kinds and fields, rows and counts, in words."""

from collections.abc import Mapping, Sequence

from components.importing import FateRow
from pages.setup.import_job import PAGE, FatePage
from store.importing.csv import FIELDS, Fate, Kind, RowFate, Sheet
from store.importing.csv.kinds import NEEDED

ALL = ""
TONES = {
    Fate.BROUGHT_IN: "green",
    Fate.ALREADY_THERE: "plain",
    Fate.CHANGED: "amber",
    Fate.UNBOOKED: "amber",
    Fate.REFUSED: "red",
}


def kind_options() -> list[tuple[str, str]]:
    """Every kind, by its value."""
    return [("", "Choose what it holds"), *((kind.value, kind.label) for kind in Kind)]


def field_options(kind: Kind | None) -> list[tuple[str, str]]:
    """Every field of a kind, those first that are needed."""
    if kind is None:
        return [("", "Left out")]
    needed = {name for group in NEEDED[kind] for name in group}
    fields = sorted(FIELDS[kind], key=lambda field: field.name not in needed)
    return [
        ("", "Left out"),
        *((field.name, f"{field.label.capitalize()} ({field.form.value})") for field in fields),
    ]


def column_rows(sheet: Sheet) -> list[tuple[str, Sequence[str], str]]:
    """Heading, samples and meaning of every column."""
    return [
        (column.heading, column.samples, meaning)
        for column, meaning in zip(sheet.columns, sheet.mapping, strict=True)
    ]


def fate_counts(counts: Mapping[Fate, int]) -> list[tuple[str, str, str]]:
    """Every fate that rows have, behind all of them."""
    total = sum(counts.values())
    each = [(fate.value, fate.label, f"{count:,}") for fate, count in counts.items()]
    return [(ALL, "All rows", f"{total:,}"), *each]


def fate_rows(rows: Sequence[tuple[int, RowFate]], *, with_file: bool) -> list[FateRow]:
    """Rows as the list shows them, with their file's name where there are several."""
    return [
        (
            n,
            one.file if with_file else "",
            f"{one.row:,}",
            one.who,
            one.fate.label,
            TONES[one.fate],
            one.column,
            one.reason,
        )
        for n, one in rows
    ]


def page_words(page: FatePage) -> str:
    """Which rows are shown of how many."""
    counts = page.counts
    total = counts.get(Fate.of(page.picked), 0) if page.picked else sum(counts.values())
    last = min(page.first + PAGE - 1, total)
    return f"{page.first:,} to {last:,} of {total:,}" if total else "No rows"
