"""`/patients/{patient}`: who it is, a card for each plan, and every session in plan order."""

from collections.abc import Mapping

from nicegui import ui

from components.buttons import Button
from components.notices import state
from components.patient_head import PatientHead
from components.plan_cards import PlanCards
from components.text import print_link
from pages import break_glass
from pages.allowing import patient_to, refusal, refuse_each
from pages.ids import NO_PATIENT, row_id
from pages.merging import Merging
from pages.patient_editor import PatientEditor
from pages.plan_actions import PlanActions, PlanMaker
from pages.prints import sheet_address
from pages.session_list import SessionList
from pages.visit import Visit
from store.errors import NotFound
from store.views import PatientView, SessionQuery
from store.words import Scope, SortKey

NO_PLAN = "“New plan” makes one with all its sessions, from a template or from scratch."


class PatientPage:
    """The head, the cards and the list of one patient."""

    def __init__(self, visit: Visit, patient: PatientView) -> None:
        """Builds everything; ``open`` fills it."""
        self._visit = visit
        self._patient = patient
        self._plan_id: int | None = None
        merging = Merging(visit, on_done=self._refresh)
        maker = PlanMaker(visit, on_made=self._made)
        with ui.element("div").classes("page") as self._place:
            self._banner = break_glass.Banner(visit, patient.id)
            with ui.element("div").classes("patient-head"):
                self._head = PatientHead(on_part=merging.part)
                with ui.element("div").classes("patient-acts"):
                    self._sheet = print_link("Print these plans")
                    merge = Button("Merge with…", on_press=lambda: merging.open(self._patient))
                    self._who_saw = Button("Who saw this", on_press=self._tell_who_saw)
                    edit = Button(
                        "Edit patient", icon="edit", on_press=lambda: editor.edit(self._patient)
                    )
                    plan = Button(
                        "New plan",
                        kind="primary",
                        icon="plus",
                        on_press=lambda: maker.open(self._patient.id),
                    )
            self._cards = PlanCards(on_press=self._press)
            self._no_plan = state(
                "note", "No treatment plan yet", refusal(visit.actor, "add_plan") or NO_PLAN
            )
            self._plan = PlanActions(visit)
            self._list = SessionList(
                visit,
                default=self._fixed(),
                patient=patient.name,
                extra=self._own_params,
            )
        acts = {"merge_patients": merge, "edit_patient": edit, "add_plan": plan}
        refuse_each(visit.actor, {**acts, "who_saw": self._who_saw})
        editor = PatientEditor(visit, on_saved=lambda _: None)
        visit.on_draft("edit_patient", lambda _: editor.edit(self._patient))
        visit.on_draft("merge", lambda _: merging.open(self._patient))
        visit.on_draft("add_plan", lambda _: maker.open(self._patient.id))

    async def open(self) -> None:
        """Show what the address asks for, and from then on what changes."""
        self._plan_id = self._plan_of(self._visit.params)
        await self._draw()
        self._list.default = self._fixed()
        with self._place:
            await self._list.build()
        self._list.put_away(is_away=not self._patient.plans)
        patient_id = self._patient.id
        self._visit.on_address(self._arrive)
        self._visit.follow(
            self._refresh, concerns=lambda news: patient_id in news.patient_ids or news.is_set_up
        )

    def _tell_who_saw(self) -> None:
        self._visit.go(f"/clinic/record?what=seen&patient={self._patient.id}")

    async def _arrive(self, params: dict[str, str]) -> None:
        """Back, or a link to another plan of the same patient."""
        self._plan_id = self._plan_of(params)
        await self._draw()
        self._list.default = self._fixed()
        await self._list.arrive(params)

    def _fixed(self) -> SessionQuery:
        return SessionQuery(
            scope=Scope.ALL,
            sort=SortKey.PLAN,
            patient_id=self._patient.id,
            plan_id=self._plan_id,
        )

    async def _refresh(self) -> None:
        clinic, by = self._visit.clinic, self._visit.actor
        try:
            patient = await self._visit.ask(clinic.patient, self._patient.id, by=by)
        except NotFound as missing:
            await break_glass.lost(self._visit, missing)
            return
        if patient.id != self._patient.id:
            self._visit.go(f"/patients/{patient.id}")
            return
        self._patient = patient
        if self._plan_id and self._plan_id not in {plan.id for plan in patient.plans}:
            await self._press(self._plan_id)
        else:
            await self._draw()
            self._list.put_away(is_away=not patient.plans)

    async def _draw(self) -> None:
        self._visit.entitle(self._patient.name)
        await self._banner.refresh()
        self._sheet.props["href"] = sheet_address(self._fixed())
        shown = patient_to(self._visit.actor, self._patient)
        self._head.show(shown, today=self._patient.today)
        plans = self._patient.plans
        self._cards.show(plans, pressed=self._plan_id)
        self._cards.set_visibility(bool(plans))
        self._no_plan.set_visibility(not plans)
        only = plans[0].id if len(plans) == 1 else None
        await self._plan.show(self._plan_id or only)

    async def _made(self, plan_id: int) -> None:
        """Look at the plan that was just made."""
        self._patient = await self._visit.look(self._visit.clinic.patient, self._patient.id)
        self._plan_id = None
        await self._press(plan_id)

    async def _press(self, plan_id: int) -> None:
        self._plan_id = None if plan_id == self._plan_id else plan_id
        await self._draw()
        self._list.put_away(is_away=not self._patient.plans)
        self._visit.put_params({**self._own_params(), **self._list.params})
        await self._list.refix(self._fixed())

    def _own_params(self) -> dict[str, str]:
        return {"plan": str(self._plan_id)} if self._plan_id else {}

    def _plan_of(self, params: Mapping[str, str]) -> int | None:
        text = params.get("plan", "")
        if not text:
            return None
        found = [plan.id for plan in self._patient.plans if str(plan.id) == text]
        if found:
            return found[0]
        self._visit.notices.refused("That plan is not one of this patient; all are shown.")
        return None


async def show(visit: Visit, patient: str) -> None:
    """One patient; NotFound for an id that nobody has."""
    asked = row_id(patient, NO_PATIENT)
    try:
        known = await visit.look(visit.clinic.patient, asked)
    except NotFound:
        if await break_glass.offer(visit, "patient", asked):
            return
        raise
    if known.id != asked:
        visit.stand_at(f"/patients/{known.id}")
    visit.saw("patient", known.id, patient_id=known.id)
    await PatientPage(visit, known).open()
