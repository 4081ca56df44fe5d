"""`/patients`: find a patient as one types, or add one."""

from nicegui import ui

from components.buttons import Button
from components.fields import Field
from components.notices import state
from components.patient_list import PatientList
from components.sight_words import within_limits
from components.text import heading, link, words
from pages.allowing import refusal
from pages.break_glass import find_dialog
from pages.patient_editor import PatientEditor
from pages.setup.greeting import invite, is_empty
from pages.visit import Visit
from store.errors import RegimenError
from store.views import Actor

LIMIT = 50
NOT_FOUND = "Look for the beginning of a name, or for digits."
ADD = "“New patient” adds one."
BRING_IN = "“New patient” adds the first one; those you have elsewhere can be brought in."
TYPING_MS = 150


class PatientsPage:
    """Search field, what it finds, and the way to a new patient."""

    def __init__(self, visit: Visit, *, is_invited: bool = False) -> None:
        """Builds everything that does not wait for the clinic; an empty one is invited to begin."""
        self._visit = visit
        self._is_invited = is_invited
        self._ticket = 0
        self._q = visit.params.get("q", "")
        with ui.element("div").classes("page"):
            with ui.element("div").classes("page-head"):
                heading("Patients")
                with ui.element("div").classes("page-head-act"):
                    if visit.actor.sight.own_provider_id is not None:
                        Button("Open another patient’s record", on_press=lambda: find_dialog(visit))
                    new = Button("New patient", kind="primary", icon="plus", on_press=self.add)
                    new.refuse(refusal(visit.actor, "add_patient"))
            if is_invited:
                invite(visit)
            self._search = Field(
                "Search patients",
                kind="search",
                value=self._q,
                wait_ms=TYPING_MS,
                on_change=self._typed,
            ).classes("patients-search")
            self._search.props["placeholder"] = "Name, phone or record number"
            self._count = words("", tag="p", classes="muted small patients-count")
            self._count.props["role"] = "status"
            self._list = PatientList()
            found_none = within_limits(NOT_FOUND, visit.actor.sight)
            self._nobody = state("search", "Nobody found", found_none)
            with state("person", *none_yet(visit.actor)) as self._none:
                if not refusal(visit.actor, "import"):
                    link("Bring in a spreadsheet", "/clinic/import", classes="btn")
            self._none.set_visibility(False)
        self._editor = PatientEditor(visit, on_saved=lambda key: visit.go(f"/patients/{key}"))
        visit.on_draft("add_patient", lambda _: self.add())
        visit.on_address(self._moved)
        visit.follow(self.refresh)

    async def refresh(self) -> None:
        """Ask again for what is shown; an older answer never replaces a newer one."""
        self._ticket += 1
        ticket = self._ticket
        try:
            hits = await self._visit.look(
                self._visit.clinic.find_patients, self._q, limit=LIMIT + 1
            )
        except RegimenError as problem:
            self._visit.notices.refused(problem.message)
            return
        if ticket != self._ticket:
            return
        self._list.show(hits[:LIMIT])
        is_none = not hits and not self._q
        self._list.set_visibility(bool(hits))
        self._nobody.set_visibility(not hits and not is_none)
        self._none.set_visibility(is_none and not self._is_invited)
        for element in (self._search, self._count):
            element.set_visibility(not is_none)
        self._count.text = _count_text(len(hits))

    def add(self) -> None:
        """Ask for a new patient."""
        self._editor.add()

    async def _typed(self, text: str) -> None:
        self._q = text.strip()
        self._visit.put_params({"q": self._q} if self._q else {}, replace=True)
        await self.refresh()

    async def _moved(self, params: dict[str, str]) -> None:
        self._q = params.get("q", "")
        self._search.show(self._q)
        await self.refresh()


async def show(visit: Visit) -> None:
    """Find a patient, or add one."""
    ui.page_title("Patients · Regimen")
    page = PatientsPage(visit, is_invited=await is_empty(visit))
    await page.refresh()
    if "new" in visit.params:
        page.add()


def none_yet(actor: Actor) -> tuple[str, str]:
    """What stands in place of patients when there are none to see: only what ``actor`` may do."""
    title = "No patients to show" if actor.sight.is_limited else "No patients yet"
    text = ADD if refusal(actor, "import") else BRING_IN
    return title, within_limits(refusal(actor, "add_patient") or text, actor.sight)


def _count_text(found: int) -> str:
    if found > LIMIT:
        return f"The first {LIMIT}; type more to find the others."
    return "1 patient" if found == 1 else f"{found} patients"
