"""The fields of a plan template, and templates at a glance."""

from collections.abc import Sequence

from nicegui import ui

from components.buttons import Button
from components.course_fields import CourseFields
from components.fields import Field
from components.form_dialog import Entry
from components.money import money_text
from components.record_form import panel
from components.record_list import Row
from store.views import PlanChoices, TemplateForm, TemplateView

NEW = TemplateForm(sessions=6, spacing_min=21, spacing_ideal=28, spacing_max=42)
"""What a new template begins with."""


class TemplateFields:
    """Drawn where it is made; a new template has six sessions, four weeks apart."""

    fillers: Sequence[Button] = ()

    def __init__(self, currency: str) -> None:
        """Money is typed in ``currency``."""
        self._course = CourseFields(currency)
        with panel("Template"), ui.element("div").classes("record-grid"):
            self._name = Field("Name")
            self._course.about()
        with panel("Sessions"), ui.element("div").classes("form-grid is-four"):
            self._course.spacing()
        with panel("Items", "What is done in the sessions: in every one, or only in some."):
            self._course.items()
        with panel("Price"), ui.element("div").classes("form-grid is-three"):
            self._course.terms()
        self.by_name: dict[str, Entry] = {"name": self._name, **self._course.by_name}

    def offer(self, around: PlanChoices) -> None:
        """Services on offer."""
        self._course.offer(around.services)

    def show(self, record: TemplateView | None) -> None:
        """Put a template in."""
        form = record.form if record else NEW
        self._name.show(form.name)
        self._course.show(form)

    def read(self, version: int | None) -> TemplateForm:
        """What is typed."""
        name = str(self._name.value).strip()
        return TemplateForm(name=name, version=version, **self._course.read())


def template_rows(choices: PlanChoices) -> list[Row]:
    """Templates with their sessions, spacing and price."""
    return [
        Row(
            f"/clinic/plans/{one.id}",
            one.name,
            (course_text(one), money_text(one.total)),
            warning="" if one.disabled else _gap(one),
            disabled=one.disabled,
        )
        for one in choices.templates
    ]


def course_text(template: TemplateView) -> str:
    """Such as "6 sessions, every 35 days (28 to 56)"."""
    count = template.form.sessions
    sessions = "1 session" if count == 1 else f"{count} sessions"
    return f"{sessions}, {template.spacing_text}" if template.spacing_text else sessions


def _gap(template: TemplateView) -> str:
    return "cannot be used" if template.problem else ""
