"""What a page shows before its application has begun, and that nothing done there is lost."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, ViewportSize, expect

from tools.entering import signed_in

DESK = ViewportSize(width=1280, height=800)
TABLET = ViewportSize(width=768, height=1024)
ADDRESSES = (
    "/sessions",
    "/sessions?q=zzzzzzzz",
    "/calendar",
    "/calendar?view=rooms&beside=to-book",
    "/calendar?view=month",
    "/calendar?view=team",
    "/calendar?view=agenda",
    "/patients",
    "/patients/3",
)
PHONE = ViewportSize(width=390, height=844)
SLOW_MS = 30_000
COUNTED = re.compile(r"\d")
# Elements with their attributes, text, value and place; rows beyond those of the first view left out.
TREE = """([root, most]) => {
    const rest = [...document.querySelectorAll(root + ' [data-row]')].slice(most);
    const attribute = a => [a.name, a.value.trim().split(/\\s+/).sort().join(' ')];
    const told = node => {
        const { x, y, width } = node.getBoundingClientRect();
        const place = [x, width, y < innerHeight ? y : Infinity].map(Math.floor);
        const attributes = [...node.attributes].map(attribute).filter(([, value]) => value);
        const words = [...node.childNodes].filter(n => n.nodeType === 3).map(n => n.data).join('');
        const value = node.matches('input, select') ? node.value : '';
        return JSON.stringify([node.localName, attributes.sort(), words, value, place]);
    };
    return [...document.querySelectorAll(root + ' *')]
        .filter(node => !node.closest('.scope-tabs')) // their counts come when they come
        .filter(node => !rest.some(row => row.contains(node))).map(told);
}"""
# As soon as the application has taken its place, in the same step.
TAKE = """([tree, most]) => {
    const leave = regimenFirst.giveWay;
    regimenFirst.giveWay = () => {
        leave();
        queueMicrotask(() => (window.taken = eval(tree)(['.nicegui-content', most])));
    };
}"""
SHIFT = """new PerformanceObserver(list => {
    for (const entry of list.getEntries()) window.shifted = (window.shifted || 0) + entry.value;
}).observe({ type: 'layout-shift', buffered: true });"""
# The most of a kind that stood at the end of any task in which the page changed, and at any frame.
MOST = """(() => {
    window.most = {};
    const kinds = { table: 'table.session-table, ul.session-cards', h1: 'h1', tablist: '[role=tablist]', main: 'main' };
    const count = () => {
        for (const [kind, selector] of Object.entries(kinds)) {
            const now = document.querySelectorAll(selector).length;
            window.most[kind] = Math.max(window.most[kind] || 0, now);
        }
    };
    new MutationObserver(count).observe(document, { childList: true, subtree: true });
    const frame = () => (count(), requestAnimationFrame(frame));
    frame();
})()"""


class Held:
    """An application that waits until it is let go."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._routes: list[Route] = []
        self._is_held = True
        page.route("**/application.js", self._asked)

    def open(self, address: str) -> Locator:
        """The first view of this address."""
        self._page.goto(address, wait_until="commit")
        view = self._page.locator("#first-view")
        expect(view.get_by_role("heading", level=1)).to_be_visible(timeout=SLOW_MS)
        return view

    def let_go(self) -> None:
        """Let it begin, and wait until it has taken the first view's place."""
        self._page.wait_for_function("document.readyState !== 'loading'")
        self.hold_no_more()
        expect(self._page.locator("#first-view")).to_have_count(0, timeout=SLOW_MS)

    def hold_no_more(self) -> None:
        """Let it begin, now and on every page from here on."""
        self._is_held = False
        for route in self._routes:
            route.continue_()
        self._routes.clear()

    def _asked(self, route: Route) -> None:
        if self._is_held:
            self._routes.append(route)
        else:
            route.continue_()


@pytest.fixture
def held(page: Page) -> Held:
    return Held(page)


def first_row(page: Page) -> Locator:
    return page.locator("[data-row]").first


@pytest.mark.parametrize("size", [DESK, TABLET, PHONE], ids=["desk", "tablet", "phone"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_the_first_view_is_what_the_components_draw(
    page: Page, held: Held, address: str, size: ViewportSize
) -> None:
    page.set_viewport_size(size)
    held.open(address)
    page.wait_for_function("document.fonts.status === 'loaded'")
    most = page.locator("#first-view [data-row]").count()
    first = page.evaluate(TREE, ["#first-view .nicegui-content", most])
    page.evaluate(TAKE, [TREE, most])
    held.let_go()
    assert page.evaluate("window.taken") == first


@pytest.mark.parametrize("size", [DESK, TABLET], ids=["desk", "tablet"])
def test_it_fills_the_screen_and_nothing_jumps(
    browser: Browser, server: str, size: ViewportSize
) -> None:
    page = browser.new_page(base_url=server, storage_state=signed_in(server), viewport=size)
    page.add_init_script(SHIFT)
    held = Held(page)
    held.open("/sessions?scope=all")
    last = page.locator("#first-view [data-row]").last.bounding_box()
    assert last is not None
    assert last["y"] + last["height"] >= size["height"]
    held.let_go()
    expect(page.get_by_role("tab", selected=True)).to_have_text(COUNTED)
    expect(page.locator("[data-row]")).to_have_count(25)
    assert page.evaluate("window.shifted || 0") < 0.02
    page.close()


@pytest.mark.parametrize("address", ADDRESSES)
def test_there_is_never_a_second_of_anything(page: Page, address: str) -> None:
    page.add_init_script(MOST)
    page.goto(address)
    expect(page.locator("#first-view")).to_have_count(0, timeout=SLOW_MS)
    most = page.evaluate("window.most")
    assert max(most.values()) == 1, most


def click_a_cell(page: Page) -> None:
    first_row(page).locator("td").nth(1).click()


def click_the_link(page: Page) -> None:
    first_row(page).get_by_role("link").click()


def press_enter(page: Page) -> None:
    first_row(page).focus()
    page.keyboard.press("Enter")


@pytest.mark.parametrize("act", [click_a_cell, click_the_link, press_enter])
def test_a_row_opens_before_the_application_has_begun(
    page: Page, held: Held, act: Callable[[Page], Any]
) -> None:
    held.open("/sessions?scope=past")
    key = first_row(page).get_attribute("data-row")
    act(page)
    expect(page).to_have_url(re.compile(f"/sessions/{key}$"))
    held.hold_no_more()
    page.reload()
    page.get_by_role("link", name="Back to sessions").click()
    expect(page).to_have_url(re.compile("scope=past"))


def test_the_three_dots_pressed_too_early_open_their_menu(page: Page, held: Held) -> None:
    view = held.open("/sessions")
    view.get_by_role("button", name=re.compile("^Actions for ")).nth(2).click()
    expect(page.get_by_role("menu")).to_have_count(0)
    held.let_go()
    expect(page.get_by_role("menuitem", name="View")).to_be_focused()
    name = page.get_by_role("menu").get_attribute("aria-label")
    expect(page.get_by_role("button", name=name, exact=True)).to_have_attribute(
        "aria-expanded", "true"
    )


def test_a_scope_pressed_too_early_is_listed(page: Page, held: Held) -> None:
    held.open("/sessions").get_by_role("tab", name=re.compile("^To book")).click()
    held.let_go()
    expect(page).to_have_url(re.compile("scope=to-book"))
    expect(page.get_by_role("tab", name=re.compile("^To book"), selected=True)).to_be_visible()


def test_what_is_typed_too_early_is_searched_for_and_goes_on_being_typed(
    page: Page, held: Held
) -> None:
    box = held.open("/sessions?scope=all").get_by_role("searchbox", name="Search sessions")
    box.press_sequentially("zzz")
    held.let_go()
    page.keyboard.type("q")
    box = page.get_by_role("searchbox", name="Search sessions")
    expect(box).to_have_value("zzzq")
    expect(page).to_have_url(re.compile("q=zzzq"))
    expect(page.get_by_role("heading", name="No matches")).to_be_visible()


def test_a_filter_picked_too_early_is_in_force(page: Page, held: Held) -> None:
    view = held.open("/sessions?scope=all")
    view.get_by_label("Status").select_option("Completed")
    held.let_go()
    expect(page).to_have_url(re.compile("status=completed"))
    expect(page.get_by_label("Status")).to_have_value("completed")


def test_arrows_pressed_too_early_move_between_rows(page: Page, held: Held) -> None:
    held.open("/sessions")
    third = page.locator("[data-row]").nth(2).get_attribute("data-row")
    first_row(page).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    held.let_go()
    expect(page.locator(f'[data-row="{third}"]')).to_be_focused()


def test_a_page_that_cannot_be_drawn_early_waits_for_the_application(page: Page) -> None:
    page.goto("/sessions/1")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("#first-view")).to_have_count(0)


def test_the_chosen_theme_is_there_from_the_first_view_on(page: Page, held: Held) -> None:
    page.emulate_media(color_scheme="light")
    held.open("/sessions")
    page.context.add_cookies([{"name": "regimen-theme", "value": "dark", "url": page.url}])
    view = held.open("/sessions")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(view.get_by_role("button", name="Theme: dark")).to_be_visible()
