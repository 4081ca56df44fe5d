"""Many boxes to tick in groups, a whole group at once."""

from collections.abc import Sequence
from typing import Any

from components.kept import Kept, Told

Group = tuple[str, tuple[tuple[int, str], ...]]
"""A name, and what can be ticked under it: id and name."""


class TickGroups(Kept[frozenset[int]], component="scripts/tick_groups.js"):
    """The value is the set of ids that are ticked."""

    def __init__(
        self,
        label: str,
        groups: Sequence[Group] = (),
        *,
        empty: str = "",
        on_change: Told | None = None,
    ) -> None:
        """``empty`` is said when there is nothing to tick."""
        super().__init__(frozenset(), on_change=on_change)
        self.props.update({"label": label, "empty": empty})
        self.offer(groups)

    def offer(self, groups: Sequence[Group]) -> None:
        """What can be ticked; what is ticked stays."""
        if self.props.get("groups") != (given := tuple(groups)):
            self.props["groups"] = given

    def written(self, value: frozenset[int]) -> Any:
        """In order, so that equal sets look equal."""
        return sorted(value)

    def read(self, told: Any) -> frozenset[int]:
        """Ids of what is offered."""
        offered = {key for _, options in self.props["groups"] for key, _ in options}
        return frozenset(key for key in told if key in offered)
