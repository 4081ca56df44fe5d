"""What a person sees when something fails: a sentence and a number, never the inside."""

import secrets

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, Response
from nicegui import app, ui
from nicegui.element import Element
from starlette.exceptions import HTTPException

from components.failure_page import failure_page
from components.notices import state
from components.text import words
from pages import logs
from store.errors import RegimenError

log = logs.get("regimen.failures")
WENT_WRONG = "Something went wrong"
NOTHING_LOST = "What was saved before is safe. Try again; if it happens again, tell whoever looks"
WORDS = {
    400: ("Not understood", "This address, or what was sent to it, is not complete."),
    404: ("Not found", "There is nothing at this address."),
    405: ("Not possible", "Nothing can be done at this address in this way."),
    413: ("Too large", "What was sent is larger than the server takes in at this address."),
    414: ("Too long", "This address is too long."),
    429: ("Too many at once", "More pages were asked for than one place needs. Wait a little."),
    431: ("Too much", "The browser sent more with its question than the server reads."),
}
"""Title and sentence of what a request can be refused for; any other is told as a failure."""
REFERENCE = "reference "
SEGMENTS = frozenset(
    [
        "_nicegui",
        "_nicegui_ws",
        "assets",
        "backups",
        "calendar",
        "clinic",
        "day",
        "downloads",
        "files",
        "healthz",
        "import",
        "locations",
        "my-day",
        "patients",
        "plans",
        "print",
        "providers",
        "rooms",
        "services",
        "sessions",
        "sign-in",
        "socket.io",
        "welcome",
    ]
)
"""Parts of addresses that the log may repeat; any other may be a name or a number of a person."""


def new_reference() -> str:
    """A number that a person can tell and the log can be searched for."""
    return secrets.token_hex(4).upper()


def reference_for(failure: BaseException) -> str:
    """A number to tell, under which the log has where it failed; the same when asked again."""
    for note in getattr(failure, "__notes__", ()):
        if note.startswith(REFERENCE):
            return str(note.removeprefix(REFERENCE))
    reference = new_reference()
    failure.add_note(REFERENCE + reference)
    log.error("failed", reference=reference, cause=failure)
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


def plain_page(status: int, *, title: str = "", text: str = "", path: str = "") -> Response:
    """The page for a request that is refused; the log has it under the reference it shows."""
    return _page(status, reference_to(status, path), title=title, text=text)


def reference_to(status: int, path: str) -> str:
    """A number to tell for a request that was refused, under which the log has it."""
    reference = new_reference()
    log.info("refused", reference=reference, status=status, at=reduced(path))
    return reference


def reduced(path: str) -> str:
    """An address with nothing in it but words of ours."""
    return "/".join(part if part in SEGMENTS or not part else "*" for part in path.split("/")[:8])


def broken(failure: Exception) -> Response:
    """The page for a request that failed for a reason of ours."""
    if isinstance(failure, RegimenError):
        return plain_page(500, title=WENT_WRONG, text=failure.message)
    return _page(500, reference_for(failure))


def _page(status: int, reference: str, *, title: str = "", text: str = "") -> Response:
    known = WORDS.get(status, (WENT_WRONG, f"{NOTHING_LOST} after the server."))
    return HTMLResponse(failure_page(title or known[0], text or known[1], reference), status)


def register() -> None:
    """Replace the framework's own pages for failures and unknown addresses."""

    @app.exception_handler(Exception)
    async def server_error(_request: Request, failure: Exception) -> Response:
        return broken(failure)

    @app.exception_handler(RequestValidationError)
    async def incomplete(request: Request, _failure: Exception) -> Response:
        return plain_page(400, path=request.url.path)

    @app.exception_handler(404)
    @app.exception_handler(HTTPException)
    async def refusal(request: Request, failure: Exception) -> Response:
        status = failure.status_code if isinstance(failure, HTTPException) else 404
        answer = plain_page(status, path=request.url.path)
        answer.headers.update(getattr(failure, "headers", None) or {})
        return answer

    app.on_exception(reference_for)
    app.on_page_exception(_page_failed)


def _page_failed(failure: Exception) -> None:
    ui.page_title("Something went wrong · Regimen")
    with ui.element("main"):
        problem(failure)
