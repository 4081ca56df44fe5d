"""Every command, in any order, against a plain model of the same clinic."""

from copy import deepcopy
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from store.views import Actor, BookingRequest, MoveRequest
from store.words import (
    ACTIVE,
    STEPS,
    BookingStatus,
    PlanState,
    Role,
    SessionStatus,
)
from store.zones import local_day, local_to_utc
from tests.factories import MANAGER, NOW, ZONE
from tests.store.plan_machine import actors, picks
from tests.store.setup_machine import SettingUp
from tests.store.world import CLOSED_PLANS, EARLY, SERVICES, Booking, Item

CLINICAL = {Role.MANAGER, Role.PROVIDER}

masks = st.integers(0, 7)
pairs = st.sampled_from([1, 2])
starts = st.builds(
    lambda days, minutes: local_to_utc(ZONE, NOW.date() + timedelta(days=days), minutes),
    st.sampled_from([0, 1, 1, 1, 2, 3, 5]),
    st.sampled_from([535, 540, 570, 580, 600, 602, 605, 645, 690, 940, 975, 990, 995]),
)
BEGINNING = {1: ([1, 2], 1, 1), 2: ([3], 1, 24), 3: ([4], 2, 3)}
"""Sessions to what may be booked in them at first: items, provider and room, hours from now."""
with_bookings = precondition(lambda self: self.world.bookings)


class EveryCommand(SettingUp):
    """Gives commands to a clinic and, where the rules allow them, to its plain model."""

    @initialize(booked=st.sets(st.sampled_from(sorted(BEGINNING))))
    def begin(self, booked: set[int]) -> None:
        for session in sorted(booked):
            keys, place, hours = BEGINNING[session]
            self._book(session, keys, (place, place), NOW + timedelta(hours=hours), MANAGER)

    @invariant()
    def both_agree(self) -> None:
        self.compare()

    @rule(minutes=st.sampled_from([1, 30, 60, 180, 60 * 24]))
    def time_passes(self, minutes: int) -> None:
        self.clock.advance(minutes=minutes)
        self.world.now = self.clock.now

    @rule(pick=picks, mask=masks, places=st.tuples(pairs, pairs), start=starts, by=actors)
    def book(
        self, pick: int, mask: int, places: tuple[int, int], start: datetime, by: Actor
    ) -> None:
        world = self.world
        waiting = {i.session for key, i in world.items.items() if world.is_free(key)}
        session = self.pick(pick, world.sessions, aim=waiting)
        own = sorted(key for key, item in world.items.items() if item.session == session)
        own = [key for key in own if world.is_free(key) or pick % 4 == 0] or own
        self._book(
            session,
            [key for bit, key in enumerate(own) if mask >> bit & 1] or own,
            places,
            start,
            by,
        )

    def _book(
        self, session: int, keys: list[int], places: tuple[int, int], start: datetime, by: Actor
    ) -> None:
        world = self.world
        services = [SERVICES[world.items[key].service] for key in keys]
        end = start + timedelta(minutes=sum(service.minutes for service in services))
        blocked = end + timedelta(minutes=max(service.buffer for service in services))
        new = Booking(session, *places, start, end, blocked)
        request = BookingRequest(
            key=self.next_key(),
            session_id=session,
            item_ids=tuple(keys),
            location_id=1,
            provider=places[0],
            room=places[1],
            starts_at=start,
        )
        allowed = (
            all(world.is_free(key) for key in keys)
            and world.status(session) is not SessionStatus.COMPLETED
            and world.stands(new, by_manager=by is MANAGER)
        )
        if told := self.give(lambda: self.clinic.book(request, by=by), allowed=allowed):
            assert self.clinic.book(request, by=by) == told
            (made,) = told.booking_ids
            world.bookings[made] = new
            for key in keys:
                world.items[key].booking = made
            if world.plan_of(session) is PlanState.PRESCRIBED:
                world.plans[world.sessions[session].plan] = PlanState.ACTIVE

    @with_bookings
    @rule(pick=picks, places=st.tuples(pairs, pairs), start=starts, by=actors)
    def move(self, pick: int, places: tuple[int, int], start: datetime, by: Actor) -> None:
        key = self.pick(
            pick, self.world.bookings, aim=filter(self.world.movable, self.world.bookings)
        )
        old = self.world.bookings[key]
        new = deepcopy(old)
        new.provider, new.room = places
        new.needs_moving = False
        new.start, new.end = start, start + (old.end - old.start)
        buffers = [SERVICES[item.service].buffer for item in self.world.items_in(key)]
        new.blocked = new.end + timedelta(minutes=max(buffers, default=0))
        if new.status is BookingStatus.CHECKED_IN and _day(old) != _day(new):
            new.status = BookingStatus.CONFIRMED
        request = MoveRequest(
            key=self.next_key(),
            booking_id=key,
            version=self.version(key),
            starts_at=start,
            provider=places[0],
            room=places[1],
        )
        stands = self.world.stands(new, by_manager=by is MANAGER, own_id=key)
        allowed = self.world.movable(key) and stands
        if self.give(lambda: self.clinic.move(request, by=by), allowed=allowed):
            self.world.bookings[key] = new

    @with_bookings
    @rule(pick=picks, to=st.sampled_from(STEPS[1:4]), by=actors)
    def take_step(self, pick: int, to: BookingStatus, by: Actor) -> None:
        key = self.pick(pick, self.world.bookings, aim=self.at(*STEPS[:3]))
        booking, version = self.world.bookings[key], self.version(key)
        act = {
            BookingStatus.CONFIRMED: self.clinic.confirm,
            BookingStatus.CHECKED_IN: self.clinic.check_in,
            BookingStatus.IN_PROCEDURE: self.clinic.start,
        }[to]
        if self.give(lambda: act(key, version=version, by=by), allowed=_is_before(booking, to)):
            booking.take(to)

    @with_bookings
    @rule(pick=picks, mask=masks, by=actors)
    def check_out(self, pick: int, mask: int, by: Actor) -> None:
        key = self.pick(pick, self.world.bookings, aim=self.at(*STEPS[:4]))
        booking, version, items = self.world.bookings[key], self.version(key), self.world.items
        own = sorted(k for k, item in items.items() if item.booking == key)
        open_ones = {k for k in own if not items[k].performed}
        named = frozenset(k for bit, k in enumerate(own) if mask >> bit & 1)
        may_mark = bool(by.roles & CLINICAL) or not named & open_ones
        if self.give(
            lambda: self.clinic.check_out(key, version=version, performed=named, by=by),
            allowed=_is_before(booking, BookingStatus.CHECKED_OUT) and may_mark,
        ):
            booking.take(BookingStatus.CHECKED_OUT, frozenset(open_ones - named))
            for k in open_ones & named:
                items[k].performed = self.world.now
            for k in open_ones - named:
                items[k].booking = None

    @with_bookings
    @rule(pick=picks, by=actors)
    def step_back(self, pick: int, by: Actor) -> None:
        key = self.pick(pick, self.world.bookings, aim=self.at(*STEPS[1:]))
        booking, version = self.world.bookings[key], self.version(key)
        allowed = booking.status in STEPS[1:] and not (
            self.world.has_performed(key) and booking.previous in EARLY
        )
        if self.give(lambda: self.clinic.step_back(key, version=version, by=by), allowed=allowed):
            last, booking.status = booking.last, booking.previous
            if last:
                booking.taken.remove(last)
                for item in filter(self.world.is_free, last.released):
                    self.world.items[item].booking = key

    @with_bookings
    @rule(pick=picks, old_screen=st.sampled_from([0, 0, 0, 1]), by=actors)
    def cancel(self, pick: int, old_screen: int, by: Actor) -> None:
        key = self.pick(pick, self.world.bookings, aim=self.at(*STEPS[:3]))
        version = self.version(key) - old_screen
        if self.give(
            lambda: self.clinic.cancel(key, version=version, reason="Ill", by=by),
            allowed=self.world.movable(key) and not old_screen,
        ):
            self.world.end(key, BookingStatus.CANCELLED)

    @with_bookings
    @rule(pick=picks, by=actors)
    def no_show(self, pick: int, by: Actor) -> None:
        key = self.pick(pick, self.world.bookings, aim=self.at(*EARLY))
        booking, version = self.world.bookings[key], self.version(key)
        begun = booking.status in EARLY and booking.start <= self.world.now
        if self.give(lambda: self.clinic.no_show(key, version=version, by=by), allowed=begun):
            self.world.end(key, BookingStatus.NO_SHOW)

    @rule(pick=picks, by=actors)
    def perform(self, pick: int, by: Actor) -> None:
        items = self.world.items
        key = self.pick(pick, items, aim=(k for k in items if not items[k].performed))
        self._perform(key, by)

    def _perform(self, key: int, by: Actor) -> None:
        item = self.world.items[key]
        waits = item.booking is None and self.world.plan_of(item.session) in CLOSED_PLANS
        if self.give(
            lambda: self.clinic.perform(key, provider_id=1, by=by),
            allowed=bool(by.roles & CLINICAL) and not item.performed and not waits,
        ):
            item.performed = self.world.now
            home = item.booking
            if home and self.world.bookings[home].status in EARLY:
                item.booking = None
                if not self.world.items_in(home):
                    self.world.end(home, BookingStatus.CANCELLED)

    @rule(pick=picks, by=actors)
    def unmark(self, pick: int, by: Actor) -> None:
        key = self._aimed(pick)
        allowed = bool(by.roles & CLINICAL) and self.world.items[key].performed is not None
        if self.give(lambda: self.clinic.unmark(key, by=by), allowed=allowed):
            self.world.items[key].performed, self.world.items[key].documented = None, False

    @rule(pick=picks, by=actors)
    def document(self, pick: int, by: Actor) -> None:
        self._document(self._aimed(pick), by)

    def _document(self, key: int, by: Actor) -> None:
        allowed = bool(by.roles & CLINICAL) and self.world.items[key].performed is not None
        if self.give(lambda: self.clinic.document(key, note="Fine", by=by), allowed=allowed):
            self.world.items[key].documented = True

    @rule(pick=picks, service=pairs, units=st.sampled_from([0, 1, 2]), by=actors)
    def add_item(self, pick: int, service: int, units: int, by: Actor) -> None:
        session = self.pick(pick, self.world.sessions)
        allowed = (
            units > 0
            and self.world.plan_of(session) is not PlanState.CANCELLED
            and len(self.world.items_of(session)) < 4
        )
        if not allowed and units:
            return
        if self.give(
            lambda: self.clinic.add_item(session, service_id=service, units=units, by=by),
            allowed=allowed,
        ):
            self.last_item += 1
            self.world.items[self.last_item] = Item(session, service, units)

    @rule(pick=picks, by=actors)
    def remove_item(self, pick: int, by: Actor) -> None:
        key = self.pick(pick, self.world.items)
        alone = len(self.world.items_of(self.world.items[key].session)) == 1
        if self.give(
            lambda: self.clinic.remove_item(key, by=by),
            allowed=self.world.is_free(key) and not alone,
        ):
            del self.world.items[key]

    @rule(pick=picks)
    def complete(self, pick: int) -> None:
        """What a whole session would seldom come to by chance."""
        session = self.pick(pick, self.world.sessions)
        own = sorted(key for key, item in self.world.items.items() if item.session == session)
        for key in own:
            if not self.world.items[key].performed:
                self._perform(key, MANAGER)
        for key in own:
            self._document(key, MANAGER)

    @precondition(lambda self: self.undos)
    @rule()
    def undo(self) -> None:
        self.take_back()

    def _aimed(self, pick: int) -> int:
        items = self.world.items
        return self.pick(pick, items, aim=(key for key in items if items[key].performed))


def _is_before(booking: Booking, to: BookingStatus) -> bool:
    return booking.status in ACTIVE and STEPS.index(booking.status) < STEPS.index(to)


def _day(booking: Booking) -> object:
    return local_day(booking.start, ZONE)


TestEveryCommand = EveryCommand.TestCase
TestEveryCommand.settings = settings(
    max_examples=25,
    stateful_step_count=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
