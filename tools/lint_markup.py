"""Data never becomes markup: a patient's name in a props string would run as code.

What is handed to such a call is written out where it stands. Anything else, however it came about,
is refused, so that no way of formatting has to be known here; a comment beside it says why not.
"""

import ast
import re
import sys
from collections.abc import Iterator

from tools.environment import ROOT
from tools.lint_addresses import tracked_files

SINKS = {
    "props",
    "classes",
    "style",
    "tailwind",
    "default_props",
    "default_classes",
    "default_style",
    "html",
    "markdown",
    "add_slot",
    "add_css",
    "add_head_html",
    "add_body_html",
    "run_javascript",
}
KEYWORDS = {"classes", "js_handler"}
"""Arguments of any call that become markup or code; a parameter of that name passes them on."""
SWITCHES = {"shared", "sanitize"}
"""Arguments of these calls that are no text."""
UNSEEN = SINKS - {"props", "classes", "style"}
"""Calls that are not taken elsewhere to be given something there; the others are values too."""
GRANTED = "markup: "
"""Begins the reason, in a comment beside a call, why that one may be given anything."""
IN_SCRIPTS = re.compile(r"\bv-html\b|\b(?:inner|outer)HTML\b|\binsertAdjacentHTML\b|\beval\(")


def complaints(source: str) -> list[str]:
    """Each call that is given markup which is not written out there, as "line: sentence"."""
    tree, lines = ast.parse(source), source.splitlines()
    constants = _constants(tree)
    found = {
        (value.lineno, name)
        for name, value in _given(tree)
        if not _is_written_out(value, constants, name) and GRANTED not in lines[value.lineno - 1]
    }
    return [f"{line}: {name} takes what is written out there only" for line, name in sorted(found)]


def script_complaints(source: str) -> list[str]:
    """Each line of a script that lets text become markup or code."""
    return [
        f"{number}: {found[0]} makes text run"
        for number, line in enumerate(source.splitlines(), 1)
        if (found := IN_SCRIPTS.search(line)) and GRANTED not in line
    ]


def main() -> int:
    """Print every complaint; 1 when there is one."""
    judges = {".py": complaints, ".js": script_complaints}
    found = [
        f"{path.relative_to(ROOT)}:{complaint}"
        for path in tracked_files()
        if path.suffix in judges
        and path.relative_to(ROOT).parts[0] not in ("bench", "tests", "tools")
        for complaint in judges[path.suffix](path.read_text(encoding="utf-8"))
    ]
    print("\n".join(found) or "No value becomes markup.")
    return 1 if found else 0


def _given(tree: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    """What calls are given that becomes markup, and whether a sink itself is taken elsewhere."""
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = _called(node)
            named = [(one.arg or "", one.value) for one in node.keywords]
            if name in SINKS:
                yield from ((name, value) for value in node.args)
                yield from ((name, value) for key, value in named if key not in SWITCHES)
            yield from ((key, value) for key, value in named if key in KEYWORDS)
        elif isinstance(node, ast.Attribute) and node.attr in UNSEEN and id(node) not in called:
            yield node.attr, node


def _constants(tree: ast.Module) -> set[str]:
    """Names in capitals that the module gives a text written out."""
    found: set[str] = set()
    for node in tree.body:
        if isinstance(node, ast.Assign) and _is_written_out(node.value, found):
            names = (target.id for target in node.targets if isinstance(target, ast.Name))
            found |= {name for name in names if name.isupper()}
    return found


def _is_written_out(value: ast.expr, constants: set[str], passed_on: str = "") -> bool:
    """Whether nothing but the code decides; a call without arguments is given nothing to format."""
    match value:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name in constants or (name == passed_on and name in KEYWORDS)
        case (
            ast.IfExp(body=first, orelse=second) | ast.BinOp(left=first, op=ast.Add(), right=second)
        ):
            parts = [first, second]
        case ast.BoolOp(op=ast.Or(), values=parts):
            pass
        case ast.Call(func=ast.Name(), args=[], keywords=[]):
            return True
        case _:
            return False
    return all(_is_written_out(part, constants, passed_on) for part in parts)


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


if __name__ == "__main__":
    sys.exit(main())
