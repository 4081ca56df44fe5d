"""The clinic at a glance: how much of each kind there is, and what keeps it from being booked."""

from collections.abc import Sequence

from nicegui import ui

from components.icons import Icon
from components.setup_reading import counts, gaps
from components.text import link, words
from store.views import MovingList, SetUpView, TemplateView

MOST_GAPS = 20
TO_BOOK = "/sessions?scope=to-book"


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


class MovingPanel(ui.element):
    """The bookings that need moving, each a link to its session; hidden while there are none."""

    def __init__(self) -> None:
        """Empty until shown."""
        super().__init__("section")
        self.classes("panel gaps moving")
        self.props["aria-label"] = "Bookings that need moving"
        self.set_visibility(False)
        self._shown: object = None

    def show(self, moving: MovingList) -> None:
        """List the soonest of them."""
        if moving == self._shown:
            return
        self._shown = moving
        self.clear()
        self.set_visibility(bool(moving.count))
        with self:
            count = moving.count
            told = "1 booking needs" if count == 1 else f"{count:,} bookings need"
            _say("move", f"{told} moving", is_fine=False)
            with ui.element("ul"):
                for one in moving.bookings:
                    with ui.element("li"):
                        link(one.patient_name, f"/sessions/{one.session_id}", classes="any-text")
                        with ui.element("div").classes("moving-when"):
                            words(one.when, tag="span", classes="any-text")
                            words(one.reason, tag="span", classes="muted small any-text")
            if count > len(moving.bookings):
                rest = f"and {count - len(moving.bookings):,} more in To book"
                link(rest, TO_BOOK, classes="moving-rest")


def _say(icon: str, text: str, *, is_fine: bool) -> None:
    with ui.element("div").classes("gaps-head") as head:
        head.classes("gaps-none" if is_fine else "gaps-some")
        Icon(icon)
        words(text, tag="h2")
