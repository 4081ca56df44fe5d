"""Amounts as people read and type them."""

from decimal import Decimal, InvalidOperation

from babel.numbers import format_currency, get_currency_precision

from store.views import Money

LOCALE = "en_US"
LARGEST = Decimal(10) ** 12


def money_text(money: Money) -> str:
    """Such as "$1,250.00"; a refund is "-$50.00", a yen has no cents."""
    digits = get_currency_precision(money.currency)
    return format_currency(Decimal(money.amount).scaleb(-digits), money.currency, locale=LOCALE)


def typed_amount(money: Money) -> str:
    """Such as "450.00": what a field for this currency starts with."""
    return str(Decimal(money.amount).scaleb(-get_currency_precision(money.currency)))


def read_amount(text: str, currency: str) -> int | None:
    """Minor units of what was typed; None when it is no amount above 0 in this currency."""
    return read_price(text, currency) or None


def read_price(text: str, currency: str) -> int | None:
    """The same for what may be free: 0 is a price too."""
    try:
        amount = Decimal(text.strip().replace(",", ""))
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 <= amount < LARGEST:
        return None
    minor = amount.scaleb(get_currency_precision(currency))
    return int(minor) if minor == minor.to_integral_value() else None
