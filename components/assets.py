"""Style sheet, script and icons that every page carries, each under the address of its content."""

import hashlib
import json
from functools import cache
from pathlib import Path

from fastapi import HTTPException, Response
from nicegui import app, ui

from components.icons import sprite
from components.status_chip import looks

HERE = Path(__file__).parent
FIRST_SHEETS = ("tokens.css", "page.css")
KINDS = {"regimen.css": "text/css", "regimen.js": "text/javascript"}
PRINTED = {"print.css": "text/css", "print.js": "text/javascript"}
FOR_EVER = "public, max-age=31536000, immutable"
FAVICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">'
    '<rect width="32" height="32" rx="8" fill="#0e5a58"/>'
    '<path d="M10 17l4 4 8-10" fill="none" stroke="#fff" stroke-width="3"'
    ' stroke-linecap="round" stroke-linejoin="round"/></svg>'
)


def register() -> None:
    """Serve the assets and put them into every page."""

    @app.get("/assets/{version}/{name}", include_in_schema=False)
    def asset(version: str, name: str) -> Response:
        kind = (KINDS | PRINTED).get(name)
        if kind is None:
            raise HTTPException(404)
        kept = FOR_EVER if f"/assets/{version}/{name}" == address(name) else "no-cache"
        return Response(content(name), media_type=kind, headers={"Cache-Control": kept})

    ui.add_head_html(_head(), shared=True)
    ui.add_body_html(sprite(), shared=True)


@cache
def content(name: str) -> str:
    """One asset whole; the style sheet is put together from ``styles/``, tokens first."""
    if name in PRINTED:
        return (HERE / "prints" / name).read_text(encoding="utf-8")
    if name == "regimen.js":
        return (HERE / "scripts" / name).read_text(encoding="utf-8")
    sheets = {sheet.name: sheet for sheet in sorted((HERE / "styles").glob("*.css"))}
    first = [sheets.pop(sheet) for sheet in FIRST_SHEETS]
    return "\n".join(sheet.read_text(encoding="utf-8") for sheet in [*first, *sheets.values()])


def address(name: str) -> str:
    """Where it is served; changes whenever the content does."""
    version = hashlib.sha256(content(name).encode()).hexdigest()[:12]
    return f"/assets/{version}/{name}"


def _head() -> str:
    return (
        f"<script>window.regimenLooks={json.dumps(looks(), separators=(',', ':'))}</script>"
        "<script>try{const t=localStorage.getItem('regimen-theme');"
        "if(t)document.documentElement.dataset.theme=t}catch{}</script>"
        f'<link rel="stylesheet" href="{address("regimen.css")}">'
        f'<script defer src="{address("regimen.js")}"></script>'
    )
