"""What an outside checker finds on a page."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

ONLY_FOUND = {"resultTypes": ["violations"]}
"""Every violation with every place; what is in order is not listed, which takes twice as long."""


def violations(page: Page) -> list[dict[str, Any]]:
    """Every violation that axe finds, by its own names."""
    found: list[dict[str, Any]] = Axe().run(page, options=ONLY_FOUND).response["violations"]
    return found
