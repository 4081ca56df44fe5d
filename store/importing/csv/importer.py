"""Brings sheets in: looked at, tried without consequences, or for good; all of it or nothing."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from threading import Event

from sqlalchemy import Connection, select

from store import rights, sight
from store.accounts.present import check_staff
from store.clinic import Clinic
from store.database import Database
from store.errors import ImportRefused, RegimenError, Unavailable
from store.importing.csv import journal, memory
from store.importing.csv.comparing import check_all
from store.importing.csv.files import Named, unpacked
from store.importing.csv.judging import Judge, in_order
from store.importing.csv.kinds import Kind
from store.importing.csv.outcome import Outcome
from store.importing.csv.pace import UNSEEN, Pace
from store.importing.csv.resuming import FOLDER, resume, waiting
from store.importing.csv.rows import survey
from store.importing.csv.saving import Saver
from store.importing.csv.settling import settle
from store.importing.csv.sheets import Sheet, look
from store.importing.csv.staging import Staging
from store.importing.csv.work import Work
from store.importing.importer import Progress
from store.importing.summary import sums
from store.tables import CLINIC_PROFILE, LOCATION
from store.unit import Unit
from store.views import Actor
from store.zones import zone_of

STAGED = "staged.db"
CUT_OFF = (
    "The import is cut off, and not whole yet. It is gone on with within a minute of the clinic's"
    " database answering again; nothing of it has to be imported again."
)
STOPPED = "Stopped: nothing was brought in."
DEMO = (
    "This is the demo clinic; real patients do not belong in it. Import into an empty database, or"
    " say --into-demo."
)


@dataclass
class Terms:
    """How an import is wanted."""

    zone: str = ""
    """IANA zone of new locations; empty takes the first location's, else UTC."""
    skip_errors: bool = False
    into_demo: bool = False
    progress: Progress = lambda step, done, total: None
    stop: Event = field(default_factory=Event)
    """Set from anywhere to end it with nothing brought in, as long as nothing is saved yet."""
    pace: Pace = field(default_factory=Pace)
    is_saving: bool = False
    """Whether the first of it is in, so that it cannot be stopped any more."""

    def check(self) -> None:
        """Raises ImportRefused once somebody wants it to end."""
        if self.stop.is_set():
            raise ImportRefused(STOPPED)


class SheetImport:
    """One import from its files to its outcome, with a folder of its own; ``close`` removes that."""

    def __init__(self, clinic: Clinic, *, by: Actor) -> None:
        """Raises NotAllowed for who may not import."""
        with clinic.on_record("import", by):
            rights.check(by, "import")
            sight.check_whole(by.sight)
        self._clinic = clinic
        self._by = by
        place = clinic.database.path.parent / FOLDER
        place.mkdir(mode=0o700, exist_ok=True)
        self.folder = Path(mkdtemp(dir=place))
        self.sheets: tuple[Sheet, ...] = ()
        self._tries = 0
        self._staging: Staging | None = None
        self._outcome: Outcome | None = None
        self._is_kept = False

    def sign(self, by: Actor) -> None:
        """Let what is brought in be told of in this name; raises NotAllowed."""
        rights.check(by, "import")
        sight.check_whole(by.sight)
        if by != self._by:
            self._by, self._outcome = by, None

    def open(self, files: Sequence[Named], *, kind: Kind | None = None) -> tuple[Sheet, ...]:
        """What the files are, added to those that are open; raises ImportRefused naming the file."""
        with self._clinic.database.read() as connection:
            known = memory.kept(connection)
        found = [
            look(path, name, kind=kind, kept=known) for path, name in unpacked(files, self.folder)
        ]
        self.sheets += tuple(found)
        self._outcome = None
        return self.sheets

    def take_for(self, number: int, kind: Kind) -> Sheet:
        """Take a sheet for another kind; its columns are guessed anew."""
        with self._clinic.database.read() as connection:
            changed = self.sheets[number].of_kind(kind, memory.kept(connection))
        self.change(number, changed)
        return changed

    def change(self, number: int, sheet: Sheet) -> None:
        """Put a sheet with another mapping in a sheet's place."""
        self.sheets = (*self.sheets[:number], sheet, *self.sheets[number + 1 :])
        self._outcome = None

    def lay_out(self, terms: Terms) -> Outcome:
        """The fate of every row as far as it does not depend on the booking rules."""
        self._outcome = None
        self._check_sheets()
        resume(self._clinic, terms.progress)
        if self._staging is not None:
            self._staging.close()
            self._staging.path.unlink(missing_ok=True)
        self._tries += 1
        staging = self._staging = Staging(self.folder / f"{self._tries}-{STAGED}")
        staging.interrupt_when(terms.stop.is_set)
        with _stoppable(terms), self._clinic.database.read() as main:
            refuse_demo(main, terms.into_demo)
            currency = main.execute(select(CLINIC_PROFILE.c.currency)).scalar() or "USD"
            zone = _zone(terms.zone or main.execute(select(LOCATION.c.zone).limit(1)).scalar())
            work = Work(main, staging, self._clinic.now(), self._by, zone, currency)
            outcome = Outcome(staging, self.sheets, work.report)
            judge = Judge(work, terms.progress, terms.check)
            for number, sheet in in_order(self.sheets):
                terms.progress(f"Reading {sheet.name}", 0, 0)
                found, count = survey(sheet, terms.check)
                outcome.found(sheet, found, count)
                judge.judge(number, sheet, found, count)
            settle(work, terms.progress, terms.check)
        self._outcome = outcome
        return outcome

    def say_order(self, order: str) -> None:
        """Whether day or month comes first in dates that leave it open: dmy, mdy or empty."""
        if any(sheet.order != order for sheet in self.sheets):
            self.sheets = tuple(replace(sheet, order=order) for sheet in self.sheets)
            self._outcome = None

    def judge(self, terms: Terms) -> Outcome:
        """The fate of every row, without bringing any of them in.

        Bookings ahead are held against the rules in a copy of the clinic's database. Raises
        ImportRefused when a sheet as such cannot be read, and Unavailable.
        """
        outcome = self.lay_out(terms)
        assert self._staging is not None
        if self._staging.ask("SELECT 1 FROM ahead LIMIT 1"):
            terms.progress("Trying it on a copy", 0, 0)
            with self._copy() as copied, _stoppable(terms):
                self._try_out(copied, terms)
        return outcome

    def carry_out(self, terms: Terms) -> Outcome:
        """Bring everything in, a portion at a time.

        Raises ImportRefused with nothing brought in when a row is in error, unless errors are to be
        skipped, when it is stopped, and for a demo clinic without ``into_demo``. What cuts it off
        afterwards raises Unavailable; the rest comes in later, see ``resume``.
        """
        with self._clinic.on_record("import", self._by):
            outcome = self._outcome or self.lay_out(terms)
            outcome.check(skip_errors=terms.skip_errors)
            saver = self._saver(self._clinic, terms)
            self._begin(saver, terms)
            try:
                saver.run(first=lambda unit: self._first(unit, terms))
            except RegimenError as problem:
                self._is_kept = bool(waiting(self._clinic))
                if not self._is_kept:
                    raise
                raise Unavailable(f"{CUT_OFF} {problem.message}") from problem
        outcome.seconds_held = saver.longest
        self._outcome = None
        return outcome

    def close(self) -> None:
        """Remove every trace of it."""
        if self._staging is not None:
            self._staging.close()
            self._staging = None
        if not self._is_kept:
            rmtree(self.folder, ignore_errors=True)

    def _check_sheets(self) -> None:
        if not self.sheets:
            raise ImportRefused("There is no file to import.")
        for sheet in self.sheets:
            if sheet.kind is None:
                raise ImportRefused(
                    f"{sheet.name}: its columns do not tell what it holds; say which kind it is."
                )
            if sheet.lacks:
                lacking = ", and ".join(sheet.lacks)
                raise ImportRefused(
                    f"{sheet.name}: as {sheet.kind.value} it needs a column for {lacking}."
                )

    def _saver(self, clinic: Clinic, terms: Terms) -> Saver:
        assert self._staging is not None
        terms.progress("Saving", 0, 0)
        self._staging.save()
        files = sums((sheet.name, sheet.path) for sheet in self.sheets)
        return Saver(clinic, self._staging, self._by, files, terms.pace, terms.progress)

    def _begin(self, saver: Saver, terms: Terms) -> None:
        """Let nobody else begin, and see that all of it can come in; till here it can be stopped."""
        assert self._staging is not None
        with self._clinic.command("", self._by) as unit:
            check_staff(unit)
            refuse_demo(unit.session.connection(), terms.into_demo)
            saver.begin(unit)
        try:
            with _stoppable(terms), self._clinic.database.read() as connection:
                check_all(connection, self._staging, terms.check)
            self._staging.interrupt_when(None)
            terms.check()
        except RegimenError:
            with self._clinic.command("", self._by) as unit:
                journal.end(unit.session.connection())
            raise
        terms.is_saving = True

    def _first(self, unit: Unit, terms: Terms) -> None:
        refuse_demo(unit.session.connection(), terms.into_demo)
        memory.keep(unit.session.connection(), self.sheets)

    def _try_out(self, copied: Clinic, terms: Terms) -> None:
        saver = self._saver(copied, terms)
        saver.pace = UNSEEN
        with copied.command("", self._by) as unit:
            check_staff(unit)
            refuse_demo(unit.session.connection(), terms.into_demo)
            saver.begin(unit)
        saver.run(checked=terms.check)

    @contextmanager
    def _copy(self) -> Iterator[Clinic]:
        path = self.folder / "trial.db"
        self._clinic.database.copy_to(path)
        trial = Database(path)
        try:
            yield Clinic(trial, clock=self._clinic.now)
        finally:
            trial.close()
            for left in self.folder.glob("trial.db*"):
                left.unlink()


def refuse_demo(connection: Connection, into_demo: bool) -> None:
    """Raises ImportRefused for a demo clinic, unless told otherwise."""
    if connection.execute(select(CLINIC_PROFILE.c.is_demo)).scalar() and not into_demo:
        raise ImportRefused(DEMO)


def _zone(name: str | None) -> str:
    zone_of(name or "UTC")
    return name or "UTC"


@contextmanager
def _stoppable(terms: Terms) -> Iterator[None]:
    """A statement that was interrupted on purpose says so."""
    try:
        yield
    except Unavailable:
        terms.check()
        raise
