"""Who may be the other record of a merge, each to be picked by one press."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import events, ui

from components.patient_list import facts
from store.views import PatientHit


class MergeFound(ui.element, component="scripts/merge_found.js"):
    """Patients with what tells them apart, and what is alike."""

    def __init__(self, *, on_pick: Callable[[int], Awaitable[Any]]) -> None:
        """``on_pick`` gets a patient's id."""
        super().__init__()
        self._ids: set[int] = set()
        self._on_pick = on_pick
        self.props.update({"patients": (), "nobody": ""})
        self.on("pick", self._picked)

    def show(self, hits: Sequence[PatientHit], *, nobody: str) -> None:
        """Offer these."""
        self._ids = {hit.id for hit in hits}
        rows = tuple((hit.id, hit.name, " · ".join(facts(hit)), hit.alike) for hit in hits)
        self.props.update({"patients": rows, "nobody": nobody})

    def _picked(self, event: events.GenericEventArguments) -> Any:
        return self._on_pick(event.args) if event.args in self._ids else None
