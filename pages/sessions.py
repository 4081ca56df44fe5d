"""The list of all sessions, at /sessions."""

from nicegui import ui

from components.text import heading
from pages.visit import Visit


async def show(visit: Visit) -> None:
    """Every session of every patient, as the address asks for them."""
    ui.page_title("Sessions · Regimen")
    with ui.element("div").classes("page"):
        heading("Sessions")
