"""Keep an audit trail."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from store.audit.chain import BEFORE_THE_FIRST
from store.audit.guards import GUARDS
from store.models.columns import UtcDateTime

revision: str = "0010"
down_revision: str | None = "0009"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

TEXTS = ("command", "result", "by_name", "by_role", "origin", "said", "touched", "changes", "hash")


def upgrade() -> None:
    """Go to this version; the trail begins empty, whatever happened before."""
    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        *(sa.Column(name, sa.String(), nullable=False) for name in TEXTS),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("at", "kind", "by_id"):
        op.create_index(f"ix_audit_entry_{name}", "audit_entry", [name])
    op.create_table(
        "audit_patient",
        sa.Column("patient_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("patient_id", "entry_id"),
        sqlite_with_rowid=False,
    )
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.bulk_insert(head, [{"id": 1, "count": 0, "hash": BEFORE_THE_FIRST}])
    for statement in GUARDS.values():
        op.execute(statement)


def downgrade() -> None:
    """Go back to the version before; the trail is lost."""
    for table in ("audit_head", "audit_patient", "audit_entry"):
        op.drop_table(table)
