"""Commands that make and change treatment plans, and the templates they are made from."""

from collections.abc import Sequence

from store import plan_sessions, plan_terms, plans, prescribing, taking_back, templates
from store.commands.giving import Giving
from store.request_keys import once
from store.views import Actor, Outcome, PlanEdit, PlanForm, SetUpOutcome, TemplateForm
from store.words import PlanState


class PlanCommands(Giving):
    """Given where a course is planned; templates are the managers'."""

    def add_plan(self, form: PlanForm, *, by: Actor) -> Outcome:
        """Make a plan with its sessions; once a key."""
        with self._unit("add_plan", by, patient=form.patient_id) as unit:
            return once(unit, form.key, prescribing.add_plan, form)

    def take_plan_back(self, plan_id: int, *, key: str, by: Actor) -> str:
        """Undo adding a plan under this key, while nothing happened to its sessions; what was done."""
        with self._unit("take_plan_back", by, plan=plan_id) as unit:
            return taking_back.take_plan_back(unit, plan_id, key=key)

    def edit_plan(self, plan_id: int, edit: PlanEdit, *, by: Actor) -> Outcome:
        """Change a plan's terms."""
        with self._unit("edit_plan", by, plan=plan_id) as unit:
            return plan_terms.edit_plan(unit, plan_id, edit)

    def add_session(
        self, plan_id: int, *, by: Actor, version: int | None = None, key: str | None = None
    ) -> Outcome:
        """Put a session like the last one behind it; once a key."""
        with self._unit("add_session", by, plan=plan_id) as unit:
            return once(unit, key, plan_sessions.add_session, plan_id, version=version)

    def drop_session(self, session_id: int, *, by: Actor, version: int | None = None) -> Outcome:
        """Take a session that nothing happened to out of its plan."""
        with self._unit("drop_session", by, session=session_id) as unit:
            return plan_sessions.drop_session(unit, session_id, version=version)

    def reorder_sessions(
        self, plan_id: int, session_ids: Sequence[int], *, by: Actor, version: int | None = None
    ) -> Outcome:
        """Put the sessions of a plan into this order."""
        named = {"session": session_ids}
        with self._unit("reorder_sessions", by, within=named, plan=plan_id) as unit:
            return plan_sessions.reorder_sessions(unit, plan_id, session_ids, version=version)

    def cancel_plan(
        self, plan_id: int, *, reason: str, by: Actor, ahead: tuple[str, ...] | None = None
    ) -> Outcome:
        """Cancel a plan and its bookings ahead, which are those that were listed."""
        with self._unit("cancel_plan", by, plan=plan_id) as unit:
            return plans.cancel_plan(unit, plan_id, reason=reason, ahead=ahead)

    def change_plan_state(self, plan_id: int, *, state: PlanState, by: Actor) -> Outcome:
        """Prescribe, finish or reopen a plan."""
        with self._unit("change_plan_state", by, plan=plan_id) as unit:
            return plans.change_plan_state(unit, plan_id, state=state)

    def add_template(
        self, form: TemplateForm, *, by: Actor, key: str | None = None
    ) -> SetUpOutcome:
        """Keep a course to make plans from; once a key."""
        with self._setting_up("add_template", by) as unit:
            return once(unit, key, templates.add_template, form)

    def edit_template(self, template_id: int, form: TemplateForm, *, by: Actor) -> SetUpOutcome:
        """Change a template; plans made from it stay as they are."""
        with self._unit("edit_template", by, template=template_id) as unit:
            unit.is_set_up = True
            return templates.edit_template(unit, template_id, form)

    def disable_template(self, template_id: int, *, by: Actor) -> SetUpOutcome:
        """Offer it for new plans no longer."""
        with self._unit("disable_template", by, template=template_id) as unit:
            unit.is_set_up = True
            return templates.switch_template(unit, template_id, disabled=True)

    def enable_template(self, template_id: int, *, by: Actor) -> SetUpOutcome:
        """Offer it for new plans again."""
        with self._unit("enable_template", by, template=template_id) as unit:
            unit.is_set_up = True
            return templates.switch_template(unit, template_id, disabled=False)
