"""One function for each command of the Makefile, each giving its exit code."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable

from tools import checks, demo, environment, testing
from tools.environment import EXTRAS, ROOT, SetupError, python_module

LEFT_BEHIND = (
    ".venv",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".import_linter_cache",
    ".hypothesis",
    "shots",
    "test-results",
)


def main(arguments: list[str]) -> int:
    """Run the command named first; the rest belongs to it."""
    if not arguments or arguments[0] not in COMMANDS:
        print(f"Usage: python -m tools {'|'.join(COMMANDS)}", file=sys.stderr)
        return 2
    try:
        return COMMANDS[arguments[0]](arguments[1:])
    except SetupError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def run(arguments: list[str]) -> int:
    """Serve the app, with the demo clinic when there is no clinic yet."""
    environment.ensure("base", *environment.chosen())
    if demo.is_wanted(os.environ, ROOT):
        os.environ["REGIMEN_DEMO"] = "1"
    return _become([str(environment.PYTHON), "app.py", *arguments])


def test(arguments: list[str]) -> int:
    """Run every test, those in a real browser included; a skipped one is a failure."""
    environment.ensure("base", *EXTRAS, "dev")
    return testing.run(arguments)


def check(_arguments: list[str]) -> int:
    """Check format, lint, types, layers and the house rules."""
    environment.ensure("base", *EXTRAS, "dev")
    return checks.run()


def bench(arguments: list[str]) -> int:
    """Measure the app and print the figures."""
    environment.ensure("base", *EXTRAS, "dev")
    return _call(python_module("bench", *arguments))


def soak(arguments: list[str]) -> int:
    """Run the long tests of what must never happen, at full size."""
    environment.ensure("base", *EXTRAS, "dev")
    return _call(python_module("tests.soak", *arguments))


def shots(arguments: list[str]) -> int:
    """Take screenshots of every screen into shots/."""
    environment.ensure("base", *EXTRAS, "dev")
    return _call(python_module("tools.shots", *arguments))


def tidy(_arguments: list[str]) -> int:
    """Put the code into its standard format and mend what can be mended by itself."""
    environment.ensure("base", *EXTRAS, "dev")
    mended = _call(python_module("ruff", "check", "--fix-only", "--quiet", "."))
    return _call(python_module("ruff", "format", ".")) or mended


def requirements(arguments: list[str]) -> int:
    """Compile the requirement files; `--upgrade` takes the newest releases."""
    environment.compile_requirements(upgrade="--upgrade" in arguments)
    return 0


def oidc(_arguments: list[str]) -> int:
    """Install what signing in with an identity provider needs."""
    environment.ensure("base", "oidc")
    return 0


def clean(_arguments: list[str]) -> int:
    """Remove what the other commands made; the data folder stays."""
    for name in LEFT_BEHIND:
        shutil.rmtree(ROOT / name, ignore_errors=True)
    return 0


def _call(command: list[str]) -> int:
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def _become(command: list[str]) -> int:
    if os.name != "nt":
        # The same process: a signal to stop reaches the server itself.
        os.chdir(ROOT)
        os.execv(command[0], command)
    return _call(command)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "run": run,
    "test": test,
    "check": check,
    "bench": bench,
    "soak": soak,
    "shots": shots,
    "format": tidy,
    "requirements": requirements,
    "oidc": oidc,
    "clean": clean,
}
