"""A clinic with a crowd of sessions of every kind, and its session list told in plain Python."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from store.clinic import Clinic
from store.derive import refresh
from store.facts import load
from store.models import Item, Location
from store.search import normalise, patient_words, sort_key, words
from store.status import Derived, Part, derive
from store.tables import ITEM, LOCATION, PATIENT, PLAN, PROVIDER, SESSION
from store.views import SessionQuery
from store.words import BookingStatus, Category, PlanState, Scope, SessionStatus, SortKey
from store.zones import local_day
from tests.factories import NOW, add_booking, add_patient, add_plan, add_session, furnished

PEOPLE = (
    ("María", "Müller", "+49 170 1234567"),
    ("Laser", "O'Neill", "0170 99 88 77"),
    ("أمل", "حداد", None),
    ("小明", "王", "555-0101"),
    ("Ольга", "Иванова", None),
    ("Lip", "Peel", None),
)
TREATMENTS = (("Laser Peel", Category.LASER), ("Lip Filler", Category.INJECTABLE))


@dataclass(frozen=True)
class Known:
    """A session with all that a list asks of it."""

    id: int
    session: Any
    patient: Any
    plan: Any
    derived: Derived
    provider_name: str


def crowded(folder: Path, *, sessions: int = 60, seed: int = 7) -> Clinic:
    """Sessions with bookings, walk-ins and No Shows around NOW, in New York and in Tokyo."""
    dice = Random(seed)
    clinic = furnished(folder)
    with clinic.database.write() as session:
        session.add(Location(id=2, name="Ginza", zone="Asia/Tokyo"))
        session.flush()
        plans = []
        for given, family, phone in PEOPLE:
            patient_id = add_patient(session, given, family, phone=phone)
            for state in dice.sample(list(PlanState), 3):
                treatment = dice.choice(TREATMENTS)[0]
                starts_on = dice.choice([None, date(2026, 1, 1), date(2025, 6, 1)])
                values = {"treatment": treatment, "state": state, "starts_on": starts_on}
                plans.append(add_plan(session, patient_id, **values))
        for _ in range(sessions):
            _add_session(session, dice, dice.choice(plans))
    return clinic


def known(clinic: Clinic) -> list[Known]:
    """Every session, derived from its facts at the clinic's now."""
    with clinic.database.read() as connection:
        rows = {row.id: row for row in connection.execute(select(SESSION))}
        patients = {row.id: row for row in connection.execute(select(PATIENT))}
        plans = {row.id: row for row in connection.execute(select(PLAN))}
        names = {row.id: row.name for row in connection.execute(select(PROVIDER))}
        loaded = load(connection, list(rows))
    found = []
    for key, row in rows.items():
        derived = derive(loaded[key].facts, clinic.now())
        name = names.get(derived.provider_id, "")
        found.append(Known(key, row, patients[row.patient_id], plans[row.plan_id], derived, name))
    return found


def listed(clinic: Clinic, query: SessionQuery, among: Sequence[Known] | None = None) -> list[int]:
    """The ids a query lists over all its pages, by the rules of the contract.

    ``among`` are the clinic's sessions when they are known already.
    """
    with clinic.database.read() as connection:
        zones = {row.id: row.zone for row in connection.execute(select(LOCATION))}
    judge = Judge(query, clinic.now(), zones)
    every = known(clinic) if among is None else among
    return [one.id for one in judge.ordered([one for one in every if judge.lists(one)])]


@dataclass(frozen=True)
class Judge:
    """Decides in plain Python what a query lists."""

    query: SessionQuery
    now: datetime
    zones: dict[int, str]

    def lists(self, one: Known) -> bool:
        """Whether the session is listed."""
        query = self.query
        return (
            self._in_scope(one.derived)
            and query.status in (None, one.derived.status)
            and query.category in (None, one.session.category)
            and query.patient_id in (None, one.session.patient_id)
            and query.plan_id in (None, one.session.plan_id)
            and self._has_part(one.derived.parts)
            and self._is_found(one)
        )

    def ordered(self, sessions: Sequence[Known]) -> list[Known]:
        """In the order asked for; ties by id."""
        reverse = self.query.descending and self.query.sort not in (None, SortKey.SCHEDULED)
        return sorted(sessions, key=lambda one: (*self._key(one), one.id), reverse=reverse)

    def is_today(self, part: Part) -> bool:
        """Whether a part overlaps the day it is at its own location."""
        today = local_day(self.now, self.zones[part.location_id])
        return part.first_day <= today <= part.last_day

    def _in_scope(self, derived: Derived) -> bool:
        ends_at, now = derived.ends_at, self.now
        is_past = ends_at is not None and ends_at <= now
        completed = derived.status is SessionStatus.COMPLETED
        due = derived.close_from is not None and derived.close_from <= now
        return {
            Scope.ALL: True,
            Scope.TO_BOOK: derived.to_book,
            Scope.TODAY: any(self.is_today(part) for part in derived.parts),
            Scope.UPCOMING: ends_at is not None and ends_at > now,
            Scope.PAST: is_past,
            Scope.TO_CLOSE: due and (completed or is_past),
        }[self.query.scope]

    def _has_part(self, parts: Sequence[Part]) -> bool:
        asked: list[Callable[[Part], bool]] = []
        query = self.query
        if query.provider_id is not None:
            asked.append(lambda part: part.provider_id == query.provider_id)
        if query.provider_ids:
            asked.append(lambda part: part.provider_id in query.provider_ids)
        if query.location_id is not None:
            asked.append(lambda part: part.location_id == query.location_id)
        if query.date_from or query.date_to:
            first, last = query.date_from or date.min, query.date_to or date.max
            asked.append(lambda part: part.first_day <= last and part.last_day >= first)
        if query.scope is Scope.TODAY:
            asked.append(self.is_today)
        return not asked or any(all(holds(part) for holds in asked) for part in parts)

    def _is_found(self, one: Known) -> bool:
        patient = one.patient
        own = patient_words(
            patient.given_name,
            patient.family_name,
            numbers=(patient.phone or "", patient.record_number),
        )
        every = own | set(words(one.session.treatment))
        typed = words(self.query.q)
        found = all(any(word.startswith(token) for word in every) for token in typed)
        return found and (bool(typed) or not self.query.q.strip())

    def _key(self, one: Known) -> tuple[Any, ...]:
        derived, query = one.derived, self.query
        if query.sort is None:
            return self._own_key(derived)
        if query.sort is SortKey.SCHEDULED:
            return (derived.order_newest if query.descending else derived.order_soonest,)
        if query.sort is SortKey.PLAN:
            starts_on = one.plan.starts_on or date.max
            began = starts_on if query.patient_id is not None else date.min
            return began, one.session.plan_id, one.session.position
        patient = sort_key(one.patient.given_name, one.patient.family_name)
        return {
            SortKey.PATIENT: (patient,),
            SortKey.TREATMENT: (one.session.treatment,),
            SortKey.SESSION: (one.session.position,),
            SortKey.PROVIDER: (normalise(one.provider_name),),
            SortKey.STATUS: (derived.status.value,),
            SortKey.BILLING: (derived.billing_status.value,),
        }[query.sort]

    def _own_key(self, derived: Derived) -> tuple[Any, ...]:
        scope = self.query.scope
        if scope is Scope.TO_BOOK:
            return (derived.due_on,)
        if scope is Scope.TO_CLOSE:
            return (derived.close_from,)
        if scope is Scope.UPCOMING:
            return (derived.order_soonest,)
        if scope is Scope.TODAY:
            today = [part for part in derived.parts if self.is_today(part)]
            ahead = [part.starts_at for part in today if part.ends_at > self.now]
            return (min(ahead) if ahead else max(part.starts_at for part in today),)
        return (derived.order_newest,)


def _add_session(session: Session, dice: Random, plan_id: int) -> None:
    category = dice.choice(TREATMENTS)[1]
    services = dice.choice([(1,), (1, 2), (2, 1, 1)])
    target = dice.choice([None, NOW.date() + timedelta(days=dice.randint(-20, 20))])
    values: dict[str, Any] = {
        "position": dice.randint(1, 6),
        "category": category,
        "target_date": target,
    }
    step = add_session(session, plan_id, services=services, **values)
    items = session.connection().execute(select(ITEM.c.id).where(ITEM.c.session_id == step))
    for key in items.scalars().all():
        _happen(session, dice, step, key)
    refresh(session, [step], NOW)


def _happen(session: Session, dice: Random, step: int, item_id: int) -> None:
    """Book the item, do it as a walk-in, miss it, or leave it."""
    what = dice.choice(["nothing", "book", "book", "walk in", "miss", "do", "do"])
    item = session.get_one(Item, item_id)
    hours = dice.choice([-2000, -49, -20, -12, -3, -1, 0, 1, 5, 14, 30, 700])
    starts_at = NOW + timedelta(hours=hours, minutes=dice.choice([0, -30, 15]))
    ends_at = starts_at + timedelta(minutes=dice.choice([30, 45, 24 * 60]))
    place: dict[str, Any] = {
        "location_id": dice.choice([1, 1, 2]),
        "provider_id": dice.choice([1, 2]),
    }
    if what == "walk in":
        _perform(item, (starts_at, ends_at), dice, place)
    elif what != "nothing":
        status = BookingStatus.NO_SHOW if what == "miss" else BookingStatus.CHECKED_IN
        span: dict[str, Any] = {"starts_at": starts_at, "ends_at": ends_at, "is_history": True}
        moving: dict[str, Any] = {"needs_moving": dice.random() < 0.2, "room_id": None}
        ids = () if what == "miss" else (item_id,)
        add_booking(session, step, item_ids=ids, status=status, **span, **place, **moving)
        if what == "do":
            _perform(item, (starts_at, ends_at), dice, place)
    session.flush()


def _perform(
    item: Item, span: tuple[datetime, datetime], dice: Random, place: dict[str, Any]
) -> None:
    item.performed_at, item.performed_until = span
    item.performed_by_id = place["provider_id"]
    item.performed_location_id = place["location_id"]
    if dice.random() < 0.7:
        item.note, item.documented_at, item.documented_by = "Done", span[1], "Dr. Ines Lind"
