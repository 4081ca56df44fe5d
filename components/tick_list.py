"""A few boxes to tick, each with a line that says what it means."""

from collections.abc import Sequence
from typing import Any

from components.kept import Kept

Option = tuple[str, str, str]
"""Key, name, and what it means; the last may be empty."""


class TickList(Kept[frozenset[str]], component="scripts/tick_list.js"):
    """The value is the set of keys that are ticked."""

    def __init__(self, label: str, options: Sequence[Option] = (), *, hint: str = "") -> None:
        """``hint`` is said above the boxes."""
        super().__init__(frozenset())
        self.props.update({"label": label, "hint": hint})
        self.offer(options)

    def offer(self, options: Sequence[Option]) -> None:
        """What can be ticked; what is ticked stays."""
        if self.props.get("options") != (given := tuple(options)):
            self.props["options"] = given

    def written(self, value: frozenset[str]) -> Any:
        """In order, so that equal sets look equal."""
        return sorted(value)

    def read(self, told: Any) -> frozenset[str]:
        """Keys of what is offered."""
        offered = {key for key, _, _ in self.props["options"]}
        return frozenset(key for key in told if key in offered)
