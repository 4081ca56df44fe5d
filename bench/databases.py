"""Demo clinics of a chosen size, made once and kept beside the figures."""

import os
import subprocess
import sys
from pathlib import Path

from tools.environment import ROOT

OUTPUT = ROOT / "bench" / "out"
DONE = "complete"


def database(sessions: int) -> Path:
    """The folder of a demo with so many sessions; made now when it is missing or half made."""
    folder = OUTPUT / str(sessions)
    data = folder / "data"
    if not (folder / DONE).exists():
        data.mkdir(parents=True, exist_ok=True)
        for old in data.glob("regimen.db*"):
            old.unlink()
        settings = {"REGIMEN_DATA": str(data), "REGIMEN_DATABASE_URL": ""}
        command = [sys.executable, "-m", "store", "demo", "--sessions", str(sessions)]
        subprocess.run(command, cwd=ROOT, env={**os.environ, **settings}, check=True)
        (folder / DONE).touch()
    return folder
