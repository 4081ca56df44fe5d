"""Whoever presses Save twice saves one patient."""

import asyncio

from nicegui import ui
from nicegui.testing import User

from components.patient_dialog import PatientDialog
from store.views import PatientForm


async def test_pressing_twice_saves_once_and_a_closed_dialog_nothing(user: User) -> None:
    saved: list[str] = []
    written = asyncio.Event()
    dialogs: list[PatientDialog] = []

    async def save(form: PatientForm) -> None:
        saved.append(form.given_name)
        await written.wait()
        dialogs[0].close()

    async def typed(_form: PatientForm) -> None:
        """Nobody is like her."""

    @ui.page("/")
    def page() -> None:
        dialogs.append(PatientDialog(on_typed=typed, on_save=save))

    await user.open("/")
    dialogs[0].ask(draft="1/add_patient/0")
    dialogs[0]._fields["given_name"].show("Mei")
    pressed = [asyncio.ensure_future(dialogs[0]._save()) for _ in range(2)]
    await asyncio.sleep(0)
    written.set()
    await asyncio.gather(*pressed)
    await dialogs[0]._save()
    assert saved == ["Mei"]
