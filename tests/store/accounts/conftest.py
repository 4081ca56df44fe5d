"""The clinic in which the door is tried."""

from pathlib import Path

import pytest

from store.clinic import Clinic
from tests.factories import FixedClock
from tests.store.accounts.people import opened


@pytest.fixture
def clinic(tmp_path: Path, clock: FixedClock) -> Clinic:
    return opened(tmp_path, clock)
