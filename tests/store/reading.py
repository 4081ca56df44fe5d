"""What is in the tables after a command, for tests to compare with."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from store.clinic import Clinic
from store.derive import verify
from store.models import Booking, HistoryEntry, Item, Payment, TreatmentSession
from store.words import BillingStatus, BookingStatus, Change, SessionStatus


def booking(clinic: Clinic, booking_id: int = 1) -> Booking:
    with clinic.database.read() as connection, Session(connection) as session:
        return session.get_one(Booking, booking_id)


def item(clinic: Clinic, item_id: int = 1) -> Item:
    with clinic.database.read() as connection, Session(connection) as session:
        return session.get_one(Item, item_id)


def step(clinic: Clinic, session_id: int = 1) -> TreatmentSession:
    with clinic.database.read() as connection, Session(connection) as session:
        return session.get_one(TreatmentSession, session_id)


def status(clinic: Clinic, session_id: int = 1) -> SessionStatus:
    return step(clinic, session_id).status


def billing(clinic: Clinic, session_id: int = 1) -> BillingStatus:
    return step(clinic, session_id).billing_status


def booking_status(clinic: Clinic, booking_id: int = 1) -> BookingStatus:
    return booking(clinic, booking_id).status


def history(clinic: Clinic, session_id: int = 1) -> Sequence[HistoryEntry]:
    with clinic.database.read() as connection, Session(connection) as session:
        query = select(HistoryEntry).where(HistoryEntry.session_id == session_id)
        return session.exec(query.order_by(col(HistoryEntry.id))).all()


def changes(clinic: Clinic, session_id: int = 1) -> list[Change]:
    return [entry.change for entry in history(clinic, session_id)]


def payments(clinic: Clinic) -> list[int]:
    with clinic.database.read() as connection, Session(connection) as session:
        return list(session.exec(select(Payment.amount).order_by(col(Payment.id))))


def differences(clinic: Clinic) -> list[str]:
    with clinic.database.read() as connection:
        return list(verify(connection, clinic.now()))
