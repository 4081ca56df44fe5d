"""The saved views of the list with their counts: at the side when there is room, else in a row."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from nicegui import ui

from components.counts import count_text
from store.views import SavedViewRow


class ViewNav(ui.element, component="scripts/view_nav.js"):
    """Not there at all while nobody has saved a view."""

    def __init__(self, *, on_edit: Callable[[], Awaitable[Any] | Any]) -> None:
        """``on_edit`` is called when somebody wants to change their views."""
        super().__init__()
        self._views: Sequence[SavedViewRow] = ()
        self.props.update({"views": (), "counts": (), "current": None})
        self.on("edit", on_edit, args=[])

    def show(self, views: Sequence[SavedViewRow]) -> None:
        """Show these; their counts follow."""
        if views == self._views:
            return
        self._views = views
        told = tuple(
            (view.id, view.name, f"/sessions?{view.params}", view.is_shared) for view in views
        )
        self.props.update({"views": told, "counts": ()})

    def count(self, sizes: Sequence[int | None]) -> None:
        """How many sessions each of them lists; None for one that cannot be read any more."""
        told = tuple("" if size is None else count_text(size) for size in sizes)
        if told != self.props["counts"]:
            self.props["counts"] = told

    def point_at(self, view_id: int | None) -> None:
        """Say which one the page shows, if it shows one."""
        if self.props["current"] != view_id:
            self.props["current"] = view_id
