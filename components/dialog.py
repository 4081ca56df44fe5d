"""The shell of every dialog: named by its heading, focus kept inside and given back."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui


class Dialog(ui.element, component="scripts/dialog.js"):
    """Put its content into it with ``with dialog:``; Esc and the close button dismiss it."""

    def __init__(
        self,
        title: str,
        *,
        wide: bool = False,
        near: str = "",
        on_dismiss: Callable[[], Awaitable[Any] | Any] | None = None,
    ) -> None:
        """Closed at first. ``on_dismiss`` is called after it was closed by the person.

        With ``near``, the ``data-key`` of what was pressed, it is a card beside that.
        """
        super().__init__()
        self.props.update({"title": title, "shown": False, "wide": wide})
        if near:
            self.props["near"] = near
        self._on_dismiss = on_dismiss
        self.on("dismiss", self._dismissed, args=[])

    @property
    def is_open(self) -> bool:
        """Whether it is shown just now."""
        return bool(self.props["shown"])

    def open(self) -> None:
        """Show it over the page."""
        self.props["shown"] = True

    def close(self) -> None:
        """Take it away; the focus goes back to where it was."""
        self.props["shown"] = False

    def to_top(self) -> None:
        """Show its content from the beginning, after another one took its place."""
        self.run_method("top")

    def _dismissed(self) -> Any:
        self.close()
        return self._on_dismiss() if self._on_dismiss else None
