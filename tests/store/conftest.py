"""What most tests of the store begin with."""

from pathlib import Path

import pytest

from store.clinic import Clinic
from tests.factories import FixedClock, furnished


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def bare(tmp_path: Path, clock: FixedClock) -> Clinic:
    """A furnished clinic without patients; modules put theirs in and call it ``clinic``."""
    return furnished(tmp_path, clock=clock)


@pytest.fixture
def clinic(bare: Clinic) -> Clinic:
    return bare
