"""What is done to a patient's plans: made, edited, arranged, prescribed, finished, cancelled."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any
from uuid import uuid4

from components.plan_bar import PlanBar
from components.plan_dialog import PlanDialog
from components.plan_forms import TermsForm, cancel_plan_form
from components.plan_steps import PlanSteps
from components.text import words
from pages.allowing import plan_to
from pages.off_loop import off_loop
from pages.visit import Visit
from store.errors import NotAllowed, RegimenError, Stale
from store.views import Outcome, PlanForm, PlanView
from store.words import PlanState

Back = Callable[[], Awaitable[None]]
BECOMES = {"prescribe": PlanState.PRESCRIBED, "finish": PlanState.FINISHED}


class PlanMaker:
    """The dialog of a new plan with the clinic behind it."""

    def __init__(self, visit: Visit, *, on_made: Callable[[int], Any]) -> None:
        """``on_made`` gets the id of the plan."""
        self._visit = visit
        self._on_made = on_made
        self._ticket = 0

    async def open(self, patient_id: int) -> None:
        """Ask for a new plan for this patient."""
        choices = await self._visit.look(self._visit.clinic.plan_choices)
        with self._visit.frame.main:
            self._dialog = PlanDialog(
                patient_id,
                choices,
                draft=self._visit.draft("add_plan", patient_id),
                on_typed=self._preview,
                on_save=self._save,
            )
        self._visit.on_leave(self._dialog.close)
        await self._dialog.open()

    async def _preview(self, form: PlanForm) -> None:
        """An older answer never replaces a newer one."""
        self._ticket += 1
        ticket = self._ticket
        try:
            preview = await self._visit.look(self._visit.clinic.plan_preview, form)
        except RegimenError as refusal:
            if ticket == self._ticket:
                self._dialog.miss(refusal.message)
            return
        if ticket == self._ticket:
            self._dialog.preview(preview)

    async def _save(self, form: PlanForm) -> None:
        try:
            outcome = await off_loop(self._visit.clinic.add_plan, form, by=self._visit.actor)
        except RegimenError as refusal:
            self._dialog.refuse(refusal.message, refusal.field)
            return
        self._dialog.give_up()
        made = await self._visit.look(self._visit.clinic.session, outcome.session_id)
        undo = partial(self._take_back, made.plan_id, form.key)
        self._visit.notices.saved(outcome.message, on_undo=undo)
        await self._on_made(made.plan_id)

    async def _take_back(self, plan_id: int, key: str) -> None:
        try:
            said = await self._visit.carry(self._visit.clinic.take_plan_back, plan_id, key=key)
        except RegimenError as refusal:
            self._visit.notices.refused(refusal.message)
        else:
            self._visit.notices.saved(said)


class PlanActions:
    """The bar of the plan that is looked at, and what its buttons do."""

    def __init__(self, visit: Visit) -> None:
        """Hidden until a plan is shown."""
        self._visit = visit
        self._tab = uuid4().hex
        self._ticket = 0
        self._plan: PlanView | None = None
        self._back: Back | None = None
        self._bar = PlanBar(on_act=self._act)
        self._bar.set_visibility(False)
        self._in_part = words("", tag="p", classes="muted")
        self._steps = PlanSteps(
            on_order=self._order, on_drop=self._drop, on_add=self._add, on_undo=self._undo
        )

    async def show(self, plan_id: int | None) -> None:
        """Show what can be done to this plan; None hides the bar. An older answer is dropped."""
        self._ticket += 1
        ticket, plan, in_part = self._ticket, None, ""
        if plan_id is not None:
            by = self._visit.actor
            try:
                plan = plan_to(by, await self._visit.look(self._visit.clinic.plan, plan_id))
            except NotAllowed as refusal:  # its sessions that are in sight stand in the table
                in_part = refusal.message
        if ticket != self._ticket:
            return
        self._plan = plan
        self._in_part.set_text(in_part)
        if plan:
            self._bar.show(plan)
            self._steps.show(plan)
        self._bar.set_visibility(plan is not None)

    async def _act(self, name: str) -> None:
        plan = self._plan
        if plan is None:
            return
        if name == "edit":
            self._edit(plan)
        elif name == "sessions":
            self._steps.tell("")
            self._steps.open()
        elif name == "cancel":
            await self._cancel(plan)
        else:
            await self._become(plan, name)

    async def _become(self, plan: PlanView, name: str) -> None:
        state = BECOMES.get(name) or _reopened(plan)
        await self._visit.do(self._visit.clinic.change_plan_state, plan.id, state=state)

    def _edit(self, plan: PlanView) -> None:
        with self._visit.frame.main:
            form = TermsForm(plan)
        self._visit.on_leave(form.dialog.close)

        async def save() -> bool:
            try:
                values = form.read(form.dialog.draft.version)
                outcome = await off_loop(
                    self._visit.clinic.edit_plan, plan.id, by=self._visit.actor, **values
                )
            except Stale as refusal:
                form.dialog.refuse(f"{refusal.message} Save again to write yours over it.")
                now = await self._visit.look(self._visit.clinic.plan, plan.id)
                form.dialog.draft.see(now.version)
                return False
            except RegimenError as refusal:
                form.dialog.refuse(refusal.message, refusal.field)
                return False
            self._visit.tell(outcome)
            return True

        draft = self._visit.draft("edit_plan", plan.id)
        form.dialog.open(save, draft=draft, version=plan.version)

    async def _cancel(self, plan: PlanView) -> None:
        ahead = await self._visit.look(self._visit.clinic.plan_bookings_ahead, plan.id)
        with self._visit.frame.main:
            form = cancel_plan_form(plan, ahead)
        self._visit.on_leave(form.close)

        async def save() -> bool:
            nonlocal ahead
            reason = str(form.fields["reason"].value)
            cancel = self._visit.clinic.cancel_plan
            try:
                outcome = await off_loop(
                    cancel, plan.id, reason=reason, ahead=ahead, by=self._visit.actor
                )
            except Stale as refusal:
                form.refuse(f"{refusal.message} Press again to cancel those.")
                ahead = await self._visit.look(self._visit.clinic.plan_bookings_ahead, plan.id)
                return False
            except RegimenError as refusal:
                form.refuse(refusal.message, refusal.field)
                return False
            self._visit.tell(outcome)
            return True

        form.open(save, draft=self._visit.draft("cancel_plan", plan.id))

    async def _order(self, session_ids: tuple[int, ...]) -> None:
        clinic, plan = self._visit.clinic, self._plan
        if plan:
            await self._arrange(clinic.reorder_sessions, plan.id, session_ids, version=plan.version)

    async def _drop(self, session_id: int) -> None:
        if self._plan:
            version = self._plan.version
            await self._arrange(self._visit.clinic.drop_session, session_id, version=version)

    async def _add(self) -> None:
        if self._plan:
            plan = self._plan
            add = self._visit.clinic.add_session
            key = f"{self._tab}-{plan.id}-{plan.version}"
            await self._arrange(add, plan.id, version=plan.version, key=key)

    async def _undo(self) -> None:
        if self._back:
            await self._back()

    async def _arrange(
        self, command: Callable[..., Outcome], *args: object, **values: object
    ) -> None:
        """Carry it out, say in the dialog what came of it, and show the plan as it is now."""
        last: Outcome | None = None
        try:
            last = await off_loop(command, *args, by=self._visit.actor, **values)
        except RegimenError as refusal:
            message = refusal.message
        else:
            message = last.message
        if self._plan:
            await self.show(self._plan.id)
        self._back = self._way_back(command, last) if last else None
        self._steps.tell(message, can_undo=self._back is not None)

    def _way_back(self, command: Callable[..., Outcome], last: Outcome) -> Back | None:
        """By its entry in the history; a session that was added is dropped again."""
        clinic, plan = self._visit.clinic, self._plan
        if last.change_id is not None:
            return partial(self._arrange, clinic.undo, last.change_id)
        if plan and command == clinic.add_session:
            drop = clinic.drop_session
            return partial(self._arrange, drop, last.session_id, version=plan.version)
        return None


def _reopened(plan: PlanView) -> PlanState:
    """Active where something is booked or took place, else as it was prescribed."""
    if plan.state is PlanState.FINISHED:
        return PlanState.ACTIVE
    begun = any(step.booked_on for step in plan.steps)
    return PlanState.ACTIVE if begun else PlanState.PRESCRIBED
