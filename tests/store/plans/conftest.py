"""A clinic with a patient and no plan yet."""

from pathlib import Path

import pytest

from store.clinic import Clinic
from tests.factories import FixedClock, add_patient, furnished


@pytest.fixture
def clinic(tmp_path: Path, clock: FixedClock) -> Clinic:
    """Patient 1, Mei Tanaka."""
    clinic = furnished(tmp_path, clock=clock)
    with clinic.database.write() as session:
        add_patient(session)
    return clinic
