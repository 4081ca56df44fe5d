"""Days of the demo that hold the same whatever the time of day."""

from datetime import UTC, datetime, timedelta


def ahead() -> str:
    """A day on which no booking has begun yet, in any zone."""
    return (datetime.now(UTC).date() + timedelta(days=2)).isoformat()
