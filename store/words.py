"""The clinic's vocabulary: every state, scope and kind, with the one word people read for it."""

from collections.abc import Collection
from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A value that is stored and put into addresses, with the label people read."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        """Keep the label beside the value."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word

    @classmethod
    def of(cls, value: str) -> Self:
        """The word that is stored as ``value``; KeyError when there is none."""
        return {word.value: word for word in cls}[value]


class SessionStatus(Word):
    """How far a session is, derived from its items and never typed in."""

    AWAITING_BOOKING = "awaiting-booking", "Awaiting Booking"
    PARTIALLY_BOOKED = "partially-booked", "Partially Booked"
    BOOKED = "booked", "Booked"
    COMPLETED = "completed", "Completed"


class BookingStatus(Word):
    """The step a booking is at; the last two end it."""

    NEW = "new", "New"
    CONFIRMED = "confirmed", "Confirmed"
    CHECKED_IN = "checked-in", "Checked In"
    IN_PROCEDURE = "in-procedure", "In Procedure"
    CHECKED_OUT = "checked-out", "Checked Out"
    CANCELLED = "cancelled", "Cancelled"
    NO_SHOW = "no-show", "No Show"


STEPS = (
    BookingStatus.NEW,
    BookingStatus.CONFIRMED,
    BookingStatus.CHECKED_IN,
    BookingStatus.IN_PROCEDURE,
    BookingStatus.CHECKED_OUT,
)
"""The steps of an active booking in their order."""

ACTIVE = frozenset(STEPS)
MOVABLE = frozenset(STEPS[:3])
"""A booking can be rescheduled or cancelled from these."""


class BillingStatus(Word):
    """Where a session's money stands; a column of its own, never part of its status."""

    REFUNDED = "refunded", "Refunded"
    PAID = "paid", "Paid"
    PREPAID = "prepaid", "Prepaid"
    PART_PAID = "part-paid", "Part paid"
    DEPOSIT_DUE = "deposit-due", "Deposit due"
    PAYMENT_DUE = "payment-due", "Payment due"
    NOT_BILLED = "not-billed", "Not billed"


SETTLED = frozenset({BillingStatus.PAID, BillingStatus.REFUNDED, BillingStatus.PREPAID})


class PlanState(Word):
    """The life of a treatment plan."""

    DRAFT = "draft", "Draft"
    PRESCRIBED = "prescribed", "Prescribed"
    ACTIVE = "active", "Active"
    FINISHED = "finished", "Finished"
    CANCELLED = "cancelled", "Cancelled"


OPEN_PLANS = frozenset({PlanState.PRESCRIBED, PlanState.ACTIVE})
"""Sessions of these plans wait to be booked."""


class PaymentOption(Word):
    """How a plan is paid for."""

    PAY_AS_YOU_GO = "pay-as-you-go", "Pay as you go"
    PREPAID_PACKAGE = "prepaid-package", "Prepaid package"


class PaymentMethod(Word):
    """What a payment was made with."""

    CARD = "card", "Card"
    CASH = "cash", "Cash"
    TRANSFER = "transfer", "Transfer"
    PACKAGE_CREDIT = "package-credit", "Package credit"


class Category(Word):
    """The kind of a service."""

    LASER = "laser", "Laser"
    INJECTABLE = "injectable", "Injectable"
    FACIAL = "facial", "Facial"
    BODY_CONTOURING = "body-contouring", "Body contouring"
    SKIN_REJUVENATION = "skin-rejuvenation", "Skin rejuvenation"
    HAIR = "hair", "Hair"
    WELLNESS = "wellness", "Wellness"
    CONSULTATION = "consultation", "Consultation"
    OTHER = "other", "Other"


class Role(Word):
    """What a member of staff works as; several at once are named in this order."""

    MANAGER = "manager", "Manager"
    FRONT_DESK = "front-desk", "Front desk"
    PROVIDER = "provider", "Provider"
    READ_ONLY = "read-only", "Read-only"


def in_order(roles: Collection[Role]) -> tuple[Role, ...]:
    """The same roles, in the order in which they are always named."""
    return tuple(role for role in Role if role in roles)


def role_words(roles: Collection[Role]) -> str:
    """What somebody works as, such as "Front desk and provider"."""
    labels = [role.label for role in in_order(roles)]
    labels[1:] = [label.lower() for label in labels[1:]]
    return " and ".join(filter(None, (", ".join(labels[:-1]), *labels[-1:])))


class LinkPurpose(Word):
    """What a one-time link is for."""

    SET_UP = "set-up", "Set up the first manager"
    PASSWORD = "password", "Choose a password"


class Scope(Word):
    """Which part of the session list is looked at."""

    ALL = "all", "All"
    TO_BOOK = "to-book", "To book"
    TODAY = "today", "Today"
    UPCOMING = "upcoming", "Upcoming"
    PAST = "past", "Past"
    TO_CLOSE = "to-close", "To close"


class SortKey(Word):
    """A column that the session list can be sorted by; PLAN is a patient's plan order."""

    PATIENT = "patient", "Patient"
    PLAN = "plan", "Plan"
    TREATMENT = "treatment", "Treatment"
    SESSION = "session", "Session"
    SCHEDULED = "scheduled", "Scheduled"
    PROVIDER = "provider", "Provider"
    STATUS = "status", "Status"
    BILLING = "billing", "Billing"


class Change(Word):
    """What happened, in the history of a session."""

    BOOKED = "booked", "Booked"
    MOVED = "moved", "Moved"
    STEPPED = "stepped", "Booking status changed"
    STEP_TAKEN_BACK = "step-taken-back", "Step taken back"
    CANCELLED = "cancelled", "Cancelled"
    NO_SHOW = "no-show", "No Show"
    RESTORED = "restored", "Restored"
    PERFORMED = "performed", "Performed"
    UNMARKED = "unmarked", "Un-marked"
    DOCUMENTED = "documented", "Documented"
    ITEM_ADDED = "item-added", "Item added"
    ITEM_REMOVED = "item-removed", "Item removed"
    PAID = "paid", "Payment taken"
    REFUNDED = "refunded", "Refunded"
    PLAN_CHANGED = "plan-changed", "Plan changed"
    SESSION_ADDED = "session-added", "Session added"
    SESSION_DROPPED = "session-dropped", "Session dropped"
    MERGED = "merged", "Patient merged"
    NEEDS_MOVING = "needs-moving", "Needs moving"
    STANDS_AGAIN = "stands-again", "Stands again"
    STATUS = "status", "Session status changed"
    IMPORTED = "imported", "Imported"


class Deed(Word):
    """What kind of thing stands in the audit trail."""

    CHANGE = "change", "Change"
    DOOR = "door", "Signing in and out"
    VIEW = "view", "View"
    EXPORT = "export", "Export or print"
    OPENED = "opened", "Opened for a reason"
    SERVER = "server", "Server"


class Result(Word):
    """What came of it."""

    DONE = "done", "Done"
    REPEATED = "repeated", "Pressed twice, done once"
    REFUSED = "refused", "Refused"


class ExportKind(Word):
    """A file that a list can be taken out to."""

    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel workbook"
