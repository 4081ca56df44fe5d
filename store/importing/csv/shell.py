"""The import of text tables on the command line: options in, a summary and a report out."""

import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from store.clinic import Clinic
from store.errors import ImportRefused
from store.importing.csv.fates import Fate, write_report
from store.importing.csv.importer import SheetImport, Terms
from store.importing.csv.kinds import Kind
from store.importing.csv.outcome import Outcome
from store.importing.csv.sheets import Sheet
from store.importing.csv.synonyms import plain
from store.importing.importer import IMPORT, Progress

PROBLEMS = (Fate.REFUSED, Fate.UNBOOKED, Fate.CHANGED)
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Wish:
    """What was said on the command line."""

    kind: str = ""
    mapping: tuple[str, ...] = ()
    """Texts such as "Column=field"; without a field the column is left out."""
    dates: str = ""
    zone: str = ""
    dry_run: bool = False
    skip_errors: bool = False
    into_demo: bool = False
    report: Path | None = None


def bring_in(
    clinic: Clinic,
    files: Sequence[Path],
    wish: Wish,
    *,
    say: Callable[[str], None],
    progress: Progress,
) -> bool:
    """Import the files, or with a dry run say what would come of it; tells whether all went well.

    Ctrl-C stops it with nothing brought in, until it is being saved. Raises RegimenError.
    """
    terms = Terms(
        zone=wish.zone,
        skip_errors=wish.skip_errors,
        into_demo=wish.into_demo,
        progress=progress,
    )
    job = SheetImport(clinic, by=IMPORT)
    try:
        with _stopped_by_hand(terms):
            job.open([(path, path.name) for path in files], kind=_kind(wish.kind))
            for number, sheet in enumerate(_mapped(job.sheets, wish)):
                job.change(number, sheet)
            outcome = job.judge(terms) if wish.dry_run else job.lay_out(terms)
            is_fine = wish.skip_errors or Fate.REFUSED not in outcome.counts()
            if not wish.dry_run and is_fine:
                outcome = job.carry_out(terms)
        _tell(outcome, wish, say, is_done=not wish.dry_run and is_fine)
        return is_fine
    finally:
        job.close()


def _tell(outcome: Outcome, wish: Wish, say: Callable[[str], None], *, is_done: bool) -> None:
    if wish.report:
        write_report(wish.report, outcome.every())
    for line in (*outcome.facts, *outcome.report.remarks):
        say(line)
    for kind, fate, count in outcome.kinds():
        would = "would be " if fate is Fate.BROUGHT_IN and not is_done else ""
        say(f"{count:>9,}  {kind} {would}{fate.label.lower()}")
    told = outcome.fates(PROBLEMS, limit=MOST_TOLD)
    for _, one in told:
        say(f"{one.fate.label}: {one.words}.")
    counts = outcome.counts()
    more = sum(counts.get(fate, 0) for fate in PROBLEMS) - len(told)
    if more > 0:
        say(f"{more:,} more of these; --report FILE.csv lists every row.")
    say(_last_line(wish, counts.get(Fate.REFUSED, 0), outcome.seconds_held, is_done=is_done))


def _last_line(wish: Wish, refused: int, seconds: float, *, is_done: bool) -> str:
    if is_done:
        return f"Done. Others never waited longer than {seconds:.1f} seconds to save."
    if wish.dry_run:
        return "This was a dry run: nothing was brought in."
    rows = "1 row is" if refused == 1 else f"{refused:,} rows are"
    return f"{rows} in error, so nothing was brought in; --skip-errors leaves such rows out."


def _kind(name: str) -> Kind | None:
    if not name:
        return None
    try:
        return Kind.of(name.lower())
    except KeyError as problem:
        known = ", ".join(kind.value for kind in Kind)
        raise ImportRefused(f"--kind: “{name}” is none of {known}.") from problem


def _mapped(sheets: Sequence[Sheet], wish: Wish) -> Iterator[Sheet]:
    said = [one.rpartition("=") for one in wish.mapping]
    if any(not sign for _, sign, _ in said):
        raise ImportRefused("--mapping: write column=field, or column= to leave a column out.")
    if wish.dates not in ("", "dmy", "mdy"):
        raise ImportRefused("--dates: say dmy for day first, or mdy for month first.")
    for column, _, _ in said:
        if not any(plain(column) == plain(c.heading) for sheet in sheets for c in sheet.columns):
            raise ImportRefused(f"--mapping: no file has a column “{column}”.")
    meant = {plain(column): name.strip() for column, _, name in said}
    for sheet in sheets:
        yield replace(_with(sheet, meant), order=wish.dates)


def _with(sheet: Sheet, meant: dict[str, str]) -> Sheet:
    if sheet.kind is None:
        return sheet
    headings = [plain(column.heading) for column in sheet.columns]
    taken = {meant[heading] for heading in headings if heading in meant}
    return sheet.mapped(
        [
            meant.get(heading, "" if name in taken else name)
            for heading, name in zip(headings, sheet.mapping, strict=True)
        ]
    )


@contextmanager
def _stopped_by_hand(terms: Terms) -> Iterator[None]:
    """Let Ctrl-C end the import at its next step rather than in the middle of one."""
    before = signal.signal(signal.SIGINT, lambda *_: terms.stop.set())
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
