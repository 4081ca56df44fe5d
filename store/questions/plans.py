"""Questions about plans and what they are made from."""

from store.queries import courses, plans
from store.questions.asking import Asking
from store.views import CourseForm, PlanChoices, PlanPreview, PlanView, TemplateView


class PlanQuestions(Asking):
    """Asked where a course is planned."""

    def plan(self, plan_id: int) -> PlanView:
        """One plan with its sessions and what may be done; NotFound for an unknown id."""
        with self._turned() as (connection, now):
            return plans.plan_view(connection, plan_id, now)

    def plan_choices(self) -> PlanChoices:
        """What the form of a new plan offers."""
        with self.database.read() as connection:
            return courses.plan_choices(connection, self.now())

    def plan_preview(self, form: CourseForm) -> PlanPreview:
        """What saving the form would make; raises Invalid, with the field."""
        with self.database.read() as connection:
            return courses.plan_preview(connection, form)

    def templates(self) -> tuple[TemplateView, ...]:
        """Every template, the disabled ones last."""
        with self.database.read() as connection:
            return courses.templates(connection)
