"""One session whole: items, bookings, money, history and what may be done with each."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import Session

from store.clinic import Clinic
from store.derive import refresh
from store.errors import NotFound
from store.models import Charge, HistoryEntry, Invoice, Item, Payment
from store.views import Action, BillingView, ChargeView, Money, Neighbour, SessionDetail
from store.words import (
    BillingStatus,
    BookingStatus,
    Change,
    PaymentMethod,
    SessionStatus,
)
from tests.factories import (
    MANAGER,
    NOW,
    ZONE,
    add_all,
    add_booking,
    add_patient,
    add_plan,
    add_session,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def clinic(bare: Clinic) -> Clinic:
    """Session 2 of a plan of three, with two items: the first in procedure and performed."""
    with bare.database.write() as session:
        patient = add_patient(session, "Mei", "Tanaka", alerts=["Latex"], phone="+1 555 0100")
        plan = add_plan(session, patient, total=3, deposit=5_000)
        for position, services in ((1, (1,)), (2, (1, 2)), (3, (1,))):
            add_session(session, plan, services=services, position=position)
        add_booking(
            session, 2, item_ids=[2], starts_at=NOW - HOUR, status=BookingStatus.IN_PROCEDURE
        )
        add_booking(session, 2, item_ids=[], status=BookingStatus.CANCELLED, cancel_reason="Ill")
        item = session.get_one(Item, 2)
        item.performed_at, item.performed_until, item.performed_by_id = NOW - HOUR, NOW, 1
        refresh(session, [2], NOW)
    return bare


def entry(session: Session, change: Change, **values: Any) -> None:
    told = {"session_id": 2, "at": NOW - HOUR, "by_name": "Femi", "summary": change.label}
    add_all(session, HistoryEntry.model_validate({**told, "change": change, **values}))


def test_it_says_whose_and_which_session_it_is(clinic: Clinic) -> None:
    detail = clinic.session(2, by=MANAGER)
    assert isinstance(detail, SessionDetail)
    assert (detail.patient_name, detail.phone, detail.alerts) == (
        "Mei Tanaka",
        "+1 555 0100",
        ("Latex",),
    )
    assert (detail.preferred_name, detail.email, detail.birth_date) == ("", "", None)
    assert (detail.position, detail.total) == (2, 3)
    assert detail.previous == Neighbour(session_id=1, position=1)
    assert detail.following == Neighbour(session_id=3, position=3)
    assert (detail.status, detail.status_reason) == (
        SessionStatus.PARTIALLY_BOOKED,
        "1 of 2 items performed",
    )
    assert (detail.starts_at, detail.zone) == (NOW - HOUR, ZONE)
    assert (clinic.session(1, by=MANAGER).previous, clinic.session(3, by=MANAGER).following) == (
        None,
        None,
    )


def test_its_items_say_what_may_be_done(clinic: Clinic) -> None:
    done, waiting = clinic.session(2, by=MANAGER).items
    assert (done.service_name, done.performed_by, done.booking_id) == (
        "Laser Peel",
        "Dr. Ines Lind",
        1,
    )
    assert (done.perform.refusal, done.unmark.is_allowed) == ("It is already performed.", True)
    assert (waiting.perform.is_allowed, waiting.remove.is_allowed) == (True, True)
    assert waiting.price == Money(amount=45_000)
    assert (
        clinic.session(1, by=MANAGER).items[0].remove.refusal
        == "A session keeps at least one item."
    )


def test_its_bookings_come_active_first_with_their_actions(clinic: Clinic) -> None:
    running, cancelled = clinic.session(2, by=MANAGER).bookings
    assert (running.id, running.room_name, running.service_names) == (1, "Room 1", ("Laser Peel",))
    assert running.check_out == Action()
    assert running.cancel.refusal == "An item in it is performed: un-mark it first."
    assert (cancelled.status, cancelled.cancel_reason) == (BookingStatus.CANCELLED, "Ill")
    assert cancelled.confirm.refusal == "This booking was cancelled."


def test_before_an_invoice_its_charges_are_the_prices(clinic: Clinic) -> None:
    assert clinic.session(2, by=MANAGER).billing == BillingView(
        status=BillingStatus.DEPOSIT_DUE,
        is_charged=False,
        charges=(
            ChargeView(description="Laser Peel", amount=Money(amount=20_000)),
            ChargeView(description="Lip Filler", amount=Money(amount=45_000)),
        ),
        total=Money(amount=65_000),
        deposit=Money(amount=5_000),
        payments=(),
        paid=Money(amount=0),
        balance=Money(amount=65_000),
        take_payment=Action(),
        refund=Action(refusal="Nothing was paid."),
    )


def test_an_invoice_and_its_payments_make_the_balance(clinic: Clinic) -> None:
    with clinic.database.write() as session:
        invoice = Invoice(session_id=2, issued_at=NOW)
        add_all(session, invoice)
        assert invoice.id is not None
        add_all(session, Charge(invoice_id=invoice.id, description="All", amount=60_000))
        for amount in (70_000, -10_000):
            paid = {"session_id": 2, "amount": amount, "method": PaymentMethod.CASH}
            add_all(session, Payment.model_validate({**paid, "taken_at": NOW}))
    billing = clinic.session(2, by=MANAGER).billing
    assert billing is not None
    assert billing.charges == (ChargeView(description="All", amount=Money(amount=60_000)),)
    assert [payment.amount.amount for payment in billing.payments] == [70_000, -10_000]
    assert (billing.is_charged, billing.paid.amount, billing.balance.amount) == (True, 60_000, 0)
    assert billing.take_payment.refusal == "Nothing is owed."
    assert billing.refund.is_allowed


def test_its_history_comes_newest_first_and_the_last_change_can_be_undone(clinic: Clinic) -> None:
    item: dict[str, Any] = {"items": {"2": {}}}
    with clinic.database.write() as session:
        entry(session, Change.BOOKED, booking_id=1, after={"item_ids": [2]})
        entry(session, Change.STATUS)
        entry(session, Change.STEPPED, booking_id=1, before={"status": "new"})
        entry(session, Change.PERFORMED, before=item)
        entry(session, Change.DOCUMENTED, before={"items": {"3": {}}}, undone=True)
        entry(session, Change.PAID)
    history = clinic.session(2, by=MANAGER).history
    assert [(told.change, told.can_undo) for told in history] == [
        (Change.PAID, False),
        (Change.DOCUMENTED, False),
        (Change.PERFORMED, True),
        (Change.STEPPED, True),
        (Change.STATUS, False),
        (Change.BOOKED, False),
    ]


def test_a_change_can_be_undone_for_a_day(clinic: Clinic) -> None:
    day = timedelta(hours=24)
    with clinic.database.write() as session:
        entry(session, Change.PERFORMED, at=NOW - day, before={"items": {"2": {}}})
        entry(
            session,
            Change.PERFORMED,
            at=NOW - day - timedelta(seconds=1),
            before={"items": {"3": {}}},
        )
    assert [told.can_undo for told in clinic.session(2, by=MANAGER).history] == [False, True]


def test_a_step_that_skipped_check_in_is_not_taken_back_over_performed_work(
    clinic: Clinic,
) -> None:
    assert clinic.session(2, by=MANAGER).bookings[0].step_back == Action()
    with clinic.database.write() as session:
        skipped = {"before": {"status": "new"}, "after": {"status": "in-procedure"}}
        entry(session, Change.STEPPED, booking_id=1, **skipped)
    refusal = clinic.session(2, by=MANAGER).bookings[0].step_back.refusal
    assert refusal == "An item in it is performed: un-mark it first."


@pytest.mark.parametrize("session_id", [0, -1, 4, 2**63, 10**40])
def test_an_unknown_session_is_not_found(clinic: Clinic, session_id: int) -> None:
    with pytest.raises(NotFound) as told:
        clinic.session(session_id, by=MANAGER)
    assert told.value.message == "There is no such session, or it is gone."
