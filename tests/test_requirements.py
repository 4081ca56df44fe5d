"""What is installed is no older than what is known to be safe."""

import re
from importlib.metadata import version

import pytest

from tools.environment import REQUIREMENTS

FLOORS = {
    "nicegui": "3.18.0",
    "starlette": "1.3.1",
    "python-engineio": "4.13.3",
    "python-socketio": "5.16.4",
    "python-multipart": "0.0.26",
    "h11": "0.16.0",
}
"""The oldest releases without a weakness that matters here."""


def parts(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text))


@pytest.mark.parametrize(("name", "floor"), FLOORS.items())
def test_nothing_older_than_its_floor_is_pinned_or_installed(name: str, floor: str) -> None:
    pinned = (REQUIREMENTS / "base.txt").read_text(encoding="utf-8")
    found = re.search(rf"^{re.escape(name)}==(\S+)", pinned, re.MULTILINE)
    assert found is not None
    assert parts(found[1]) >= parts(floor)
    assert parts(version(name)) >= parts(floor)


def test_a_later_release_is_no_older() -> None:
    assert parts("0.0.9") < parts("0.0.26") < parts("0.1")
