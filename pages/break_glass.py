"""Opening the record of somebody else's patient, for whoever is limited to their own."""

import asyncio
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from nicegui import background_tasks

from components.fields import Field
from components.form_dialog import Entry, FormDialog
from components.opened_banner import OpenedBanner, OpeningForm
from components.text import words
from pages.visit import Visit
from store.clinic import Clinic
from store.errors import RegimenError
from store.events import SessionsChanged
from store.views import OpenedView, RecordSearch

HOW = (
    "By the exact record number, or by full name and birth date. Nothing of the record is shown"
    " before you have said why you need it."
)

NOT_SHOWN = "Came to the record of somebody else's patient, which was not shown."
SOUGHT = "Looked for a record by"


async def offer(visit: Visit, kind: str, key: int) -> bool:
    """Ask for a reason in place of a record that is somebody else's; False when it is not that.

    ``kind`` is "patient" or "session". Raises NotFound for one that is not there.
    """
    patient_id = await visit.look(visit.clinic.record_behind, kind, key)
    if patient_id is None:
        return False
    visit.entitle("Not one of your patients")
    visit.clinic.note_beyond(NOT_SHOWN, patient_id, visit.actor)

    async def open_it(reason: str) -> None:
        try:
            await visit.carry(visit.clinic.open_record, patient_id, reason)
        except RegimenError as refusal:
            form.refuse(refusal.message)
            return
        await visit.reload()

    form = OpeningForm(on_open=open_it)
    return True


class Banner:
    """Above a patient's or a session's page: until when the record is open, and why."""

    def __init__(self, visit: Visit, patient_id: int) -> None:
        """Nothing for whoever is not limited to own patients."""
        self._visit = visit
        self._patient_id = patient_id
        self._until: datetime | None = None
        self._is_limited = visit.actor.sight.own_provider_id is not None
        if self._is_limited:
            self._shown = OpenedBanner(on_close=self._close)

    async def refresh(self) -> None:
        """Ask again."""
        if self._is_limited:
            clinic, by = self._visit.clinic, self._visit.actor
            opened = await self._visit.ask(clinic.opened_record, self._patient_id, by=by)
            self._shown.show(opened, self._visit.profile.zone)
            if opened and opened.until != self._until:
                self._until = opened.until
                background_tasks.create(_tell_at_end(clinic, opened), name="record closes")

    async def _close(self) -> None:
        clinic = self._visit.clinic
        try:
            await self._visit.carry(clinic.close_record, self._patient_id)
        except RegimenError as refusal:
            self._visit.notices.refused(refusal.message)
        await self._visit.reload()


def find_dialog(visit: Visit) -> None:
    """Ask whose record is to be opened, and go there."""

    def build() -> Mapping[str, Entry]:
        words(HOW, tag="p", classes="muted")
        return {
            "record_number": Field("Record number"),
            "name": Field("Full name"),
            "birth_date": Field("Birth date", kind="date"),
        }

    form = FormDialog("Open another patient’s record", save="Find", build=build)

    async def find() -> bool:
        typed: dict[str, Any] = {name: str(field.value) for name, field in form.fields.items()}
        born = typed["birth_date"]
        typed["birth_date"] = date.fromisoformat(born) if born else None
        by = "its number" if typed["record_number"].strip() else "name and birth date"
        try:
            found = await visit.look(visit.clinic.find_record, RecordSearch(**typed))
        except RegimenError as refusal:
            visit.clinic.note_beyond(f"{SOUGHT} {by}: nobody was found.", None, visit.actor)
            form.refuse(refusal.message, refusal.field)
            return False
        visit.clinic.note_beyond(f"{SOUGHT} {by}: one was found.", found, visit.actor)
        visit.go(f"/patients/{found}")
        return True

    form.open(find)


async def lost(visit: Visit, refusal: RegimenError) -> None:
    """What is open cannot be asked for any more: for whoever is limited it goes from the page."""
    if visit.actor.sight.is_limited:
        await visit.reload()
    else:
        visit.notices.refused(refusal.message)


async def _tell_at_end(clinic: Clinic, opened: OpenedView) -> None:
    """Let every page ask again once the record is closed to whoever opened it."""
    await asyncio.sleep(max(0.0, (opened.until - clinic.now()).total_seconds()))
    clinic.hub.publish(SessionsChanged(patient_ids=frozenset({opened.patient_id})))
