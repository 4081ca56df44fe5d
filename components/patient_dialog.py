"""The form of a patient, new or known, with those shown who may be the same person."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import ui
from pydantic import ValidationError

from components.buttons import Button
from components.dialog import Dialog
from components.drafts import Draft
from components.fields import Field
from components.patient_list import facts
from components.text import link, words
from store.errors import Invalid
from store.views import PatientForm, PatientHit, PatientView

Asked = Callable[[PatientForm], Awaitable[Any]]
CHECK_MS = 400
NOTHING = PatientForm()
TEXTS = ("given_name", "family_name", "preferred_name", "phone", "email", "record_number")


class PatientDialog(Dialog):
    """Asks for a patient; ``on_typed`` may ``suggest``, ``on_save`` may ``refuse``, else it closes."""

    def __init__(self, *, on_typed: Asked, on_save: Asked) -> None:
        """Both callbacks get the form as it stands."""
        super().__init__("New patient", on_dismiss=self.give_up)
        self._on_typed = on_typed
        self._on_save = on_save
        self._is_busy = False
        self._shown: tuple[int, ...] = ()
        with self, ui.element("form").classes("patient-form") as form:
            form.props["novalidate"] = True
            form.on("submit.prevent", self._save, args=[])
            self.draft = Draft()
            self.draft.line()
            self._fields = self._build_fields()
            self._alike = ui.element("div").classes("patient-alike")
            self._alike.props["role"] = "status"
            self._problem = words("", tag="p", classes="field-error")
            self._problem.props["role"] = "alert"
            with ui.element("div").classes("dialog-actions"):
                Button("Cancel", on_press=self.give_up)
                self._button = Button("Save patient", kind="primary", submit=True)

    def ask(self, patient: PatientView | None = None, *, draft: str) -> None:
        """Open it empty, or with what is known of a patient; ``draft`` names what is typed."""
        form = form_of(patient) if patient else NOTHING
        self.props["title"] = "Edit patient" if patient else "New patient"
        for name in TEXTS:
            self._fields[name].show(getattr(form, name))
        self._fields["birth_date"].show_day(form.birth_date)
        self._fields["alerts"].show("\n".join(form.alerts))
        self.clear_refusals()
        self.suggest(())
        self.draft.begin(draft, self._fields, version=form.version)
        self.open()

    def give_up(self) -> None:
        """Close it; what was typed is kept no longer."""
        self.draft.drop()
        self.draft.rest()
        self.close()

    def suggest(self, alike: Sequence[PatientHit]) -> bool:
        """Show who may be the same person; tells whether that is news to whoever saves."""
        ids = tuple(hit.id for hit in alike)
        if ids == self._shown:
            return False
        self._shown = ids
        self._alike.clear()
        if alike:
            with self._alike:
                _list_alike(alike)
        self._button.props["label"] = "Save anyway" if ids else "Save patient"
        return bool(ids)

    def refuse(self, message: str, *, field: str | None = None) -> None:
        """Say at its field, or below the form, why it was not saved."""
        if field in self._fields:
            self._fields[field].refuse(message)
            self._fields[field].focus()
        else:
            self._problem.text = message

    def clear_refusals(self) -> None:
        """Take back what was said about the fields."""
        for field in self._fields.values():
            field.refuse("")
        self._problem.text = ""

    def _build_fields(self) -> dict[str, Field]:
        typed = self._typed
        fields = {
            "given_name": Field("Given name", wait_ms=CHECK_MS, on_change=typed),
            "family_name": Field("Family name", wait_ms=CHECK_MS, on_change=typed),
            "preferred_name": Field("Preferred name"),
            "birth_date": Field("Birth date", kind="date", on_change=typed),
            "phone": Field("Phone", kind="tel", wait_ms=CHECK_MS, on_change=typed),
            "email": Field("E-mail", kind="email", wait_ms=CHECK_MS, on_change=typed),
            "record_number": Field("Record number"),
            "alerts": Field("Alerts", kind="area"),
        }
        fields["record_number"].props["hint"] = "Left empty, the next free one is given."
        fields["alerts"].props["hint"] = "One on each line, such as an allergy."
        fields["given_name"].props["first"] = True
        return fields

    async def _typed(self, _: object) -> None:
        form = self._read()
        if form is not None:
            await self._on_typed(form)

    async def _save(self) -> None:
        if self._is_busy or not self.is_open:
            return
        self.clear_refusals()
        form = self._read(refuse=True)
        if form is None:
            return
        self._is_busy = True
        self._button.work(is_busy=True)
        try:
            await self._on_save(form)
        finally:
            self._is_busy = False
            self._button.work(is_busy=False)

    def _read(self, *, refuse: bool = False) -> PatientForm | None:
        """What is typed; None when it cannot be, which with ``refuse`` is said at the fields."""
        values: dict[str, Any] = {name: str(self._fields[name].value).strip() for name in TEXTS}
        lines = str(self._fields["alerts"].value).splitlines()
        values["alerts"] = tuple(line.strip() for line in lines if line.strip())
        values["birth_date"] = self._fields["birth_date"].value or None
        try:
            return PatientForm(**values, version=self.draft.version)
        except Invalid as problem:
            told = [(problem.message, problem.field)]
        except ValidationError as problems:
            told = [(_sentence(one), str(one["loc"][0])) for one in problems.errors()]
        for message, field in told if refuse else ():
            self.refuse(message, field=field)
        return None


def form_of(patient: PatientView) -> PatientForm:
    """The record as its form has it."""
    known = {name: getattr(patient, name) for name in PatientForm.model_fields}
    return PatientForm(**known)


def _sentence(problem: Any) -> str:
    if problem["loc"][0] == "birth_date":
        return "This is not a date."
    return "This cannot be kept as it is; type it again."


def _list_alike(alike: Sequence[PatientHit]) -> None:
    words("Is it one of these?", tag="p", classes="patient-alike-head")
    with ui.element("ul"):
        for hit in alike:
            with ui.element("li"):
                link(hit.name, f"/patients/{hit.id}", classes="any-text")
                words(" · ".join(facts(hit)), tag="span", classes="muted small")
                words(hit.alike, tag="span", classes="patient-alike-why small")
