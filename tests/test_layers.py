"""The store stands by itself, as seen by the interpreter."""

import subprocess
import sys

from tools.environment import ROOT

INTERFACE = ("nicegui", "starlette", "fastapi", "uvicorn", "pages", "components")


def test_importing_the_store_loads_nothing_of_the_interface() -> None:
    code = "import sys, store; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    command = [sys.executable, "-c", code]
    loaded = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "store" in loaded.split()
    assert set(INTERFACE).isdisjoint(loaded.split())
