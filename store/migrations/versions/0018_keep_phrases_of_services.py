"""Keep the phrases with which a service's notes are begun."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0018"
down_revision: str | None = "0016"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go to this version."""
    op.add_column(
        "service", sa.Column("phrases", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_column("service", "phrases")  # in place: a copy of the table would lose its checks
