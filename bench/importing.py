"""How long a clinic's spreadsheets take to come in, and how long they keep others from writing."""

import csv
import random
import resource
import shutil
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.figures import Figure
from store.clinic import Clinic
from store.database import Database
from store.importing.csv import SheetImport, Terms
from store.importing.importer import IMPORT

SEED = 20
DAYS = 5 * 365
PATIENTS_OF = 6
"""One row in so many is a patient, all others are bookings."""
AHEAD_OF = 400
"""One booking in so many lies ahead, and is held against the booking rules."""
GIVEN = ("Ada", "Mei", "Noor", "Femi", "Jörg", "Élodie", "José", "Oluwaseun", "Zoë", "Ann-Marie")
FAMILY = ("Çelik", "Tanaka", "Haddad", "Adeyemi", "Quist", "Müller", "Dubois", "O'Neill", "Silva")
SERVICES = ("Laser peel", "Lip filler", "Hydrafacial", "Body contouring", "Skin analysis")
LOCATIONS = ("Harbour", "Old Town")
PROVIDERS = 10
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIRST_HOUR, LAST_HOUR = 9, 17


def measure(folder: Path, rounds: int) -> list[Figure]:
    """An import of as many rows as the folder's demo has sessions, into a clinic of its own."""
    del rounds
    rows = int(folder.name)
    work = folder / "import"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    files = [_written(work / f"{name}.csv", lines) for name, lines in _sheets(rows)]
    database = Database(work / "data" / "regimen.db")
    database.migrate()
    try:
        return [_imported(Clinic(database), files, rows)]
    finally:
        database.close()
        shutil.rmtree(work)


def _imported(clinic: Clinic, files: Sequence[Path], rows: int) -> Figure:
    job = SheetImport(clinic, by=IMPORT)
    try:
        job.open([(path, path.name) for path in files])
        begin = time.perf_counter()
        outcome = job.carry_out(Terms(skip_errors=True))
        seconds = time.perf_counter() - begin
        told = {fate.label.lower(): float(count) for fate, count in outcome.counts().items()}
    finally:
        job.close()
    numbers: dict[str, float] = {
        "rows a second": rows / seconds,
        "held ms": outcome.seconds_held * 1000,
        "memory kB": _peak(),
    }
    return Figure("spreadsheets brought in", [seconds * 1000], numbers | told)


def _peak() -> float:
    """The most memory this process ever took, in kB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1024 if sys.platform == "darwin" else most


def _written(path: Path, lines: Iterable[Sequence[Any]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(lines)
    return path


def _sheets(rows: int) -> Iterator[tuple[str, Iterable[Sequence[Any]]]]:
    pick = random.Random(SEED)
    patients = max(rows // PATIENTS_OF, 1)
    hours = [f"{FIRST_HOUR:02}:00-{LAST_HOUR:02}:00"] * len(WEEK)
    places = [(name, "Europe/Berlin", *hours) for name in LOCATIONS]
    yield "locations", [("name", "zone", *WEEK), *places]
    services = [(name, "Laser", 30, 10, "120.00", "EUR", "no") for name in SERVICES]
    heads = ("name", "category", "minutes", "buffer minutes", "price", "currency", "needs room")
    yield "services", [heads, *services]
    people = [(f"Provider {n}", LOCATIONS[n % 2], *hours) for n in range(PROVIDERS)]
    yield "providers", [("name", "location", *WEEK), *people]
    yield "patients", _patients(patients, pick)
    yield "bookings", _bookings(rows - patients, patients, pick)


def _patients(count: int, pick: random.Random) -> Iterator[Sequence[Any]]:
    yield "id", "given name", "family name", "birth date", "phone", "email"
    for n in range(count):
        name = (pick.choice(GIVEN), f"{pick.choice(FAMILY)}-{pick.choice(FAMILY)}")
        born = date(1940, 1, 1) + timedelta(days=pick.randrange(65 * 365))
        yield n, *name, born.isoformat(), f"+49 170 {n:07}", f"p{n}@example.org"


def _bookings(count: int, patients: int, pick: random.Random) -> Iterator[Sequence[Any]]:
    yield "id", "patient", "services", "location", "provider", "date", "start", "minutes"
    today = datetime.now(UTC).date()
    for n in range(count):
        who = pick.randrange(PROVIDERS)
        is_ahead = n % AHEAD_OF == 0
        day = today + timedelta(
            days=pick.randrange(1, 365) if is_ahead else -pick.randrange(1, DAYS)
        )
        start = f"{pick.randrange(FIRST_HOUR, LAST_HOUR):02}:{pick.choice((0, 30)):02}"
        place = (LOCATIONS[who % 2], f"Provider {who}", day.isoformat(), start, 30)
        yield n, pick.randrange(patients), pick.choice(SERVICES), *place
