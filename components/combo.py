"""A choice of one among many, found by typing: time zones, currencies."""

from collections.abc import Sequence
from typing import Any, Literal

from components.kept import Kept, Told

Guess = Literal["", "zone"]


class Combo(Kept[str], component="scripts/combo.js"):
    """A text field with a list under it; only what the list offers can be chosen."""

    def __init__(
        self,
        label: str,
        options: Sequence[tuple[str, str]],
        *,
        value: str = "",
        guess: Guess = "",
        on_change: Told | None = None,
    ) -> None:
        """``options`` are values with names; an empty value may be guessed from the browser."""
        super().__init__(value, on_change=on_change)
        self._values = frozenset(key for key, _ in options)
        self.props.update({"label": label, "options": tuple(options), "guess": guess})

    def read(self, told: Any) -> str:
        """One of the values offered."""
        if told not in self._values:
            raise ValueError(told)
        return str(told)
