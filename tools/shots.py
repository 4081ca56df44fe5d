"""`make shots`: pictures of every screen, at every size, light and dark, into shots/."""

import re
import shutil
import sys
import tempfile
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Error, Page, sync_playwright

from tools.browsers import launch_options
from tools.entering import signed_in
from tools.environment import ROOT
from tools.screens import SCREENS, Screen
from tools.serving import serving

FOLDER = ROOT / "shots"
SIZES = ((1280, 800), (1024, 768), (768, 1024), (390, 844))
TOUCH_BELOW = 1100
THEMES = ("light", "dark")
PATIENCE_MS = 8_000
# Done when neither text nor place of anything has changed for this long.
SETTLED = """async () => {
    const look = () => document.body.innerText + document.body.scrollHeight;
    for (let before = '', calm = 0, tries = 0; calm < 4 && tries < 100; tries++) {
        const now = look();
        calm = now === before ? calm + 1 : 0;
        before = now;
        await new Promise(done => setTimeout(done, 100));
    }
}"""


@dataclass(frozen=True)
class Device:
    """A screen size and a colour scheme."""

    width: int
    height: int
    theme: str

    @property
    def name(self) -> str:
        """As in the pictures' names."""
        return f"{self.width}x{self.height}-{self.theme}"


def main(arguments: list[str]) -> int:
    """Take the screens whose names begin with one of the arguments, or all; 1 if one failed."""
    screens = [s for s in SCREENS if not arguments or s.name.startswith(tuple(arguments))]
    if not arguments:
        shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as clinic,
        serving(Path(clinic)) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(**launch_options(playwright))
        known = _known_ids(browser, address)
        devices = [Device(*size, theme) for size, theme in product(SIZES, THEMES)]
        failed = [
            failure
            for device in devices
            for failure in _shoot(browser, address, device=device, screens=screens, known=known)
        ]
        browser.close()
    print(f"{len(screens) * len(devices) - len(failed)} pictures in {FOLDER.name}/")
    print("\n".join(failed), end="\n" if failed else "")
    return 1 if failed else 0


def _known_ids(browser: Browser, address: str) -> dict[str, str]:
    """A session and a patient of the demo, found the way a user finds them."""
    page = browser.new_page(base_url=address, storage_state=signed_in(address))
    page.goto("/sessions?scope=upcoming")
    session = _id_in_first_link(page, "sessions")
    page.goto(f"/sessions/{session}")
    patient = _id_in_first_link(page, "patients")
    page.close()
    return {"session": session, "patient": patient}


def _id_in_first_link(page: Page, kind: str) -> str:
    link = page.locator(f'a[href*="/{kind}/"]').first
    link.wait_for(state="attached", timeout=PATIENCE_MS)
    found = re.search(rf"/{kind}/([\w-]+)", link.get_attribute("href") or "")
    assert found, f"no link to one of the {kind}"
    return found[1]


def _shoot(
    browser: Browser, address: str, *, device: Device, screens: list[Screen], known: dict[str, str]
) -> list[str]:
    """Take all screens on one device; what could not be taken comes back as sentences."""
    context = browser.new_context(
        base_url=address,
        storage_state=signed_in(address),
        viewport={"width": device.width, "height": device.height},
        color_scheme="dark" if device.theme == "dark" else "light",
        has_touch=device.width < TOUCH_BELOW,
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    failed = []
    for screen in screens:
        file = FOLDER / f"{screen.name}-{device.name}.png"
        try:
            _visit(page, screen, known)
        except (Error, AssertionError) as error:
            failed.append(f"{file.name}: {str(error).splitlines()[0]}")
        page.screenshot(path=file, full_page=True)
    context.close()
    return failed


def _visit(page: Page, screen: Screen, known: dict[str, str]) -> None:
    page.goto(screen.address.format(**known))
    page.evaluate(SETTLED)
    if screen.steps:
        screen.steps(page)
        page.evaluate(SETTLED)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
