"""Keep beside each scope what searches ask, reach parts by patient, bound To close by dates."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0005"
down_revision: str | None = "0004"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

SESSION = "treatment_session"
PART = "session_part"
DAYS = ["first_day", "last_day"]
PLACED = ["session_id", "provider_id", "location_id"]
SCOPED = ["session_ends_at", "close_from", "to_book"]
OLD, NEW = ["status", "category"], ["status", "category", "treatment", "patient_id"]
BEFORE = {
    "ix_session_ends": (SESSION, ["ends_at"]),
    "ix_session_to_book": (SESSION, ["to_book", "due_on", "id", *OLD]),
    "ix_session_newest_to_book": (SESSION, ["to_book", "order_newest", "id"]),
    "ix_session_soonest_to_book": (SESSION, ["to_book", "order_soonest", "id"]),
    "ix_session_close": (SESSION, ["close_from", "id", "status", "ends_at", "category"]),
    "ix_session_facet": (SESSION, [*OLD, "ends_at"]),
}
AFTER = {
    "ix_session_ends": (SESSION, ["ends_at", *NEW]),
    "ix_session_to_book": (SESSION, ["due_on", "id", *NEW]),
    "ix_session_newest_to_book": (SESSION, ["order_newest", "id"]),
    "ix_session_soonest_to_book": (SESSION, ["order_soonest", "id"]),
    "ix_session_close": (SESSION, ["close_from", "id", "ends_at", *NEW]),
    "ix_session_facet": (SESSION, [*OLD, "ends_at", *NEW[2:]]),
    "ix_session_open": (
        SESSION,
        ["patient_id", "treatment", "ends_at", "close_from", "to_book", *OLD],
    ),
    "ix_part_patient": (
        PART,
        ["patient_id", "treatment", *PLACED, *DAYS, *SCOPED, *OLD],
    ),
}
ONLY = {
    "ix_session_to_book": "to_book IS 1",
    "ix_session_newest_to_book": "to_book IS 1",
    "ix_session_soonest_to_book": "to_book IS 1",
    "ix_session_close": "close_from IS NOT NULL",
    "ix_session_open": "to_book IS 1 OR close_from IS NOT NULL",
    "ix_part_to_book": "to_book IS 1",
    "ix_part_close": "close_from IS NOT NULL",
}
SPREAD = "UPDATE treatment_session SET spread_days = (ends_at - {} + 86399) / 86400"


def upgrade() -> None:
    """Go to this version."""
    _drop({**BEFORE, **_part_indexes(OLD)})
    op.add_column(PART, sa.Column("treatment", sa.String, nullable=False, server_default=""))
    op.add_column(PART, sa.Column("patient_id", sa.Integer, nullable=False, server_default="0"))
    op.execute(
        "UPDATE session_part SET (treatment, patient_id) ="
        " (SELECT treatment, patient_id FROM treatment_session AS s WHERE s.id = session_id)"
    )
    op.execute(f"{SPREAD.format('close_from')} WHERE close_from < starts_at")
    _create({**AFTER, **_part_indexes(NEW)})


def downgrade() -> None:
    """Go back to the version before."""
    _drop({**AFTER, **_part_indexes(NEW)})
    op.execute(f"{SPREAD.format('starts_at')} WHERE close_from < starts_at")
    for column in NEW[2:]:
        op.drop_column(PART, column)
    _create({**BEFORE, **_part_indexes(OLD)}, partial=("ix_part_to_book", "ix_part_close"))


def _part_indexes(copied: list[str]) -> dict[str, tuple[str, list[str]]]:
    """Those that end with what is copied from the session."""
    asked = ["session_ends_at", *copied]
    own = [*PLACED, *DAYS, *asked] if copied == OLD else [*DAYS, *PLACED, *asked]
    rest = [*SCOPED, *copied]
    return {
        "ix_part_day": (PART, [*DAYS, "session_id", "location_id", "provider_id", *rest]),
        "ix_part_provider": (PART, ["provider_id", *DAYS, "session_id", "location_id", *rest]),
        "ix_part_location": (PART, ["location_id", *DAYS, "session_id", "provider_id", *rest]),
        "ix_part_to_book": (PART, own),
        "ix_part_close": (PART, ["close_from", *own]),
    }


def _drop(indexes: dict[str, tuple[str, list[str]]]) -> None:
    for name, (table, _) in indexes.items():
        op.drop_index(name, table)


def _create(
    indexes: dict[str, tuple[str, list[str]]], *, partial: Sequence[str] = tuple(ONLY)
) -> None:
    for name, (table, columns) in indexes.items():
        where = sa.text(ONLY[name]) if name in partial else None
        op.create_index(name, table, columns, sqlite_where=where)
