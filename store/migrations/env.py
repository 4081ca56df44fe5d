"""Where Alembic finds the tables and the connection."""

from typing import Any, Literal

from alembic import context
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

from store.models.columns import UtcDateTime, WordType
from store.tables import SESSION

assert SESSION.metadata is SQLModel.metadata


def _rendered(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Write plain types into migrations, so that they outlive the vocabulary."""
    if kind == "type" and isinstance(item, WordType | AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(item, UtcDateTime):
        return "UtcDateTime()"
    return False


def _compared(
    _context: object, _one: object, _other: object, ours: Any, theirs: Any
) -> bool | None:
    return False if isinstance(theirs, WordType | UtcDateTime) else None


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=_compared,
    render_item=_rendered,
)
context.run_migrations()
