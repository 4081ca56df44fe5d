"""The furnished clinic, and what a screen that was just opened has of it."""

from pathlib import Path

import pytest

from store.clinic import Clinic
from tests.factories import FixedClock, furnished


@pytest.fixture
def clinic(tmp_path: Path, clock: FixedClock) -> Clinic:
    return furnished(tmp_path, clock=clock)
