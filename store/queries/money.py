"""The money of one session as its detail shows it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, select

from store.actions import payment_refusal, refund_refusal
from store.tables import CHARGE, INVOICE, PAYMENT
from store.views import Action, BillingView, ChargeView, Money, PaymentView


def billing_view(
    connection: Connection, session: Row[Any], items: Sequence[Row[Any]]
) -> BillingView:
    """Charges, payments and what is owed; before an invoice the charges are the items' prices."""
    currency = items[0].currency if items else session.currency
    lines, is_charged = _lines(connection, session.id, items)
    payments = connection.execute(
        select(PAYMENT)
        .where(PAYMENT.c.session_id == session.id)
        .order_by(PAYMENT.c.taken_at, PAYMENT.c.id)
    ).all()
    total = sum(amount for _, amount in lines)
    paid = sum(payment.amount for payment in payments)
    return BillingView(
        status=session.billing_status,
        is_charged=is_charged,
        charges=tuple(
            ChargeView(description=text, amount=Money(amount=amount, currency=currency))
            for text, amount in lines
        ),
        total=Money(amount=total, currency=currency),
        deposit=Money(amount=session.deposit, currency=currency),
        payments=tuple(_payment(payment) for payment in payments),
        paid=Money(amount=paid, currency=currency),
        balance=Money(amount=total - paid, currency=currency),
        take_payment=Action(refusal=payment_refusal(total - paid)),
        refund=Action(refusal=refund_refusal(paid)),
    )


def _lines(
    connection: Connection, session_id: int, items: Sequence[Row[Any]]
) -> tuple[list[tuple[str, int]], bool]:
    """What is charged, a description and an amount each, and whether an invoice says so."""
    query = (
        select(INVOICE.c.id, CHARGE.c.description, CHARGE.c.amount)
        .outerjoin(CHARGE, CHARGE.c.invoice_id == INVOICE.c.id)
        .where(INVOICE.c.session_id == session_id)
        .order_by(CHARGE.c.id)
    )
    charged = connection.execute(query).all()
    if charged:
        return [(c.description, c.amount) for c in charged if c.amount is not None], True
    return [(_described(item), item.units * item.unit_price) for item in items], False


def _described(item: Row[Any]) -> str:
    name: str = item.service_name
    return name if item.units == 1 else f"{item.units} × {name}"


def _payment(payment: Row[Any]) -> PaymentView:
    return PaymentView(
        id=payment.id,
        amount=Money(amount=payment.amount, currency=payment.currency),
        method=payment.method,
        taken_at=payment.taken_at,
        taken_by=payment.taken_by,
    )
