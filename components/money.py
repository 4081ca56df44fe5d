"""Amounts as people read them."""

from decimal import Decimal

from babel.numbers import format_currency, get_currency_precision

from store.views import Money

LOCALE = "en_US"


def money_text(money: Money) -> str:
    """Such as "$1,250.00"; a refund is "-$50.00", a yen has no cents."""
    digits = get_currency_precision(money.currency)
    return format_currency(Decimal(money.amount).scaleb(-digits), money.currency, locale=LOCALE)
