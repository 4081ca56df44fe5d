"""No file of code over 300 lines, no function over 40: past that it is two things."""

import ast
import sys
from pathlib import Path

from tools.environment import ROOT
from tools.lint_addresses import tracked_files

FILE_LINES = 300
FUNCTION_LINES = 40
SUFFIXES = (".py", ".js", ".css")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def complaints(source: str, *, python: bool = True) -> list[str]:
    """What is too long in one file, as "line: sentence"."""
    lines = source.count("\n") + (not source.endswith("\n"))
    found = [f"1: {lines} lines, {FILE_LINES} at most"] if lines > FILE_LINES else []
    functions = [node for node in _walk(source, python=python) if isinstance(node, Function)]
    return found + [
        f"{function.lineno}: {function.name} has {length} lines, {FUNCTION_LINES} at most"
        for function in functions
        if (length := function_length(function)) > FUNCTION_LINES
    ]


def function_length(function: Function) -> int:
    """Lines from `def` to the end, the docstring left out."""
    first = function.body[0]
    documented = ast.get_docstring(function, clean=False) is not None
    return _lines(function) - (_lines(first) if documented else 0)


def main() -> int:
    """Print every complaint; 1 when there is one."""
    code = [path for path in tracked_files() if path.suffix in SUFFIXES and not _is_exempt(path)]
    found = [
        f"{path.relative_to(ROOT)}:{complaint}"
        for path in code
        for complaint in complaints(path.read_text(encoding="utf-8"), python=path.suffix == ".py")
    ]
    print("\n".join(found) or f"{len(code)} files of code, none too long.")
    return 1 if found else 0


def _walk(source: str, *, python: bool) -> list[ast.AST]:
    return list(ast.walk(ast.parse(source))) if python else []


def _lines(node: Function | ast.stmt) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _is_exempt(path: Path) -> bool:
    """Tests may list; a migration is one long list that Alembic wrote."""
    parts = path.relative_to(ROOT).parts
    return parts[0] == "tests" or "versions" in parts


if __name__ == "__main__":
    sys.exit(main())
