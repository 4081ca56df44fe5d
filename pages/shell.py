"""The document that every page of the application comes in: ours, in place of the framework's own.

NiceGUI's carries Quasar, 500 kB of script and 250 kB of style sheets, for elements that no page here
has, and begins the application before the browser has painted anything.
"""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from nicegui import client
from starlette.requests import Request

from components.inline_script import nonce_attribute
from pages.policy import nonce_of

HERE = Path(__file__).parent
NAME = "index.html"
"""What the framework asks for."""
SCRIPTS = ("socket.io.min.js", "nicegui.js")


class Shell(FileSystemLoader):
    """Gives our document under the framework's name for its own, and no other template."""

    def __init__(self) -> None:
        """Read beside this file."""
        super().__init__(HERE)

    def get_source(self, environment: Environment, template: str) -> Any:
        """What Jinja asks for."""
        return super().get_source(environment, "shell.html" if template == NAME else template)


def use() -> None:
    """Let the framework fill in our document from now on."""
    environment: Environment = client.templates.env
    if isinstance(environment.loader, Shell):
        return
    environment.loader = Shell()
    client.templates.context_processors.append(_context)
    if environment.cache is not None:
        environment.cache.clear()


def _context(request: Request) -> dict[str, Any]:
    return {"nonce": nonce_attribute(nonce_of(request.scope)), "scripts": SCRIPTS}
