"""`/clinic`: the clinic's name and currency, what is set up, and what is missing."""

from collections.abc import Sequence

from nicegui import ui

from components.buttons import Button
from components.combo import Combo
from components.fields import line
from components.form_dialog import Entry
from components.record_form import panel
from components.section import Section
from components.setup_overview import GapList, KindCards, MovingPanel
from components.text import heading, words
from components.world import currencies
from pages import allowing
from pages.setup.saving import Way, carry_out
from pages.visit import Visit
from store.errors import RegimenError, Stale
from store.views import SetUpView, TemplateView


class OverviewPage:
    """Follows the clinic; what is typed stays."""

    def __init__(self, visit: Visit) -> None:
        """Builds everything; ``refresh`` fills it."""
        self._visit = visit
        self._shown = ("", "")
        with Section("/clinic"):
            with ui.element("div").classes("page-head"):
                heading("Clinic")
            with ui.element("div").classes("record-body"):
                self._moving = MovingPanel()
                self._cards = KindCards()
                self._gaps = GapList()
                self._build_names()
        self._show_right()
        visit.follow(self.refresh, concerns=lambda news: news.is_set_up)
        visit.follow(self._see_moving, concerns=lambda news: not news.is_set_up)

    def _build_names(self) -> None:
        with panel("The clinic itself"):
            with ui.element("div").classes("record-grid"):
                self._name = line("Clinic name")
                self._currency = Combo("Currency", currencies())
                self._currency.props["hint"] = "Prices and payments are in this currency."
            self._fields: dict[str, Entry] = {"name": self._name, "currency": self._currency}
            with ui.element("div").classes("record-actions"):
                self._problem = words("", classes="field-error")
                self._problem.props["role"] = "alert"
                self._reason = words("", tag="span", classes="muted small record-reason")
                self._save_button = Button("Save clinic", kind="primary", on_press=self._save)

    async def refresh(self) -> None:
        """Ask again for what is shown."""
        clinic = self._visit.clinic
        view = await self._visit.look(clinic.set_up)
        choices = await self._visit.look(clinic.plan_choices)
        self._draw(view, choices.templates)
        await self._see_moving()

    async def _see_moving(self) -> None:
        clinic = self._visit.clinic
        self._moving.show(await self._visit.look(clinic.moving_list))

    def _draw(self, view: SetUpView, templates: Sequence[TemplateView]) -> None:
        self._cards.show(view, templates)
        self._gaps.show(view)
        if self._shown == (self._name.value, self._currency.value):
            self._shown = (view.clinic_name, view.currency)
            self._name.show(view.clinic_name)
            self._currency.show(view.currency)

    def _show_right(self) -> None:
        refusal = allowing.refusal(self._visit.actor, "name_clinic")
        self._save_button.refuse(refusal)
        self._reason.set_text(refusal)
        for field in self._fields.values():
            field.props["disabled"] = bool(refusal)

    async def _save(self) -> None:
        self._problem.set_text("")
        for field in self._fields.values():
            field.refuse("")
        name, currency = str(self._name.value), self._currency.value
        back = Way("name_clinic", self._shown, {"seen": (name, currency)})
        try:
            await carry_out(
                self._visit, "name_clinic", name, currency, seen=self._shown, back=lambda _: back
            )
        except Stale as refusal:
            view = await self._visit.look(self._visit.clinic.set_up)
            self._shown = (view.clinic_name, view.currency)
            self._problem.set_text(f"{refusal.message} Save again to write yours over it.")
        except RegimenError as refusal:
            if place := self._fields.get(refusal.field or ""):
                place.refuse(refusal.message)
                place.focus()
            else:
                self._problem.set_text(refusal.message)
        else:
            self._shown = (self._name.value, self._currency.value)


async def show(visit: Visit) -> None:
    """The clinic at a glance."""
    ui.page_title("Clinic · Regimen")
    await OverviewPage(visit).refresh()
