"""The dialog of a new plan: a template to begin with, then the plan itself, ready to be saved."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from nicegui import ui

from components.buttons import Button
from components.course_fields import CourseFields, group
from components.dialog import Dialog
from components.drafts import Draft
from components.fields import Field
from components.form_dialog import Entry
from components.plan_preview import PlanPreviewList
from components.radio_choice import RadioChoice
from components.template_picker import TemplatePicker
from components.text import words
from store.errors import Invalid
from store.views import CourseForm, PlanChoices, PlanForm, PlanPreview
from store.words import PlanState

Asked = Callable[[PlanForm], Awaitable[Any]]
STATES = ((PlanState.PRESCRIBED.value, "Prescribed"), (PlanState.DRAFT.value, "Draft"))
NOT_YET = "They are shown here once a treatment and an item are chosen."
SCRATCH = CourseForm(sessions=6, spacing_min=21, spacing_ideal=28, spacing_max=42)
"""What a plan without a template begins with."""


class PlanDialog:
    """Open until it was saved or dismissed; ``on_typed`` may preview, ``on_save`` may refuse."""

    def __init__(
        self,
        patient_id: int,
        choices: PlanChoices,
        *,
        draft: str,
        on_typed: Asked,
        on_save: Asked,
    ) -> None:
        """Both callbacks get the plan as it stands; ``draft`` names what is typed."""
        self._patient_id = patient_id
        self._choices = choices
        self._on_typed, self._on_save = on_typed, on_save
        self._draft, self._kept_as = Draft(on_found=self._go_on), draft
        self._state = PlanState.PRESCRIBED
        self._is_busy = False
        self._dialog = Dialog("New plan", wide=True, on_dismiss=self.give_up)
        with self._dialog:
            self._first = ui.element("div")
            with self._first:
                words("Begin with a template; everything can be changed.", tag="p", classes="muted")
                TemplatePicker(on_pick=self._pick).show(choices.templates)
            self._second = ui.element("div").classes("plan-form")
        self._second.set_visibility(False)

    async def open(self) -> None:
        """Show the templates, or the form where there are none or one was begun before."""
        self._draft.begin(self._kept_as, {})
        self._dialog.open()
        if all(one.disabled for one in self._choices.templates):
            await self._pick(None)

    def close(self) -> None:
        """Take it away; the focus goes back to where it was."""
        if not self._dialog.is_deleted:
            self._dialog.delete()
            self._draft.end()

    def give_up(self) -> None:
        """The same, and what was typed is kept no longer."""
        if not self._dialog.is_deleted:
            self._draft.finish()
            self._dialog.delete()

    def preview(self, preview: PlanPreview) -> None:
        """Show what saving would make."""
        self._preview.show(preview)

    def miss(self, problem: str) -> None:
        """Say what is missing before there is anything to show."""
        self._preview.miss(problem)

    def refuse(self, message: str, field: str | None = None) -> None:
        """Say why it was not saved, at its field if there is one."""
        place = self._entries.get(field or "")
        if place is None:
            self._refusal.set_text(message)
        else:
            place.refuse(message)
            place.focus()

    async def _go_on(self) -> None:
        """With what was typed before, if it has no fields yet to be put back into."""
        if not self._second.visible:
            await self._pick(None)

    async def _pick(self, template_id: int | None) -> None:
        found = [one.form for one in self._choices.templates if one.id == template_id]
        self._first.set_visibility(False)
        with self._second:
            self._build()
        self._second.set_visibility(True)
        self._course.offer(self._choices.services)
        self._course.show(found[0] if found else SCRATCH)
        self._starts_on.show_day(self._choices.today)
        fields = {**self._entries, "state": self._state_choice}
        self._draft.begin(self._kept_as, fields)
        self._dialog.to_top()
        if found:
            self._save.focus()
            await self._typed()
        else:
            self._entries["treatment"].focus()
            self.miss(NOT_YET)

    def _build(self) -> None:
        self._course = CourseFields(self._choices.currency, on_change=self._typed)
        with ui.element("div").classes("plan-form-fields"):
            self._draft.line()
            with group("When it begins"):
                self._starts_on = Field("First session due", kind="date", on_change=self._typed)
                with ui.element("div").classes("field"):
                    words("State", classes="field-name")
                    value = self._state.value
                    self._state_choice = RadioChoice(
                        "State", STATES, value=value, on_change=self._choose_state
                    )
            with group("Aim"):
                self._course.about()
            with group("Sessions, and days between them", columns=4):
                self._course.spacing()
            with group("Items", columns=1):
                self._course.items()
            with group("Payment"):
                self._course.terms()
        self._entries: dict[str, Entry] = {
            "starts_on": self._starts_on,
            **self._course.by_name,
        }
        self._preview = PlanPreviewList()
        with ui.element("div").classes("dialog-actions"):
            self._refusal = words("", classes="field-error")
            self._refusal.props["role"] = "alert"
            Button("Cancel", on_press=self.give_up)
            self._save = Button("Save plan", kind="primary", on_press=self._press)

    def _choose_state(self, value: str) -> None:
        self._state = PlanState.of(value)

    async def _typed(self, _told: object = None) -> None:
        try:
            form = self._read()
        except Invalid as problem:
            self.miss(problem.message)
        else:
            await self._on_typed(form)

    async def _press(self) -> None:
        if self._is_busy:
            return
        self._is_busy = True
        self._save.work(is_busy=True)
        self._refusal.set_text("")
        for entry in self._entries.values():
            entry.refuse("")
        try:
            await self._on_save(self._read())
        except Invalid as problem:
            self.refuse(problem.message, problem.field)
        finally:
            self._is_busy = False
        if not self._dialog.is_deleted:
            self._save.work(is_busy=False)

    def _read(self) -> PlanForm:
        return PlanForm(
            key=self._draft.key,
            patient_id=self._patient_id,
            starts_on=_day(str(self._starts_on.value)),
            state=self._state,
            **self._course.read(),
        )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise Invalid("This is not a date.", field="starts_on") from problem
