"""The scopes of a list with their counts."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import events, ui

from components.counts import count_text
from store.views import ScopeCounts
from store.words import Scope


class ScopeBar(ui.element, component="scripts/scope_bar.js"):
    """Tabs, one a scope; arrow keys move between them."""

    def __init__(
        self, scope: Scope, *, panel: str, on_change: Callable[[Scope], Awaitable[Any] | Any]
    ) -> None:
        """``panel`` is the id of the element that the tabs stand for."""
        super().__init__()
        scopes = tuple((one.value, one.label) for one in Scope)
        self.props.update({"scopes": scopes, "scope": scope.value, "panel": panel, "counts": None})
        self._on_change = on_change
        self.on("pick", self._picked)

    def pick(self, scope: Scope) -> None:
        """Show which scope is looked at."""
        if self.props["scope"] != scope.value:
            self.props["scope"] = scope.value

    def show(self, counts: ScopeCounts) -> None:
        """Show how many sessions each scope lists."""
        texts = {scope.value: count_text(count) for scope, count in counts.counts.items()}
        if self.props["counts"] != texts:
            self.props["counts"] = texts

    def _picked(self, event: events.GenericEventArguments) -> Any:
        scope = {one.value: one for one in Scope}.get(str(event.args))
        if scope is None:
            return None
        with self.props.suspend_updates():
            self.props["scope"] = scope.value
        return self._on_change(scope)
