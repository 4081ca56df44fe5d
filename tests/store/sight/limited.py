"""A clinic of two locations with records that somebody limited must not see, full of canaries."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session

from store.clinic import Clinic
from store.derive import refresh
from store.models import (
    Charge,
    HistoryEntry,
    Invoice,
    Item,
    Location,
    Payment,
    Provider,
    ProviderHours,
    Room,
    ServiceProvider,
    ServiceRoom,
)
from store.views import Actor, Sight
from store.words import Change, PaymentMethod
from tests.factories import (
    MANAGER,
    NOW,
    PROVIDER,
    FixedClock,
    add_all,
    add_booking,
    add_patient,
    add_plan,
    add_session,
    furnished,
)

CANARY = "kanarie"
"""Stands in every text of what is out of sight."""
AMOUNT = 77_331
TEN = datetime(2026, 3, 5, 15, tzinfo=UTC)
NOON = datetime(2026, 3, 5, 17, tzinfo=UTC)
HERE, ELSEWHERE = 1, 2
"""Locations, patients, plans, sessions, bookings and items by turns: 1 is seen, 2 is not."""

AT_LOCATION = MANAGER.model_copy(update={"sight": Sight(location_ids=frozenset({HERE}))})
OWN = PROVIDER.model_copy(update={"sight": Sight(own_provider_id=1)})
NO_MONEY = MANAGER.model_copy(update={"sight": Sight(money=False)})
NO_NOTES = MANAGER.model_copy(update={"sight": Sight(notes=False)})
LIMITED: dict[str, Actor] = {"location": AT_LOCATION, "own": OWN}


def clinic_of(
    folder: Path, *, hidden_at: int = ELSEWHERE, clock: FixedClock | None = None
) -> Clinic:
    """Patient 1 is treated here by provider 1, patient 2 by provider 3 at ``hidden_at``."""
    clinic = furnished(folder, clock=clock)
    with clinic.database.write() as session:
        _second_place(session, hidden_at)
        _patient(session, "Mei", "Tanaka", place=(HERE, 1, 1), at=TEN)
        _hidden_patient(session, hidden_at)
    return clinic


def _second_place(session: Session, hidden_at: int) -> None:
    add_all(
        session,
        Location(id=ELSEWHERE, name=f"{CANARY} place", zone="America/Chicago"),
        Room(id=3, location_id=hidden_at, name=f"{CANARY} room"),
        Provider(id=3, name=f"{CANARY} provider" if hidden_at == ELSEWHERE else "Ola Berg"),
        *(
            ProviderHours(
                provider_id=3, location_id=hidden_at, weekday=day, starts=9 * 60, ends=17 * 60
            )
            for day in range(5)
        ),
        *(ServiceProvider(service_id=s, provider_id=3) for s in (1, 2)),
        *(ServiceRoom(service_id=s, room_id=3) for s in (1, 2)),
    )


def _patient(
    session: Session, given: str, family: str, *, place: tuple[int, int, int], at: datetime
) -> None:
    patient = add_patient(session, given, family, birth_date=date(1990, 5, 1))
    step = add_session(session, add_plan(session, patient))
    location, provider, room = place
    values: dict[str, Any] = {"location_id": location, "provider_id": provider, "room_id": room}
    add_booking(session, step, item_ids=[step], starts_at=at, **values)


def _hidden_patient(session: Session, hidden_at: int) -> None:
    patient = add_patient(
        session,
        CANARY,
        f"{CANARY} Tanaka",
        preferred_name=CANARY,
        phone="5550199233",
        email=f"{CANARY}@example.org",
        birth_date=date(1990, 5, 1),
        alerts=[f"{CANARY} alert"],
    )
    plan = add_plan(session, patient, goal=f"{CANARY} goal", treatment=f"{CANARY} peel")
    step = add_session(session, plan)
    values: dict[str, Any] = {"location_id": hidden_at, "provider_id": 3, "room_id": 3}
    add_booking(session, step, item_ids=[step], starts_at=NOON, **values)
    item = session.get_one(Item, step)
    item.note, item.unit_price = f"{CANARY} note", AMOUNT
    invoice = Invoice(session_id=step, issued_at=NOW)
    add_all(session, invoice)
    assert invoice.id is not None
    add_all(
        session,
        Charge(invoice_id=invoice.id, description=f"{CANARY} charge", amount=AMOUNT),
        Payment(session_id=step, amount=AMOUNT, method=PaymentMethod.CASH, taken_at=NOW),
        HistoryEntry(
            session_id=step, change=Change.BOOKED, at=NOW, by_name="Femi", summary=f"{CANARY} told"
        ),
    )
    session.flush()
    refresh(session, [step], NOW)
