"""What a step back does so that it opens nothing: people sign in again, or not until a manager looks."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from store.models.columns import UtcDateTime

WHY = "Regimen went back to an earlier version."
SIGN_IN = sa.table("sign_in", sa.column("revoked_at", UtcDateTime()), sa.column("why", sa.String()))


def end_sign_ins() -> None:
    """End every one: the version before knows less of what they are held back by."""
    ending = SIGN_IN.update().where(SIGN_IN.c.revoked_at.is_(None))
    op.execute(ending.values(revoked_at=datetime.now(UTC), why=WHY))


def disable(people: str) -> None:
    """Let nobody in of whom a query gives the ids, until a manager enables them."""
    op.execute(f"UPDATE staff SET disabled = 1 WHERE id IN ({people})")  # noqa: S608 - words of ours
