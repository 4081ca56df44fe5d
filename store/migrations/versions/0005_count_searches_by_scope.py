"""Keep beside each scope what searches ask, and bound To close by dates too."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SESSION = "treatment_session"
JUDGED = ["status", "category", "treatment", "patient_id"]
BEFORE = {
    "ix_session_ends": ["ends_at"],
    "ix_session_to_book": ["to_book", "due_on", "id", "status", "category"],
    "ix_session_newest_to_book": ["to_book", "order_newest", "id"],
    "ix_session_soonest_to_book": ["to_book", "order_soonest", "id"],
    "ix_session_close": ["close_from", "id", "status", "ends_at", "category"],
}
AFTER = {
    "ix_session_ends": ["ends_at", *JUDGED],
    "ix_session_to_book": ["due_on", "id", *JUDGED],
    "ix_session_newest_to_book": ["order_newest", "id"],
    "ix_session_soonest_to_book": ["order_soonest", "id"],
    "ix_session_close": ["close_from", "id", "ends_at", *JUDGED],
}
ONLY = {
    "ix_session_to_book": "to_book IS 1",
    "ix_session_newest_to_book": "to_book IS 1",
    "ix_session_soonest_to_book": "to_book IS 1",
    "ix_session_close": "close_from IS NOT NULL",
}
SPREAD = (
    "UPDATE treatment_session SET spread_days = (ends_at - {first} + 86399) / 86400 WHERE {wide}"
)


def upgrade() -> None:
    """Go to this version."""
    for name in BEFORE:
        op.drop_index(name, SESSION)
    op.execute(SPREAD.format(first="close_from", wide="close_from < starts_at"))
    for name, columns in AFTER.items():
        where = sa.text(ONLY[name]) if name in ONLY else None
        op.create_index(name, SESSION, columns, sqlite_where=where)


def downgrade() -> None:
    """Go back to the version before."""
    for name in AFTER:
        op.drop_index(name, SESSION)
    op.execute(SPREAD.format(first="starts_at", wide="close_from < starts_at"))
    for name, columns in BEFORE.items():
        op.create_index(name, SESSION, columns)
