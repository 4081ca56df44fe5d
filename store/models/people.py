"""Patients with their search words, staff, and providers with their hours."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, text
from sqlmodel import Field, SQLModel

from store.models.columns import UtcDateTime, WordType
from store.words import Role

_MERGED = text("merged_into_id IS NOT NULL")


class Patient(SQLModel, table=True):
    """The person treated."""

    __tablename__ = "patient"
    __table_args__ = (
        Index("ix_patient_birth_date", "birth_date"),
        Index("ix_patient_email", text("lower(email)")),
        Index("ix_patient_merged", "merged_into_id", sqlite_where=_MERGED),
    )

    id: int | None = Field(default=None, primary_key=True)
    given_name: str
    family_name: str
    preferred_name: str | None = None
    birth_date: date | None = None
    phone: str | None = None
    email: str | None = None
    record_number: str = Field(unique=True)
    alerts: list[str] = Field(default_factory=list, sa_type=JSON)
    sort_key: str = Field(index=True)
    """Normalised "family given", see ``store.search.sort_key``."""
    version: int = 1
    merged_into_id: int | None = None
    """The record that was kept; this one then holds what was not chosen for it, and is not found."""


class PatientMerge(SQLModel, table=True):
    """Two records made one: both as they were, and what moved, enough to part them again."""

    __tablename__ = "patient_merge"

    id: int | None = Field(default=None, primary_key=True)
    kept_id: int = Field(foreign_key="patient.id", index=True)
    other_id: int = Field(foreign_key="patient.id", index=True)
    at: datetime = Field(sa_type=UtcDateTime)
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    by_name: str
    kept: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    other: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    moved: dict[str, list[Any]] = Field(default_factory=dict, sa_type=JSON)
    """Ids of plans, source links and records merged before."""
    undone: bool = False


class PatientWord(SQLModel, table=True):
    """A normalised word a patient is found by, from its first letter; see ``store.search``."""

    __tablename__ = "patient_word"
    __table_args__ = {"sqlite_with_rowid": False}

    word: str = Field(primary_key=True)
    patient_id: int = Field(primary_key=True, foreign_key="patient.id", index=True)


class Provider(SQLModel, table=True):
    """Somebody who performs services."""

    __tablename__ = "provider"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    disabled: bool = False
    version: int = 1


class Staff(SQLModel, table=True):
    """Somebody who works with Regimen; a provider's own person points to the provider."""

    __tablename__ = "staff"
    __table_args__ = (Index("ix_staff_sign_in_key", "sign_in_key", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    provider_id: int | None = Field(default=None, foreign_key="provider.id")
    disabled: bool = False
    own_patients: bool = False
    """Whether they see only patients whom the provider they are treats."""
    sees_money: bool = True
    sees_notes: bool = True
    sign_in_name: str = ""
    """As typed; empty until they may sign in."""
    sign_in_key: str | None = None
    """The same made comparable, see ``store.accounts.names``."""
    version: int = 1


class StaffRole(SQLModel, table=True):
    """What a member of staff works as; everybody has at least one."""

    __tablename__ = "staff_role"
    __table_args__ = {"sqlite_with_rowid": False}

    staff_id: int = Field(primary_key=True, foreign_key="staff.id")
    role: Role = Field(primary_key=True, sa_type=WordType(Role))


class StaffLocation(SQLModel, table=True):
    """A location that a member of staff is limited to; without a row they see all of them."""

    __tablename__ = "staff_location"
    __table_args__ = {"sqlite_with_rowid": False}

    staff_id: int = Field(primary_key=True, foreign_key="staff.id")
    location_id: int = Field(primary_key=True, foreign_key="location.id")


class ProviderHours(SQLModel, table=True):
    """A weekly interval a provider works at a location, in minutes since local midnight."""

    __tablename__ = "provider_hours"
    __table_args__ = (CheckConstraint("starts >= 0 AND starts < ends AND ends <= 1440"),)

    id: int | None = Field(default=None, primary_key=True)
    provider_id: int = Field(foreign_key="provider.id", index=True)
    location_id: int = Field(foreign_key="location.id")
    weekday: int
    starts: int
    ends: int


class ProviderException(SQLModel, table=True):
    """What replaces a provider's weekly hours at a location on one local day.

    All rows of that day together are its intervals; a row with None for both means off that day.
    """

    __tablename__ = "provider_exception"

    id: int | None = Field(default=None, primary_key=True)
    provider_id: int = Field(foreign_key="provider.id", index=True)
    location_id: int = Field(foreign_key="location.id")
    day: date
    starts: int | None = None
    ends: int | None = None
    reason: str = ""


class TimeOff(SQLModel, table=True):
    """A span in which a provider works nowhere."""

    __tablename__ = "time_off"

    id: int | None = Field(default=None, primary_key=True)
    provider_id: int = Field(foreign_key="provider.id", index=True)
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    reason: str = ""
