"""The demo clinic: what it holds, and that it obeys the rules it shows."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from sqlalchemy import Connection, func, select

from store.database import Database
from store.demo import fill
from store.derive import verify
from store.tables import CLINIC_PROFILE, PATIENT, PROVIDER

NOW = datetime(2026, 3, 4, 20, 0, tzinfo=UTC)
"""A Wednesday: three in the afternoon in New York, noon in Los Angeles."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    database = Database(tmp_path_factory.mktemp("demo") / "regimen.db")
    database.migrate()
    fill(database, now=NOW)
    with database.read() as connection:
        yield connection
    database.close()


def test_it_says_that_it_is_a_demo(demo: Connection) -> None:
    assert demo.execute(select(CLINIC_PROFILE.c.is_demo)).scalars().all() == [True]


def test_it_has_six_hundred_patients_and_eight_providers(demo: Connection) -> None:
    counts = [demo.execute(select(func.count(t.c.id))).scalar_one() for t in (PATIENT, PROVIDER)]
    assert counts == [600, 8]


def test_what_is_derived_agrees_with_its_facts(demo: Connection) -> None:
    assert list(verify(demo, NOW)) == []
