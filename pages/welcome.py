"""`/welcome`: the first run, step by step; it goes on where what is set up leaves off."""

from nicegui import ui

from components.buttons import Button
from components.drafts import Draft
from components.icons import Icon
from components.step_list import StepList, StepMark
from components.text import heading, link, words
from pages import allowing
from pages.setup.greeting import greet
from pages.setup.steps import STEPS, Step, StepKind, first_open
from pages.visit import Visit
from store.errors import RegimenError
from store.views import ServiceForm, SetUpView

DONE = "done"


class WelcomePage:
    """One step at a time; the address says which."""

    def __init__(self, visit: Visit, view: SetUpView, catalogue: tuple[ServiceForm, ...]) -> None:
        """Builds the frame; ``open`` draws the step."""
        self._visit, self._view, self._catalogue = visit, view, catalogue
        self._open: StepKind | None = None
        self._step: Step | None = None
        self._is_busy = False
        self._draft = Draft()
        with ui.element("div").classes("page welcome"):
            with ui.element("div").classes("welcome-head"):
                heading("Set up your clinic")
                words(
                    "Five short steps. What you save is kept: leave whenever you like, and go on "
                    "where you were.",
                    tag="p",
                    classes="muted",
                )
            self._steps = StepList()
            self._place = ui.element("div").classes("record-body")
        visit.on_address(self._arrive)
        visit.follow(self._refresh, concerns=lambda news: news.is_set_up)

    def open(self, *, is_fresh: bool = False) -> None:
        """Show the step that the address asks for, else the first that is not done.

        What was typed into it before comes back, unless it ``is_fresh``.
        """
        asked = self._visit.params.get("step", "")
        named = {step.key: step for step in STEPS}.get(asked)
        step = named or (None if asked == DONE else first_open(self._view))
        if step and step.needs_location and not self._view.locations:
            step = first_open(self._view)
        self._open = step
        self._mark()
        self._place.clear()
        with self._place:
            if step:
                self._draw(step, is_fresh=is_fresh)
            else:
                self._draft.rest()
                self._draw_done()

    def _draw(self, step: StepKind, *, is_fresh: bool) -> None:
        ui.page_title(f"{step.name}, set up your clinic · Regimen")
        self._draft.line(on_over=lambda: self.open(is_fresh=True))
        self._step = step.build(self._visit, self._view, self._catalogue)
        kept_as = self._visit.draft(f"welcome_{step.key}")
        self._draft.begin(kept_as, self._step.entries, is_fresh=is_fresh)
        with ui.element("div").classes("record-actions welcome-foot"):
            self._problem = words("", classes="field-error")
            self._problem.props["role"] = "alert"
            if step.needs_location:
                link("Skip for now", self._address(self._after(step)), classes="btn btn-quiet")
            self._button = Button("Save and go on", kind="primary", on_press=self._save)
            for entry in self._step.entries.values():
                if entry.props.get("kind") == "text":
                    entry.on("enter", self._save, args=[])
        self._visit.frame.begin()

    def _draw_done(self) -> None:
        ui.page_title("Your clinic is set up · Regimen")
        self._step = None
        with ui.element("div").classes("panel welcome-done"):
            Icon("check")
            words("Your clinic is set up", tag="h2")
            words(
                "Everything can be changed under Clinic at any time: hours, prices, who does what.",
                tag="p",
                classes="muted",
            )
            with ui.element("div").classes("cluster"):
                first = link("Add your first patient", "/patients?new=1", classes="btn btn-primary")
                first.props["data-autofocus"] = ""
                link("Bring in your records", "/clinic/import", classes="btn")
                link("Look at your clinic", "/clinic", classes="btn")
        self._visit.frame.begin()

    def _mark(self) -> None:
        self._steps.show(
            [
                StepMark(
                    address=self._address(step),
                    name=step.name,
                    standing=step.standing(self._view) or "to do",
                    is_done=bool(step.standing(self._view)),
                    is_open=step is self._open,
                )
                for step in STEPS
            ]
        )

    async def _save(self) -> None:
        """Once, however often it is pressed; then the next step."""
        step, kind = self._step, self._open
        if self._is_busy or step is None or kind is None:
            return
        self._is_busy = True
        self._button.work(is_busy=True)
        self._problem.set_text("")
        for entry in step.entries.values():
            entry.refuse("")
        try:
            await step.save(self._draft.key)
            self._draft.drop()
            self._view = await self._visit.look(self._visit.clinic.set_up)
            self._visit.frame.show_clinic(self._view.clinic_name)
        except RegimenError as refusal:
            self._button.work(is_busy=False)
            self._refuse(step, refusal)
        else:
            self._go_to(self._after(kind))
        finally:
            self._is_busy = False

    def _refuse(self, step: Step, refusal: RegimenError) -> None:
        if entry := step.entries.get(refusal.field or ""):
            entry.refuse(refusal.message)
            entry.focus()
        else:
            self._problem.set_text(refusal.message)

    def _after(self, step: StepKind) -> StepKind | None:
        at = STEPS.index(step) + 1
        return STEPS[at] if at < len(STEPS) else None

    def _go_to(self, step: StepKind | None) -> None:
        self._visit.put_params({"step": step.key if step else DONE})
        self.open()

    @staticmethod
    def _address(step: StepKind | None) -> str:
        return f"/welcome?step={step.key if step else DONE}"

    async def _arrive(self, params: dict[str, str]) -> None:
        self._view = await self._visit.look(self._visit.clinic.set_up)
        self.open()

    async def _refresh(self) -> None:
        """Somebody set something up: the marks follow, what is being typed stays."""
        self._view = await self._visit.look(self._visit.clinic.set_up)
        self._mark()


async def show(visit: Visit) -> None:
    """The first run, for whoever may set the clinic up."""
    if allowing.refusal(visit.actor, "name_clinic"):
        greet(visit)
        return
    view = await visit.look(visit.clinic.set_up)
    catalogue = await visit.ask(visit.clinic.catalogue)
    WelcomePage(visit, view, catalogue).open()
