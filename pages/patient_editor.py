"""Adding and editing a patient: likely duplicates first, refusals at their fields."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

from components.patient_dialog import PatientDialog, form_of
from pages.visit import Visit
from store.errors import RegimenError, Stale
from store.views import PatientForm, PatientHit, PatientView


class PatientEditor:
    """The dialog of a page with the clinic behind it."""

    def __init__(self, visit: Visit, *, on_saved: Callable[[int], Any]) -> None:
        """``on_saved`` gets the patient's id."""
        self._visit = visit
        self._on_saved = on_saved
        self._patient_id: int | None = None
        self._before: PatientForm | None = None
        self._ticket = 0
        self._dialog = PatientDialog(on_typed=self._typed, on_save=self._save)
        visit.on_leave(self._dialog.draft.rest)

    def add(self) -> None:
        """Ask for a new patient."""
        self._patient_id = None
        self._dialog.ask(draft=self._visit.draft("add_patient"))

    def edit(self, patient: PatientView) -> None:
        """Ask what is to be known of this patient."""
        self._patient_id = patient.id
        self._before = form_of(patient)
        self._dialog.ask(patient, draft=self._visit.draft("edit_patient", patient.id))

    async def _typed(self, form: PatientForm) -> None:
        """An older answer never replaces a newer one."""
        self._ticket += 1
        ticket = self._ticket
        with suppress(RegimenError):
            alike = await self._alike(form)
            if ticket == self._ticket:
                self._dialog.suggest(alike)

    async def _save(self, form: PatientForm) -> None:
        try:
            if self._dialog.suggest(await self._alike(form)):
                return
            patient_id = await self._write(form)
        except Stale as refusal:
            self._dialog.refuse(f"{refusal.message} Save again to write yours over it.")
            await self._take_note()
        except RegimenError as refusal:
            self._dialog.refuse(refusal.message, field=refusal.field)
        else:
            await self._dialog.draft.dropped()
            self._dialog.give_up()
            self._on_saved(patient_id)

    async def _alike(self, form: PatientForm) -> list[PatientHit]:
        hits = await self._visit.look(self._visit.clinic.likely_duplicates, form)
        return [hit for hit in hits if hit.id != self._patient_id]

    async def _write(self, form: PatientForm) -> int:
        clinic, by = self._visit.clinic, self._visit.actor
        name = f"{form.given_name} {form.family_name}".strip()
        if self._patient_id is None:
            key = self._dialog.draft.key
            patient_id = await self._visit.ask(clinic.add_patient, form, by=by, key=key)
            undo = partial(self._take_back, patient_id, key, name)
            self._visit.notices.saved(f"{name} was added.", on_undo=undo)
            return patient_id
        before = self._before
        await self._visit.ask(clinic.edit_patient, self._patient_id, form, by=by)
        is_mine = before is not None and before.version == form.version
        way = partial(self._put_back, self._patient_id, before) if before and is_mine else None
        self._visit.notices.saved(f"The record of {name} was saved.", on_undo=way)
        return self._patient_id

    async def _put_back(self, patient_id: int, before: PatientForm) -> None:
        """Only over what this form wrote itself, by the version that saving it gave."""
        visit = self._visit
        form = before.model_copy(update={"version": (before.version or 0) + 1})
        try:
            await visit.carry(visit.clinic.edit_patient, patient_id, form)
        except RegimenError as refusal:
            visit.notices.refused(refusal.message)
        else:
            visit.notices.saved("Undone: the record was saved.")

    async def _take_back(self, patient_id: int, key: str, name: str) -> None:
        visit = self._visit
        try:
            await visit.look(visit.clinic.take_patient_back, patient_id, key=key)
        except RegimenError as refusal:
            visit.notices.refused(refusal.message)
            return
        visit.notices.saved(f"Undone: {name} was added.")
        if visit.path == f"/patients/{patient_id}":
            visit.go("/patients")

    async def _take_note(self) -> None:
        if self._patient_id is not None:
            with suppress(RegimenError):
                known = await self._visit.look(self._visit.clinic.patient, self._patient_id)
                self._dialog.draft.see(known.version)
