"""What happened, what was already asked, and where imported things came from."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index
from sqlmodel import Field, SQLModel

from store.models.columns import UtcDateTime, WordType
from store.words import Change


class HistoryEntry(SQLModel, table=True):
    """One change to a session, by whom and when; append-only, and the source of every undo."""

    __tablename__ = "history_entry"

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="treatment_session.id", index=True)
    booking_id: int | None = Field(default=None, foreign_key="booking.id")
    change: Change = Field(sa_type=WordType(Change))
    at: datetime = Field(sa_type=UtcDateTime)
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    by_name: str
    summary: str
    """One sentence for people."""
    before: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    after: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    undone: bool = False


class RequestKey(SQLModel, table=True):
    """A command that was already carried out under this key; asked again it answers the same."""

    __tablename__ = "request_key"

    key: str = Field(primary_key=True)
    made_at: datetime = Field(sa_type=UtcDateTime, index=True)
    outcome: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)


class SourceLink(SQLModel, table=True):
    """Where an imported thing came from, so that importing again finds it."""

    __tablename__ = "source_link"
    __table_args__ = (Index("ix_source_link_entity", "entity", "entity_id"),)

    kind: str = Field(primary_key=True)
    """Resource type in the source, such as Encounter."""
    source_id: str = Field(primary_key=True)
    entity: str
    entity_id: int
    digest: str = ""


class ImportColumn(SQLModel, table=True):
    """What a column of that heading was taken for the last time such a sheet came in."""

    __tablename__ = "import_column"

    kind: str = Field(primary_key=True)
    heading: str = Field(primary_key=True)
    """Without case, accents and signs."""
    field: str
    """Empty: it was left out."""


class ImportStep(SQLModel, table=True):
    """What an import that is being saved has done; none is there while no import is being saved.

    The first says what is to be saved, each further one stands in the transaction that saved its
    portion, so that whoever goes on after a crash knows what is in and what is not.
    """

    __tablename__ = "import_step"

    number: int = Field(primary_key=True)
    done: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
