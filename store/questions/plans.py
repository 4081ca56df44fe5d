"""Questions about plans and what they are made from."""

from sqlmodel import Session

from store.plans import plan_bookings_ahead
from store.queries import courses, plans
from store.questions.asking import Asking
from store.sight import check_command
from store.unit import Unit
from store.views import Actor, CourseForm, PlanChoices, PlanPreview, PlanView, TemplateView


class PlanQuestions(Asking):
    """Asked where a course is planned."""

    def plan(self, plan_id: int, *, by: Actor) -> PlanView:
        """One plan with its sessions and what may be done; NotFound for an unknown id."""
        with self._turned(by) as (connection, now, sight):
            return plans.plan_view(connection, plan_id, now, sight)

    def plan_choices(self, *, by: Actor) -> PlanChoices:
        """What the form of a new plan offers."""
        with self._seeing(by) as (connection, now, sight):
            return courses.plan_choices(connection, now, sight)

    def plan_preview(self, form: CourseForm, *, by: Actor) -> PlanPreview:
        """What saving the form would make; raises Invalid, with the field."""
        with self._seeing(by) as (connection, _, sight):
            return courses.plan_preview(connection, form, sight)

    def templates(self, *, by: Actor) -> tuple[TemplateView, ...]:
        """Every template, the disabled ones last."""
        with self._seeing(by) as (connection, _, sight):
            return courses.templates(connection, sight)

    def plan_bookings_ahead(self, plan_id: int, *, by: Actor) -> tuple[str, ...]:
        """What cancelling the plan would cancel, a line a booking."""
        with self.database.read() as connection, Session(connection) as session:
            unit = Unit(session, self.now(), by, command="cancel_plan")
            check_command(unit, {"plan": [plan_id]})
            return plan_bookings_ahead(unit, plan_id)
