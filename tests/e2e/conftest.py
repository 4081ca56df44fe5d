"""A demo clinic on a port of its own for each worker, and the browser that visits it."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Playwright

from tools.browsers import launch_options
from tools.entering import signed_in
from tools.serving import serving


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running Regimen with the demo clinic."""
    with serving(tmp_path_factory.mktemp("clinic")) as address:
        yield address


@pytest.fixture(scope="session")
def base_url(server: str) -> str:
    """Where `page.goto("/sessions")` goes."""
    return server


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], playwright: Playwright
) -> dict[str, Any]:
    """Start the browser that tools.browsers chose."""
    return {**browser_type_launch_args, **launch_options(playwright)}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], server: str) -> dict[str, Any]:
    """A desktop at the front desk, signed in, unless a test asks for another screen."""
    desk = {"viewport": {"width": 1280, "height": 800}, "storage_state": signed_in(server)}
    return {**browser_context_args, **desk}
