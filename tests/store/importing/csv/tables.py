"""Small text tables, and importing them with what follows from it checked."""

from pathlib import Path
from typing import Any

from sqlalchemy import select

from store.clinic import Clinic
from store.derive import verify
from store.importing.csv import Fate, Kind, Outcome, SheetImport, Terms
from store.importing.csv.sheets import Sheet
from store.importing.importer import IMPORT

EXAMPLES = Path(__file__).parents[4] / "docs" / "examples"


def written(folder: Path, text: str | bytes, name: str = "patients.csv") -> Path:
    """The text as a file in UTF-8, or bytes as they are."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


class Told:
    """What an import told, kept after its folder is gone."""

    def __init__(self, sheets: tuple[Sheet, ...], outcome: Outcome) -> None:
        self.sheets = sheets
        self.counts = outcome.counts()
        self.rows = list(outcome.every())
        self.remarks = outcome.report.remarks
        self.facts = outcome.facts

    @property
    def problems(self) -> list[str]:
        """Of every row that did not simply come in or was there, in words."""
        told = (Fate.REFUSED, Fate.UNBOOKED, Fate.CHANGED)
        return [row.words.partition(", ")[2] for row in self.rows if row.fate in told]


def try_out(clinic: Clinic, *paths: Path, kind: Kind | None = None, **terms: Any) -> Told:
    """A dry run."""
    return _carried(clinic, paths, kind, Terms(**terms), is_trial=True)


def bring_in(clinic: Clinic, *paths: Path, kind: Kind | None = None, **terms: Any) -> Told:
    """An import; all that is derived has to agree afterwards."""
    told = _carried(clinic, paths, kind, Terms(**terms), is_trial=False)
    with clinic.database.read() as connection:
        assert list(verify(connection, clinic.now())) == []
        assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
    return told


def rows(clinic: Clinic, *columns: Any) -> list[tuple[Any, ...]]:
    """These columns of every row."""
    with clinic.database.read() as connection:
        return [tuple(row) for row in connection.execute(select(*columns))]


def dump(clinic: Clinic) -> list[str]:
    """Everything that is in the database, the audit trail aside."""
    with clinic.database.read() as connection:
        names = connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'audit%'"
        )
        return [
            f"{name} {row}"
            for (name,) in names.all()
            for row in connection.exec_driver_sql(f"SELECT * FROM {name}").all()  # noqa: S608
        ]


def _carried(
    clinic: Clinic, paths: tuple[Path, ...], kind: Kind | None, terms: Terms, *, is_trial: bool
) -> Told:
    job = SheetImport(clinic, by=IMPORT)
    try:
        job.open([(path, path.name) for path in paths], kind=kind)
        return Told(job.sheets, job.judge(terms) if is_trial else job.carry_out(terms))
    finally:
        job.close()
