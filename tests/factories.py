"""Builders for a small clinic: every argument has a believable value, tests override what matters."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlmodel import Session, SQLModel, select

from store.clinic import Clinic
from store.database import Database
from store.derive import refresh
from store.models import (
    Booking,
    ClinicProfile,
    Item,
    Location,
    Patient,
    PatientWord,
    Provider,
    ProviderHours,
    Room,
    Service,
    ServiceProvider,
    ServiceRoom,
    Staff,
    StaffRole,
    TreatmentPlan,
    TreatmentSession,
)
from store.search import patient_words, sort_key
from store.views import Actor
from store.words import BookingStatus, Category, PlanState, Role

NOW = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
"""A Wednesday; ten in the morning in New York."""
ZONE = "America/New_York"

MANAGER = Actor(staff_id=1, name="Mara Quist", roles=frozenset({Role.MANAGER}))
FRONT_DESK = Actor(staff_id=2, name="Femi Adeyemi", roles=frozenset({Role.FRONT_DESK}))
PROVIDER = Actor(staff_id=3, name="Dr. Ines Lind", roles=frozenset({Role.PROVIDER}), provider_id=1)


class FixedClock:
    """A clock that stands still until a test moves it."""

    def __init__(self, now: datetime = NOW) -> None:
        """Stand at ``now``."""
        self.now = now

    def __call__(self) -> datetime:
        """What it shows."""
        return self.now

    def advance(self, **span: int) -> None:
        """Move it on by a timedelta's arguments."""
        self.now += timedelta(**span)


def make_clinic(folder: Path, *, clock: FixedClock | None = None) -> Clinic:
    """An empty, migrated clinic in a folder."""
    return _opened(folder, _empty(), clock)


def furnished(folder: Path, *, clock: FixedClock | None = None) -> Clinic:
    """A clinic with one location, two rooms, two providers and two services.

    Location 1; rooms 1, 2; providers 1 (Dr. Ines Lind) and 2 (Noor Haddad), both Monday to Friday
    nine to five; services 1 (Laser Peel, 30 min, 10 buffer) and 2 (Lip Filler, 45 min), done by
    both in either room; staff 1 manager, 2 front desk, 3 and 4 the providers.
    """
    return _opened(folder, _furnished(), clock)


def _opened(folder: Path, content: bytes, clock: FixedClock | None) -> Clinic:
    database = Database(folder / "regimen.db")
    database.path.write_bytes(content)
    return Clinic(database, clock=clock or FixedClock())


@cache
def _empty() -> bytes:
    """The file of a migrated database; making it takes longer than most tests."""
    with TemporaryDirectory() as folder:
        database = Database(Path(folder) / "regimen.db")
        database.migrate()
        database.close()
        return database.path.read_bytes()


@cache
def _furnished() -> bytes:
    """The file of a furnished clinic, likewise."""
    with TemporaryDirectory() as folder:
        clinic = make_clinic(Path(folder))
        with clinic.database.write() as session:
            add_all(session, *_places(), *_people(), *_catalogue())
        clinic.database.close()
        return clinic.database.path.read_bytes()


def _places() -> Sequence[SQLModel]:
    return (
        ClinicProfile(id=1, name="Harbour Skin"),
        Location(id=1, name="Harbour", zone=ZONE),
        Room(id=1, location_id=1, name="Room 1"),
        Room(id=2, location_id=1, name="Room 2"),
    )


def _people() -> Sequence[SQLModel]:
    providers = (Provider(id=1, name="Dr. Ines Lind"), Provider(id=2, name="Noor Haddad"))
    staff = (
        Staff(id=1, name=MANAGER.name),
        Staff(id=2, name=FRONT_DESK.name),
        Staff(id=3, name=PROVIDER.name, provider_id=1),
        Staff(id=4, name="Noor Haddad", provider_id=2),
        StaffRole(staff_id=1, role=Role.MANAGER),
        StaffRole(staff_id=2, role=Role.FRONT_DESK),
        *(StaffRole(staff_id=key, role=Role.PROVIDER) for key in (3, 4)),
    )
    hours = [
        ProviderHours(provider_id=who, location_id=1, weekday=day, starts=9 * 60, ends=17 * 60)
        for who in (1, 2)
        for day in range(5)
    ]
    return (*providers, *staff, *hours)


def _catalogue() -> Sequence[SQLModel]:
    return (
        make_service(id=1, name="Laser Peel", minutes=30, buffer_minutes=10, price=20_000),
        make_service(
            id=2, name="Lip Filler", category=Category.INJECTABLE, minutes=45, price=45_000
        ),
        *(ServiceProvider(service_id=s, provider_id=p) for s in (1, 2) for p in (1, 2)),
        *(ServiceRoom(service_id=s, room_id=r) for s in (1, 2) for r in (1, 2)),
    )


def make_service(**values: Any) -> Service:
    """A laser service of half an hour."""
    return Service.model_validate(
        {
            "name": "Laser Peel",
            "category": Category.LASER,
            "minutes": 30,
            "price": 20_000,
            **values,
        }
    )


def add_patient(
    session: Session, given_name: str = "Mei", family_name: str = "Tanaka", **values: Any
) -> int:
    """A patient, findable by name, phone and record number."""
    number = len(session.exec(select(Patient.id)).all()) + 1
    patient = Patient.model_validate(
        {
            "given_name": given_name,
            "family_name": family_name,
            "record_number": f"R-{number:05}",
            "sort_key": sort_key(given_name, family_name),
            **values,
        }
    )
    add_all(session, patient)
    assert patient.id is not None
    numbers = (patient.phone or "", patient.record_number)
    names = (given_name, family_name, patient.preferred_name or "")
    for word in patient_words(*names, numbers=numbers):
        session.add(PatientWord(word=word, patient_id=patient.id))
    return patient.id


def add_plan(session: Session, patient_id: int, **values: Any) -> int:
    """A prescribed plan of two sessions, four weeks apart."""
    plan = TreatmentPlan.model_validate(
        {
            "patient_id": patient_id,
            "goal": "Even skin tone",
            "treatment": "Laser Peel",
            "total": 2,
            "spacing_min": 21,
            "spacing_ideal": 28,
            "spacing_max": 42,
            "state": PlanState.PRESCRIBED,
            **values,
        }
    )
    add_all(session, plan)
    assert plan.id is not None
    return plan.id


def add_session(
    session: Session,
    plan_id: int,
    *,
    services: Sequence[int] = (1,),
    now: datetime = NOW,
    **values: Any,
) -> int:
    """A session of the plan with one unbooked item a service, derived at ``now``."""
    plan = session.get_one(TreatmentPlan, plan_id)
    step = TreatmentSession.model_validate(
        {
            "plan_id": plan_id,
            "patient_id": plan.patient_id,
            "position": 1,
            "treatment": plan.treatment,
            "category": Category.LASER,
            "target_date": date(2026, 3, 10),
            "deposit": plan.deposit,
            **values,
        }
    )
    add_all(session, step)
    assert step.id is not None
    for position, service_id in enumerate(services, 1):
        price = session.get_one(Service, service_id).price
        add_all(
            session,
            Item(session_id=step.id, service_id=service_id, position=position, unit_price=price),
        )
    refresh(session, [step.id], now)
    return step.id


def add_booking(
    session: Session,
    session_id: int,
    *,
    item_ids: Sequence[int],
    now: datetime = NOW,
    **values: Any,
) -> int:
    """A new booking of the items tomorrow at ten, straight into the table and derived."""
    starts_at = values.pop("starts_at", datetime(2026, 3, 5, 15, 0, tzinfo=UTC))
    assert isinstance(starts_at, datetime)
    ends_at = values.pop("ends_at", starts_at + timedelta(minutes=30))
    booking = Booking.model_validate(
        {
            "session_id": session_id,
            "patient_id": session.get_one(TreatmentSession, session_id).patient_id,
            "location_id": 1,
            "provider_id": 1,
            "room_id": 1,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "blocked_until": ends_at,
            "status": BookingStatus.NEW,
            **values,
        }
    )
    add_all(session, booking)
    for item_id in item_ids:
        session.get_one(Item, item_id).booking_id = booking.id
    refresh(session, [session_id], now)
    assert booking.id is not None
    return booking.id


def add_all(session: Session, *rows: SQLModel) -> None:
    """Write rows one after the other, so that each has its id before the next refers to it."""
    for row in rows:
        session.add(row)
        session.flush()
