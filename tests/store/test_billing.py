"""Payments, refunds and invoices, in integer minor units."""

import pytest
from sqlmodel import Session, select

from store.clinic import Clinic
from store.errors import Invalid, NotAllowed, NotFound
from store.models import Charge, Invoice
from store.words import BillingStatus, Change, PaymentMethod
from tests.factories import (
    FRONT_DESK,
    MANAGER,
    PROVIDER,
    add_patient,
    add_plan,
    add_session,
)
from tests.store import reading

CARD = PaymentMethod.CARD


@pytest.fixture
def clinic(bare: Clinic) -> Clinic:
    """Session 1: a Laser Peel of 200.00 and a Lip Filler of 450.00, with a deposit of 100.00."""
    with bare.database.write() as session:
        plan_id = add_plan(session, add_patient(session), deposit=10_000)
        add_session(session, plan_id, services=(1, 2))
    return bare


def pay(clinic: Clinic, amount: int, key: str = "payment-1") -> str:
    paid = clinic.take_payment(1, amount=amount, method=CARD, key=key, by=FRONT_DESK)
    return paid.message


def give_back(clinic: Clinic, amount: int, key: str = "refund-1") -> str:
    return clinic.refund(1, amount=amount, method=CARD, key=key, by=FRONT_DESK).message


def complete(clinic: Clinic) -> None:
    for key in (1, 2):
        clinic.perform(key, by=PROVIDER)
        clinic.document(key, note="Fine", by=PROVIDER)


def charges(clinic: Clinic) -> list[tuple[str, int]]:
    with clinic.database.read() as connection, Session(connection) as session:
        return [(line.description, line.amount) for line in session.exec(select(Charge))]


def test_the_first_payment_raises_the_invoice(clinic: Clinic) -> None:
    assert reading.billing(clinic) is BillingStatus.DEPOSIT_DUE
    assert pay(clinic, 10_000) == "$100.00 taken, card."
    assert charges(clinic) == [("Laser Peel", 20_000), ("Lip Filler", 45_000)]
    assert reading.billing(clinic) is BillingStatus.PART_PAID
    assert reading.changes(clinic) == [Change.PAID]


def test_completing_a_session_raises_its_invoice_once(clinic: Clinic) -> None:
    complete(clinic)
    clinic.document(1, note="Better words", by=PROVIDER)
    with clinic.database.read() as connection, Session(connection) as session:
        assert len(session.exec(select(Invoice)).all()) == 1
    assert charges(clinic) == [("Laser Peel", 20_000), ("Lip Filler", 45_000)]
    assert reading.billing(clinic) is BillingStatus.DEPOSIT_DUE


def test_paid_in_full_before_and_after_completion(clinic: Clinic) -> None:
    pay(clinic, 65_000)
    assert reading.billing(clinic) is BillingStatus.PREPAID
    complete(clinic)
    assert reading.billing(clinic) is BillingStatus.PAID


def test_nobody_pays_more_than_is_owed(clinic: Clinic) -> None:
    with pytest.raises(Invalid) as refused:
        pay(clinic, 65_001)
    assert refused.value.message == "That is too much: $650.00 is owed."
    assert refused.value.field == "amount"
    pay(clinic, 65_000, "payment-2")
    with pytest.raises(NotAllowed, match="Nothing is owed"):
        pay(clinic, 1, "payment-3")


@pytest.mark.parametrize("amount", [0, -1, 2**70])
def test_an_amount_is_positive_and_of_this_world(clinic: Clinic, amount: int) -> None:
    pay(clinic, 10_000)
    for act in (pay, give_back):
        with pytest.raises(Invalid) as refused:
            act(clinic, amount, "another-key")
        assert refused.value.field == "amount"
    assert reading.payments(clinic) == [10_000]


def test_pressing_twice_takes_the_money_once(clinic: Clinic) -> None:
    assert pay(clinic, 10_000) == pay(clinic, 10_000)
    assert give_back(clinic, 4_000) == give_back(clinic, 4_000)
    assert reading.payments(clinic) == [10_000, -4_000]


def test_a_key_stands_for_one_payment_only(clinic: Clinic) -> None:
    pay(clinic, 10_000)
    with pytest.raises(Invalid):
        pay(clinic, 20_000)
    assert reading.payments(clinic) == [10_000]


def test_at_most_what_was_paid_is_given_back(clinic: Clinic) -> None:
    with pytest.raises(NotAllowed, match="Nothing was paid"):
        give_back(clinic, 1)
    pay(clinic, 10_000)
    with pytest.raises(Invalid, match=r"\$100\.00 was paid"):
        give_back(clinic, 10_001)
    assert give_back(clinic, 4_000) == "$40.00 given back, card."
    assert reading.billing(clinic) is BillingStatus.PART_PAID
    give_back(clinic, 6_000, "refund-2")
    assert reading.billing(clinic) is BillingStatus.REFUNDED


def test_what_was_given_back_can_be_paid_again(clinic: Clinic) -> None:
    pay(clinic, 65_000)
    give_back(clinic, 65_000)
    pay(clinic, 65_000, "payment-2")
    assert reading.billing(clinic) is BillingStatus.PREPAID


def test_charges_follow_items_added_and_removed(clinic: Clinic) -> None:
    pay(clinic, 10_000)
    clinic.add_item(1, service_id=1, units=2, by=MANAGER)
    assert charges(clinic)[-1] == ("2 × Laser Peel", 40_000)
    clinic.remove_item(3, by=MANAGER)
    assert charges(clinic) == [("Laser Peel", 20_000), ("Lip Filler", 45_000)]


def test_a_session_that_is_not_there_takes_no_money(clinic: Clinic) -> None:
    with pytest.raises(NotFound):
        clinic.take_payment(99, amount=1, method=CARD, key="payment-1", by=FRONT_DESK)
