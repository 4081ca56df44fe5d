"""Scripts are what a browser can read: they are served as they stand, and packed into one."""

import subprocess
from pathlib import Path

import pytest
from playwright._impl._driver import compute_driver_executable

SCRIPTS = sorted((Path(__file__).parents[2] / "components" / "scripts").glob("*.js"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_a_script_can_be_read(script: Path, tmp_path: Path) -> None:
    node, _ = compute_driver_executable()
    module = tmp_path / "script.mjs"
    module.write_text(script.read_text(encoding="utf-8"), encoding="utf-8")
    read = subprocess.run([node, "--check", str(module)], capture_output=True, check=False)
    assert read.returncode == 0, read.stderr.decode()
