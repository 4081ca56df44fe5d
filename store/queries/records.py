"""A row of the patients' table as a record."""

from typing import Any

from sqlalchemy import Row

from store.views.records import PatientRecord


def record_of(row: Row[Any]) -> PatientRecord:
    """What the row knows of a person."""
    return PatientRecord(
        id=row.id,
        version=row.version,
        given_name=row.given_name,
        family_name=row.family_name,
        preferred_name=row.preferred_name or "",
        birth_date=row.birth_date,
        phone=row.phone or "",
        email=row.email or "",
        record_number=row.record_number,
        alerts=tuple(row.alerts),
    )
