"""`make check`: every check runs, and the last lines name those that failed."""

import subprocess

from tools.environment import ROOT, python_module

TYPED = ("app.py", "components", "pages", "store", "tools", "tests")
CHECKS = {
    "format": ("ruff", "format", "--check", "."),
    "lint": ("ruff", "check", "."),
    "types": ("mypy", *(name for name in TYPED if (ROOT / name).exists())),
    "layers": ("importlinter.cli", "lint"),
    "values in markup": ("tools.lint_markup",),
    "sizes": ("tools.lint_sizes",),
    "addresses": ("tools.lint_addresses",),
}


def run() -> int:
    """Run all checks; 1 when any of them failed."""
    failed = [name for name, command in CHECKS.items() if not _passes(name, command)]
    print(f"\ncheck: {', '.join(failed)} failed" if failed else "\ncheck: all passed")
    return 1 if failed else 0


def _passes(name: str, command: tuple[str, ...]) -> bool:
    print(f"\n== {name}", flush=True)
    return subprocess.run(python_module(*command), cwd=ROOT, check=False).returncode == 0
