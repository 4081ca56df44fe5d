"""Two records of one person made one: the dialog with the clinic behind it, and the way back."""

from collections.abc import Callable
from typing import Any

from components.merge_dialog import MergeDialog
from pages.off_loop import off_loop
from pages.visit import Visit
from store.errors import RegimenError, Stale
from store.views import MergeRequest, PatientForm, PatientHit, PatientView

LIMIT = 12
NOBODY_ALIKE = "Nobody looks alike. Search by name, phone or record number."
NOBODY = "Nobody found. Look for the beginning of a name, or for digits."


class Merging:
    """Opens on the patient whose record is kept."""

    def __init__(self, visit: Visit, *, on_done: Callable[[], Any]) -> None:
        """``on_done`` is called once records were merged or parted."""
        self._visit = visit
        self._on_done = on_done
        self._ticket = 0

    async def open(self, patient: PatientView) -> None:
        """Ask which record is the same person's; those likely are offered at once."""
        self._keep = patient
        with self._visit.frame.main:
            self._dialog = MergeDialog(
                patient.name,
                draft=self._visit.draft("merge", patient.id),
                on_search=self._search,
                on_pick=self._pick,
                on_merge=self._merge,
            )
        self._visit.on_leave(self._dialog.close)
        self._dialog.open()
        await self._search("")

    async def part(self, merge_id: int) -> None:
        """Take a merge back."""
        clinic = self._visit.clinic
        try:
            outcome = await off_loop(clinic.part_patients, merge_id, by=self._visit.actor)
        except RegimenError as refusal:
            self._visit.notices.refused(refusal.message)
            return
        self._visit.notices.saved(outcome.message)
        await self._on_done()

    async def _search(self, q: str) -> None:
        self._ticket += 1
        ticket = self._ticket
        hits = await self._found(q.strip())
        if ticket == self._ticket:
            others = [hit for hit in hits if hit.id != self._keep.id]
            self._dialog.offer(others[:LIMIT], nobody=NOBODY if q.strip() else NOBODY_ALIKE)

    async def _found(self, q: str) -> tuple[PatientHit, ...]:
        clinic = self._visit.clinic
        if q:
            return await self._visit.look(clinic.find_patients, q, limit=LIMIT + 1)
        known = {name: getattr(self._keep, name) for name in PatientForm.model_fields}
        return await self._visit.look(clinic.likely_duplicates, PatientForm(**known))

    async def _pick(self, other_id: int) -> None:
        try:
            seen = await self._visit.look(
                self._visit.clinic.merge_comparison, self._keep.id, other_id
            )
        except RegimenError as refusal:
            self._visit.notices.refused(refusal.message)
            return
        self._visit.saw("patient", other_id, patient_id=other_id)
        self._dialog.compare(seen)

    async def _merge(self, request: MergeRequest) -> None:
        clinic, visit, key = self._visit.clinic, self._visit, self._dialog.key
        try:
            outcome = await off_loop(clinic.merge_patients, request, by=visit.actor, key=key)
        except RegimenError as refusal:
            if isinstance(refusal, Stale):
                await self._pick(request.other_id)
            self._dialog.refuse(refusal.message)
            return
        self._dialog.give_up()
        visit.notices.saved(outcome.message, on_undo=lambda: self.part(outcome.merge_id))
        await self._on_done()
