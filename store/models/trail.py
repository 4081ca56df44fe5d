"""The audit trail; see ``store.audit``. Nothing here points to another table: it outlives them all."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from store.models.columns import UtcDateTime, WordType
from store.words import Deed, Result


class AuditEntry(SQLModel, table=True):
    """One thing that was done, seen, taken out or refused; numbered without a gap."""

    __tablename__ = "audit_entry"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime, index=True)
    kind: Deed = Field(sa_type=WordType(Deed), index=True)
    command: str
    result: Result = Field(sa_type=WordType(Result))
    by_id: int | None = Field(default=None, index=True)
    """The member of staff; None for the server itself and its command line."""
    by_name: str
    by_role: str
    origin: str
    """The address it came from; "command line" for that; empty when nobody knows."""
    said: str
    """What happened in a sentence or two, or why it was refused."""
    touched: str
    """JSON: kinds of things with their ids, such as {"patient":[3],"session":[7]}."""
    changes: str
    """JSON: a list of what changed, each [kind, id, sentence, before, after]."""
    hash: str
    """See ``store.audit.chain``."""


class AuditPatient(SQLModel, table=True):
    """Whom an entry is about, so that a patient's entries are found at once."""

    __tablename__ = "audit_patient"
    __table_args__ = {"sqlite_with_rowid": False}

    patient_id: int = Field(primary_key=True)
    entry_id: int = Field(primary_key=True)


class AuditHead(SQLModel, table=True):
    """The one row that says how long the trail is and what its last sum is."""

    __tablename__ = "audit_head"

    id: int | None = Field(default=None, primary_key=True)
    count: int
    hash: str
