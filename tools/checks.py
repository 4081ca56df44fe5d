"""`make check`: every check runs, and the last lines name those that failed."""

import subprocess

from tools.environment import PYTHON, ROOT

TYPED = ("app.py", "bench", "components", "pages", "store", "tests", "tools")
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"
CHECKS = {
    "format": ("-m", "ruff", "format", "--check", "."),
    "lint": ("-m", "ruff", "check", "."),
    "types": ("-m", "mypy", *(name for name in TYPED if (ROOT / name).exists())),
    "layers": ("-c", LINT_IMPORTS, "--no-logo"),
    "values in markup": ("-m", "tools.lint_markup"),
    "sizes": ("-m", "tools.lint_sizes"),
    "addresses": ("-m", "tools.lint_addresses"),
}


def run() -> int:
    """Run all checks; 1 when any of them failed."""
    failed = [name for name, command in CHECKS.items() if not _passes(name, command)]
    print(f"\ncheck: {', '.join(failed)} failed" if failed else "\ncheck: all passed")
    return 1 if failed else 0


def _passes(name: str, command: tuple[str, ...]) -> bool:
    print(f"\n== {name}", flush=True)
    return subprocess.run([str(PYTHON), *command], cwd=ROOT, check=False).returncode == 0
