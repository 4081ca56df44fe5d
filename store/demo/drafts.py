"""The demo's records in memory, before they become rows."""

from dataclasses import dataclass, field
from datetime import date, datetime

from store.demo.catalogue import Offer
from store.demo.courses import Course
from store.words import BillingStatus, BookingStatus, PaymentMethod, PaymentOption, PlanState


@dataclass(slots=True)
class Person:
    """A patient."""

    id: int
    given: str
    family: str


@dataclass(slots=True)
class Visit:
    """A booking of a session."""

    id: int
    site_id: int
    provider_id: int
    room_id: int | None
    starts_at: datetime
    ends_at: datetime
    blocked_until: datetime
    made_at: datetime
    tasks: list["Task"]
    """What was booked with it, whatever became of that."""
    ended_at: datetime
    """When it was cancelled or set to No Show; says nothing about others."""
    status: BookingStatus = BookingStatus.NEW
    moving_reason: str = ""
    cancel_reason: str = ""


@dataclass(slots=True)
class Task:
    """An item of a session; ``visit`` is its active booking, ``price`` its units' in minor units."""

    id: int
    offer: Offer
    price: int
    units: int = 1
    visit: Visit | None = None
    performed_at: datetime | None = None
    performed_until: datetime | None = None
    performed_by: int | None = None
    performed_site: int | None = None
    note: str = ""
    documented_at: datetime | None = None

    @property
    def walk_in_site(self) -> int | None:
        """Where it was performed without a booking."""
        return None if self.visit else self.performed_site


@dataclass(slots=True)
class Receipt:
    """A payment, or a refund when ``amount`` is negative; minor units."""

    amount: int
    method: PaymentMethod
    taken_at: datetime


@dataclass(slots=True)
class Step:
    """A session of a course; ``waiting`` holds the groups of tasks that still need a visit."""

    id: int
    plan: "Plan"
    position: int
    spare_id: int
    """An id for one more item."""
    tasks: list[Task]
    target: date
    waiting: list[list[Task]] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    deposit: int = 0
    invoiced_at: datetime | None = None
    receipts: list[Receipt] = field(default_factory=list)
    billing: BillingStatus | None = None
    free_at: datetime | None = None
    """When the last visit let go of something."""

    @property
    def price(self) -> int:
        """The sum of its items in minor units."""
        return sum(task.price for task in self.tasks)

    @property
    def is_completed(self) -> bool:
        """Everything is performed and documented."""
        return all(task.documented_at is not None for task in self.tasks)


@dataclass(slots=True)
class Plan:
    """A course prescribed to a person."""

    id: int
    person: Person
    course: Course
    total: int
    starts_on: date
    site_id: int
    option: PaymentOption = PaymentOption.PAY_AS_YOU_GO
    deposit: int = 0
    state: PlanState = PlanState.PRESCRIBED
    steps: list[Step] = field(default_factory=list)
    visited: int = 0
    """How many of its sessions the diary has taken up."""
    stops_after: int | None = None
    """A course that is given up after so many sessions."""
