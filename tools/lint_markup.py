"""Data never becomes markup by formatting: a patient's name in a props string would run as code."""

import ast
import sys
from collections.abc import Iterable, Iterator

from tools.environment import ROOT
from tools.lint_addresses import tracked_files

SINKS = {
    "props",
    "classes",
    "style",
    "html",
    "add_slot",
    "add_css",
    "add_head_html",
    "add_body_html",
    "run_javascript",
}
FORMATTERS = {"format", "format_map", "join", "replace", "safe_substitute", "substitute"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def complaints(source: str) -> list[str]:
    """Each call that formats values into markup, as "line: sentence"."""
    tree = ast.parse(source)
    shared = _formatted_names(_outside_functions(tree), set())
    functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
    scopes = [(tree, shared)] + [(f, _formatted_names(ast.walk(f), shared)) for f in functions]
    found = {line: name for scope, names in scopes for line, name in _complaints_in(scope, names)}
    return [
        f"{line}: a value is formatted into {name}(); hand it over as a value"
        for line, name in sorted(found.items())
    ]


def main() -> int:
    """Print every complaint; 1 when there is one."""
    files = [path for path in tracked_files() if path.suffix == ".py"]
    found = [
        f"{path.relative_to(ROOT)}:{complaint}"
        for path in files
        if path.relative_to(ROOT).parts[0] != "tests"
        for complaint in complaints(path.read_text(encoding="utf-8"))
    ]
    print("\n".join(found) or "No value is formatted into markup.")
    return 1 if found else 0


def _complaints_in(scope: ast.AST, formatted: set[str]) -> list[tuple[int, str]]:
    return [
        (call.lineno, name)
        for call in ast.walk(scope)
        if isinstance(call, ast.Call) and (name := _called(call)) in SINKS
        for value in (*call.args, *(keyword.value for keyword in call.keywords))
        if _holds_formatting(value, formatted)
    ]


def _outside_functions(tree: ast.Module) -> Iterator[ast.AST]:
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += [part for part in ast.iter_child_nodes(node) if not isinstance(part, Function)]


def _formatted_names(nodes: Iterable[ast.AST], known: set[str]) -> set[str]:
    """Names that were given a formatted string, however often it was passed on."""
    names = set(known)
    assigned = [
        (node.targets if isinstance(node, ast.Assign) else [node.target], node.value)
        for node in nodes
        if isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign | ast.NamedExpr)
    ]
    for _ in assigned:
        before = len(names)
        for targets, value in assigned:
            if value is not None and _holds_formatting(value, names):
                names |= {target.id for target in targets if isinstance(target, ast.Name)}
        if len(names) == before:
            break
    return names


def _holds_formatting(value: ast.expr, names: set[str]) -> bool:
    """Whether the value itself is formatted; what another call makes of its own is its business."""
    match value:
        case ast.JoinedStr(values=parts):
            formats = any(isinstance(part, ast.FormattedValue) for part in parts)
        case ast.BinOp(op=ast.Mod() | ast.Add()):
            formats = not _is_constant(value)
        case ast.Name(id=name):
            formats = name in names
        case ast.IfExp(body=first, orelse=second):
            formats = _holds_formatting(first, names) or _holds_formatting(second, names)
        case ast.BoolOp(values=parts):
            formats = any(_holds_formatting(part, names) for part in parts)
        case ast.Starred(value=inner) | ast.NamedExpr(value=inner):
            formats = _holds_formatting(inner, names)
        case _:
            formats = isinstance(value, ast.Call) and _called(value) in FORMATTERS
    return formats


def _is_constant(value: ast.expr) -> bool:
    if isinstance(value, ast.BinOp):
        return _is_constant(value.left) and _is_constant(value.right)
    return isinstance(value, ast.Constant) or (isinstance(value, ast.Name) and value.id.isupper())


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


if __name__ == "__main__":
    sys.exit(main())
