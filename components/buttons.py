"""Buttons: a label, perhaps an icon, and the reason when the moment does not allow them."""

from collections.abc import Awaitable, Callable
from typing import Any, Literal

from nicegui import ui

Kind = Literal["plain", "primary", "quiet", "danger"]
Press = Callable[[], Awaitable[Any] | Any]


class Button(ui.element, component="scripts/button.js"):
    """A native button; while ``refusal`` is set it stays reachable and says why it does nothing."""

    def __init__(
        self,
        label: str,
        *,
        kind: Kind = "plain",
        icon: str = "",
        name: str = "",
        refusal: str = "",
        submit: bool = False,
        on_press: Press | None = None,
    ) -> None:
        """Without a label, an icon and an accessible ``name`` are needed."""
        super().__init__()
        assert label or (icon and name)
        given = {"label": label, "kind": kind, "icon": icon, "name": name, "refusal": refusal}
        self.props.update({key: value for key, value in given.items() if value})
        if submit:
            self.props["submit"] = True
        if on_press is not None:
            self.on("press", on_press, args=[])

    def refuse(self, refusal: str) -> None:
        """Say why it cannot be pressed; an empty reason allows it again."""
        self.props["refusal"] = refusal

    def work(self, *, is_busy: bool) -> None:
        """Show that the press is being carried out; meanwhile it cannot be pressed again."""
        self.props["busy"] = is_busy

    def focus(self) -> None:
        """Put the keyboard's focus on it."""
        self.run_method("focus")
