"""The rows of the trail as tests look at them."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from sqlalchemy import select

from store.audit import Verdict, verify
from store.clinic import Clinic
from store.database import SQLITE
from store.tables import AUDIT_ENTRY


def entries(clinic: Clinic) -> list[Any]:
    """Every row, oldest first."""
    with clinic.database.read() as connection:
        return list(connection.execute(select(AUDIT_ENTRY).order_by(AUDIT_ENTRY.c.id)))


def last(clinic: Clinic) -> Any:
    """The newest row."""
    return entries(clinic)[-1]


def count(clinic: Clinic) -> int:
    """How many there are."""
    return len(entries(clinic))


def about(row: Any) -> dict[str, list[int]]:
    """What a row is about."""
    found: dict[str, list[int]] = json.loads(row.touched)
    return found


def changes(row: Any) -> list[Any]:
    """What a row says has changed."""
    found: list[Any] = json.loads(row.changes)
    return found


def verdict(clinic: Clinic) -> Verdict:
    """What verifying it says."""
    with clinic.database.read() as connection:
        return verify(connection)


@contextmanager
def locked(clinic: Clinic) -> Iterator[None]:
    """Somebody else holds the lock on the file, so that nothing can be written."""
    with closing(SQLITE.connect(str(clinic.database.path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")
