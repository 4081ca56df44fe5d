"""The list of all sessions, at /sessions."""

from nicegui import ui

from components.text import heading
from pages.session_list import SessionList
from pages.setup.greeting import greet, is_empty
from pages.visit import Visit
from store.views import SessionQuery


async def show(visit: Visit) -> None:
    """Every session of every patient, as the address asks for them."""
    if await is_empty(visit):
        greet(visit, title="Sessions")
        return
    ui.page_title("Sessions · Regimen")
    with ui.element("div").classes("page"):
        heading("Sessions")
        await SessionList(visit, default=SessionQuery()).build()
