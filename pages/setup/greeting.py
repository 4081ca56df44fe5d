"""What an empty Regimen says on every route: there is a clinic to set up."""

from nicegui import ui

from components.buttons import Button
from components.notices import state
from components.text import heading
from pages import allowing
from pages.visit import Visit

TEXT = (
    "Name it, say where it is and when it is open, who works there and what you offer. "
    "It takes a few minutes, and can be left at any time."
)
WHO = "A manager without limits sets it up; until then there is nothing to book."
ADDRESS = "/welcome"


async def is_empty(visit: Visit) -> bool:
    """Whether there is nowhere yet to book anything; locations are never taken away again."""
    if visit.profile.has_location:
        return False
    view = await visit.look(visit.clinic.set_up)
    return not view.locations


def greet(visit: Visit, *, title: str = "") -> None:
    """Show the way to the first run; with ``title`` as a page of its own."""
    ui.page_title(f"{title or 'Welcome'} · Regimen")
    with ui.element("div").classes("page"):
        if title:
            heading(title)
        invite(visit, level=2 if title else 1)


def invite(visit: Visit, *, level: int = 2) -> None:
    """The panel alone."""
    refusal = allowing.refusal(visit.actor, "name_clinic")

    def begin() -> None:
        if visit.path != ADDRESS:
            visit.go(ADDRESS)

    with (
        ui.element("div").classes("panel greeting"),
        state("clinic", *told(refusal), level=level),
    ):
        if not refusal:
            Button("Set up your clinic", kind="primary", on_press=begin)


def told(refusal: str) -> tuple[str, str]:
    """Title and text of the panel; whoever may not set the clinic up reads who can."""
    return ("This clinic is not set up yet", WHO) if refusal else ("Set up your clinic", TEXT)
