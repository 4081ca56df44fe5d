"""What the policy of the pages lets a real browser do, and what not."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tools.screens import (
    SCREENS,
    focus_search,
    open_booking,
    open_merge,
    open_new_plan,
    open_row_menu,
)

WATCH = """document.addEventListener("securitypolicyviolation",
    (event) => violated(`${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`))"""
ADDRESSES = sorted({screen.address.format(session=1, patient=1) for screen in SCREENS})
AT_THE_DOOR = ("/sign-in", "/set-up", "/change-password")
"""Pages without a script."""
SHEETS = (
    "/print/sessions",
    "/print/sessions/1",
    "/print/patients/1",
    "/print/calendar",
    "/print/nothing",
)


@pytest.fixture
def violations(page: Page) -> list[str]:
    """What the browser refused on any page so far, and what it complained of."""
    found: list[str] = []
    page.expose_function("violated", lambda what: found.append(what))  # noqa: PLW0108 - a builtin is refused
    page.add_init_script(WATCH)
    page.on(
        "console",
        lambda said: found.append(said.text) if "Policy" in said.text else None,
    )
    return found


def settled(page: Page, address: str) -> None:
    page.goto(address)
    if not address.startswith(AT_THE_DOOR):
        page.wait_for_function("window.did_handshake")
    expect(page.locator("h1").first).to_be_visible()


def test_no_screen_asks_for_more_than_the_policy_gives(page: Page, violations: list[str]) -> None:
    for address in ADDRESSES:
        settled(page, address)
    for address in SHEETS:
        page.goto(address)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert violations == []


@pytest.mark.parametrize(
    ("address", "step"),
    [
        ("/sessions?scope=to-book", open_row_menu),
        ("/sessions?scope=to-book", open_booking),
        ("/sessions?scope=all", focus_search),
        ("/patients/1", open_new_plan),
        ("/patients/1", open_merge),
    ],
)
def test_no_menu_and_no_dialog_does(
    page: Page, violations: list[str], address: str, step: Callable[[Page], None]
) -> None:
    settled(page, address)
    step(page)
    assert violations == []


def test_a_script_that_came_in_with_a_value_does_not_run(page: Page, violations: list[str]) -> None:
    page.route("**/sessions", _with_foreign_scripts)
    settled(page, "/sessions")
    assert page.evaluate("window.ran") is None
    blocked = [one.split()[0] for one in violations if one.startswith("script-src")]
    assert sorted(blocked) == ["script-src-attr", "script-src-elem", "script-src-elem"]


def test_a_script_that_is_put_into_an_open_page_does_not_run(
    page: Page, violations: list[str]
) -> None:
    settled(page, "/sessions")
    page.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.ran = 1";
          document.body.append(script);
        }"""
    )
    assert page.evaluate("window.ran") is None
    assert len(violations) > 0


def _with_foreign_scripts(route: Route) -> None:
    answer = route.fetch()
    scripts = (
        '<script>window.ran = 1</script><script src="https://elsewhere.example/a.js"></script>'
        '<img alt="" src="data:image/gif," onerror="window.ran = 1">'
    )
    route.fulfill(response=answer, body=answer.text().replace("<body>", f"<body>{scripts}", 1))
