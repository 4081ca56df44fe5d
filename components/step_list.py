"""The steps of the first run: which are done, which is open, each a link to itself."""

from collections.abc import Sequence
from dataclasses import dataclass

from nicegui import ui

from components.icons import Icon
from components.text import words


@dataclass(frozen=True, slots=True)
class StepMark:
    """One step: where it is, what it is called, and how it stands in a few words."""

    address: str
    name: str
    standing: str
    is_done: bool
    is_open: bool


class StepList(ui.element):
    """Numbers become ticks as steps are done."""

    def __init__(self) -> None:
        """Empty until shown."""
        super().__init__("ol")
        self.classes("steps")
        self.props["aria-label"] = "Steps"
        self._shown: tuple[StepMark, ...] = ()

    def show(self, marks: Sequence[StepMark]) -> None:
        """Show these, in their order."""
        if self._shown == tuple(marks):
            return
        self._shown = tuple(marks)
        self.clear()
        with self:
            for number, mark in enumerate(marks, 1):
                with ui.element("li"):
                    _step(number, mark)


def _step(number: int, mark: StepMark) -> None:
    with ui.element("a").classes("step") as link:
        link.props["href"] = mark.address
        if mark.is_open:
            link.props["aria-current"] = "step"
        if mark.is_done:
            link.classes("is-done")
        with ui.element("span").classes("step-mark") as sign:
            sign.props["aria-hidden"] = "true"
            if mark.is_done:
                Icon("check")
            else:
                words(str(number), tag="span")
        words(mark.name, tag="span", classes="step-name")
        words(mark.standing, tag="span", classes="step-standing any-text")
