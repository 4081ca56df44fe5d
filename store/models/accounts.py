"""Accounts: passwords and PINs as hashes, one-time links, sign-ins, guesses, records opened."""

from datetime import datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from store.models.columns import UtcDateTime, WordType
from store.words import LinkPurpose


class Credential(SQLModel, table=True):
    """A member of staff's password, as its Argon2id hash."""

    __tablename__ = "credential"

    staff_id: int = Field(primary_key=True, foreign_key="staff.id")
    digest: str
    changed_at: datetime = Field(sa_type=UtcDateTime)


class Pin(SQLModel, table=True):
    """The digits that unlock a member of staff's own sign-ins, as their Argon2id hash."""

    __tablename__ = "pin"

    staff_id: int = Field(primary_key=True, foreign_key="staff.id")
    digest: str
    changed_at: datetime = Field(sa_type=UtcDateTime)


class OneTimeLink(SQLModel, table=True):
    """A way in that works once; only the SHA-256 of what its address ends with is kept."""

    __tablename__ = "one_time_link"

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    staff_id: int | None = Field(default=None, foreign_key="staff.id")
    """None: it makes the first manager."""
    purpose: LinkPurpose = Field(sa_type=WordType(LinkPurpose))
    ends_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class SignIn(SQLModel, table=True):
    """Somebody signed in on one device; only the SHA-256 of its id is kept."""

    __tablename__ = "sign_in"
    __table_args__ = (Index("ix_sign_in_ends_at", "ends_at"),)

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    staff_id: int = Field(foreign_key="staff.id", index=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    seen_at: datetime = Field(sa_type=UtcDateTime)
    idle_seconds: int
    """Without being seen for so long, it ends."""
    ends_at: datetime = Field(sa_type=UtcDateTime)
    address: str = ""
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    why: str = ""
    device: str = Field(default="", index=True)
    """The SHA-256 of what the browser is known by, which several people may share."""
    lock_seconds: int = 0
    """Without being seen for so long, it is locked; 0: never."""
    locked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    wrong_pins: int = 0
    """Since it was unlocked last."""


class Guess(SQLModel, table=True):
    """One try at a password, kept for a day; wrong until it proves right."""

    __tablename__ = "guess"
    __table_args__ = (
        Index("ix_guess_account", "account", "at"),
        Index("ix_guess_address", "address", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    account: str
    """The SHA-256 of the name typed, which may be a password typed in the wrong place."""
    address: str
    at: datetime = Field(sa_type=UtcDateTime)
    was_right: bool = False


class OpenedRecord(SQLModel, table=True):
    """A patient's record that somebody limited to their own patients opened, for a reason.

    Until then the patient counts as their own; closing it early brings ``until`` forward.
    """

    __tablename__ = "opened_record"
    __table_args__ = (Index("ix_opened_record_staff", "staff_id", "until"),)

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id")
    patient_id: int = Field(foreign_key="patient.id")
    reason: str
    since: datetime = Field(sa_type=UtcDateTime)
    until: datetime = Field(sa_type=UtcDateTime)
