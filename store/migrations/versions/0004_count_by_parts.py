"""Copy what counts ask of a session to its parts, and index both for ranges of dates."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from store.models.columns import UtcDateTime

revision: str = "0004"
down_revision: str | None = "0003"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SESSION = "treatment_session"
PART = "session_part"
DAYS = ["first_day", "last_day"]
COPIED = ["session_ends_at", "close_from", "to_book", "status", "category"]
ASKED = ["session_id", "provider_id", "location_id", *DAYS, "session_ends_at", *COPIED[3:]]
BEFORE = {
    "ix_session_newest": (SESSION, ["order_newest", "id", "ends_at", "close_from"]),
    "ix_part_day": (PART, [*DAYS, "session_id", "location_id", "provider_id"]),
    "ix_part_provider": (PART, ["provider_id", "starts_at", "session_id", "location_id", *DAYS]),
    "ix_part_location": (PART, ["location_id", "starts_at", "session_id", "provider_id", *DAYS]),
}
AFTER = {
    "ix_session_newest": (SESSION, ["order_newest", "id", "ends_at", "close_from", "starts_at"]),
    "ix_session_spread": (SESSION, ["spread_days"]),
    "ix_part_day": (PART, [*DAYS, "session_id", "location_id", "provider_id", *COPIED]),
    "ix_part_provider": (PART, ["provider_id", *DAYS, "session_id", "location_id", *COPIED]),
    "ix_part_location": (PART, ["location_id", *DAYS, "session_id", "provider_id", *COPIED]),
    "ix_part_to_book": (PART, ASKED),
    "ix_part_close": (PART, ["close_from", *ASKED]),
}
ONLY = {"ix_part_to_book": "to_book IS 1", "ix_part_close": "close_from IS NOT NULL"}


def upgrade() -> None:
    """Go to this version."""
    for name, (table, _) in BEFORE.items():
        op.drop_index(name, table)
    op.add_column(SESSION, sa.Column("spread_days", sa.Integer, nullable=False, server_default="0"))
    op.add_column(PART, sa.Column("session_ends_at", UtcDateTime))
    op.add_column(PART, sa.Column("close_from", UtcDateTime))
    op.add_column(PART, sa.Column("to_book", sa.Boolean, nullable=False, server_default="0"))
    op.add_column(PART, sa.Column("status", sa.String, nullable=False, server_default=""))
    op.add_column(PART, sa.Column("category", sa.String, nullable=False, server_default=""))
    op.execute(
        "UPDATE treatment_session SET spread_days = (ends_at - starts_at + 86399) / 86400"
        " WHERE ends_at IS NOT NULL"
    )
    op.execute(
        "UPDATE session_part SET (session_ends_at, close_from, to_book, status, category) ="
        " (SELECT ends_at, close_from, to_book, status, category FROM treatment_session AS s"
        " WHERE s.id = session_id)"
    )
    for name, (table, columns) in AFTER.items():
        where = sa.text(ONLY[name]) if name in ONLY else None
        op.create_index(name, table, columns, sqlite_where=where)


def downgrade() -> None:
    """Go back to the version before."""
    for name, (table, _) in AFTER.items():
        op.drop_index(name, table)
    for column in COPIED:
        op.drop_column(PART, column)
    op.drop_column(SESSION, "spread_days")
    for name, (table, columns) in BEFORE.items():
        op.create_index(name, table, columns)
