"""Payments of an import."""

from store.errors import Invalid
from store.importing.csv.finder import Finder
from store.importing.csv.kinds import Kind
from store.importing.csv.places import amount
from store.importing.csv.rows import Row
from store.importing.csv.times import instant
from store.importing.csv.work import Brought, Work, unknown
from store.tables import BOOKING, PAYMENT, PLAN, SESSION
from store.words import PaymentMethod
from store.zones import day_end, day_start


def bring_payment(work: Work, finder: Finder, row: Row) -> Brought:
    """Money that came for a session; a refund is negative."""
    zone = _zone(work, finder)
    session_id = _session(work, finder, row, zone)
    currency = row.text("currency").upper() or _currency(work, session_id)
    paid = amount(row, "amount", currency, least=None)
    if not paid:
        raise Invalid("it is nothing", field="amount")
    if currency != _currency(work, session_id):
        said = f"the session is paid in {_currency(work, session_id)}"
        raise Invalid(said, field="currency")
    when = row.values.get("date")
    at = instant(when, zone, "date", noon=True) if when else work.now
    payment_id = work.staging.add(
        PAYMENT,
        session_id=session_id,
        amount=paid,
        currency=currency,
        method=row.values.get("method", PaymentMethod.TRANSFER),
        taken_at=min(at, work.now),
        taken_by=row.text("taken_by"),
    )
    work.stand_by(session_id)
    return Brought("payment", payment_id)


def _session(work: Work, finder: Finder, row: Row, zone: str) -> int:
    """By its id, by its booking's, else the patient's one that had a part on the payment's day."""
    if row.text("session"):
        found = work.linked(Kind.SESSIONS, row.text("session"))
        if found is None:
            raise unknown("session", row.text("session"), "session")
        return found
    if row.text("booking"):
        return _session_of_booking(work, row)
    patient_id = finder.patient(row.text("patient"))
    when = row.values.get("date")
    if when is None:
        raise Invalid("it says no date, so its session cannot be found", field="date")
    first, last = (
        int(one.timestamp()) for one in (day_start(zone, when[0]), day_end(zone, when[0]))
    )
    query = (
        "SELECT DISTINCT session_id FROM booking WHERE patient_id = ? AND starts_at >= ?"
        " AND starts_at < ? AND status NOT IN ('cancelled', 'no-show')"
    )
    found_there = {one[0] for one in work.rows(query, patient_id, first, last)}
    if len(found_there) != 1:
        said = "no session" if not found_there else f"{len(found_there)} sessions"
        raise Invalid(f"the patient had {said} on that day", field="date")
    return int(found_there.pop())


def _session_of_booking(work: Work, row: Row) -> int:
    link = work.link(Kind.BOOKINGS, row.text("booking"))
    if link is None:
        raise unknown("booking", row.text("booking"), "booking")
    entity, found = link
    if entity == SESSION.name:
        return found
    return int(work.value_of(BOOKING, found, "session_id")[0])


def _currency(work: Work, session_id: int) -> str:
    plan_id = work.value_of(SESSION, session_id, "plan_id")[0]
    query = "SELECT currency FROM item WHERE session_id = ? LIMIT 1"
    found = work.rows_of(session_id, query, session_id)
    return str(found[0][0] if found else work.value_of(PLAN, plan_id, "currency")[0])


def _zone(work: Work, finder: Finder) -> str:
    return next(iter(finder.zones.values()), work.zone)
