"""Time off: spans in which a provider works nowhere."""

from datetime import datetime, timedelta

from store import rights
from store.displacement import settled
from store.errors import Invalid, NotAllowed
from store.lookup import find
from store.models import Provider, TimeOff
from store.snapshots import taken
from store.tables import BOOKING
from store.text import clean
from store.unit import Unit
from store.views import SetUpOutcome

LONGEST_OFF = timedelta(days=5 * 366)


def take_time_off(
    unit: Unit, provider_id: int, *, starts_at: datetime, ends_at: datetime, reason: str = ""
) -> SetUpOutcome:
    """Let a provider be off, everywhere, from one aware instant to another; the id is its own."""
    reason = clean(reason, "The reason", field="reason")
    provider = find(unit, Provider, provider_id, "provider")
    _for_oneself(unit, provider_id)
    if starts_at >= ends_at:
        raise Invalid("Time off ends after it starts.", field="ends_at")
    if ends_at - starts_at > LONGEST_OFF:
        raise Invalid("Time off lasts at most five years.", field="ends_at")
    off = TimeOff(provider_id=provider_id, starts_at=starts_at, ends_at=ends_at, reason=reason)
    unit.session.add(off)
    unit.session.flush()
    assert off.id is not None
    told = taken(off, ("provider_id", "starts_at", "ends_at", "reason"))
    unit.tell("time off", off.id, f"{provider.name} is off.", after=told)
    which = BOOKING.c.provider_id == provider_id
    return settled(unit, off.id, f"{provider.name} is off then.", which)


def end_time_off(unit: Unit, time_off_id: int) -> SetUpOutcome:
    """Let the provider be back now, or not be off at all when it had not begun.

    What was over stays as it was: NotAllowed.
    """
    off = find(unit, TimeOff, time_off_id, "time off")
    provider = unit.session.get_one(Provider, off.provider_id)
    _for_oneself(unit, off.provider_id)
    if off.ends_at <= unit.now:
        raise NotAllowed("This time off is over already.")
    was = taken(off, ("provider_id", "starts_at", "ends_at", "reason"))
    back = {"ends_at": unit.now.isoformat()}
    unit.tell("time off", time_off_id, f"{provider.name} is back.", before=was, after=back)
    if off.starts_at >= unit.now:
        unit.session.delete(off)
    else:
        off.ends_at = unit.now
    which = BOOKING.c.provider_id == off.provider_id
    return settled(unit, time_off_id, f"{provider.name} is back.", which)


def _for_oneself(unit: Unit, provider_id: int) -> None:
    alone = rights.beyond(unit.by, "take_time_off")
    if alone and unit.by.provider_id != provider_id:
        raise NotAllowed(alone, field="provider")
