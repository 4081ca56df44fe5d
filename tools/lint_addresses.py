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


def tracked_files(root: Path = ROOT) -> list[Path]:
    """The files under version control, and those about to be."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, check=True).stdout
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


if __name__ == "__main__":
    sys.exit(main())
