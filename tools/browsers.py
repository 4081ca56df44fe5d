"""Which Chromium the tests and screenshots drive, and how it is started."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

SETTING = "REGIMEN_TEST_BROWSER"
ON_PATH = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "microsoft-edge",
)
ELSEWHERE = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
# The driver's own, of which a second list takes the place, and the two pages that every window
# would load for an address bar that nobody sees.
UNUSED = (
    "AimEnabled",
    "AvoidUnnecessaryBeforeUnloadCheckSync",
    "DestroyProfileOnBrowserClose",
    "HttpsFirstBalancedModeAutoEnable",
    "HttpsUpgrades",
    "LensOverlay",
    "MediaRouter",
    "NetworkTimeServiceQuerying",
    "OptimizationHints",
    "PaintHolding",
    "PreconnectToSearch",
    "ThirdPartyStoragePartitioning",
    "Translate",
    "WebUIOmniboxAimPopup",
    "WebUIOmniboxFullPopup",
    "WebUIOmniboxPopup",
)
# Nothing the browser does by itself may reach for the network or fight over memory.
ARGUMENTS = (
    f"--disable-features={','.join(UNUSED)}",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
UNATTENDED = {"DEBIAN_FRONTEND": "noninteractive"}
MISSING = (
    "No browser was found for the tests. Install Chromium or Chrome, "
    f"or name one's executable in {SETTING}."
)


class NoBrowserError(Exception):
    """There is no browser to drive; the message says what to do."""


def launch_options(playwright: Playwright) -> dict[str, Any]:
    """The arguments for `chromium.launch` that start the chosen browser."""
    arguments = [*ARGUMENTS, *(["--no-sandbox"] if _is_root() else [])]
    executable = find(playwright)
    return {"args": arguments} | ({"executable_path": str(executable)} if executable else {})


def find(playwright: Playwright) -> Path | None:
    """The executable to drive, None for Playwright's own; raises NoBrowserError."""
    if named := os.environ.get(SETTING):
        if not _is_usable(shutil.which(named)):
            raise NoBrowserError(f"{SETTING} names {named}, which cannot be run.")
        return Path(named)
    if _is_usable(playwright.chromium.executable_path):
        return None
    for candidate in (*map(shutil.which, ON_PATH), *ELSEWHERE):
        if candidate and _is_usable(candidate):
            return Path(candidate)
    raise NoBrowserError(MISSING)


def main() -> int:
    """Say which browser will be driven; with `--install`, get one when there is none."""
    with sync_playwright() as playwright:
        try:
            chosen = _find_or_install(playwright) if "--install" in sys.argv else find(playwright)
        except NoBrowserError as error:
            print(error, file=sys.stderr)
            return 1
    print(f"Browser: {chosen or 'the one that Playwright brings'}", flush=True)
    return 0


def _find_or_install(playwright: Playwright) -> Path | None:
    """Playwright's download is tried first, then the system's package on Debian."""
    for commands in _ways_to_install():
        try:
            return find(playwright)
        except NoBrowserError:
            if os.environ.get(SETTING):
                raise
        for command in commands:
            print(f"No browser yet; trying: {' '.join(command)}", flush=True)
            subprocess.run(command, check=False, env={**os.environ, **UNATTENDED})
    return find(playwright)


def _ways_to_install() -> list[list[list[str]]]:
    ways = [[[sys.executable, "-m", "playwright", "install", "chromium"]]]
    if shutil.which("apt-get") and _is_root():
        ways.append([["apt-get", "update"], ["apt-get", "install", "-y", "chromium"]])
    return ways


def _is_usable(executable: str | None) -> bool:
    if not executable or not Path(executable).is_file():
        return False
    if os.name == "nt":  # there it would open a window instead of answering
        return True
    try:
        answer = subprocess.run(
            [executable, "--version"], capture_output=True, check=False, timeout=60
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


if __name__ == "__main__":
    sys.exit(main())
