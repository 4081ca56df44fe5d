"""A section's list of records, the same for each kind: search, rows, and the way to a new one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nicegui import ui

from components.buttons import Button
from components.notices import state
from components.record_list import RecordList, Row
from components.section import Section
from components.text import heading, words
from pages import allowing
from pages.visit import Visit
from store.clinic import Clinic
from store.views import Actor


@dataclass(frozen=True)
class Listing:
    """One kind of record as a list."""

    address: str
    """Where the list is; a record is at its id below that, a new one at ``new``."""
    title: str
    one: str
    """A record of this kind in words, such as "room"."""
    rows: Callable[[Clinic, Actor], Sequence[Row]]
    """Asks the clinic, off the event loop."""
    add: str
    """The command that adds one; whoever may not give it reads why on the button."""
    empty: str
    """What to do when there is none yet."""


class ListPage:
    """Follows the clinic; the search belongs to the browser."""

    def __init__(self, visit: Visit, listing: Listing) -> None:
        """Builds everything; ``refresh`` fills it."""
        self._visit = visit
        self._listing = listing
        with Section(listing.address):
            with ui.element("div").classes("page-head"):
                heading(listing.title)
                with ui.element("div").classes("page-head-act"):
                    self._reason = words("", tag="span", classes="muted small")
                    self._new = Button(
                        f"New {listing.one}", kind="primary", icon="plus", on_press=self._add
                    )
            self._list = RecordList(listing.title)
            self._none = state("list", f"No {listing.title.lower()} yet", listing.empty)
        self._show_right()
        visit.follow(self.refresh)

    async def refresh(self) -> None:
        """Ask again for what is shown."""
        rows = await self._visit.ask(self._listing.rows, self._visit.clinic, self._visit.actor)
        self._list.show(rows)
        self._list.set_visibility(bool(rows))
        self._none.set_visibility(not rows)

    def _add(self) -> None:
        self._visit.go(f"{self._listing.address}/new")

    def _show_right(self) -> None:
        refusal = allowing.refusal(self._visit.actor, self._listing.add)
        self._new.refuse(refusal)
        self._reason.set_text(refusal)


async def show(visit: Visit, listing: Listing) -> None:
    """The list of one kind of record."""
    ui.page_title(f"{listing.title} · Regimen")
    await ListPage(visit, listing).refresh()
