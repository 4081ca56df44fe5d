"""No file of the repository names a package host: where packages come from is each machine's own."""

import re
import subprocess
import sys
from pathlib import Path

from tools.environment import ROOT

ADDRESS = re.compile(
    r"https?://[^\s\"'<>)]*(?:/simple\b|/packages/|\.whl\b|\.tgz\b|\.tar\.gz\b)"
    r"|\b(?:pypi|pythonhosted|registry\.npmjs|registry\.yarnpkg)\.(?:org|com|io)\b"
    r"|--(?:extra-)?index-url[ =]|--find-links[ =]|\bfile:///",
    re.IGNORECASE,
)
MADE = (".venv", "data", "shots", "test-results")
MADE_ANYWHERE = (
    ".git",
    ".hypothesis",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    "__pycache__",
)


def tracked_files(root: Path = ROOT) -> list[Path]:
    """The files under version control and those about to be; without git, all but what is made."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return [path for path in root.rglob("*") if path.is_file() and not _is_made(path, root)]
    paths = (root / name for name in listed.decode().split("\0") if name)
    return [path for path in paths if path.is_file()]


def addresses(text: str) -> list[int]:
    """The numbers of the lines that name a package host."""
    return [n for n, line in enumerate(text.splitlines(), start=1) if ADDRESS.search(line)]


def main() -> int:
    """Print every line that names a package host; 1 when there is one."""
    found = [
        f"{path.relative_to(ROOT)}:{line}: names a package host"
        for path in tracked_files()
        for line in addresses(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    print("\n".join(found) or "No file names a package host.")
    return 1 if found else 0


def _is_made(path: Path, root: Path) -> bool:
    parts = path.relative_to(root).parts
    return parts[0] in MADE or any(part in MADE_ANYWHERE for part in parts)


if __name__ == "__main__":
    sys.exit(main())
