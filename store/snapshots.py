"""Rows as plain JSON values, as the history keeps them, and back: what every undo works with."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy.types import Date, TypeEngine
from sqlmodel import SQLModel

from store.models import Booking, Item
from store.models.columns import UtcDateTime, WordType

ITEM_STATE = (
    "booking_id",
    "performed_at",
    "performed_until",
    "performed_by_id",
    "performed_location_id",
    "note",
    "documented_at",
    "documented_by",
)
ITEM_WHOLE = (
    "id",
    "session_id",
    "service_id",
    "position",
    "units",
    "unit_price",
    "currency",
    *ITEM_STATE,
)
BOOKING_STATE = ("status", "needs_moving", "moving_reason", "cancel_reason")


def item_states(items: Iterable[Item]) -> dict[str, dict[str, Any]]:
    """Where the items stand, by id as text."""
    return {str(item.id): taken(item, ITEM_STATE) for item in items}


def booking_state(booking: Booking) -> dict[str, Any]:
    """Where the booking stands, place and time aside."""
    return taken(booking, BOOKING_STATE)


def taken(row: SQLModel, columns: Iterable[str]) -> dict[str, Any]:
    """The values of these columns, as JSON has them."""
    return {column: _plain(getattr(row, column)) for column in columns}


def put_back(row: SQLModel, values: Mapping[str, Any]) -> None:
    """Write values that ``taken`` gave into the row; its version and what is no column stay out."""
    for name, value in _columns(row, values):
        setattr(row, name, value)


def stands(row: SQLModel, values: Mapping[str, Any]) -> bool:
    """Whether the row still has these values, its version aside."""
    return all(getattr(row, name) == value for name, value in _columns(row, values))


def _columns(row: SQLModel, values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    columns = row.__table__.columns  # type: ignore[attr-defined]  # SQLModel adds it
    for name, value in values.items():
        if name in columns and name != "version":
            yield name, _lively(value, columns[name].type)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value


def _lively(value: Any, kind: TypeEngine[Any]) -> Any:
    if value is None:
        return None
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(value)
    if isinstance(kind, Date):
        return date.fromisoformat(value)
    return kind.words.of(value) if isinstance(kind, WordType) else value
