"""Index the session list, so that scopes, sorts and counts are read from an index alone."""

from collections.abc import Sequence

from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SESSION = "treatment_session"
PART = "session_part"
BEFORE = {
    "ix_session_newest": (SESSION, ["order_newest", "id"]),
    "ix_session_soonest": (SESSION, ["order_soonest", "id"]),
    "ix_session_to_book": (SESSION, ["to_book", "due_on", "id"]),
    "ix_session_close": (SESSION, ["close_from", "id"]),
    "ix_session_patient": (SESSION, ["patient_id"]),
    "ix_part_day": (PART, ["first_day", "span_days"]),
    "ix_part_provider": (PART, ["provider_id", "starts_at", "session_id"]),
    "ix_part_location": (PART, ["location_id", "starts_at", "session_id"]),
}
COUNTED = ["ends_at", "close_from", "to_book", "status", "category"]
DAYS = ["first_day", "last_day"]
AFTER = {
    "ix_session_newest": (SESSION, ["order_newest", "id", "ends_at", "close_from"]),
    "ix_session_soonest": (SESSION, ["order_soonest", "id", "ends_at"]),
    "ix_session_newest_to_book": (SESSION, ["to_book", "order_newest", "id"]),
    "ix_session_soonest_to_book": (SESSION, ["to_book", "order_soonest", "id"]),
    "ix_session_newest_status": (SESSION, ["status", "order_newest", "id", "ends_at"]),
    "ix_session_soonest_status": (SESSION, ["status", "order_soonest", "id", "ends_at"]),
    "ix_session_to_book": (SESSION, ["to_book", "due_on", "id", "status", "category"]),
    "ix_session_close": (SESSION, ["close_from", "id", "status", "ends_at", "category"]),
    "ix_session_patient": (SESSION, ["patient_id", "treatment", *COUNTED]),
    "ix_session_treatment_ends": (SESSION, ["treatment", *COUNTED]),
    "ix_session_facet": (SESSION, ["status", "category", "ends_at"]),
    "ix_session_position": (SESSION, ["position", "id"]),
    "ix_session_provider_key": (SESSION, ["provider_key", "id", "ends_at", "close_from"]),
    "ix_session_status": (SESSION, ["status", "id", "ends_at", "close_from"]),
    "ix_session_billing": (SESSION, ["billing_status", "id"]),
    "ix_part_day": (PART, [*DAYS, "session_id", "location_id", "provider_id"]),
    "ix_part_provider": (
        PART,
        ["provider_id", "starts_at", "session_id", "location_id", *DAYS],
    ),
    "ix_part_location": (
        PART,
        ["location_id", "starts_at", "session_id", "provider_id", *DAYS],
    ),
}


def upgrade() -> None:
    """Go to this version."""
    for name, (table, _) in BEFORE.items():
        op.drop_index(name, table)
    for name, (table, columns) in AFTER.items():
        op.create_index(name, table, columns)


def downgrade() -> None:
    """Go back to the version before."""
    for name, (table, _) in AFTER.items():
        op.drop_index(name, table)
    for name, (table, columns) in BEFORE.items():
        op.create_index(name, table, columns)
