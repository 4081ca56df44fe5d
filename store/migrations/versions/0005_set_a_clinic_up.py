"""Number the versions of what is set up, and keep days on which a location is closed or open otherwise."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

VERSIONED = ("location", "room", "provider", "service")


def upgrade() -> None:
    """Go to this version."""
    for table in VERSIONED:
        op.add_column(table, sa.Column("version", sa.Integer, nullable=False, server_default="1"))
    op.add_column(
        "provider_exception", sa.Column("reason", sa.String, nullable=False, server_default="")
    )
    op.create_table(
        "location_exception",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("location_id", sa.Integer, sa.ForeignKey("location.id"), nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("opens", sa.Integer),
        sa.Column("closes", sa.Integer),
        sa.Column("reason", sa.String, nullable=False),
        sa.CheckConstraint("opens IS NULL OR (opens >= 0 AND opens < closes AND closes <= 1440)"),
        sa.CheckConstraint("(opens IS NULL) = (closes IS NULL)"),
    )
    op.create_index("ix_location_exception_day", "location_exception", ["location_id", "day"])
    op.create_index("ix_booking_location", "booking", ["location_id", "starts_at"])


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_index("ix_booking_location", "booking")
    op.drop_table("location_exception")
    op.drop_column("provider_exception", "reason")
    for table in VERSIONED:
        op.drop_column(table, "version")
