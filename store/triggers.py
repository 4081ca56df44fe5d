"""The database's own last word against double booking, on SQLite.

The checks of ``store.rules`` run first and speak to people; these hold when those were gone round.
A migration that makes the booking table anew has to create them again. On PostgreSQL exclusion
constraints of the same names take their place.
"""

from string import Template

DAY = 86_400
"""Seconds: no booking with its clean-up is longer, so an overlap begins at most so much earlier."""

_ENDED = "('cancelled', 'no-show')"
_PLACE = ("starts_at", "ends_at", "blocked_until", "provider_id", "room_id", "patient_id")
_RETURNS = f"OLD.status IN {_ENDED} OR OLD.is_history"
_MOVES = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in _PLACE)
_HOLDS = f"NEW.status NOT IN {_ENDED} AND NOT NEW.is_history"


_CLASH = f"""EXISTS (
    SELECT 1 FROM booking AS other
    WHERE other.$who = NEW.$who AND other.id IS NOT NEW.id AND other.status NOT IN {_ENDED}
    AND other.starts_at > NEW.starts_at - {DAY}
    AND other.starts_at < NEW.$until AND other.$until > NEW.starts_at
)"""  # noqa: S608, written from the constants above alone


def _clash(who: str, until: str) -> str:
    return Template(_CLASH).substitute(who=who, until=until)


def _pair(name: str, refused: str) -> tuple[str, str]:
    body = f"{refused} BEGIN SELECT RAISE(ABORT, '{name}'); END"
    insert = f"CREATE TRIGGER {name}_insert BEFORE INSERT ON booking WHEN {_HOLDS}"
    update = f"CREATE TRIGGER {name}_update BEFORE UPDATE ON booking WHEN {_HOLDS}"
    return f"{insert} AND {body}", f"{update} AND ({_RETURNS} OR {_MOVES}) AND {body}"


TRIGGERS: tuple[str, ...] = (
    *_pair("booking_provider_once", _clash("provider_id", "blocked_until")),
    *_pair("booking_room_once", _clash("room_id", "blocked_until")),
    *_pair("booking_patient_once", _clash("patient_id", "ends_at")),
    *_pair("booking_within_a_day", f"NEW.blocked_until - NEW.starts_at > {DAY}"),
)
"""One statement each; an active booking that is no history passes them or is not written."""
