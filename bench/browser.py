"""What a user waits for in a browser, what a click moves, and what a page costs the server."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.figures import Figure
from tools.browsers import launch_options
from tools.entering import signed_in
from tools.serving import serving

PATIENCE_MS = 60_000
SETTLE_MS = 1_500
PAGES = 20
LIST = "/sessions?scope=upcoming"
ROW = "tbody tr"
# The wall clock, since it is told apart from the browser's: when the browser itself says that it has
# painted text of the first row, which is its first paint of all if the row stood by then; when the
# application has taken over and is connected; every shift.
WATCH = """(() => {
    const now = () => performance.timeOrigin + performance.now();
    const watched = (window.watched = { painted: 0, ready: 0, shift: 0 });
    const frame = () => {
        const isThere = window.did_handshake && !document.getElementById('first-view');
        const row = document.querySelector('[data-row]');
        if (isThere && row?.getBoundingClientRect().height > 0) watched.ready ||= now();
        if (!watched.ready) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    let stood = Infinity;
    const marking = new MutationObserver(() => {
        const cells = document.querySelectorAll('tr[data-row]:first-child *');
        for (const cell of cells) cell.setAttribute('elementtiming', 'first row');
        if (cells.length) stood = Math.min(stood, performance.now());
    });
    marking.observe(document, { childList: true, subtree: true });
    const painted = (at) => {
        watched.painted ||= performance.timeOrigin + at;
        marking.disconnect();
    };
    new PerformanceObserver((list) => {
        const [first] = list.getEntriesByName('first-contentful-paint');
        if (first && stood <= first.startTime) painted(first.startTime);
    }).observe({ type: 'paint', buffered: true });
    new PerformanceObserver((list) => {
        painted(list.getEntries()[0].renderTime);
    }).observe({ type: 'element', buffered: true });
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) watched.shift += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
})()"""
# The page's own clock: from the press to the frame after the one that shows something else.
PRESS = """async ({ selector, starts, look }) => {
    const text = () => document.querySelector(look)?.innerText ?? '';
    const frame = () => new Promise(requestAnimationFrame);
    const pressed = [...document.querySelectorAll(selector)]
        .find(element => element.innerText.trim().startsWith(starts));
    const before = text(), begin = performance.now();
    pressed.click();
    while (text() === before && performance.now() - begin < 20000) await frame();
    await frame();
    return performance.now() - begin;
}"""


def measure(folder: Path, rounds: int) -> list[Figure]:
    """First rows, presses and bytes, on a server of its own with the demo in the folder."""
    begin = time.perf_counter()
    with serving(folder) as address, sync_playwright() as playwright:
        started = Figure("server start", [(time.perf_counter() - begin) * 1000])
        memory = _Memory()
        browser = playwright.chromium.launch(**launch_options(playwright))
        figures = [
            started,
            *_cold(browser, address, max(rounds // 3, 3)),
            *_warm(browser, address, max(rounds // 3, 3)),
            *_presses(browser, address, rounds),
            memory.per_page(browser, address),
        ]
        browser.close()
    return figures


def _cold(browser: Browser, address: str, rounds: int) -> list[Figure]:
    """With nothing cached, and the bytes that took."""
    painted, ready = _first_figures("cold")
    for _ in range(rounds):
        with context_of(browser, address) as context:
            page = _watched(context)
            received = _received(page, "Network.loadingFinished", "encodedDataLength")
            _watch(page, painted, ready)
            elements = page.evaluate("document.querySelectorAll('*').length")
            painted.numbers |= {"bytes": sum(received), "elements": elements}
    return [painted, ready]


def _warm(browser: Browser, address: str, rounds: int) -> list[Figure]:
    """With scripts and fonts cached."""
    painted, ready = _first_figures("warm")
    with context_of(browser, address) as context:
        page = _watched(context)
        _watch(page, *_first_figures(""))
        for _ in range(rounds):
            _watch(page, painted, ready)
    return [painted, ready]


def _first_figures(state: str) -> tuple[Figure, Figure]:
    return Figure(f"first row painted, {state}"), Figure(f"application ready, {state}")


def _watched(context: BrowserContext) -> Page:
    page = context.new_page()
    page.add_init_script(WATCH)
    return page


def _watch(page: Page, painted: Figure, ready: Figure) -> None:
    """Load the list once: when its first row could be read, and when its application was there."""
    begin = time.time() * 1000
    page.goto(LIST, wait_until="commit")
    page.wait_for_function("window.watched.painted && window.watched.ready")
    page.wait_for_timeout(SETTLE_MS)
    watched = page.evaluate("window.watched")
    painted.times.append(watched["painted"] - begin)
    ready.times.append(watched["ready"] - begin)
    shift = max(painted.numbers.get("layout shift", 0), watched["shift"])
    painted.numbers["layout shift"] = shift


def _presses(browser: Browser, address: str, rounds: int) -> Iterator[Figure]:
    with context_of(browser, address) as context:
        page = context.new_page()
        frames = frames_of(page)
        _open(page)
        page.wait_for_timeout(SETTLE_MS)
        scope, sizes = Figure("scope pressed to rows painted"), []
        for label in ("Past", "All", "Upcoming") * max(rounds // 3, 2):
            frames.clear()
            scope.times.append(_press(page, selector="[role=tab]", starts=label, look="tbody"))
            page.wait_for_timeout(300)
            sizes.append(sum(frames))
        scope.numbers = {"socket bytes": sorted(sizes)[len(sizes) // 2]}
        yield scope
        detail = Figure("row pressed to its own view")
        for _ in range(max(rounds // 3, 3)):
            _open(page)
            detail.times.append(_press(page, selector=ROW, starts="", look="main"))
        yield detail


class _Memory:
    """The server's memory, as this system tells it of a child process."""

    def __init__(self) -> None:
        """Find the server."""
        self.server = next(_servers(), None)
        self.idle = self._kilobytes()

    def per_page(self, browser: Browser, address: str) -> Figure:
        """How much a connected page takes, over a number of them."""
        with context_of(browser, address) as context:
            _open(context.new_page())
            before = self._kilobytes()
            for _ in range(PAGES):
                _open(context.new_page())
            each = (self._kilobytes() - before) / PAGES
        return Figure("server memory", numbers={"idle kB": self.idle, "kB a page": each})

    def _kilobytes(self) -> float:
        if self.server is None:
            return 0
        status = (self.server / "status").read_text(encoding="utf-8").splitlines()
        return next(float(line.split()[1]) for line in status if line.startswith("VmRSS"))


def _servers() -> Iterator[Path]:
    """Child processes of this one that serve the app; none where there is no /proc."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            parent = (process / "stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[1]
            command = (process / "cmdline").read_bytes()
        except OSError:
            continue
        if parent == str(os.getpid()) and b"app.py" in command:
            yield process


@contextmanager
def context_of(browser: Browser, address: str) -> Iterator[BrowserContext]:
    """Signed in there, on a desktop's screen."""
    context = browser.new_context(
        base_url=address,
        storage_state=signed_in(address),
        viewport={"width": 1280, "height": 800},
    )
    context.set_default_timeout(PATIENCE_MS)
    yield context
    context.close()


def _open(page: Page) -> None:
    page.goto(LIST)
    page.locator(ROW).first.wait_for()


def _press(page: Page, *, selector: str, starts: str, look: str) -> float:
    took: float = page.evaluate(PRESS, {"selector": selector, "starts": starts, "look": look})
    return took


def _received(page: Page, event: str, size: str) -> list[float]:
    sizes: list[float] = []
    _listen(page, event, lambda told: sizes.append(told[size]))
    return sizes


def frames_of(page: Page) -> list[int]:
    """Sizes of the socket's messages in both directions, as they come."""
    sizes: list[int] = []

    def note(told: dict[str, Any]) -> None:
        sizes.append(len(told["response"]["payloadData"]))

    for event in ("Network.webSocketFrameReceived", "Network.webSocketFrameSent"):
        _listen(page, event, note)
    return sizes


def _listen(page: Page, event: str, callback: Callable[[dict[str, Any]], None]) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on(event, callback)
