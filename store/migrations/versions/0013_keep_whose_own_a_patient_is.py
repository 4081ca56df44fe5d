"""Keep whose own a patient is, and which records were opened for a while."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from store.models.columns import UtcDateTime

revision: str = "0013"
down_revision: str | None = "0012"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

FILL = """
INSERT INTO treating (provider_id, patient_id, session_id)
SELECT b.provider_id, s.patient_id, s.id
FROM booking AS b JOIN treatment_session AS s ON s.id = b.session_id
WHERE b.status <> 'cancelled'
UNION
SELECT i.performed_by_id, s.patient_id, s.id
FROM item AS i JOIN treatment_session AS s ON s.id = i.session_id
WHERE i.performed_by_id IS NOT NULL
"""


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "treating",
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["provider_id"], ["provider.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.ForeignKeyConstraint(["session_id"], ["treatment_session.id"]),
        sa.PrimaryKeyConstraint("provider_id", "patient_id", "session_id"),
        sqlite_with_rowid=False,
    )
    op.execute(FILL)
    op.create_index("ix_treating_session", "treating", ["session_id"])
    op.drop_index("ix_part_session", "session_part")
    op.create_index("ix_part_session", "session_part", ["session_id", "location_id"])
    op.create_table(
        "opened_record",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.Column("until", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"]),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_opened_record_staff", "opened_record", ["staff_id", "until"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("opened_record")
    op.drop_index("ix_part_session", "session_part")
    op.create_index("ix_part_session", "session_part", ["session_id"])
    op.drop_table("treating")
