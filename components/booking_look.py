"""How a booking looks wherever the calendar draws it: its word, icon, tone and marks; and counts."""

from collections.abc import Sequence
from datetime import date

from components.status_chip import LOOKS
from store.views import CalendarEntry, StatusCount
from store.words import BillingStatus, BookingStatus

WALK_IN = ("Walk-in", "person", "green")
"""Word, icon and tone of what was performed without a booking."""
BUSY = ("", "clock", "grey")
"""Somebody else's patient, of whom nothing is told."""
OWING = frozenset({BillingStatus.PART_PAID, BillingStatus.DEPOSIT_DUE, BillingStatus.PAYMENT_DUE})


def look(entry: CalendarEntry) -> tuple[str, str, str]:
    """Word, icon and tone; whoever is late is told so first."""
    if entry.is_busy:
        return BUSY
    if entry.is_late and entry.status:
        return f"Late, {entry.status.label}", "late", "amber"
    return status_look(entry.status)


def status_look(status: BookingStatus | None) -> tuple[str, str, str]:
    """Word, icon and tone of a booking's status; of a walk-in without one."""
    return WALK_IN if status is None else (status.label, *LOOKS[status])


def marks(entry: CalendarEntry) -> dict[str, str]:
    """What must be known of it at first sight, in words, each with its icon."""
    found = {
        "needs moving": "move" if entry.needs_moving else "",
        "has alerts": "alert" if entry.has_alerts else "",
        "prepaid": "prepaid" if entry.billing is BillingStatus.PREPAID else "",
    }
    if entry.billing in OWING and entry.billing:
        found[entry.billing.label.lower()] = "money"
    return {text: icon for text, icon in found.items() if icon}


def day_words(day: date) -> str:
    """Such as "Tuesday 24 November"."""
    return f"{day:%A} {day.day} {day:%B}"


def bookings(count: int) -> str:
    """So many bookings, in words."""
    return "1 booking" if count == 1 else f"{count or 'no'} bookings"


def most_first(counts: Sequence[StatusCount]) -> list[StatusCount]:
    """The commonest status first."""
    return sorted(counts, key=lambda one: -one.count)


def count_words(counts: Sequence[StatusCount]) -> str:
    """Such as "12 bookings: 8 Confirmed, 4 New"."""
    total = bookings(sum(one.count for one in counts))
    told = [f"{one.count} {status_look(one.status)[0]}" for one in most_first(counts)]
    return f"{total}: {', '.join(told)}" if told else total


def count_chips(counts: Sequence[StatusCount]) -> list[tuple[int, str, str, str]]:
    """Count, word, icon and tone of each status."""
    return [(one.count, *status_look(one.status)) for one in most_first(counts)]
