"""Hands the demo's patients and sessions to the writer, row by row."""

from datetime import date
from random import Random

from store.demo.drafts import Person, Step
from store.demo.history import Scene, entries
from store.demo.meter import Meter
from store.demo.people import patient_row, word_rows
from store.demo.rows import (
    booking_row,
    facts_of,
    item_row,
    money_rows,
    plan_row,
    session_row,
)
from store.demo.writer import Writer
from store.derive import part_rows, treating_rows
from store.facts import COPIED
from store.status import derive
from store.tables import (
    BOOKING,
    CHARGE,
    HISTORY_ENTRY,
    INVOICE,
    ITEM,
    PATIENT,
    PATIENT_WORD,
    PAYMENT,
    PLAN,
    SESSION,
    SESSION_PART,
    TREATING,
)

MONEY = {"invoice": INVOICE, "charge": CHARGE, "payment": PAYMENT}
AT_ONCE = 4_000
"""Sessions whose rows are held before they are written."""


def write_people(people: list[Person], writer: Writer, today: date, rng: Random) -> None:
    """The patients and what they are found by."""
    for person in people:
        patient = patient_row(person, today, rng)
        writer.add(PATIENT, patient)
        for word in word_rows(patient):
            writer.add(PATIENT_WORD, word)
    writer.flush()


class Records:
    """Writes sessions with all that hangs on them."""

    def __init__(self, writer: Writer, scenes: dict[int, Scene], zones: dict[int, str]) -> None:
        """``scenes`` and ``zones`` by location."""
        self._writer, self._scenes, self._zones = writer, scenes, zones

    def write(self, steps: list[Step], meter: Meter) -> None:
        """Write them, each plan before its first session."""
        for start in range(0, len(steps), AT_ONCE):
            some = steps[start : start + AT_ONCE]
            for step in some:
                self._add(step)
            self._writer.flush()
            meter.written(len(some))

    def _add(self, step: Step) -> None:
        add, scene = self._writer.add, self._scenes[step.plan.site_id]
        team = scene.team
        if step.position == 1:
            add(PLAN, plan_row(step.plan))
        facts = facts_of(step, self._zones)
        found = derive(facts, scene.now)
        row = session_row(step, found, team.names)
        add(SESSION, row)
        for visit in step.visits:
            add(BOOKING, booking_row(visit, step))
        for position, task in enumerate(step.tasks, 1):
            add(ITEM, item_row(task, position, step, team.names))
        for part in part_rows(step.id, found, {name: row[name] for name in COPIED}):
            add(SESSION_PART, part)
        for treating in treating_rows(step.id, row["patient_id"], facts):
            add(TREATING, treating)
        for name, money in money_rows(step, team.front_desk):
            add(MONEY[name], money)
        for entry in entries(step, scene):
            add(HISTORY_ENTRY, entry)
