"""Keep the ids of plans that were taken back, whose row is gone."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from store.models.columns import UtcDateTime

revision: str = "0016"
down_revision: str | None = "0015"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go to this version."""
    _renew()


def downgrade() -> None:
    """Go back to the version before; sessions of plans that are gone were never dropped there."""
    op.execute("DELETE FROM dropped_session WHERE plan_id NOT IN (SELECT id FROM treatment_plan)")
    _renew(sa.ForeignKeyConstraint(["plan_id"], ["treatment_plan.id"]))


def _renew(*constraints: sa.ForeignKeyConstraint) -> None:
    """The table with these constraints and the rows it had."""
    op.rename_table("dropped_session", "dropped_session_before")
    op.create_table(
        "dropped_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("dropped_at", UtcDateTime(), nullable=False),
        *constraints,
        sa.PrimaryKeyConstraint("id"),
    )
    op.execute(
        "INSERT INTO dropped_session (id, plan_id, dropped_at) "
        "SELECT id, plan_id, dropped_at FROM dropped_session_before"
    )
    op.drop_table("dropped_session_before")
