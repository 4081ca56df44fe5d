"""Files that a page takes in, and reports it hands out: plain requests beside the page's socket."""

import secrets
from collections.abc import Awaitable, Callable
from pathlib import Path, PurePath
from typing import BinaryIO

from fastapi import Request
from fastapi.responses import FileResponse, PlainTextResponse, Response
from nicegui import app

from pages.hosts import origin_host
from pages.off_loop import off_loop
from store.clinic import Clinic
from store.errors import RegimenError
from store.importing.csv import clear

ADDRESS = "/clinic/import/files"
LARGEST = 1 << 30
"""Bytes of one file; a million patients are a tenth of it."""
SUFFIXES = (".csv", ".tsv", ".tab", ".txt", ".zip")
MOST_DIGITS = 18
MOST_WAITING = 50
BLOCK = 1 << 20


class Desk:
    """One page's place for files; its address is a secret of the page."""

    def __init__(
        self,
        *,
        refusal: Callable[[], str],
        folder: Callable[[], Awaitable[Path]],
        report: Callable[[], Awaitable[Path | None]],
    ) -> None:
        """``refusal`` says why no file is taken just now; ``report`` writes what is handed out.

        ``folder`` raises RegimenError where there is none for this page any more.
        """
        self.refusal, self.folder, self.report = refusal, folder, report
        self.waiting: list[tuple[Path, str]] = []
        """Files that have arrived, with what people call them."""
        self.arriving = 0
        """How many are on their way."""
        self._token = secrets.token_urlsafe(24)
        DESKS[self._token] = self

    @property
    def address(self) -> str:
        """Where files are sent to and the report is fetched."""
        return f"{ADDRESS}/{self._token}"

    def take(self) -> list[tuple[Path, str]]:
        """What has arrived since the last time."""
        taken, self.waiting = self.waiting, []
        return taken

    def close(self) -> None:
        """Take nothing more."""
        DESKS.pop(self._token, None)


DESKS: dict[str, Desk] = {}
"""By their tokens, which nobody can guess; gone with their page."""


def register(clinic: Clinic) -> None:
    """The two addresses; what was left by a server that was cut off is removed."""
    clear(clinic)

    @app.put(f"{ADDRESS}/{{token}}", include_in_schema=False)
    async def receive(token: str, name: str, request: Request) -> Response:
        desk = DESKS.get(token)
        if desk is None or not _is_ours(request):
            return _refuse(404, "The page was closed meanwhile; open it again.")
        return await _receive(desk, PurePath(name.replace("\\", "/")).name[:200], request)

    @app.get(f"{ADDRESS}/{{token}}", include_in_schema=False)
    async def report(token: str) -> Response:
        desk = DESKS.get(token)
        path = await desk.report() if desk and not desk.refusal() else None
        if path is None:
            return _refuse(404, "There is no report; try the import out first.")
        return FileResponse(path, media_type="text/csv", filename="import-report.csv")


async def _receive(desk: Desk, name: str, request: Request) -> Response:
    if refusal := desk.refusal():
        return _refuse(403, refusal)
    if not name.lower().endswith(SUFFIXES):
        return _refuse(415, f"{name}: only {', '.join(SUFFIXES)} can be taken in.")
    if len(desk.waiting) + desk.arriving >= MOST_WAITING:
        return _refuse(413, f"At most {MOST_WAITING} files at once.")
    desk.arriving += 1
    try:
        return await _taken_in(desk, name, request)
    except RegimenError as problem:
        return _refuse(403, problem.message)
    except OSError:
        return _refuse(507, f"{name}: there is no room for it on the server.")
    finally:
        desk.arriving -= 1


async def _taken_in(desk: Desk, name: str, request: Request) -> Response:
    """Leaves nothing behind unless all of it came, even where the browser left meanwhile."""
    path = await desk.folder() / f"{secrets.token_hex(8)}{PurePath(name).suffix.lower()}"
    is_whole = False
    try:
        is_whole = await _written(path, request)
    finally:
        if not is_whole:
            await off_loop(path.unlink, missing_ok=True)
    if not is_whole:
        return _refuse(413, f"{name}: it is larger than {LARGEST >> 30} gigabyte.")
    desk.waiting.append((path, name))
    return PlainTextResponse("", 201)


async def _written(path: Path, request: Request) -> bool:
    """Whether all of it was within bounds; raises OSError, and ClientDisconnect when it ends early."""
    told = request.headers.get("content-length", "")
    if told.isdecimal() and (len(told) > MOST_DIGITS or int(told) > LARGEST):
        return False
    size = 0
    file: BinaryIO = await off_loop(path.open, "wb")
    try:
        block = bytearray()
        async for chunk in request.stream():
            size += len(chunk)
            if size > LARGEST:
                return False
            block += chunk
            if len(block) >= BLOCK:
                await off_loop(file.write, bytes(block))
                block.clear()
        await off_loop(file.write, bytes(block))
    finally:
        await off_loop(file.close)
    return True


def _is_ours(request: Request) -> bool:
    """A page of another origin sends nothing here."""
    origin = request.headers.get("origin")
    return origin is None or origin_host(origin) == request.headers.get("host", "").lower()


def _refuse(status: int, text: str) -> Response:
    return PlainTextResponse(text, status)
