"""A demo clinic on a port of its own for each worker, and the browser that visits it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Playwright

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


@pytest.fixture(scope="session")
def kept_contexts(browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """The contexts of tests that have ended, by what they were made with."""
    kept: dict[str, BrowserContext] = {}
    yield kept
    for context in kept.values():
        context.close()


@pytest.fixture
def context(
    browser: Browser,
    browser_context_args: dict[str, Any],
    kept_contexts: dict[str, BrowserContext],
) -> Iterator[BrowserContext]:
    """Like one that is new, but scripts and fonts that were fetched stay: half of each test's time."""
    name = json.dumps(browser_context_args, sort_keys=True)
    context = kept_contexts.pop(name, None) or browser.new_context(**browser_context_args)
    yield context
    if context.pages:
        _forget(context, browser_context_args)
        kept_contexts[name] = context


def _forget(context: BrowserContext, made_with: dict[str, Any]) -> None:
    """What a test left in the browser; the pages' own memory goes with them."""
    used = context.pages
    blank = context.new_page()
    for page in used:
        page.close()
    context.set_offline(False)
    storage = {"origin": made_with["base_url"], "storageTypes": "local_storage"}
    context.new_cdp_session(blank).send("Storage.clearDataForOrigin", storage)
    blank.close()
    context.clear_cookies()
    context.add_cookies(made_with["storage_state"]["cookies"])
