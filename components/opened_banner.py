"""What stands above a record that was opened for a while, and the form that opens one."""

from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from components.buttons import Button
from components.fields import Field
from components.icons import Icon
from components.text import heading, link, words
from components.times import clock
from store.views import OpenedView

MEANING = (
    "Records of other providers’ patients stay closed. If you need this one, say why: it opens to you"
    " for 60 minutes, and your reason stays on record, where managers see it."
)


class OpenedBanner(ui.element):
    """Says until when and why, and closes it; nothing while the record is not open that way."""

    def __init__(self, *, on_close: Callable[[], Awaitable[Any] | Any]) -> None:
        """Hidden until shown."""
        super().__init__("div")
        self.classes("opened-banner")
        self.props["role"] = "note"
        with self:
            Icon("alert")
            self._told = words("", tag="p", classes="any-text")
            Button("Close now", on_press=on_close)
        self.set_visibility(False)

    def show(self, opened: OpenedView | None, zone: str) -> None:
        """Until when, on the clocks of ``zone``."""
        self.set_visibility(opened is not None)
        if opened is not None:
            self._told.set_text(f"Opened by you until {clock(opened.until, zone)}: {opened.reason}")


class OpeningForm(ui.element):
    """In place of a record that is not one's own: why it is needed."""

    def __init__(self, *, on_open: Callable[[str], Awaitable[Any] | Any]) -> None:
        """``on_open`` gets the reason typed."""
        super().__init__("div")
        self.classes("page opening")
        with self, ui.element("div").classes("panel opening-panel"):
            heading("This patient is not one of yours")
            words(MEANING, tag="p", classes="muted")
            self._reason = Field("Reason", kind="area")
            self._reason.props.update({"required": True, "rows": 3, "first": True})
            with ui.element("div").classes("opening-actions"):
                Button(
                    "Open for 60 minutes",
                    kind="primary",
                    on_press=lambda: on_open(str(self._reason.value)),
                )
                link("Back to your patients", "/patients", classes="btn")

    def refuse(self, message: str) -> None:
        """Say at the field why it stays closed."""
        self._reason.refuse(message)
        self._reason.focus()
