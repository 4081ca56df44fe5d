"""Amounts are shown and read with the digits of their currency."""

import pytest

from components.money import money_text, read_amount, read_price, typed_amount
from store.views import Money


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (0, "USD", "$0.00"),
        (125_000, "USD", "$1,250.00"),
        (-5_001, "USD", "-$50.01"),
        (1_200, "JPY", "¥1,200"),
        (1_234, "KWD", "KWD1.234"),
    ],
)
def test_minor_units_become_an_amount(amount: int, currency: str, text: str) -> None:
    assert money_text(Money(amount=amount, currency=currency)) == text


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [
        ("0.01", "USD", 1),
        (" 1,250.50 ", "USD", 125_050),
        ("1250", "JPY", 1250),
        ("0", "USD", None),
        ("-5", "USD", None),
        ("0.001", "USD", None),
        ("1.5", "JPY", None),
        ("1000000000000", "USD", None),
        ("nan", "USD", None),
        ("1e400", "USD", None),
        ("twelve", "USD", None),
        ("", "USD", None),
    ],
)
def test_only_amounts_above_nothing_are_read(text: str, currency: str, amount: int | None) -> None:
    assert read_amount(text, currency) == amount


@pytest.mark.parametrize("money", [Money(amount=45_000), Money(amount=1250, currency="JPY")])
def test_what_a_field_starts_with_is_read_back(money: Money) -> None:
    assert read_amount(typed_amount(money), money.currency) == money.amount


def test_a_price_may_be_nothing_and_a_payment_may_not() -> None:
    assert read_price("0", "USD") == 0
    assert read_price(" 1,250.50 ", "USD") == 125_050
    assert read_price("-1", "USD") is None
    assert read_price("free", "USD") is None
    assert read_amount("0", "USD") is None
