"""Claims and explanations of benefit: the charges of a session and what was paid for it."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from store.importing.desk import Desk
from store.importing.fhir import Resource, instant, minor_units, text_of
from store.models import Charge, Invoice, Item, Payment
from store.tables import INVOICE, ITEM
from store.words import PaymentMethod


def import_claim(desk: Desk, claim: Resource) -> None:
    """The claim's lines as charges of its visit's session."""
    if desk.counted(claim, "claims") is not None:
        return
    session_id = session_of(desk, claim.model)
    if session_id is None:
        desk.report.leave_out("Claim", "its visit has no place")
        return
    at = instant(claim.model.created) or desk.unit.now
    invoice_id = _invoice(desk, session_id, at, claim.model.total)
    lines = [(line, minor_units(line.net)) for line in claim.model.item or []]
    total = minor_units(claim.model.total)
    if total < 0 or any(amount < 0 for _, amount in lines):
        raise claim.source.refuse("a charge is negative.")
    rest = total - sum(amount for _, amount in lines)
    for number, (line, amount) in enumerate(lines):
        owed = amount + (rest if number == 0 and rest > 0 else 0)
        if owed:
            _charge(desk, claim, line, invoice_id=invoice_id, amount=owed)
    desk.link(claim, "invoice", invoice_id)
    desk.unit.touch(session_id)
    desk.report.brought_in["claims"] += 1


def import_benefit(desk: Desk, benefit: Resource) -> None:
    """What was paid by an explanation of benefit, as a payment of its visit's session."""
    if desk.counted(benefit, "explanations of benefit") is not None:
        return
    claim = desk.shelf.find(benefit.model.claim)
    session_id = session_of(desk, claim.model if claim else benefit.model)
    if session_id is None:
        desk.report.leave_out("ExplanationOfBenefit", "its visit has no place")
        return
    money = benefit.model.payment.amount if benefit.model.payment else None
    amount = minor_units(money)
    if amount == 0:
        desk.report.leave_out("ExplanationOfBenefit", "nothing was paid by it")
        return
    insurer = benefit.model.insurer.display if benefit.model.insurer else ""
    payment = Payment(
        session_id=session_id,
        amount=amount,
        currency=str(getattr(money, "currency", None) or "USD"),
        method=PaymentMethod.TRANSFER,
        taken_at=instant(benefit.model.created) or desk.unit.now,
        taken_by=f"Insurer ({insurer})" if insurer else "Insurer",
    )
    desk.link(benefit, "payment", desk.write(payment))
    desk.unit.touch(session_id)
    desk.report.brought_in["payments"] += 1


def session_of(desk: Desk, model: Any) -> int | None:
    """The session of the visit that a claim's lines name."""
    references = [one for line in model.item or [] for one in line.encounter or []]
    for visit in filter(None, map(desk.shelf.find, references)):
        known = desk.known(visit)
        if known is not None:
            return known
    return None


def _invoice(desk: Desk, session_id: int, at: datetime, total: Any) -> int:
    query = select(INVOICE.c.id).where(INVOICE.c.session_id == session_id)
    found: int | None = desk.unit.session.connection().execute(query).scalar()
    currency = str(total.currency or "USD") if total else "USD"
    return found or desk.write(Invoice(session_id=session_id, issued_at=at, currency=currency))


def _charge(desk: Desk, claim: Resource, line: Any, *, invoice_id: int, amount: int) -> None:
    item_id = _item_of(desk, claim, line)
    if item_id is not None:
        desk.unit.session.get_one(Item, item_id).unit_price = amount
    description = text_of(line.productOrService) or "Charge"
    desk.write(
        Charge(invoice_id=invoice_id, item_id=item_id, description=description, amount=amount)
    )


def _item_of(desk: Desk, claim: Resource, line: Any) -> int | None:
    wanted = set(line.procedureSequence or [])
    for procedure in claim.model.procedure or []:
        if procedure.sequence in wanted:
            resource = desk.shelf.find(procedure.procedureReference)
            item_id = desk.known(resource) if resource else None
            if item_id is not None:
                query = select(ITEM.c.id).where(ITEM.c.id == item_id)
                return desk.unit.session.connection().execute(query).scalar()
    return None
