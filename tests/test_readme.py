"""Nothing in the README is untrue."""

import re
from pathlib import Path

from typer.testing import CliRunner

from store.__main__ import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
FOLDERS = ("components", "pages", "store")


def tree() -> list[str]:
    block = README.split("## Find your way")[1].split("```")[1]
    return [line.split()[0] for line in block.strip().splitlines()]


def test_every_file_in_the_tree_exists() -> None:
    assert [path for path in tree() if not (ROOT / path).exists()] == []


def test_every_folder_of_the_product_is_in_the_tree() -> None:
    packages = {path.parent for top in FOLDERS for path in (ROOT / top).rglob("*.py")}
    named = {ROOT / path.rstrip("/") for path in tree()}
    lost = [folder for folder in packages if not {folder, *folder.parents} & named]
    assert lost == []


def test_every_file_that_is_pointed_to_exists() -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", README)
    code = re.findall(r"`((?:bench|components|pages|store|tests|tools)/[\w/]*\.\w+)`", README)
    assert [path for path in links + code if not (ROOT / path).exists()] == []


def test_make_knows_every_command() -> None:
    targets = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = set(re.findall(r"`make (\w+)`", README))
    assert named == {"run", "test", "check", "bench", "soak", "oidc", "shots"}
    assert all(re.search(rf"\b{name}\b", targets) for name in named)


def test_the_command_line_knows_every_command() -> None:
    helped = CliRunner().invoke(app, ["--help"]).output
    assert all(f" {name} " in helped for name in re.findall(r"python -m store (\w+)", README))


def test_every_setting_is_documented_with_its_default() -> None:
    from store.settings import Settings

    docs = (ROOT / "docs" / "clinic.md").read_text(encoding="utf-8")
    names = {f"REGIMEN_{name.upper()}" for name in Settings.model_fields}
    assert {name for name in names if f"| `{name}` |" not in docs} == set()
