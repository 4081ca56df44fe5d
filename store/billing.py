"""What a session costs, what was paid for it, and what goes back."""

from dataclasses import dataclass

from sqlmodel import col, func, select

from store.actions import payment_refusal, refund_refusal
from store.errors import Invalid
from store.lookup import find_session, forbid, items_of
from store.models import Charge, Invoice, Item, Payment, Service
from store.phrases import money as in_words
from store.unit import Unit
from store.views import Outcome
from store.words import Change, PaymentMethod

MOST = 10**11
"""Minor units of one payment; a slip of the finger is more likely beyond."""


@dataclass(frozen=True, slots=True)
class Account:
    """A session's money in minor units; ``paid`` is less refunds."""

    total: int
    paid: int
    currency: str

    @property
    def balance(self) -> int:
        """What is still owed; negative when more was paid."""
        return self.total - self.paid


def take_payment(unit: Unit, session_id: int, *, amount: int, method: PaymentMethod) -> Outcome:
    """Take up to what is owed; the first payment raises the invoice. Raises Invalid, field amount."""
    find_session(unit, session_id)
    money = account(unit, session_id)
    forbid(payment_refusal(money.balance), field="amount")
    _check(amount, money.balance, f"{in_words(money.balance, money.currency)} is owed")
    raise_invoice(unit, session_id)
    summary = f"{in_words(amount, money.currency)} taken, {method.label.lower()}."
    return _recorded(unit, session_id, (amount, money.currency, method), Change.PAID, summary)


def refund(unit: Unit, session_id: int, *, amount: int, method: PaymentMethod) -> Outcome:
    """Give back at most what was paid, as a negative payment. Raises Invalid, field amount."""
    find_session(unit, session_id)
    money = account(unit, session_id)
    forbid(refund_refusal(money.paid), field="amount")
    _check(amount, money.paid, f"{in_words(money.paid, money.currency)} was paid")
    summary = f"{in_words(amount, money.currency)} given back, {method.label.lower()}."
    return _recorded(unit, session_id, (-amount, money.currency, method), Change.REFUNDED, summary)


def account(unit: Unit, session_id: int) -> Account:
    """Where the session's money stands: what is charged, or before an invoice what its items cost."""
    items = items_of(unit, session_id)
    charged = _charged(unit, session_id)
    prices = sum(item.units * item.unit_price for item in items)
    paid = select(func.coalesce(func.sum(Payment.amount), 0)).where(
        Payment.session_id == session_id
    )
    return Account(
        total=prices if charged is None else charged,
        paid=unit.session.exec(paid).one(),
        currency=items[0].currency,
    )


def invoice_if_completed(unit: Unit, session_id: int) -> None:
    """Raise the invoice once every item is performed and documented."""
    if all(item.performed_at and item.documented_at for item in items_of(unit, session_id)):
        raise_invoice(unit, session_id)


def raise_invoice(unit: Unit, session_id: int) -> None:
    """Charge every item of the session; an invoice that is there stays as it is."""
    if invoice_of(unit, session_id):
        return
    items = items_of(unit, session_id)
    invoice = Invoice(session_id=session_id, issued_at=unit.now, currency=items[0].currency)
    unit.session.add(invoice)
    unit.session.flush()
    for item in items:
        charge(unit, item)


def charge(unit: Unit, item: Item) -> None:
    """Put an item on its session's invoice, where there is one."""
    invoice = invoice_of(unit, item.session_id)
    if invoice is None or invoice.id is None:
        return
    name = unit.session.get_one(Service, item.service_id).name
    description = name if item.units == 1 else f"{item.units} × {name}"
    price = item.units * item.unit_price
    unit.session.add(
        Charge(invoice_id=invoice.id, item_id=item.id, description=description, amount=price)
    )


def uncharge(unit: Unit, item: Item) -> None:
    """Take an item off its session's invoice."""
    for line in unit.session.exec(select(Charge).where(Charge.item_id == item.id)):
        unit.session.delete(line)
    unit.session.flush()


def invoice_of(unit: Unit, session_id: int) -> Invoice | None:
    """The session's invoice."""
    return unit.session.exec(select(Invoice).where(Invoice.session_id == session_id)).first()


def _check(amount: int, most: int, why: str) -> None:
    if type(amount) is not int or amount <= 0:
        raise Invalid("An amount is more than nothing.", field="amount")
    if amount > min(most, MOST):
        raise Invalid(f"That is too much: {why}.", field="amount")


def _recorded(
    unit: Unit,
    session_id: int,
    money: tuple[int, str, PaymentMethod],
    change: Change,
    summary: str,
) -> Outcome:
    amount, currency, method = money
    payment = Payment(
        session_id=session_id,
        amount=amount,
        currency=currency,
        method=method,
        taken_at=unit.now,
        taken_by=unit.by.name,
    )
    unit.session.add(payment)
    unit.session.flush()
    after = {"payment_id": payment.id, "amount": amount, "method": method.value}
    unit.record(change, session_id, summary, after=after)
    return Outcome(session_id=session_id, message=summary)


def _charged(unit: Unit, session_id: int) -> int | None:
    invoice = invoice_of(unit, session_id)
    if invoice is None:
        return None
    lines = select(func.coalesce(func.sum(Charge.amount), 0)).where(
        col(Charge.invoice_id) == invoice.id
    )
    return unit.session.exec(lines).one()
