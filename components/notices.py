"""What the page says: saved, refused, empty, not found, undo."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import events, ui

from components.buttons import Button
from components.icons import Icon
from components.text import heading, words

UNDO_KEPT = 20


class Notices(ui.element, component="scripts/notices.js"):
    """Messages over the page, read out by assistive technology as they come."""

    def __init__(self) -> None:
        """One for each page, in its frame."""
        super().__init__()
        self._undos: dict[int, Callable[[], Awaitable[Any] | Any]] = {}
        self._count = 0
        self.on("act", self._acted)

    def saved(
        self,
        text: str,
        *,
        on_undo: Callable[[], Awaitable[Any] | Any] | None = None,
        undo: str = "Undo",
        way: tuple[str, str] | None = None,
    ) -> None:
        """Say in one sentence what was done, with Undo, or what it is called, where it can be.

        ``way`` is a link to what it left to do: its words, and an address within Regimen.
        """
        notice: dict[str, Any] = {"text": text}
        if way is not None:
            notice |= {"link": way[0], "href": way[1]}
        if on_undo is not None:
            self._count += 1
            self._undos[self._count] = on_undo
            self._undos.pop(self._count - UNDO_KEPT, None)
            notice |= {"action": undo, "key": self._count}
        self._say(notice)

    def refused(self, text: str) -> None:
        """Say what could not be done and what to do; stays until closed."""
        self._say({"text": text, "urgent": True})

    def failed(self, reference: str) -> None:
        """Say that the program itself failed, with the number the log has too."""
        sentence = "That did not work, and nothing was changed. Try again; if it happens again,"
        self.refused(f"{sentence} tell whoever looks after the server: reference {reference}.")

    def _say(self, notice: dict[str, Any]) -> None:
        self.run_method("say", notice)

    def _acted(self, event: events.GenericEventArguments) -> Any:
        undo = self._undos.pop(event.args, None) if isinstance(event.args, int) else None
        return undo() if undo else None


def state(icon: str, title: str, text: str, *, level: int = 2) -> ui.element:
    """A page's or panel's own words for empty, not found or failed; further elements may follow."""
    with ui.element("div").classes("state") as shown:
        Icon(icon)
        heading(title, level=level)
        words(text, tag="p")
    return shown


def not_found(
    text: str, *, reference: str, on_back: Callable[[], Any], back: str = "Go to all sessions"
) -> None:
    """A whole page that says that something does not exist, with a way back."""
    with state("search", "Not found", text, level=1):
        words(f"Reference {reference}", tag="p", classes="reference")
        Button(back, kind="primary", on_press=on_back)
