"""What people are told when the database cannot be used: whether waiting helps, and nothing more."""

from pathlib import Path

import pytest
from sqlalchemy import select

from store.database import BUSY, UNAVAILABLE
from store.errors import Unavailable
from store.tables import BOOKING
from tests.factories import furnished


def test_a_table_that_is_gone_is_no_reason_to_wait(tmp_path: Path) -> None:
    database = furnished(tmp_path).database
    with database.write() as session:
        session.connection().exec_driver_sql("ALTER TABLE booking RENAME TO lost")
    with pytest.raises(Unavailable) as told, database.read() as connection:
        connection.execute(select(BOOKING.c.blocked_until))
    assert told.value.message == UNAVAILABLE


def test_somebody_who_writes_for_long_is(tmp_path: Path) -> None:
    database = furnished(tmp_path).database
    with database.write(), database.read() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 1")
    with database.write(), pytest.raises(Unavailable) as told, database.read() as connection:
        connection.exec_driver_sql("CREATE TABLE another (id INTEGER)")
    assert told.value.message == BUSY
