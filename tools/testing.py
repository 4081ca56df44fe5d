"""`make test`: the tests in two runs, without and with a browser, and one verdict."""

import os
import re
import subprocess
import sys

from tools.environment import PYTHON, ROOT, python_module

# Two runs: the browser's driver keeps an event loop that the simulated users need for themselves.
RUNS = {
    "without a browser": ("tests", "--ignore=tests/e2e"),
    "in a browser": ("tests/e2e",),
}
WORKERS = ("-n", "2")
CLOSING_LINE = re.compile(r"^(?:\x1b\[\d+m)*=+ ?(.*\bin \d.*?) ?=+$")


def run(options: list[str]) -> int:
    """Run both halves; 1 when a test failed or was skipped, or when there is no browser."""
    found = subprocess.run(python_module("tools.browsers", "--install"), cwd=ROOT, check=False)
    outcomes = {name: _pytest([*paths, *WORKERS, *options]) for name, paths in RUNS.items()}
    print()
    for name, (code, closing) in outcomes.items():
        print(f"tests {name}: {closing}" + ("" if code == 0 else f" (exit code {code})"))
    return int(found.returncode != 0 or any(code for code, _ in outcomes.values()))


def _pytest(arguments: list[str]) -> tuple[int, str]:
    """Run pytest, show its output as it comes, and give its exit code and closing line."""
    colour = ["--color=yes"] if sys.stdout.isatty() else []
    command = [str(PYTHON), "-m", "pytest", "--no-skips", *colour, *arguments]
    closing = "no closing line"
    environ = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command, cwd=ROOT, env=environ, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line, end="", flush=True)
            if match := CLOSING_LINE.match(line.strip()):
                closing = re.sub(r"\x1b\[[\d;]*m", "", match[1])
    return process.returncode, closing
