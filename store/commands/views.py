"""Commands that keep views of the list."""

from store import saved_views
from store.commands.giving import Giving
from store.request_keys import once
from store.views import Actor, SavedViewForm


class ViewCommands(Giving):
    """Given where the list is shown."""

    def save_view(self, form: SavedViewForm, *, by: Actor, key: str | None = None) -> int:
        """Keep a view by name, once a key; the id comes back."""
        with self._unit("save_view", by) as unit:
            return once(unit, key, saved_views.save_view, form)

    def change_view(self, view_id: int, form: SavedViewForm, *, by: Actor) -> None:
        """Let a view have another name, other filters or other readers."""
        with self._unit("change_view", by, view=view_id) as unit:
            saved_views.change_view(unit, view_id, form)

    def drop_view(self, view_id: int, *, by: Actor, version: int | None = None) -> None:
        """Keep a view no longer; ``version`` is the one seen."""
        with self._unit("drop_view", by, view=view_id) as unit:
            saved_views.drop_view(unit, view_id, version=version)
