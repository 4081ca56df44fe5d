"""A Regimen of its own for tests, screenshots and measurements: a free port, a folder to itself."""

import os
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from tools.environment import ROOT

START_SECONDS = 180.0
STOP_SECONDS = 15.0
POLL_SECONDS = 0.1
FOREIGN = ("REGIMEN_", "PYTEST_", "NICEGUI_")


class NotServingError(Exception):
    """The app did not come up; the message ends with what it printed."""


@contextmanager
def serving(
    folder: Path,
    *,
    settings: Mapping[str, str] | None = None,
    port: int | None = None,
    trust: ssl.SSLContext | None = None,
) -> Iterator[str]:
    """Serve the app with its data in this folder and give its address; a demo unless told not.

    With settings for TLS, ``trust`` knows the certificate.
    """
    port = port or free_port()
    address = f"{'https' if trust else 'http'}://127.0.0.1:{port}"
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "server.log"
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py")],
            cwd=folder,
            env=_environment(folder, port) | dict(settings or {}),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_healthy(address, process, log, trust)
        yield address
    finally:
        _stop(process)


def free_port() -> int:
    """A port that nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _environment(folder: Path, port: int) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    return kept | {
        "REGIMEN_HOST": "127.0.0.1",
        "REGIMEN_PORT": str(port),
        "REGIMEN_DATA": str(folder / "data"),
        "REGIMEN_DATABASE_URL": "",
        "REGIMEN_DEMO": "1",
        "REGIMEN_LOCK_MINUTES": "0",
        "PYTHONUNBUFFERED": "1",
    }


def _wait_until_healthy(
    address: str, process: subprocess.Popen[bytes], log: Path, trust: ssl.SSLContext | None
) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise NotServingError(_told("The app stopped at its start", log))
        if _is_healthy(address, trust):
            return
        time.sleep(POLL_SECONDS)
    raise NotServingError(_told(f"The app did not answer within {START_SECONDS:.0f} s", log))


def _is_healthy(address: str, trust: ssl.SSLContext | None) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5, context=trust) as answer:
            healthy: bool = answer.status == 200
            return healthy
    except (OSError, urllib.error.URLError):
        return False


def _told(sentence: str, log: Path) -> str:
    last_lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-30:]
    return "\n".join([f"{sentence}. It said:", *last_lines])


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
