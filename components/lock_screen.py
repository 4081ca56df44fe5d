"""The lock of a page: what covers it, and how the browser says that somebody is there."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui


class LockScreen(ui.element, component="scripts/lock_screen.js"):
    """Nothing to be seen until it covers the page, with what `/locked` shows."""

    def __init__(
        self,
        *,
        who: int,
        seconds: int,
        seal: str,
        on_active: Callable[[], Awaitable[Any] | Any],
    ) -> None:
        """``who`` is the sign-in, which locks after so many ``seconds`` untouched; 0: never.

        ``on_active`` is called now and then while somebody touches this browser.
        """
        super().__init__()
        self.props.update({"who": who, "seconds": seconds, "seal": seal})
        self.on("active", on_active, args=[])

    def cover(self) -> None:
        """Let nothing of the page be seen, read or reached."""
        self.run_method("cover")

    def uncover(self) -> None:
        """Show it as it was."""
        self.run_method("uncover")

    def hand_over(self) -> None:
        """Begin the page anew, as that of whoever works on the device now."""
        self.run_method("handOver")
