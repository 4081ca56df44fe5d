"""Amounts as people read and type them."""

import re
from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision

from store.views import Money

LOCALE = "en_US"
LARGEST = Decimal(10) ** 12
AMOUNT = re.compile(r"([0-9]+|[0-9]{1,3}(,[0-9]{3})+)(\.[0-9]*)?")
"""A comma groups thousands and is never a decimal point: "10,50" is no amount."""


def money_text(money: Money | None) -> str:
    """Such as "$1,250.00"; a refund is "-$50.00", a yen has no cents; nothing when out of sight."""
    if money is None:
        return ""
    digits = get_currency_precision(money.currency)
    return format_currency(Decimal(money.amount).scaleb(-digits), money.currency, locale=LOCALE)


def typed_amount(money: Money | None) -> str:
    """Such as "450.00": what a field for this currency starts with; empty when out of sight."""
    if money is None:
        return ""
    return str(Decimal(money.amount).scaleb(-get_currency_precision(money.currency)))


def read_amount(text: str, currency: str) -> int | None:
    """Minor units of what was typed; None when it is no amount above 0 in this currency."""
    return read_price(text, currency) or None


def read_price(text: str, currency: str) -> int | None:
    """The same for what may be free: 0 is a price too."""
    if not AMOUNT.fullmatch(text.strip()):
        return None
    amount = Decimal(text.strip().replace(",", ""))
    if amount >= LARGEST:
        return None
    minor = amount.scaleb(get_currency_precision(currency))
    return int(minor) if minor == minor.to_integral_value() else None
