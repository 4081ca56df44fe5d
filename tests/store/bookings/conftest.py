"""A clinic with two patients whose sessions wait to be booked."""

import pytest

from store.clinic import Clinic
from tests.factories import (
    add_patient,
    add_plan,
    add_session,
)


@pytest.fixture
def clinic(bare: Clinic) -> Clinic:
    """Mei Tanaka's session 1 with items 1 and 2, Ada Okafor's session 2 with item 3."""
    with bare.database.write() as session:
        mei = add_plan(session, add_patient(session))
        add_session(session, mei, services=(1, 2))
        add_session(session, add_plan(session, add_patient(session, "Ada", "Okafor")))
    return bare
