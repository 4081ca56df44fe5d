"""Form fields on native controls, each with its label, hint and error tied to it."""

from collections.abc import Awaitable, Callable, Iterable
from datetime import date
from typing import Any, Literal, Self

from nicegui import events, ui

Kind = Literal[
    "text", "search", "date", "time", "number", "tel", "email", "select", "area", "check"
]
OnChange = Callable[[Any], Awaitable[Any] | Any]
Option = tuple[str, str] | tuple[str, str, bool]
"""Value, name, and whether it is greyed out."""


class Field(ui.element, component="scripts/field.js"):
    """A labelled field; what is typed stays whatever else on the page is updated.

    ``value`` is what the browser last told: text, or a bool for a checkbox. ``props["…"]`` takes
    placeholder, hint, input_mode, autocomplete, rows, min, max, step, required, hidden_label,
    first: a dialog that opens puts the focus into it, and gentle: letters just typed are kept
    whatever is shown.
    """

    def __init__(
        self,
        label: str,
        *,
        kind: Kind = "text",
        value: str | bool = "",
        wait_ms: int = 0,
        on_change: OnChange | None = None,
    ) -> None:
        """Tells the value on every change; text as it is typed only with ``wait_ms``."""
        super().__init__()
        self.value: Any = value
        self._on_change = on_change
        self._stamp = 0
        self.props.update({"label": label, "kind": kind, "value": value, "stamp": 0})
        # Without a pause in typing to wait for, an hour is long enough for the field to be left.
        self.props["wait"] = wait_ms or (3_600_000 if kind in TYPED else 0)
        self.on("change", self._changed)

    def offer(self, options: Iterable[Option], *, value: str | None = None) -> Self:
        """Give a select its options; the value stays unless another is given."""
        self.props["options"] = tuple(tuple(option) for option in options)
        if value is not None:
            self.show(value)
        return self

    def show(self, value: str | bool) -> None:
        """Put a value into the field, in place of what is typed there."""
        self.value = value
        self._stamp += 1
        self.props.update({"value": value, "stamp": self._stamp})

    def show_day(self, day: date | None) -> None:
        """Put a day into a date field, or empty it."""
        self.show(day.isoformat() if day else "")

    def refuse(self, message: str) -> None:
        """Say what is wrong with it; an empty message takes that back."""
        self.props["error"] = message

    def focus(self) -> None:
        """Put the keyboard's focus into it."""
        self.run_method("focus")

    def _changed(self, event: events.GenericEventArguments) -> Any:
        """What was typed holds, also where a value put in meanwhile crossed it on its way."""
        value, seen = event.args if isinstance(event.args, list) else (event.args, self._stamp)
        if seen != self._stamp:
            self.show(value)
        self.value = value
        with self.props.suspend_updates():
            self.props["value"] = value
        return self._on_change(value) if self._on_change else None


SOON_MS = 150
TYPED = {"text", "search", "number", "tel", "email", "area"}


def select(
    label: str,
    options: Iterable[Option],
    *,
    value: str = "",
    on_change: OnChange | None = None,
) -> Field:
    """A choice of one among a few."""
    return Field(label, kind="select", value=value, on_change=on_change).offer(options)


def line(label: str, *, kind: Kind = "text") -> Field:
    """A field of a page that follows the clinic: it tells what is typed soon, and loses nothing."""
    field = Field(label, kind=kind, wait_ms=SOON_MS)
    field.props["gentle"] = True
    return field


def check(label: str, *, value: bool = False, on_change: OnChange | None = None) -> Field:
    """A box to tick."""
    return Field(label, kind="check", value=value, on_change=on_change)
