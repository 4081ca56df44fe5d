"""What can be done to the plan that is looked at: its terms, its sessions, its state."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from components.buttons import Button, Kind
from components.text import words
from store.views import Action, PlanView

STATES: tuple[tuple[str, str], ...] = (
    ("prescribe", "Prescribe"),
    ("finish", "Finish plan"),
    ("reopen", "Reopen plan"),
    ("cancel", "Cancel plan"),
)


class PlanBar(ui.element):
    """Buttons beside the plan's name; tells which was pressed by the name of its action."""

    def __init__(self, *, on_act: Callable[[str], Any]) -> None:
        """``on_act`` gets edit, sessions, prescribe, finish, reopen or cancel."""
        super().__init__("section")
        self._on_act = on_act
        self.classes("plan-bar")
        self.props["aria-label"] = "Plan"
        self._buttons: dict[str, Button] = {}
        with self:
            self._name = words("", tag="h2", classes="any-text")
            with ui.element("div").classes("plan-bar-acts"):
                self._add("edit", "Edit plan", icon="edit")
                self._add("sessions", "Sessions", icon="list")
                for name, label in STATES:
                    self._add(name, label, kind="danger" if name == "cancel" else "plain")

    def show(self, plan: PlanView) -> None:
        """Offer what the plan's state allows; a step that is not its turn is left out."""
        self._name.set_text(plan.goal or plan.treatment)
        for name in ("edit", "sessions"):
            self._buttons[name].refuse(plan.edit.refusal)
        for name, _ in STATES:
            action: Action = getattr(plan, name)
            self._buttons[name].set_visibility(action.is_allowed)

    def _add(self, name: str, label: str, *, icon: str = "", kind: Kind = "plain") -> None:
        press = lambda: self._on_act(name)  # noqa: E731 - one line says it
        self._buttons[name] = Button(label, icon=icon, kind=kind, on_press=press)
