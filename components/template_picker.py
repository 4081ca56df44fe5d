"""The first face of a new plan: the templates it can begin with."""

from collections.abc import Callable, Iterable
from typing import Any

from nicegui import events, ui

from components.money import money_text
from components.template_form import course_text
from store.views import TemplateView


class TemplatePicker(ui.element, component="scripts/template_picker.js"):
    """Tells which template was pressed; None for none of them."""

    def __init__(self, *, on_pick: Callable[[int | None], Any]) -> None:
        """``on_pick`` gets a template's id, or None to begin from scratch."""
        super().__init__()
        self._ids: set[int] = set()
        self._on_pick = on_pick
        self.props["templates"] = ()
        self.on("pick", self._picked)

    def show(self, templates: Iterable[TemplateView]) -> None:
        """Offer these; one that cannot be used says why."""
        some = tuple(one for one in templates if not one.disabled)
        self._ids = {one.id for one in some}
        self.props["templates"] = tuple(
            (one.id, one.name, _facts(one), money_text(one.total), one.problem) for one in some
        )

    def _picked(self, event: events.GenericEventArguments) -> Any:
        if event.args == 0:
            return self._on_pick(None)
        return self._on_pick(event.args) if event.args in self._ids else None


def _facts(template: TemplateView) -> str:
    return f"{course_text(template)} · {', '.join(template.service_names)}"
