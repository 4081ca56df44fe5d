"""Real input: text tables (CSV) of every kind a clinic keeps in spreadsheets."""

from store.importing.csv.fates import Fate, RowFate, write_report
from store.importing.csv.files import is_table
from store.importing.csv.importer import SheetImport, Terms
from store.importing.csv.kinds import FIELDS, Kind
from store.importing.csv.outcome import Outcome
from store.importing.csv.pace import Pace
from store.importing.csv.resuming import clear, resume
from store.importing.csv.sheets import Sheet
from store.importing.csv.shell import Wish, bring_in

__all__ = [
    "FIELDS",
    "Fate",
    "Kind",
    "Outcome",
    "Pace",
    "RowFate",
    "Sheet",
    "SheetImport",
    "Terms",
    "Wish",
    "bring_in",
    "clear",
    "is_table",
    "resume",
    "write_report",
]
