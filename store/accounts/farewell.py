"""What somebody is told at the door whose sign-in is over: why, and whether it is anything of theirs."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from store.accounts import ends
from store.accounts.roles import ROLES
from store.accounts.sign_ins import fingerprint, is_held
from store.tables import SIGN_IN, STAFF

TOLD = {
    ends.BY_THEMSELVES: "",
    ends.AGAIN: "",
    ends.CHANGED: "What you may do was changed, so you were signed out. Sign in to go on.",
    ends.GONE: "Your account was disabled. A manager can enable it again.",
    ends.CHOSE_ANEW: "A new password was chosen for your account, so you were signed out everywhere.",
    ends.SECOND_FACTOR_ON: "Your second factor was turned on, so your other devices were signed out.",
    ends.SECOND_FACTOR_OFF: "Your second factor was taken off, so you were signed out.",
    ends.FORGOTTEN: "Your account at the identity provider was forgotten, so you were signed out.",
    ends.EVERYBODY: "Everybody was signed out of this device.",
    ends.RESTORED: "A backup was put back, so everybody was signed out.",
}
"""By why a sign-in was ended, as the table has it."""
OTHERWISE = "You were signed out. Sign in to go on."


def farewell(connection: Connection, token: str, now: datetime) -> str:
    """Why the sign-in that a browser held is over; empty when it holds, or its end was asked for."""
    held = SIGN_IN.c
    query = select(
        held.revoked_at, held.why, held.seen_at, held.idle_seconds, held.made_at, held.ends_at
    )
    row = connection.execute(query.where(held.digest == fingerprint(token))).first()
    if row is None:
        return ""
    if row.revoked_at is not None:
        return TOLD.get(row.why, OTHERWISE)
    if now >= row.ends_at:
        lasts = _span(row.ends_at - row.made_at)
        return f"You were signed out, as everybody is after {lasts}. Sign in to go on."
    idle = timedelta(seconds=row.idle_seconds)
    if now >= row.seen_at + idle:
        return f"You were signed out after {_span(idle)} in which nothing was done here."
    return ""


def over(connection: Connection, sign_in_ids: Iterable[int], now: datetime) -> frozenset[int]:
    """Those that hold no longer, ended or run out; one query."""
    asked = frozenset(sign_in_ids)
    held = SIGN_IN.c
    query = (
        select(
            held.id,
            held.revoked_at,
            held.seen_at,
            held.idle_seconds,
            held.ends_at,
            STAFF.c.disabled,
            ROLES,
        )
        .join(STAFF, STAFF.c.id == held.staff_id)
        .where(held.id.in_(asked))
    )
    return asked - {row.id for row in connection.execute(query) if is_held(row, now)}


def _span(lasts: timedelta) -> str:
    minutes = round(lasts.total_seconds() / 60)
    count, unit = (minutes // 60, "hour") if minutes % 60 == 0 else (minutes, "minute")
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
