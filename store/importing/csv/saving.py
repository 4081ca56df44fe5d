"""Saves what was laid out, a portion a transaction, so that nobody waits long for the lock.

Once the first portion is in, the import is on its way and nothing turns it back: what others did
meanwhile would be lost with it. Whatever cuts it off, it is gone on with where it stood.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic
from typing import Any

from store.clinic import Clinic
from store.importing.csv import journal
from store.importing.csv.ahead import Ahead, Unbooked
from store.importing.csv.carrying import Carrier
from store.importing.csv.fates import Fate
from store.importing.csv.journal import Step
from store.importing.csv.moving import Moved
from store.importing.csv.pace import Pace
from store.importing.csv.portions import SMALL, STAGES, Cutter, Portion
from store.importing.csv.staging import Staging
from store.importing.importer import Progress
from store.importing.summary import summarise
from store.unit import Unit
from store.views import Actor

AHEAD = "ahead"
COUNTED = ("patient", "treatment_plan", "treatment_session", AHEAD)
"""Tables whose rows are the progress."""
GONE = "what it belongs to was taken away meanwhile; import it again"
AHEAD_QUERY = (
    "SELECT * FROM ahead WHERE (starts_at, booking_id) > (?, ?) ORDER BY starts_at, booking_id"
    " LIMIT ?"
)
Small = Callable[[Unit], None]
"""What is done in the transaction of the first portion beside it."""


@dataclass
class Saver:
    """Takes an import from what the journal says of it to its end."""

    clinic: Clinic
    staging: Staging
    by: Actor
    files: list[dict[str, str]]
    pace: Pace = field(default_factory=Pace)
    progress: Progress = lambda step, done, total: None
    longest: float = 0.0
    """Seconds that the longest transaction held the lock."""
    unbooked: Unbooked = field(default_factory=dict)
    _moved: Moved = field(default_factory=Moved)
    _done: int = 0

    def begin(self, unit: Unit) -> None:
        """Note what is to be saved; raises ImportRefused while another import is being saved."""
        path = self.staging.path
        wanted = {"staged": f"{path.parent.name}/{path.name}", "files": self.files}
        journal.begin(
            unit.session.connection(), {**wanted, "by": self.by.model_dump(mode="json"), "rows": 0}
        )

    def run(
        self, *, first: Small = lambda unit: None, checked: Callable[[], None] = lambda: None
    ) -> None:
        """Save all portions behind those that the journal has, and end it; ``checked`` may raise."""
        steps = self._steps()
        for step in steps:
            self._learn(step)
        cutter = Cutter(self.staging)
        total = cutter.total() + self.staging.ask("SELECT count(*) FROM ahead")[0][0]
        for stage, begun in self._stages(steps[-1].get("stage", SMALL), steps[-1].get("at")):
            at = begun
            pace, is_first = self.pace.begun(is_slow=stage == AHEAD), stage == SMALL
            while found := self._next(cutter, stage, at, pace.rows):
                checked()
                self.progress("Saving", self._done, total)
                at = self._saved(found, first if is_first else lambda unit: None, pace)
        self._end()

    def _steps(self) -> list[Step]:
        with self.clinic.database.read() as connection:
            return journal.steps(connection)

    def _stages(self, stage: str, at: Any) -> Iterator[tuple[str, Any]]:
        stages = (*STAGES, AHEAD)
        for one in stages[stages.index(stage) :]:
            yield one, (at if one == stage else None)

    def _next(self, cutter: Cutter, stage: str, at: Any, rows: int) -> Portion | None:
        if stage != AHEAD:
            return cutter.next(stage, at, rows)
        found = self.staging.rows(AHEAD_QUERY, *(at or (-1 << 62, 0)), rows)
        if not found:
            return None
        return Portion(AHEAD, [found[-1].starts_at, found[-1].booking_id], {AHEAD: list(found)})

    def _saved(self, portion: Portion, beside: Small, pace: Pace) -> Any:
        """Save one portion, then let others have their turn; hands back how far it is."""
        name = "import" if portion.stage == SMALL else ""
        carrier = None if portion.stage == AHEAD else Carrier(self._moved, portion)
        with self.clinic.command(name, self.by) as unit:
            begun = monotonic()
            step = self._step(unit, portion, carrier)
            journal.note(unit.session.connection(), step)
            beside(unit)
            if name:
                said = ", ".join(one["name"] for one in self.files)
                unit.summarise(f"Began to import {said}.", {"files": self.files})
        held = monotonic() - begun
        self.longest = max(self.longest, held)
        self._learn(step)
        pace.rest(held)
        return portion.at

    def _step(self, unit: Unit, portion: Portion, carrier: Carrier | None) -> Step:
        rows = sum(len(portion.tables.get(one, ())) for one in COUNTED)
        step: Step = {"stage": portion.stage, "at": portion.at, "rows": rows}
        if carrier is None:
            unbooked = Ahead(unit, self._moved).place(portion.tables[AHEAD])
            return step | {"unbooked": list(unbooked.items())}
        carried = carrier.carry(unit)
        told = {"left_out": carried.left_out, "renumbered": carried.renumbered}
        return step | {"moved": carried.moved} | {name: some for name, some in told.items() if some}

    def _learn(self, step: Step) -> None:
        self._done += step["rows"]
        self._moved.learn(step.get("moved", {}))
        self.unbooked.update(dict(step.get("unbooked", ())))

    def _end(self) -> None:
        """Tell the trail, and forget what the way was like."""
        tell(self.staging, self._steps())
        counted = self.staging.ask("SELECT fate, count(*) FROM fate GROUP BY fate")
        counts = {Fate.of(fate).label.lower(): int(count) for fate, count in counted}
        with self.clinic.command("import", self.by) as unit:
            summarise(unit, self.files, {**counts, "bookings not placed": len(self.unbooked)})
            journal.end(unit.session.connection())
            unit.is_set_up = True


def tell(staging: Staging, steps: list[Step]) -> None:
    """Let the fates of rows be what became of them in the end."""
    for step in steps:
        for fate, reason in step.get("unbooked", ()):
            change = "UPDATE fate SET fate = ?, reason = ? WHERE n = ?"
            staging.run(change, Fate.UNBOOKED.value, reason, fate)
        for sheet, row in step.get("left_out", ()):
            change = "UPDATE fate SET fate = ?, reason = ? WHERE sheet = ? AND row = ?"
            staging.run(change, Fate.REFUSED.value, GONE, sheet, row)
        for patient, number in step.get("renumbered", ()):
            said = f"somebody new got its record number meanwhile; it has {number}"
            change = (
                "UPDATE fate SET reason = ? WHERE n ="
                " (SELECT fate FROM newcomer WHERE patient_id = ?)"
            )
            staging.run(change, said, patient)
