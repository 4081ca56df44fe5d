"""A clinic in plain Python, as the product's contract tells it: what the state machine compares with."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from store.words import (
    ACTIVE,
    MOVABLE,
    OPEN_PLANS,
    STEPS,
    BillingStatus,
    BookingStatus,
    PlanState,
    Scope,
    SessionStatus,
)
from store.zones import local_day, local_minutes
from tests.factories import NOW, ZONE

OPENS, CLOSES = 9 * 60, 17 * 60
"""Minutes; Monday to Friday, for every provider to begin with."""
EARLY = STEPS[:2]
"""Before check-in."""
CLOSED_PLANS = (PlanState.DRAFT, PlanState.CANCELLED)
"""Their sessions take no booking."""
SETTLED_PLANS = (PlanState.FINISHED, PlanState.CANCELLED)
"""Nothing of them is changed."""


@dataclass
class Service:
    minutes: int
    buffer: int
    price: int


SERVICES = {1: Service(30, 10, 20_000), 2: Service(45, 0, 45_000)}


@dataclass
class Item:
    session: int
    service: int
    units: int = 1
    booking: int | None = None
    performed: datetime | None = None
    documented: bool = False

    @property
    def until(self) -> datetime | None:
        minutes = SERVICES[self.service].minutes
        return self.performed + timedelta(minutes=minutes) if self.performed else None

    @property
    def price(self) -> int:
        return self.units * SERVICES[self.service].price


@dataclass
class Taken:
    """A step of a booking, with the items that it released."""

    came_from: BookingStatus
    to: BookingStatus
    released: frozenset[int]


@dataclass
class Booking:
    session: int
    provider: int
    room: int
    start: datetime
    end: datetime
    blocked: datetime
    status: BookingStatus = BookingStatus.NEW
    taken: list[Taken] = field(default_factory=list)
    """The steps that were not taken back."""
    needs_moving: bool = False

    def take(self, to: BookingStatus, released: frozenset[int] = frozenset()) -> None:
        self.taken.append(Taken(self.status, to, released))
        self.status = to

    @property
    def last(self) -> Taken | None:
        """The latest step that led to the status."""
        return next((step for step in reversed(self.taken) if step.to is self.status), None)

    @property
    def previous(self) -> BookingStatus:
        """Where the last step is taken back to."""
        return self.last.came_from if self.last else STEPS[STEPS.index(self.status) - 1]


@dataclass
class Step:
    patient: int
    plan: int
    position: int = 1
    charged: bool = False
    """Whether it was completed once, so that its invoice was raised."""
    received: int = 0
    refunded: int = 0


@dataclass
class World:
    """Plans, sessions, bookings and items by id, at ``now``."""

    now: datetime = NOW
    plans: dict[int, PlanState] = field(default_factory=dict)
    sessions: dict[int, Step] = field(default_factory=dict)
    bookings: dict[int, Booking] = field(default_factory=dict)
    items: dict[int, Item] = field(default_factory=dict)
    disabled: set[int] = field(default_factory=set)
    """Providers who do not work there."""
    hours: dict[int, tuple[int, int]] = field(default_factory=dict)
    """Those of a provider, where they are not those of everybody."""
    special: dict[date, tuple[int, int]] = field(default_factory=dict)
    """When the location is open on a day that is not as every week."""

    @property
    def today(self) -> date:
        return local_day(self.now, ZONE)

    def order(self, plan: int) -> list[int]:
        """The plan's sessions in their order."""
        own = [key for key, step in self.sessions.items() if step.plan == plan]
        return sorted(own, key=lambda key: self.sessions[key].position)

    def put_in_order(self, keys: list[int]) -> None:
        for position, key in enumerate(keys, 1):
            self.sessions[key].position = position

    def is_droppable(self, session: int) -> bool:
        """Whether nothing has happened to it and others are left."""
        step = self.sessions[session]
        happened = (
            any(item.performed for item in self.items_of(session)),
            any(booking.session == session for booking in self.bookings.values()),
            step.charged or step.received,
        )
        return not any(happened) and len(self.order(step.plan)) > 1

    def items_of(self, session: int) -> list[Item]:
        return [item for item in self.items.values() if item.session == session]

    def items_in(self, booking: int) -> list[Item]:
        return [item for item in self.items.values() if item.booking == booking]

    def has_performed(self, booking: int) -> bool:
        return any(item.performed for item in self.items_in(booking))

    def status(self, session: int) -> SessionStatus:
        items = self.items_of(session)
        if all(item.performed and item.documented for item in items):
            return SessionStatus.COMPLETED
        taken = [item.booking is not None or item.performed is not None for item in items]
        if not any(taken):
            return SessionStatus.AWAITING_BOOKING
        return SessionStatus.BOOKED if all(taken) else SessionStatus.PARTIALLY_BOOKED

    def price(self, session: int) -> int:
        return sum(item.price for item in self.items_of(session))

    def paid(self, session: int) -> int:
        return self.sessions[session].received - self.sessions[session].refunded

    def billing(self, session: int) -> BillingStatus:
        """No session of this world asks for a deposit, and none is free."""
        paid, price = self.paid(session), self.price(session)
        completed = self.status(session) is SessionStatus.COMPLETED
        if self.sessions[session].received and not paid:
            return BillingStatus.REFUNDED
        if paid >= price:
            return BillingStatus.PAID if completed else BillingStatus.PREPAID
        if paid:
            return BillingStatus.PART_PAID
        return BillingStatus.PAYMENT_DUE if completed else BillingStatus.NOT_BILLED

    def parts(self, session: int) -> list[tuple[datetime, datetime]]:
        own = [booking for booking in self.bookings.values() if booking.session == session]
        parts = [(b.start, b.end) for b in own if b.status in ACTIVE]
        parts += [
            (item.performed, item.until)
            for item in self.items_of(session)
            if item.performed and item.until and item.booking is None
        ]
        missed = [booking for booking in own if booking.status is BookingStatus.NO_SHOW]
        if missed and not parts:
            latest = max(reversed(missed), key=lambda booking: booking.start)
            return [(latest.start, latest.end)]
        return parts

    def scopes(self, session: int) -> set[Scope]:
        parts, status = self.parts(session), self.status(session)
        scopes = {Scope.ALL}
        if parts:
            ahead = max(end for _, end in parts) > self.now
            scopes.add(Scope.UPCOMING if ahead else Scope.PAST)
        if any(self._touches_today(start, end) for start, end in parts):
            scopes.add(Scope.TODAY)
        waits = {SessionStatus.AWAITING_BOOKING, SessionStatus.PARTIALLY_BOOKED}
        moving = [
            each
            for each in self.bookings.values()
            if each.session == session and each.needs_moving and each.status in MOVABLE
        ]
        if moving or (status in waits and self.plan_of(session) in OPEN_PLANS):
            scopes.add(Scope.TO_BOOK)
        if self._to_close(session, status, scopes):
            scopes.add(Scope.TO_CLOSE)
        return scopes

    def clashes(self, booking: Booking, own_id: int | None = None) -> bool:
        """Whether provider, room or patient is elsewhere then."""
        patient = self.sessions[booking.session].patient
        for key, other in self.bookings.items():
            if key == own_id or other.status not in ACTIVE:
                continue
            same_place = other.provider == booking.provider or other.room == booking.room
            if same_place and other.start < booking.blocked and booking.start < other.blocked:
                return True
            same_patient = self.sessions[other.session].patient == patient
            if same_patient and other.start < booking.end and booking.start < other.end:
                return True
        return False

    def is_at_work(self, booking: Booking) -> bool:
        """Whether the provider works all that time while the location is open."""
        day, begins = local_day(booking.start, ZONE), local_minutes(booking.start, ZONE)
        ends = begins + int((booking.end - booking.start).total_seconds()) // 60
        hours = self.hours.get(booking.provider, (OPENS, CLOSES))
        opening = self.special.get(day, (0, 1440))
        inside = begins >= max(hours[0], opening[0]) and ends <= min(hours[1], opening[1])
        return booking.provider not in self.disabled and day.weekday() < 5 and inside

    def judge(self) -> None:
        """Mark what lies ahead and does not stand, and nothing else of it."""
        for booking in self.bookings.values():
            if booking.status in MOVABLE and booking.end > self.now:
                booking.needs_moving = not self.is_at_work(booking)

    def movable(self, booking: int) -> bool:
        return self.bookings[booking].status in MOVABLE and not self.has_performed(booking)

    def is_free(self, item: int) -> bool:
        found = self.items.get(item)
        return found is not None and found.booking is None and found.performed is None

    def plan_of(self, session: int) -> PlanState:
        return self.plans[self.sessions[session].plan]

    def stands(self, booking: Booking, *, by_manager: bool, own_id: int | None = None) -> bool:
        """Whether it may be where it is, by every booking rule for its place and time."""
        return (
            (by_manager or booking.start >= self.now)
            and booking.start.timestamp() % 300 == 0
            and self.is_at_work(booking)
            and self.plan_of(booking.session) not in CLOSED_PLANS
            and not self.clashes(booking, own_id)
        )

    def ahead(self, plan: int) -> list[int]:
        """The bookings that cancelling the plan cancels."""
        return [
            key
            for key, booking in self.bookings.items()
            if self.sessions[booking.session].plan == plan
            and self.movable(key)
            and booking.start > self.now
        ]

    def end(self, booking: int, status: BookingStatus) -> None:
        for item in self.items_in(booking):
            item.booking = None
        self.bookings[booking].status = status
        self.bookings[booking].needs_moving = False

    def _touches_today(self, start: datetime, end: datetime) -> bool:
        last = local_day(end - timedelta(seconds=1), ZONE)
        return local_day(start, ZONE) <= self.today <= last

    def _to_close(self, session: int, status: SessionStatus, scopes: set[Scope]) -> bool:
        if status is SessionStatus.COMPLETED:
            settled = {BillingStatus.PAID, BillingStatus.REFUNDED, BillingStatus.PREPAID}
            return self.billing(session) not in settled
        taken = any(item.booking or item.performed for item in self.items_of(session))
        return Scope.PAST in scopes and taken
