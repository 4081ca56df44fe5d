"""Lock what nobody uses: sign-ins that are locked, the devices they share, and PINs."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from store.migrations.closing import end_sign_ins
from store.models.columns import UtcDateTime

revision: str = "0014"
down_revision: str | None = "0013"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go to this version; the server's start gives sign-ins of before the lock that is set."""
    for name in ("lock_seconds", "wrong_pins"):
        column = sa.Column(name, sa.Integer(), nullable=False, server_default="0")
        op.add_column("sign_in", column)
    op.add_column("sign_in", sa.Column("device", sa.String(), nullable=False, server_default=""))
    op.add_column("sign_in", sa.Column("locked_at", UtcDateTime(), nullable=True))
    op.create_index("ix_sign_in_device", "sign_in", ["device"])
    op.create_index("ix_sign_in_ends_at", "sign_in", ["ends_at"])
    op.create_table(
        "pin",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("changed_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"]),
        sa.PrimaryKeyConstraint("staff_id"),
    )


def downgrade() -> None:
    """Go back to the version before, which knows no lock: all sign-ins end."""
    end_sign_ins()
    op.drop_table("pin")
    op.drop_index("ix_sign_in_ends_at", "sign_in")
    op.drop_index("ix_sign_in_device", "sign_in")
    with op.batch_alter_table("sign_in") as sign_in:
        for name in ("lock_seconds", "wrong_pins", "device", "locked_at"):
            sign_in.drop_column(name)
