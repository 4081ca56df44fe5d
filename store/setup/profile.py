"""The clinic's own name and currency."""

from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import get_currency_precision, is_currency
from sqlalchemy import bindparam, exists, select, update

from store.errors import Invalid, Stale
from store.models import ClinicProfile
from store.setup.services import currency_of
from store.tables import INVOICE, ITEM, PAYMENT, PLAN, SERVICE
from store.text import required
from store.unit import Unit
from store.views import SetUpOutcome


def name_clinic(
    unit: Unit, name: str, currency: str, *, seen: tuple[str, str] | None = None
) -> SetUpOutcome:
    """Name the clinic and say what it counts in, as an ISO 4217 code.

    The currency stays once something was planned or paid in it; until then the services' prices
    keep their number. Raises Invalid, field name or currency, and Stale when it is neither what was
    ``seen`` nor what is typed by now.
    """
    name = required(name, "The name", field="name")
    code = currency.strip().upper()
    if not (len(code) == 3 and code.isascii() and is_currency(code, "en")):
        raise Invalid("This is not a currency, such as USD or EUR.", field="currency")
    before = currency_of(unit)
    profile = unit.session.get(ClinicProfile, 1) or ClinicProfile(id=1, name=name)
    if seen is not None and (profile.name, before) not in (seen, (name, code)):
        told = f"It is called “{profile.name}” and counts in {before} now."
        raise Stale(f"Somebody changed this meanwhile. {told} Nothing was overwritten.")
    if code != before:
        _change_currency(unit, before, code)
    was = {"name": profile.name, "currency": before}
    profile.name, profile.currency = name, code
    unit.session.add(profile)
    now_is = {"name": name, "currency": code}
    unit.tell("clinic", 1, f"The clinic is {name}.", before=was, after=now_is)
    return SetUpOutcome(id=1, message=f"The clinic is {name}.")


def _change_currency(unit: Unit, before: str, after: str) -> None:
    connection = unit.session.connection()
    used = [exists().where(table.c.id.is_not(None)) for table in (PLAN, ITEM, INVOICE, PAYMENT)]
    if any(connection.execute(select(*used)).one()):
        said = f"Plans and payments are in {before} already, so it stays."
        raise Invalid(said, field="currency")
    shift = get_currency_precision(after) - get_currency_precision(before)
    prices = connection.execute(select(SERVICE.c.id, SERVICE.c.price, SERVICE.c.deposit)).all()
    rows = [
        {"key": row.id, "cost": _scaled(row.price, shift), "ahead": _scaled(row.deposit, shift)}
        for row in prices
    ]
    new = {"price": bindparam("cost"), "deposit": bindparam("ahead"), "currency": after}
    if rows:
        newer = update(SERVICE).where(SERVICE.c.id == bindparam("key"))
        connection.execute(newer.values(new | {"version": SERVICE.c.version + 1}), rows)


def _scaled(amount: int, shift: int) -> int:
    return int(Decimal(amount).scaleb(shift).quantize(Decimal(1), ROUND_HALF_UP))
