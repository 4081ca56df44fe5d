"""A page of the clinic's set-up: the way to the other sections beside its content."""

from nicegui import ui

from components.text import link

SECTIONS = (
    ("/clinic", "Overview"),
    ("/clinic/locations", "Locations"),
    ("/clinic/rooms", "Rooms"),
    ("/clinic/providers", "Providers"),
    ("/clinic/services", "Services"),
    ("/clinic/staff", "Staff"),
    ("/clinic/plans", "Plan templates"),
    ("/clinic/import", "Import"),
    ("/clinic/backups", "Backups"),
    ("/clinic/record", "Who did what"),
)
"""Address and name of each, in the order in which a clinic is set up."""


class Section(ui.element):
    """Put the content into it with ``with section:``."""

    def __init__(self, address: str) -> None:
        """``address`` is that of the section, or of a record in it."""
        with ui.element("div").classes("page section-page"):
            _navigation(address)
            super().__init__("div")
        self.classes("section-content")


def _navigation(address: str) -> None:
    with ui.element("nav").classes("section-nav") as nav:
        nav.props["aria-label"] = "Clinic"
        for target, name in SECTIONS:
            is_here = address == target
            is_within = target != "/clinic" and address.startswith(f"{target}/")
            shown = link(name, target)
            if is_here or is_within:
                shown.props["aria-current"] = "page" if is_here else "true"
