"""What tests of pages have besides: the log as it would be written."""

import logging
from collections.abc import Iterator

import pytest

from tests.pages.logged import Logged


@pytest.fixture
def logged() -> Iterator[Logged]:
    """Everything logged during the test."""
    kept, root, own = Logged(), logging.getLogger(), logging.getLogger("regimen")
    levels = root.level, own.level
    root.addHandler(kept)
    root.setLevel(logging.WARNING)
    own.setLevel(logging.DEBUG)
    yield kept
    root.removeHandler(kept)
    root.setLevel(levels[0])
    own.setLevel(levels[1])
