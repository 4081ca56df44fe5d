"""Index the session list, so that scopes, sorts and counts are read from an index alone."""

from collections.abc import Sequence

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TABLE = "treatment_session"
BEFORE = {
    "ix_session_newest": ["order_newest", "id"],
    "ix_session_soonest": ["order_soonest", "id"],
    "ix_session_to_book": ["to_book", "due_on", "id"],
    "ix_session_close": ["close_from", "id"],
    "ix_session_patient": ["patient_id"],
}
COUNTED = ["ends_at", "close_from", "to_book", "status", "category"]
AFTER = {
    "ix_session_newest": ["order_newest", "id", "ends_at"],
    "ix_session_soonest": ["order_soonest", "id", "ends_at"],
    "ix_session_to_book": ["to_book", "due_on", "id", "status", "category"],
    "ix_session_close": ["close_from", "id", "status", "ends_at", "category"],
    "ix_session_patient": ["patient_id", "treatment", *COUNTED],
    "ix_session_treatment_ends": ["treatment", *COUNTED],
    "ix_session_facet": ["status", "category", "ends_at"],
    "ix_session_position": ["position", "id"],
    "ix_session_provider_key": ["provider_key", "id"],
    "ix_session_status": ["status", "id"],
    "ix_session_billing": ["billing_status", "id"],
}


def upgrade() -> None:
    """Go to this version."""
    for name in BEFORE:
        op.drop_index(name, TABLE)
    for name, columns in AFTER.items():
        op.create_index(name, TABLE, columns)


def downgrade() -> None:
    """Go back to the version before."""
    for name in AFTER:
        op.drop_index(name, TABLE)
    for name, columns in BEFORE.items():
        op.create_index(name, TABLE, columns)
