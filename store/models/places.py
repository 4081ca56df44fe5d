"""The clinic, its locations with their hours, and their rooms."""

from datetime import date

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel


class ClinicProfile(SQLModel, table=True):
    """The clinic itself; one row."""

    __tablename__ = "clinic_profile"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    currency: str = "USD"
    is_demo: bool = False


class Location(SQLModel, table=True):
    """A place of the clinic; ``zone`` is an IANA name and all its times are shown in it."""

    __tablename__ = "location"

    id: int | None = Field(default=None, primary_key=True)
    name: str
    zone: str
    disabled: bool = False
    version: int = 1


class BusinessHours(SQLModel, table=True):
    """One interval a location is open, in minutes since its local midnight; Monday is 0."""

    __tablename__ = "business_hours"
    __table_args__ = (CheckConstraint("opens >= 0 AND opens < closes AND closes <= 1440"),)

    id: int | None = Field(default=None, primary_key=True)
    location_id: int = Field(foreign_key="location.id", index=True)
    weekday: int
    opens: int
    closes: int


class LocationException(SQLModel, table=True):
    """What a location's opening is on one local day, whatever the hours of those who work there.

    All rows of that day together are its intervals; a row with None for both means closed.
    """

    __tablename__ = "location_exception"
    __table_args__ = (
        CheckConstraint("opens IS NULL OR (opens >= 0 AND opens < closes AND closes <= 1440)"),
        CheckConstraint("(opens IS NULL) = (closes IS NULL)"),
        Index("ix_location_exception_day", "location_id", "day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    location_id: int = Field(foreign_key="location.id")
    day: date
    opens: int | None = None
    closes: int | None = None
    reason: str = ""


class Room(SQLModel, table=True):
    """A treatment room of one location."""

    __tablename__ = "room"

    id: int | None = Field(default=None, primary_key=True)
    location_id: int = Field(foreign_key="location.id", index=True)
    name: str
    disabled: bool = False
    version: int = 1
