"""Merge patients with nothing lost, and keep templates of plans."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from store.models.columns import UtcDateTime

revision: str = "0006"
down_revision: str | None = "0005"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

MERGED = sa.text("merged_into_id IS NOT NULL")


def upgrade() -> None:
    """Go to this version."""
    op.add_column("patient", sa.Column("merged_into_id", sa.Integer))
    op.create_index("ix_patient_birth_date", "patient", ["birth_date"])
    op.create_index("ix_patient_email", "patient", [sa.text("lower(email)")])
    op.create_index("ix_patient_merged", "patient", ["merged_into_id"], sqlite_where=MERGED)
    op.create_table(
        "patient_merge",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("kept_id", sa.Integer, sa.ForeignKey("patient.id"), nullable=False),
        sa.Column("other_id", sa.Integer, sa.ForeignKey("patient.id"), nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("by_id", sa.Integer, sa.ForeignKey("staff.id")),
        sa.Column("by_name", sa.String, nullable=False),
        sa.Column("kept", sa.JSON),
        sa.Column("other", sa.JSON),
        sa.Column("moved", sa.JSON),
        sa.Column("undone", sa.Boolean, nullable=False),
    )
    op.create_index("ix_patient_merge_kept_id", "patient_merge", ["kept_id"])
    op.create_index("ix_patient_merge_other_id", "patient_merge", ["other_id"])
    _make_templates()
    op.create_table(
        "dropped_session",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("plan_id", sa.Integer, sa.ForeignKey("treatment_plan.id"), nullable=False),
        sa.Column("dropped_at", UtcDateTime, nullable=False),
    )


def downgrade() -> None:
    """Go back to the version before; merged patients are records of their own again, and empty."""
    for table in ("dropped_session", "plan_template_item", "plan_template", "patient_merge"):
        op.drop_table(table)
    for index in ("ix_patient_merged", "ix_patient_email", "ix_patient_birth_date"):
        op.drop_index(index, "patient")
    op.drop_column("patient", "merged_into_id")


def _make_templates() -> None:
    op.create_table(
        "plan_template",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("name_key", sa.String, nullable=False),
        sa.Column("treatment", sa.String, nullable=False),
        sa.Column("goal", sa.String, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("spacing_min", sa.Integer),
        sa.Column("spacing_ideal", sa.Integer),
        sa.Column("spacing_max", sa.Integer),
        sa.Column("price", sa.Integer),
        sa.Column("currency", sa.String, nullable=False),
        sa.Column("payment_option", sa.String, nullable=False),
        sa.Column("deposit", sa.Integer, nullable=False),
        sa.Column("disabled", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.CheckConstraint("total > 0 AND deposit >= 0 AND price >= 0"),
        sa.UniqueConstraint("name_key"),
    )
    op.create_table(
        "plan_template_item",
        sa.Column("template_id", sa.Integer, sa.ForeignKey("plan_template.id"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        sa.Column("service_id", sa.Integer, sa.ForeignKey("service.id"), nullable=False),
        sa.Column("units", sa.Integer, nullable=False),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer),
        sa.CheckConstraint("units > 0 AND first > 0 AND last >= first"),
    )
