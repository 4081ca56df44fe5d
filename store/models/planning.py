"""Plan templates, and the ids of sessions that were dropped from their plans."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from store.models.columns import UtcDateTime, WordType
from store.words import PaymentOption


class PlanTemplate(SQLModel, table=True):
    """A course as the clinic usually prescribes it; spacing in days, money in minor units."""

    __tablename__ = "plan_template"
    __table_args__ = (CheckConstraint("total > 0 AND deposit >= 0 AND price >= 0"),)

    id: int | None = Field(default=None, primary_key=True)
    name: str
    name_key: str = Field(unique=True)
    """The name normalised, so that two that read the same are one."""
    treatment: str
    goal: str
    total: int
    """How many sessions a plan made from it has."""
    spacing_min: int | None = None
    spacing_ideal: int | None = None
    spacing_max: int | None = None
    price: int | None = None
    """Of the whole course; None where each service has its own price."""
    currency: str = "USD"
    payment_option: PaymentOption = Field(
        default=PaymentOption.PAY_AS_YOU_GO, sa_type=WordType(PaymentOption)
    )
    deposit: int = 0
    disabled: bool = False
    version: int = 1


class PlanTemplateItem(SQLModel, table=True):
    """A service in the sessions from ``first`` to ``last``; None is the end of the course."""

    __tablename__ = "plan_template_item"
    __table_args__ = (CheckConstraint("units > 0 AND first > 0 AND last >= first"),)

    template_id: int = Field(primary_key=True, foreign_key="plan_template.id")
    position: int = Field(primary_key=True)
    service_id: int = Field(foreign_key="service.id")
    units: int = 1
    first: int = 1
    last: int | None = None


class DroppedSession(SQLModel, table=True):
    """A session that was dropped, from its plan or with it: neither id is given to another one."""

    __tablename__ = "dropped_session"

    id: int = Field(primary_key=True)
    plan_id: int
    dropped_at: datetime = Field(sa_type=UtcDateTime)
