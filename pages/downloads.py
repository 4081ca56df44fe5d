"""Files made for one person: each is fetched once, under an address nobody guesses, then gone."""

import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from fastapi import Response
from fastapi.responses import FileResponse
from nicegui import app
from starlette.background import BackgroundTask

from pages.failures import plain_page

ROUTE = "/downloads/{token}/{name}"
GONE = "This file was fetched already, or its page was closed. Export it again."


class Downloads:
    """What waits to be fetched."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._waiting: dict[str, Path] = {}
        self._lock = Lock()

    def register(self) -> None:
        """Serve what is offered."""

        @app.get(ROUTE, include_in_schema=False)
        def download(token: str, name: str) -> Response:
            file = self._take(token, name)
            if file is None:
                return plain_page(404, text=GONE, path="/downloads")
            gone = BackgroundTask(shutil.rmtree, file.parent, ignore_errors=True)
            headers = {"Cache-Control": "no-store"}
            return FileResponse(file, filename=name, headers=headers, background=gone)

    def offer(self, file: Path) -> tuple[str, Callable[[], None]]:
        """The address to fetch it at, and what withdraws it; its folder goes with it."""
        token = secrets.token_urlsafe(24)
        with self._lock:
            self._waiting[token] = file

        def withdraw() -> None:
            if self._take(token, file.name) is not None:
                shutil.rmtree(file.parent, ignore_errors=True)

        return f"/downloads/{token}/{file.name}", withdraw

    def _take(self, token: str, name: str) -> Path | None:
        """The file of this name, for one caller only; a wrong name takes nothing."""
        with self._lock:
            file = self._waiting.get(token)
            return self._waiting.pop(token) if file is not None and file.name == name else None
