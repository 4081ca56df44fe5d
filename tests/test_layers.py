"""The store knows nothing of the interface."""

import subprocess
import sys

INTERFACE = ("nicegui", "fastapi", "starlette", "uvicorn", "components", "pages")


def test_importing_the_store_loads_no_module_of_the_interface() -> None:
    script = (
        "import sys, store.clinic, store.opening;"
        f"print([name for name in {INTERFACE!r} if name in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"
