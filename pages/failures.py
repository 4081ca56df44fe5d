"""What a person sees when something fails: a sentence and a number, never the inside."""

import logging
import secrets
from html import escape

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from nicegui import app, ui
from nicegui.element import Element

from components.notices import state
from components.text import words
from store.errors import RegimenError

log = logging.getLogger("regimen")
WENT_WRONG = "Something went wrong"
NOTHING_LOST = "What was saved before is safe. Try again; if it happens again, tell whoever looks"
PLAIN = """<!doctype html><html lang="en-US"><title>Regimen</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<body style="font:16px/1.5 sans-serif;max-width:40em;margin:15vh auto;padding:0 1em">
<main><h1 style="font-size:1.5em">{title}</h1><p>{text}</p><p><a href="/sessions">Go to all sessions</a></p></main>"""


def reference_for(failure: Exception) -> str:
    """A number to tell, under which the log has the whole failure."""
    reference = secrets.token_hex(4).upper()
    log.error("reference %s", reference, exc_info=failure)
    return reference


def explain(failure: Exception) -> str:
    """A failure in words: our own sentence where there is one, else a reference."""
    if isinstance(failure, RegimenError):
        return failure.message
    return f"{NOTHING_LOST} after the server: reference {reference_for(failure)}."


def problem(failure: Exception, *, level: int = 1) -> Element:
    """A failed view in words, drawn where the view would have been."""
    shown = state("alert", WENT_WRONG, explain(failure), level=level)
    with shown:
        again = words("Try again", tag="a", classes="btn btn-primary")
        again.props["href"] = ""
    return shown


def plain_page(status: int, title: str, text: str) -> Response:
    """An answer for what never becomes a page of ours."""
    return HTMLResponse(PLAIN.format(title=escape(title), text=escape(text)), status)


def register() -> None:
    """Replace the framework's own pages for failures and unknown addresses."""

    @app.exception_handler(Exception)
    async def server_error(_request: Request, failure: Exception) -> Response:
        return plain_page(500, WENT_WRONG, explain(failure))

    @app.exception_handler(404)
    async def unknown(_request: Request, _failure: Exception) -> Response:
        return plain_page(404, "Not found", "There is nothing at this address.")

    app.on_page_exception(_page_failed)


def _page_failed(failure: Exception) -> None:
    ui.page_title("Something went wrong · Regimen")
    with ui.element("main"):
        problem(failure)
