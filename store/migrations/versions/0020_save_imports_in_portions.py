"""Keep how far an import has been saved, so that one that was cut off is gone on with."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0020"
down_revision: str | None = "0019"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "import_step",
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("done", sa.JSON(), nullable=False),
    )


def downgrade() -> None:
    """Go back to the version before."""
    op.drop_table("import_step")
