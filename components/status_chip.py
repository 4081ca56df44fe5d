"""The one map from a status to its word, icon and tone, and the chip that shows it."""

from typing import Any

from nicegui import ui

from components.icons import Icon
from components.text import words
from store.words import BillingStatus, BookingStatus, SessionStatus

Shown = SessionStatus | BookingStatus | BillingStatus

LOOKS: dict[Shown, tuple[str, str]] = {
    SessionStatus.AWAITING_BOOKING: ("dot-empty", "amber"),
    SessionStatus.PARTIALLY_BOOKED: ("dot-half", "violet"),
    SessionStatus.BOOKED: ("slot", "blue"),
    SessionStatus.COMPLETED: ("check", "green"),
    BookingStatus.NEW: ("slot", "plain"),
    BookingStatus.CONFIRMED: ("check", "plain"),
    BookingStatus.CHECKED_IN: ("person", "blue"),
    BookingStatus.IN_PROCEDURE: ("clock", "blue"),
    BookingStatus.CHECKED_OUT: ("check", "green"),
    BookingStatus.CANCELLED: ("close", "faint"),
    BookingStatus.NO_SHOW: ("absent", "red"),
    BillingStatus.REFUNDED: ("undo", "faint"),
    BillingStatus.PAID: ("check", "green"),
    BillingStatus.PREPAID: ("check", "plain"),
    BillingStatus.PART_PAID: ("dot-half", "plain"),
    BillingStatus.DEPOSIT_DUE: ("money", "amber"),
    BillingStatus.PAYMENT_DUE: ("money", "red"),
    BillingStatus.NOT_BILLED: ("dot-empty", "faint"),
}
"""Icon and tone; a session's status is a filled chip, the others are plain words with an icon."""


def status_chip(status: Shown) -> ui.element:
    """A status as icon and exactly its word."""
    icon, tone = LOOKS[status]
    kind = "chip" if isinstance(status, SessionStatus) else "mark"
    chip = ui.element("span")
    chip.classes.extend([kind, f"tone-{tone}"])
    with chip:
        Icon(icon)
        words(status.label, tag="span")
    return chip


def looks() -> dict[str, Any]:
    """The map for the browser: word, icon and tone by kind, in the order of the words."""
    return {
        kind.__name__: [(status.label, *LOOKS[status]) for status in kind]
        for kind in (SessionStatus, BookingStatus, BillingStatus)
    }
