"""Style sheet and script that every page carries, each under the address of its content."""

import hashlib
import json
import re
from functools import cache
from pathlib import Path

import nicegui
from fastapi import HTTPException, Response
from nicegui import app, ui

from components import icons
from components.first_view import DRAWN
from components.status_chip import looks

HERE = Path(__file__).parent
FIRST_SHEETS = ("tokens.css", "page.css")
SCRIPTS = (
    "places.js",
    "regimen.js",
    "first_view.js",
    "first_presses.js",
    "grid_lanes.js",
    "grid_lift.js",
    "grid_keys.js",
    "grid_drag.js",
    "lock_pad.js",
    "lock_cover.js",
)
KINDS = {"regimen.css": "text/css", "regimen.js": "text/javascript"}
PRINTED = {"print.css": "text/css", "print.js": "text/javascript"}
AT_THE_DOOR = {
    "entry.css": "text/css",
    "favicon.svg": "image/svg+xml",
    "lock.css": "text/css",
    "lock.js": "text/javascript",
    "plain_lock.js": "text/javascript",
}
SMALL = {
    "entry.css": ("entry/entry.css",),
    "lock.css": ("styles/lock.css", "styles/lock_pad.css", "styles/lock_people.css"),
}
"""Style sheets of pages outside of the application, each beside the tokens."""
SMALL_SCRIPTS = {
    "lock.js": ("lock_pad.js",),
    "plain_lock.js": ("lock_pad.js", "lock_cover.js", "plain_lock.js"),
}
FONTS = f"/_nicegui/{nicegui.__version__}/static/"
LATIN = re.compile(r'"Roboto";[^}]*url\((fonts/\w+\.woff2)\)[^}]*unicode-range: U\+0000-00FF')
FACE = re.compile(r'@font-face \{[^}]*"Roboto";[^}]*font-weight: [4-7]00;[^}]*\}')
"""The faces of all letters, in the weights of our style sheets; a browser fetches those it needs."""
WITH_OWN_FONT = re.compile(r"Windows|Macintosh|iPhone|iPad")
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
        kind = (KINDS | PRINTED | AT_THE_DOOR).get(name)
        if kind is None:
            raise HTTPException(404)
        kept = FOR_EVER if f"/assets/{version}/{name}" == address(name) else "no-cache"
        return Response(content(name), media_type=kind, headers={"Cache-Control": kept})

    ui.add_head_html(_head(), shared=True)
    ui.add_body_html(_body(), shared=True)


def fetch_font(user_agent: str) -> None:
    """Let the page fetch its font early, where the system has none that comes before it."""
    if not WITH_OWN_FONT.search(user_agent):
        ui.add_head_html(_font())


@cache
def content(name: str) -> str:
    """One asset whole; the style sheet is put together from ``styles/``, tokens first."""
    if name in PRINTED:
        return (HERE / "prints" / name).read_text(encoding="utf-8")
    if name == "favicon.svg":
        return FAVICON
    if name in SMALL:
        sheets = ("styles/tokens.css", *SMALL[name])
        return "\n".join([_faces(), *((HERE / one).read_text(encoding="utf-8") for one in sheets)])
    if name in SMALL_SCRIPTS:
        return "\n".join(_script(script) for script in SMALL_SCRIPTS[name])
    if name == "regimen.js":
        own = [_script(script) for script in SCRIPTS]
        return "\n".join([_looks(), *own, *(_part(tag, part) for tag, part in DRAWN.items())])
    all_sheets = {sheet.name: sheet for sheet in sorted((HERE / "styles").glob("*.css"))}
    first = [all_sheets.pop(sheet) for sheet in FIRST_SHEETS]
    own = [sheet.read_text(encoding="utf-8") for sheet in [*first, *all_sheets.values()]]
    return "\n".join([_faces(), *own, icons.styles()])


def address(name: str) -> str:
    """Where it is served; changes whenever the content does."""
    version = hashlib.sha256(content(name).encode()).hexdigest()[:12]
    return f"/assets/{version}/{name}"


def _faces() -> str:
    """The font, which is the framework's, under addresses that hold from anywhere."""
    return "\n".join(FACE.findall(_fonts())).replace("url(fonts/", f"url({FONTS}fonts/")


def _fonts() -> str:
    sheet = Path(nicegui.__file__).parent / "static" / "fonts.css"
    return sheet.read_text(encoding="utf-8") if sheet.is_file() else ""


@cache
def _font() -> str:
    found = LATIN.search(_fonts())
    if found is None:
        return ""
    return f'<link rel="preload" as="font" type="font/woff2" crossorigin href="{FONTS}{found[1]}">'


def _head() -> str:
    return (
        f'<link rel="preload" as="script" href="{address("regimen.js")}">'
        f'<link rel="stylesheet" href="{address("regimen.css")}">'
    )


def _body() -> str:
    return f'<script src="{address("regimen.js")}"></script>'


def _looks() -> str:
    """The looks of every status, for the components that show one."""
    return f"window.regimenLooks = {json.dumps(looks(), separators=(',', ':'))};"


def _part(tag: str, name: str) -> str:
    """A component's own script, for drawing the first view; the same file is Vue's later."""
    inside = _script(f"{name}.js").replace("export default", "const part =", 1)
    return f"regimenFirst.parts[{json.dumps(tag)}] = (() => {{\n{inside}\nreturn part;\n}})();"


def _script(name: str) -> str:
    return (HERE / "scripts" / name).read_text(encoding="utf-8")
