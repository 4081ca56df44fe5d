"""The small forms of a plan: its terms, and cancelling it."""

from collections.abc import Mapping, Sequence
from typing import Any

from nicegui import ui

from components.course_fields import CourseFields, group
from components.fields import Field
from components.form_dialog import Entry, FormDialog
from components.text import words
from store.views import CourseForm, PlanEdit, PlanView


class TermsForm:
    """Asks what of the plan as a whole is to be another."""

    def __init__(self, plan: PlanView) -> None:
        """Starts with what the plan says now; whoever edits it sees its money."""
        assert plan.deposit is not None
        self._course = CourseFields(plan.deposit.currency)
        self.dialog = FormDialog("Edit plan", save="Save plan", wide=True, build=self._build)
        self._course.show(
            CourseForm(
                treatment=plan.treatment,
                goal=plan.goal,
                spacing_min=plan.spacing_min,
                spacing_ideal=plan.spacing_ideal,
                spacing_max=plan.spacing_max,
                payment_option=plan.payment_option,
                deposit=plan.deposit.amount,
            )
        )

    def read(self, version: int | None) -> dict[str, Any]:
        """What is typed, as the command takes it; raises Invalid, with the field."""
        return {"edit": PlanEdit(version=version or 0, **self._course.read())}

    def _build(self) -> Mapping[str, Entry]:
        with group("Aim"):
            self._course.about()
        with group("Days between sessions", columns=3):
            self._course.spacing(with_count=False)
        with group("Payment"):
            self._course.terms(with_price=False)
        words(
            "Target dates follow the spacing. Treatment and deposit reach the sessions that"
            " nothing has happened to.",
            tag="p",
            classes="muted small",
        )
        return self._course.by_name


def cancel_plan_form(plan: PlanView, ahead: Sequence[str]) -> FormDialog:
    """Lists the bookings that would be cancelled too, and asks why."""

    def build() -> Mapping[str, Entry]:
        words(f"{plan.goal} ({plan.treatment})", tag="p", classes="any-text")
        if ahead:
            count = "This booking is" if len(ahead) == 1 else f"These {len(ahead)} bookings are"
            words(f"{count} cancelled with it:", tag="p")
            with ui.element("ul").classes("plan-ahead"):
                for line in ahead:
                    words(line, tag="li", classes="any-text")
        else:
            words("Nothing is booked ahead. What took place stays.", tag="p", classes="muted")
        reason = Field("Reason", kind="area")
        reason.props["required"] = True
        return {"reason": reason}

    return FormDialog(
        "Cancel plan", save="Cancel plan", back="Keep plan", kind="danger", build=build
    )
