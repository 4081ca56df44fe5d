"""What the documentation tells an administrator to type does what it says."""

import os
import re
import subprocess
import sys
from pathlib import Path

from store.views import PatientForm
from tests.factories import FRONT_DESK, furnished
from tools.environment import ROOT

DOCS = ROOT / "docs"


def blocks(page: str) -> list[str]:
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(r"^```sh\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


def test_an_administrator_s_commands_work_one_after_the_other(tmp_path: Path) -> None:
    clinic = furnished(tmp_path / "data")
    clinic.add_patient(PatientForm(given_name="Mei", family_name="Tanaka"), by=FRONT_DESK)
    clinic.database.close()
    environ = {
        **{name: value for name, value in os.environ.items() if not name.startswith("REGIMEN_")},
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
    }
    script = "set -eu\n" + "\n".join(blocks("administration.md"))
    ran = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert (tmp_path / "new-machine" / "regimen.db").is_file()
    assert ran.stdout.count("Everything that is derived agrees in 0 sessions.") == 2
    assert ran.stdout.count("The audit trail is whole: ") == 1
    assert len(blocks("administration.md")) == 5


def test_every_page_that_docs_point_to_exists() -> None:
    pages = list(DOCS.glob("*.md"))
    links = [
        (page, target)
        for page in pages
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    ]
    assert [
        (page.name, target) for page, target in links if not (page.parent / target).exists()
    ] == []


def test_every_file_of_the_project_that_docs_name_exists() -> None:
    named = r"`((?:bench|components|pages|store|tests|tools)/[\w/]*\.\w+)`"
    assert [
        (page.name, path)
        for page in DOCS.glob("*.md")
        for path in re.findall(named, page.read_text(encoding="utf-8"))
        if not (ROOT / path).exists()
    ] == []


def test_every_heading_that_docs_point_to_exists() -> None:
    lost = []
    for page in (*DOCS.glob("*.md"), ROOT / "README.md"):
        text = page.read_text(encoding="utf-8")
        for target, anchor in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", text):
            file = page.parent / target if target else page
            heads = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            if anchor not in {
                re.sub(r"[^\w\- ]", "", head).lower().replace(" ", "-") for head in heads
            }:
                lost.append((page.name, target, anchor))
    assert lost == []
