"""How far a long job is, as a bar and in words."""

from nicegui import ui

from components.text import words


class Progress(ui.element):
    """A native progress bar with a sentence below; of unknown length until told."""

    def __init__(self, name: str) -> None:
        """``name`` is what assistive technology calls it."""
        super().__init__("div")
        self.classes("progress")
        with self:
            self._bar = ui.element("progress")
            self._bar.props["aria-label"] = name
            self._words = words("", tag="p", classes="muted small")
            self._words.props["role"] = "status"

    def show(self, done: int, total: int, text: str) -> None:
        """Draw ``done`` of ``total``; a total of 0 is a length not known yet."""
        if total:
            self._bar.props.update({"max": total, "value": done})
        if self._words.text != text:
            self._words.text = text
