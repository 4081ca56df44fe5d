"""The rows of the trail as tests look at them."""

import json
from typing import Any

from sqlalchemy import select

from store.audit import Verdict, verify
from store.clinic import Clinic
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
