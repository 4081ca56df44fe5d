"""The clinic at a glance: how much of each kind there is, and what keeps it from being booked."""

from collections.abc import Sequence

from nicegui import ui

from components.icons import Icon
from components.setup_reading import counts, gaps
from components.text import link, words
from store.views import SetUpView, TemplateView

MOST_GAPS = 20


class KindCards(ui.element):
    """A card a section, each a link to it."""

    def __init__(self) -> None:
        """Empty until shown."""
        super().__init__("ul")
        self.classes("kinds")
        self._shown: object = None

    def show(self, view: SetUpView, templates: Sequence[TemplateView]) -> None:
        """Count what there is."""
        cards = counts(view, templates)
        if cards == self._shown:
            return
        self._shown = cards
        self.clear()
        with self:
            for address, name, icon, count, note in cards:
                with ui.element("li"), ui.element("a").classes("panel kind") as card:
                    card.props["href"] = address
                    Icon(icon)
                    words(name, tag="span", classes="kind-name")
                    words(count, tag="span", classes="kind-count")
                    words(note, tag="span", classes="muted small")


class GapList(ui.element):
    """What is missing before something can be booked; says so when nothing is."""

    def __init__(self) -> None:
        """Empty until shown."""
        super().__init__("section")
        self.classes("panel gaps")
        self.props["aria-label"] = "What is missing"
        self._shown: object = None

    def show(self, view: SetUpView) -> None:
        """List what is missing, each with the way to mend it."""
        found = gaps(view)
        if found == self._shown:
            return
        self._shown = found
        self.clear()
        with self:
            if not found:
                _say("check", "Nothing is missing: everything here can be booked.", is_fine=True)
                return
            _say("alert", "Not everything can be booked yet", is_fine=False)
            with ui.element("ul"):
                for name, gap, address in found[:MOST_GAPS]:
                    with ui.element("li"):
                        link(name, address, classes="any-text")
                        words(gap, tag="span", classes="muted")
            if len(found) > MOST_GAPS:
                words(f"and {len(found) - MOST_GAPS} more", tag="p", classes="muted small")


def _say(icon: str, text: str, *, is_fine: bool) -> None:
    with ui.element("div").classes("gaps-head") as head:
        head.classes("gaps-none" if is_fine else "gaps-some")
        Icon(icon)
        words(text, tag="h2")
