"""Keep which bookings were made in passing, and make nobody a provider's own patient."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from store.migrations.closing import disable

revision: str = "0019"
down_revision: str | None = "0018"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go to this version; bookings of before keep whom they made whose own."""
    op.add_column(
        "booking", sa.Column("in_passing", sa.Boolean(), nullable=False, server_default="0")
    )


def downgrade() -> None:
    """Go back to the version before, to which every booking counts.

    Whoever would see somebody for good by one made in passing is disabled.
    """
    disable(
        "SELECT staff.id FROM staff JOIN booking ON booking.provider_id = staff.provider_id"
        " WHERE staff.own_patients AND booking.in_passing"
    )
    op.drop_column("booking", "in_passing")
