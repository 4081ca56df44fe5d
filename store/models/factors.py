"""What proves more than a password: second factors, and accounts at an identity provider."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from store.models.columns import UtcDateTime


class SecondFactor(SQLModel, table=True):
    """The key that a member of staff's authenticator app shares with the server."""

    __tablename__ = "second_factor"

    staff_id: int = Field(primary_key=True, foreign_key="staff.id")
    secret: str
    """In base 32, as it has to be: a code cannot be worked out from a sum of it."""
    begun_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """None: shown to its owner, who has not typed a code of it yet; it asks nothing of anybody."""
    last_step: int = 0
    """The step of time of the newest code that was used: it and older ones are good no more."""
    has_short_password: bool = False
    """Whether their password would be too short without it."""


class RecoveryCode(SQLModel, table=True):
    """A code for the day the app is gone; works once. What follows its number is kept hashed."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("staff_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    staff_id: int = Field(foreign_key="staff.id")
    number: str
    digest: str
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class PendingSignIn(SQLModel, table=True):
    """Somebody who proved one thing and is asked for a code; only their token's SHA-256 is kept."""

    __tablename__ = "pending_sign_in"

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    staff_id: int = Field(foreign_key="staff.id", index=True)
    made_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    tries: int = 0
    guess_id: int | None = None
    """The guess at the password, which counts as a wrong one until the code is right too."""


class OidcAccount(SQLModel, table=True):
    """Which account at an identity provider signs a member of staff in."""

    __tablename__ = "oidc_account"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    staff_id: int = Field(primary_key=True, foreign_key="staff.id")
    issuer: str
    subject: str
    sign_in_key: str
    """The sign-in name it was found by: with another one it holds no longer."""
    bound_at: datetime = Field(sa_type=UtcDateTime)
