"""A clinic beside its plain model: opening both, giving a command to both, comparing them."""

import atexit
import shutil
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from datetime import datetime, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp
from typing import TypeVar

from hypothesis.stateful import RuleBasedStateMachine
from sqlmodel import Session, SQLModel, select

from store.clinic import Clinic
from store.database import Database
from store.derive import verify
from store.errors import RegimenError
from store.models import Booking, Item, TreatmentPlan, TreatmentSession
from store.views import Outcome, SessionQuery
from store.words import ACTIVE, BookingStatus, PlanState, Scope, SessionStatus
from tests.factories import MANAGER, FixedClock, add_patient, add_plan, add_session, furnished
from tests.store import world as plain
from tests.store.world import World

PLANS: dict[int, dict[int, tuple[int, ...]]] = {1: {1: (1, 2), 2: (1,)}, 2: {3: (2, 1)}}
"""Plan, one a patient, to its sessions, to the services in them."""
UNDO_WITHIN = timedelta(hours=24)
Row = TypeVar("Row", bound=SQLModel)


@cache
def template() -> Path:
    """A database to copy, since making one takes longer than any command."""
    folder = Path(mkdtemp(prefix="regimen-model-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    clinic = furnished(folder)
    with clinic.database.write() as session:
        for sessions in PLANS.values():
            plan = add_plan(session, add_patient(session), spacing_min=None, spacing_max=None)
            for position, services in enumerate(sessions.values(), 1):
                add_session(session, plan, services=services, position=position)
    clinic.database.close()
    return folder / "regimen.db"


def plain_world() -> World:
    """What the template holds."""
    world = World(plans=dict.fromkeys(PLANS, PlanState.PRESCRIBED))
    for plan, sessions in PLANS.items():
        for position, (session, services) in enumerate(sessions.items(), 1):
            world.sessions[session] = plain.Step(patient=plan, plan=plan, position=position)
            for service in services:
                world.items[len(world.items) + 1] = plain.Item(session, service)
    return world


class ClinicMachine(RuleBasedStateMachine):
    """What every rule works with."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(prefix="regimen-model-")
        path = Path(self.folder.name) / "regimen.db"
        shutil.copy(template(), path)
        self.clock = FixedClock()
        self.clinic = Clinic(Database(path), clock=self.clock)
        self.world = plain_world()
        self.last_item = len(self.world.items)
        self.last_session = len(self.world.sessions)
        self.undos: list[tuple[int, datetime, World]] = []
        self.keys = 0

    def teardown(self) -> None:
        self.clinic.database.close()
        self.folder.cleanup()

    def give(self, act: Callable[[], Outcome], *, allowed: bool) -> Outcome | None:
        """Give a command; None when it was refused, which has to be what the model says."""
        before = deepcopy(self.world)
        told, refusal = None, ""
        try:
            told = act()
        except RegimenError as error:
            refusal = error.message
        assert (told is not None) == allowed, refusal or told
        if told is None:
            return None
        if told.change_id is not None:
            self.undos.append((told.change_id, self.clock.now, before))
        return told

    def take_back(self) -> None:
        """Undo the latest change that can be undone."""
        change, at, before = self.undos.pop()
        dropped = before.sessions.keys() - self.world.sessions.keys()
        settled = [
            key
            for key in dropped
            if self.world.plans[before.sessions[key].plan] in plain.SETTLED_PLANS
        ]
        in_time = self.clock.now - at <= UNDO_WITHIN
        allowed = in_time and not settled and not self._breaks_a_rule(before)
        if self.give(lambda: self.clinic.undo(change, by=MANAGER), allowed=allowed):
            made = self.world.bookings.keys() - before.bookings.keys()
            before.bookings |= {key: self.world.bookings[key] for key in made}
            for key in made:
                before.bookings[key].status = BookingStatus.CANCELLED
            self.world.plans, self.world.items = before.plans, before.items
            self.world.bookings = before.bookings
            for key in dropped:
                own = self.world.order(before.sessions[key].plan)
                self.world.sessions[key] = before.sessions[key]
                own.insert(before.sessions[key].position - 1, key)
                self.world.put_in_order(own)
            self.give(lambda: self.clinic.undo(change, by=MANAGER), allowed=False)
        else:
            self.undos.clear()  # what came before was built upon

    def _breaks_a_rule(self, before: World) -> bool:
        """Whether a booking would get its place or items back where no booking is taken any more.

        Steps do not ask for that; they check clashes alone.
        """
        for key, old in before.bookings.items():
            now = self.world.bookings[key]
            items = [k for k, item in before.items.items() if item.booking == key]
            left = any(self.world.items[k].booking != key for k in items)
            moved = (old.start, old.end, old.provider, old.room, old.status) != (
                now.start,
                now.end,
                now.provider,
                now.room,
                now.status,
            )
            if old.taken == now.taken and (left or moved):
                closed = before.plan_of(old.session) in plain.CLOSED_PLANS
                if closed or not self.world.is_at_work(old):
                    return True
        return False

    def next_key(self) -> str:
        """A key no form had before."""
        self.keys += 1
        return f"form-{self.keys:05}"

    def pick(self, number: int, keys: Iterable[int], *, aim: Iterable[int] = ()) -> int:
        """One of the ids, mostly of those aimed at, where something may be done."""
        ids = (sorted(aim) if number % 4 else []) or sorted(keys)
        return ids[number % len(ids)]

    def at(self, *statuses: BookingStatus) -> list[int]:
        """The bookings of these statuses."""
        return [key for key, booking in self.world.bookings.items() if booking.status in statuses]

    def version(self, booking: int) -> int:
        """The booking's version as a screen just opened has it."""
        return next(row.version for row in self.rows(Booking) if row.id == booking)

    def rows(self, model: type[Row]) -> Sequence[Row]:
        """All rows of a table."""
        with self.clinic.database.read() as connection, Session(connection) as session:
            return session.exec(select(model)).all()

    def compare(self) -> None:
        """Facts, what follows from them, and every scope are as the model says."""
        self.world.judge()
        self._compare_facts()
        self._compare_sessions()
        self._compare_scopes()
        with self.clinic.database.read() as connection:
            assert list(verify(connection, self.clock.now)) == []

    def _compare_facts(self) -> None:
        bookings = self.rows(Booking)
        assert {
            b.id: (b.status, b.provider_id, b.room_id, b.starts_at, b.ends_at, b.needs_moving)
            for b in bookings
        } == {
            key: (b.status, b.provider, b.room, b.start, b.end, b.needs_moving)
            for key, b in self.world.bookings.items()
        }
        items = {
            row.id: (row.booking_id, row.performed_at, row.documented_at is not None, row.units)
            for row in self.rows(Item)
        }
        assert items == {
            key: (item.booking, item.performed, item.documented, item.units)
            for key, item in self.world.items.items()
        }
        assert {plan.id: plan.state for plan in self.rows(TreatmentPlan)} == self.world.plans
        _assert_nobody_is_at_two_places([b for b in bookings if b.status in ACTIVE])

    def _compare_sessions(self) -> None:
        told, expected = {}, {}
        steps = self.world.sessions
        for key in steps:
            steps[key].charged |= self.world.status(key) is SessionStatus.COMPLETED
        places = {row.id: row.position for row in self.rows(TreatmentSession)}
        assert places == {key: step.position for key, step in steps.items()}
        for row in self.rows(TreatmentSession):
            parts = self.world.parts(row.id or 0)
            told[row.id] = (row.status, row.billing_status, row.starts_at, row.ends_at)
            expected[row.id] = (
                self.world.status(row.id or 0),
                self.world.billing(row.id or 0),
                min((start for start, _ in parts), default=None),
                max((end for _, end in parts), default=None),
            )
        assert told == expected

    def _compare_scopes(self) -> None:
        for scope in Scope:
            page = self.clinic.sessions(SessionQuery(scope=scope), by=MANAGER)
            listed = {row.id for row in page.rows}
            expected = {key for key in self.world.sessions if scope in self.world.scopes(key)}
            assert listed == expected, scope.label


def _assert_nobody_is_at_two_places(bookings: Sequence[Booking]) -> None:
    for one, other in combinations(bookings, 2):
        meets = one.starts_at < other.blocked_until and other.starts_at < one.blocked_until
        together = one.starts_at < other.ends_at and other.starts_at < one.ends_at
        assert not (meets and one.provider_id == other.provider_id)
        assert not (meets and one.room_id == other.room_id)
        assert not (together and one.patient_id == other.patient_id)
