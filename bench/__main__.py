"""`make bench`: how long a user waits, on a demo of a chosen size (`python -m bench 20000`)."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tools.browsers import launch_options
from tools.environment import ROOT
from tools.serving import serving

OUTPUT = ROOT / "bench" / "out"
SESSIONS = 20_000
ROUNDS = 10
PATIENCE_MS = 60_000
ROW = "tbody tr"
# The clock of the page itself: from the press to the first frame that shows something else.
PRESS = """async ({ selector, starts, look }) => {
    const text = () => document.querySelector(look)?.innerText ?? '';
    const pressed = [...document.querySelectorAll(selector)]
        .find(element => element.innerText.trim().startsWith(starts));
    const before = text(), begin = performance.now();
    pressed.click();
    while (text() === before && performance.now() - begin < 20000)
        await new Promise(requestAnimationFrame);
    return performance.now() - begin;
}"""


def main(arguments: list[str]) -> int:
    """Print the figures in milliseconds and keep them in bench/out."""
    sessions = int(arguments[0]) if arguments else SESSIONS
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _fill(folder / "data", sessions)
        begin = time.perf_counter()
        with serving(folder) as address, sync_playwright() as playwright:
            figures = {"start": [(time.perf_counter() - begin) * 1000]}
            browser = playwright.chromium.launch(**launch_options(playwright))
            page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 800})
            page.set_default_timeout(PATIENCE_MS)
            figures |= {measure.__name__: measure(page) for measure in MEASURES}
            browser.close()
    _report(sessions, figures)
    return 0


def first_row(page: Page) -> list[float]:
    """From an address to the first row of the list."""
    return [_timed(lambda: _open_list(page, "upcoming")) for _ in range(ROUNDS)]


def scope_click(page: Page) -> list[float]:
    """From a press on a scope to its rows."""
    _open_list(page, "all")
    labels = ("Upcoming", "Past", "All") * ROUNDS
    return [_press(page, selector="[role=tab]", starts=label, look="tbody") for label in labels]


def row_click(page: Page) -> list[float]:
    """From a press on a row to the session's own view."""
    times = []
    for _ in range(ROUNDS):
        _open_list(page, "upcoming")
        times.append(_press(page, selector=ROW, starts="", look="main"))
    return times


MEASURES: tuple[Callable[[Page], list[float]], ...] = (first_row, scope_click, row_click)


def _fill(data: Path, sessions: int) -> None:
    data.mkdir(parents=True)
    settings = {"REGIMEN_DATA": str(data), "REGIMEN_DATABASE_URL": ""}
    command = [sys.executable, "-m", "store", "demo", "--sessions", str(sessions)]
    subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, check=True)


def _open_list(page: Page, scope: str) -> None:
    page.goto(f"/sessions?scope={scope}")
    page.locator(ROW).first.wait_for()


def _press(page: Page, *, selector: str, starts: str, look: str) -> float:
    took: float = page.evaluate(PRESS, {"selector": selector, "starts": starts, "look": look})
    return took


def _timed(action: Callable[[], None]) -> float:
    begin = time.perf_counter()
    action()
    return (time.perf_counter() - begin) * 1000


def _report(sessions: int, figures: dict[str, list[float]]) -> None:
    print(f"\n{sessions} sessions, milliseconds{'median':>12}{'worst':>10}")
    for name, times in figures.items():
        print(f"{name.replace('_', ' '):<30}{statistics.median(times):>12.0f}{max(times):>10.0f}")
    OUTPUT.mkdir(parents=True, exist_ok=True)
    kept = {"sessions": sessions, "milliseconds": figures}
    (OUTPUT / "latest.json").write_text(json.dumps(kept, indent=2), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
