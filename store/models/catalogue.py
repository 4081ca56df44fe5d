"""What the clinic can do, who may do it and where."""

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field, SQLModel

from store.models.columns import WordType
from store.words import Category


class Service(SQLModel, table=True):
    """A procedure on offer; money in minor units, times in minutes."""

    __tablename__ = "service"
    __table_args__ = (
        CheckConstraint("minutes > 0 AND buffer_minutes >= 0 AND price >= 0 AND deposit >= 0"),
    )

    id: int | None = Field(default=None, primary_key=True)
    name: str
    category: Category = Field(sa_type=WordType(Category))
    minutes: int
    buffer_minutes: int = 0
    price: int
    deposit: int = 0
    currency: str = "USD"
    needs_room: bool = True
    phrases: list[str] = Field(default_factory=list, sa_type=JSON)
    """Sentences that notes on it often hold."""
    disabled: bool = False
    version: int = 1


class ServiceProvider(SQLModel, table=True):
    """This provider may do this service; without a row nobody may."""

    __tablename__ = "service_provider"

    service_id: int = Field(primary_key=True, foreign_key="service.id")
    provider_id: int = Field(primary_key=True, foreign_key="provider.id", index=True)


class ServiceRoom(SQLModel, table=True):
    """This room suits this service."""

    __tablename__ = "service_room"

    service_id: int = Field(primary_key=True, foreign_key="service.id")
    room_id: int = Field(primary_key=True, foreign_key="room.id", index=True)
