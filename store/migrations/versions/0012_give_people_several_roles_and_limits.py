"""Give people several roles and limits: the role moves from its column into a table of its own."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

from store.migrations.closing import disable, end_sign_ins

revision: str = "0012"
down_revision: str | None = "0011"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """Go to this version."""
    op.create_table(
        "staff_role",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"]),
        sa.PrimaryKeyConstraint("staff_id", "role"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "staff_location",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["location_id"], ["location.id"]),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"]),
        sa.PrimaryKeyConstraint("staff_id", "location_id"),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO staff_role (staff_id, role) SELECT id, role FROM staff")
    op.drop_column("staff", "role")
    for name, default in (("own_patients", "0"), ("sees_money", "1"), ("sees_notes", "1")):
        op.add_column(
            "staff", sa.Column(name, sa.Boolean(), nullable=False, server_default=default)
        )


def downgrade() -> None:
    """Go back to the version before; of several roles the one that may most is kept.

    It knows no limits and nobody who only reads: whoever was held back so is disabled, and all
    sign-ins end.
    """
    limited = "own_patients OR NOT sees_money OR NOT sees_notes"
    disable(f"SELECT id FROM staff WHERE {limited}")  # noqa: S608 - words of ours
    disable("SELECT staff_id FROM staff_location")
    disable(
        "SELECT id FROM staff WHERE id NOT IN"
        " (SELECT staff_id FROM staff_role WHERE role IN ('provider', 'front-desk', 'manager'))"
    )
    end_sign_ins()
    op.add_column(
        "staff", sa.Column("role", sa.String(), nullable=False, server_default="front-desk")
    )
    for role in ("provider", "front-desk", "manager"):
        op.execute(
            f"UPDATE staff SET role = '{role}' WHERE id IN"  # noqa: S608 - words of ours
            f" (SELECT staff_id FROM staff_role WHERE role = '{role}')"
        )
    for name in ("sees_notes", "sees_money", "own_patients"):
        op.drop_column("staff", name)
    op.drop_table("staff_location")
    op.drop_table("staff_role")
