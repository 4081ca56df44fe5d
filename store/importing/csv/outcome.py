"""What an import found and did: counts, remarks, and the fate of every row."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from store.errors import ImportRefused
from store.importing.csv.conventions import ORDERS, Conventions
from store.importing.csv.fates import Fate, RowFate
from store.importing.csv.sheets import Sheet
from store.importing.csv.staging import Staging
from store.importing.report import ImportReport

PAGE = 5_000
FATES = 'SELECT n, sheet, row, who, fate, "column", reason FROM fate'


@dataclass
class Outcome:
    """Reads the fates from where they were laid out, for as long as the import is open."""

    staging: Staging
    sheets: tuple[Sheet, ...]
    report: ImportReport
    seconds_held: float = 0.0
    """How long the longest of its transactions kept others from saving."""
    facts: list[str] = field(default_factory=list)
    """A line a file: how it is written and how many rows it has."""

    def found(self, sheet: Sheet, conventions: Conventions, count: int) -> None:
        """Keep what was found out about a file; raises ImportRefused for dates that do not tell."""
        assert sheet.kind is not None
        for column, example in conventions.doubts.items():
            heading = sheet.columns[column].heading
            raise ImportRefused(
                f"{sheet.name}: the dates in “{heading}” can be read day first or month first"
                f" ({example}); say which.",
                field="dates",
            )
        orders = {ORDERS[one] for one in conventions.orders.values()}
        dates = f", dates {' and '.join(sorted(orders))}" if orders else ""
        rows = "1 row" if count == 1 else f"{count:,} rows"
        what = f"{sheet.kind.value}, {rows}, {sheet.dialect.words}{dates}"
        self.facts.append(f"{sheet.name}: {what}.")

    def counts(self) -> dict[Fate, int]:
        """How many rows have each fate; fates that nobody has are left out."""
        rows = dict(self.staging.ask("SELECT fate, count(*) FROM fate GROUP BY fate"))
        return {fate: int(rows[fate.value]) for fate in Fate if fate.value in rows}

    def kinds(self) -> list[tuple[str, Fate, int]]:
        """How many rows of each kind have each fate."""
        rows = self.staging.ask("SELECT sheet, fate, count(*) FROM fate GROUP BY sheet, fate")
        found: dict[tuple[str, Fate], int] = {}
        for sheet, fate, count in rows:
            key = (self._kind(sheet), Fate.of(fate))
            found[key] = found.get(key, 0) + int(count)
        return [(kind, fate, count) for (kind, fate), count in found.items()]

    def fates(
        self, wanted: Sequence[Fate] = (), *, after: int = 0, limit: int = PAGE
    ) -> list[tuple[int, RowFate]]:
        """The next rows behind a number, with their own; all fates, or some of them."""
        marks = ", ".join("?" * len(wanted))
        where = f" AND fate IN ({marks})" if wanted else ""
        values = [fate.value for fate in wanted]
        rows = self.staging.ask(
            f"{FATES} WHERE n > ?{where} ORDER BY n LIMIT ?", after, *values, limit
        )
        return [
            (
                n,
                RowFate(
                    self.sheets[sheet].name,
                    self._kind(sheet),
                    row,
                    who,
                    Fate.of(fate),
                    column,
                    reason,
                ),
            )
            for n, sheet, row, who, fate, column, reason in rows
        ]

    def every(self) -> Iterator[RowFate]:
        """All of them, a page at a time."""
        last = 0
        while page := self.fates(after=last):
            last = page[-1][0]
            yield from (one for _, one in page)

    def check(self, *, skip_errors: bool) -> None:
        """Raises ImportRefused when rows are in error and are not to be left out."""
        refused = self.counts().get(Fate.REFUSED, 0)
        if not refused or skip_errors:
            return
        _, first = self.fates([Fate.REFUSED], limit=1)[0]
        rows = "1 row is" if refused == 1 else f"{refused:,} rows are"
        raise ImportRefused(
            f"{rows} in error, so nothing was brought in. The first: {first.words}.",
            field="skip_errors",
        )

    def _kind(self, sheet: int) -> str:
        kind = self.sheets[sheet].kind
        return kind.value if kind else ""
