"""Refuse double bookings."""

from collections.abc import Sequence

from alembic import op

from store.triggers import TRIGGERS

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go to this version."""
    for trigger in TRIGGERS:
        op.execute(trigger)


def downgrade() -> None:
    """Go back to the version before."""
    for trigger in reversed(TRIGGERS):
        op.execute(f"DROP TRIGGER {trigger.split()[2]}")
