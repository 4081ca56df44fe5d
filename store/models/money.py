"""What is owed and what was paid, in integer minor units of a currency."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from store.models.columns import UtcDateTime, WordType
from store.words import PaymentMethod


class Invoice(SQLModel, table=True):
    """The bill of one session."""

    __tablename__ = "invoice"

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="treatment_session.id", unique=True)
    issued_at: datetime = Field(sa_type=UtcDateTime)
    currency: str = "USD"


class Charge(SQLModel, table=True):
    """One line of an invoice; for an item, or free text."""

    __tablename__ = "charge"
    __table_args__ = (CheckConstraint("amount >= 0"),)

    id: int | None = Field(default=None, primary_key=True)
    invoice_id: int = Field(foreign_key="invoice.id", index=True)
    item_id: int | None = Field(default=None, foreign_key="item.id")
    description: str
    amount: int


class Payment(SQLModel, table=True):
    """Money that came for a session; a refund is negative."""

    __tablename__ = "payment"
    __table_args__ = (CheckConstraint("amount <> 0"),)

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="treatment_session.id", index=True)
    amount: int
    currency: str = "USD"
    method: PaymentMethod = Field(sa_type=WordType(PaymentMethod))
    taken_at: datetime = Field(sa_type=UtcDateTime)
    taken_by: str = ""
    """Name of the person, kept as it was then."""
